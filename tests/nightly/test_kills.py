"""A night may die at any moment: the next one goes on, says so, and tells everything exactly once."""

import random
import signal
import time

import pytest

from archive.store.lock import held
from tests.nightly.conftest import Town, mine
from tests.nightly.night import Nights

pytestmark = pytest.mark.slow


def _wait(nights: Nights, requests: int) -> None:
    until = time.monotonic() + 60
    while len(nights.stage.log) < requests:
        assert time.monotonic() < until, "the night asks nothing"
        time.sleep(0.01)


def test_nights_killed_at_any_moment_lose_no_news_and_leave_nobody_at_work(town: Town) -> None:
    nights, replica = town
    published = sum(bool(one["published"]) for one in mine(replica))
    chance = random.Random(20260105)
    for asked in (1, 12, 10**6):
        process, before = nights.start(), len(nights.stage.log)
        if asked < 10**6:
            _wait(nights, before + asked)
            time.sleep(chance.uniform(0, 0.3))
        else:
            while not held(nights.stage.archive / "derive.lock"):
                assert process.poll() is None
                time.sleep(0.01)
        process.kill()
        process.communicate()
        until = time.monotonic() + 60
        while held(nights.stage.archive / "crawl.lock") or held(nights.stage.archive / "derive.lock"):
            assert time.monotonic() < until, "a step outlived its night"
            time.sleep(0.02)
    final = nights.record(code=11)
    assert final.portal("taian")["new"] == published and final.record["first"]
    assert "was interrupted" in final.stderr and final.alarms == {("broken_off", "")}
    page = next(nights.folder.glob("nightly-*.html"))
    page.unlink()
    assert nights.record(code=0).portal("taian")["new"] == 0
    assert page.exists(), "a page that a kill left unwritten is written by the next night"


def test_ctrl_c_is_one_line_and_leaves_nobody_at_work(town: Town) -> None:
    nights, _ = town
    for number in (signal.SIGINT, signal.SIGTERM):
        process, before = nights.start(), len(nights.stage.log)
        _wait(nights, before + 3)
        process.send_signal(number)
        _, err = process.communicate(timeout=120)
        assert process.returncode == 1 and "Traceback" not in err
        assert [line for line in err.splitlines() if "first night" not in line and "interrupted" not in line] == [
            "gongkai: stopped; everything acknowledged is kept, the next night goes on"
        ]
        assert not held(nights.stage.archive / "crawl.lock") and not nights.folder.exists()
