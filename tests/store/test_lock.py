"""The lock file: one process at a time, freed by the death of its holder."""

import multiprocessing
import os
import signal
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from archive.errors import ArchiveBusyError
from archive.store.lock import held, hold


def _hold_until_killed(path: Path, ready: Event) -> None:
    with hold(path, "test"):
        ready.set()
        signal.pause()


def test_a_second_process_is_told_who_holds_the_lock_and_death_frees_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / "x.lock"
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    other = context.Process(target=_hold_until_killed, args=(path, ready))
    other.start()
    assert other.pid is not None and ready.wait(120)
    assert held(path)
    with pytest.raises(ArchiveBusyError, match=rf"process {other.pid} .*a crawl"), hold(path, "a crawl"):
        pytest.fail("the lock was given twice")
    os.kill(other.pid, signal.SIGKILL)
    other.join(120)
    with hold(path, "a crawl"):
        assert path.read_text().strip() == str(os.getpid())
    assert not held(path)


def test_the_lock_is_free_again_after_the_block(tmp_path: Path) -> None:
    for _ in range(2):
        with hold(tmp_path / "x.lock", "a test"):
            pass
    assert not held(tmp_path / "x.lock") and not held(tmp_path / "never.lock")
