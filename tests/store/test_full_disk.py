"""A full disk: one clear error, nothing acknowledged lost, and work goes on once there is room."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.derive import derive
from archive.errors import DiskFullError
from archive.store.backup import backup
from archive.store.verify import verify
from archive.words import Outcome
from tests.cli.commands import one_line, run
from tests.derive.test_derive import dump
from tests.store import pages
from tests.store.disks import fill, mounted
from tests.store.world import TestClock, World


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes; skips where this user may not mount one."""
    with mounted(tmp_path, 2) as folder:
        yield folder


def body(year: int, noise: int = 40_000) -> bytes:
    """A report whose noise does not compress."""
    return pages.report("泰安市大数据局", year, note=secrets.token_hex(noise))


@pytest.mark.parametrize("leave", [0, 20_000, 60_000, 120_000])
def test_captures_that_do_not_fit_leave_the_archive_sound(small_disk: Path, leave: int) -> None:
    world = World(small_disk)
    for year in (2008, 2009):
        world.report("a", year, body(year))
    key = world.expect("a", 2010)
    ballast = fill(small_disk, leave)
    with pytest.raises(DiskFullError, match="disk is full; free some space"):
        for _ in range(20):
            world.store.commit([world.exchange(key, 1, "https://www.taian.gov.cn/", body(2010), "text/html")])
            world.ledger.close(world.ledger.task(key) or pytest.fail("task lost"), world.crawl, Outcome.OK, "")
            key = world.expect("a", int(key[-4:]) + 1)
    ballast.unlink()
    assert [f for f in map(str, verify(small_disk, TestClock())) if "without a capture" not in f] == []
    world.report("b", 2020, pages.notice())
    assert list(verify(small_disk, TestClock())) == []


def test_derive_says_so_and_goes_on_later(small_disk: Path) -> None:
    world = World(small_disk)
    for year in range(2008, 2014):
        world.report("a", year, body(year, 5_000))
    world.close()
    ballast = fill(small_disk, 4096)
    result = run("derive", "--archive", small_disk, "--jobs", 1)
    assert result.returncode == 8 and one_line(result, "the disk is full"), result.stderr
    ballast.write_bytes(b"")
    assert derive(small_disk, TestClock(), jobs=1).record()["series"] == 6
    assert list(verify(small_disk, TestClock())) == []


def test_ingest_says_so_and_keeps_what_it_took(small_disk: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("in")
    for number in range(40):
        (folder / f"{number:02}.html").write_bytes(body(2008 + number % 10))
    result = run("ingest", folder, "--from", "x", "--archive", small_disk)
    assert result.returncode == 8, result.stderr
    taken = result.stdout.splitlines()
    assert 0 < len(taken) < 40 and one_line(result, "the disk is full")
    assert list(verify(small_disk, TestClock())) == []


@pytest.mark.parametrize("leave", [0, 50_000, 150_000, 300_000])
def test_a_backup_that_does_not_fit_leaves_the_last_one(
    small_disk: Path, tmp_path_factory: pytest.TempPathFactory, leave: int
) -> None:
    archive, there = tmp_path_factory.mktemp("data"), small_disk / "copy"
    world = World(archive)
    world.report("a", 2008, body(2008))
    backup(archive, there, TestClock())
    for year in range(2009, 2013):
        world.report("a", year, body(year))
    world.close()
    ballast = fill(small_disk, leave)
    with pytest.raises(DiskFullError, match="the disk is full"):
        backup(archive, there, TestClock())
    assert list(verify(there, TestClock())) == []
    ballast.unlink()
    assert backup(archive, there, TestClock()).complaints == []
    assert list(verify(there, TestClock())) == [] and not (there / "backup.part").exists()


def test_reading_everything_again_is_refused_without_room(small_disk: Path) -> None:
    world = World(small_disk)
    world.report("a", 2008, body(2008, 5_000))
    world.close()
    derive(small_disk, TestClock(), jobs=1)
    before = dump(small_disk)
    fill(small_disk, (small_disk / "corpus.db").stat().st_size)
    result = run("derive", "--all", "--archive", small_disk, "--jobs", 1)
    assert result.returncode == 8 and one_line(result, "needs room for 2 of it", "nothing is lost"), result.stderr
    assert dump(small_disk) == before and not list(small_disk.glob("corpus.db.new*"))


def test_a_reading_again_that_finds_the_disk_full_gives_the_room_back(small_disk: Path) -> None:
    world = World(small_disk)
    world.report("a", 2008, body(2008, 5_000))
    derive(small_disk, TestClock(), jobs=1)
    before, size = dump(small_disk), (small_disk / "corpus.db").stat().st_size
    for year in range(2009, 2014):
        world.report("a", year, body(year, 40_000))
    world.close()
    fill(small_disk, 2 * size + 50_000)
    result = run("derive", "--all", "--archive", small_disk, "--jobs", 1)
    assert result.returncode == 8 and result.stderr.splitlines()[-1].endswith("nothing is lost"), result.stderr
    assert dump(small_disk) == before and not list(small_disk.glob("corpus.db.new*"))
