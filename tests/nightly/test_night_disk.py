"""A night whose disk fills up: the exit code and the page say so, and the next night, with room, tells everything."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.nightly.conftest import Town, mine
from tests.store.disks import fill, mounted

pytestmark = pytest.mark.slow


@pytest.fixture
def disk(town: Town) -> Iterator[Path]:
    """The archive's folder as a file system of its own; skips where this user may not mount one."""
    with mounted(town[0].stage.archive, 64) as folder:
        yield folder


def test_a_full_disk_is_told_and_nothing_is_lost(town: Town, disk: Path) -> None:
    nights, replica = town
    pages = disk.with_name("pages")
    for leave in (0, 300_000):
        ballast = fill(disk, leave)
        done = nights.run("--report", pages)
        assert done.returncode == 8 and "Traceback" not in done.stderr, done.stderr
        assert "disk is full" in (pages / "latest.html").read_text("utf-8")
        ballast.unlink()
    whole = nights.record("--report", pages, code=0)
    assert whole.portal("taian")["new"] == sum(bool(one["published"]) for one in mine(replica))
