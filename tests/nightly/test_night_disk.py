"""A night whose disk fills up: the exit code and the page say so, and the next night, with room, tells everything."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.replica import Replica
from tests.nightly.night import Nights
from tests.store.disks import fill, mounted

pytestmark = pytest.mark.slow
Town = tuple[Nights, Replica]


@pytest.fixture
def disk(town: Town) -> Iterator[Path]:
    """The archive's folder as a file system of its own; skips where this user may not mount one."""
    with mounted(town[0].stage.archive, 64) as folder:
        yield folder


@pytest.mark.parametrize("leave", [0, 300_000])
def test_a_full_disk_is_told_and_nothing_is_lost(leave: int, town: Town, disk: Path) -> None:
    nights, replica = town
    pages = disk.with_name("pages")
    ballast = fill(disk, leave)
    done = nights.run("--report", pages)
    assert done.returncode == 8 and "Traceback" not in done.stderr, done.stderr
    assert "disk is full" in (pages / "latest.html").read_text("utf-8")
    ballast.unlink()
    whole = nights.record("--report", pages, code=0)
    published = sum(bool(one["published"]) for one in replica.truth() if "www.taian" in str(one["url"]))
    assert whole.portal("taian")["new"] == published
