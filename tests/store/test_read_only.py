"""An archive on a disk that can only be read: what reads works, what writes says so in one line."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template

import pytest

from archive.derive import derive
from archive.store.backup import backup
from tests.store import pages
from tests.store.disks import freeze, mounted
from tests.store.inside import Done, gongkai
from tests.store.world import TestClock, World

AGENCY = "泰安市大数据局"


@dataclass(frozen=True)
class Frozen:
    """Folders on the disk: an archive closed in order, a backup, and one whose ledger was copied with its side file only."""

    closed: Path
    backup: Path
    torn: Path
    names: dict[str, str]
    free: Path


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Frozen]:
    free = tmp_path_factory.mktemp("free")
    world = World(free / "data")
    for year in (2021, 2022):
        world.report("a", year, pages.report(AGENCY, year), agency=AGENCY)
    shutil.copytree(free / "data", free / "torn", ignore=shutil.ignore_patterns("*-shm"))
    assert (free / "torn" / "ledger.db-wal").stat().st_size
    world.close()
    derive(free / "data", TestClock(), jobs=1)
    backup(free / "data", free / "backup", TestClock())
    db = sqlite3.connect(free / "data" / "corpus.db")
    db.row_factory = sqlite3.Row
    names = dict(db.execute("SELECT report_id AS REPORT, indicator AS INDICATOR FROM figures LIMIT 1").fetchone())
    for name in ("ledger.db", "corpus.db"):
        sqlite3.connect(free / "data" / name).execute("SELECT 1 FROM sqlite_master").fetchone()
    db.close()
    with mounted(tmp_path_factory.mktemp("disk"), 20) as disk:
        for name in ("data", "backup", "torn"):
            shutil.copytree(free / name, disk / name, ignore=shutil.ignore_patterns("*-shm"))
        for path in disk.glob("*/*-wal"):
            if not path.stat().st_size:
                path.unlink()
        freeze(disk)
        yield Frozen(disk / "data", disk / "backup", disk / "torn", names | {"FREE": str(free)}, free)


Run = Callable[..., Done]


@pytest.fixture
def run(frozen: Frozen) -> Run:
    """`gongkai WORDS`, in which the names of `frozen` stand for what they mean."""
    return lambda *words: gongkai(*(Template(str(word)).substitute(frozen.names) for word in words))


@pytest.mark.parametrize("words", [
    "verify", "verify --sample 2", "coverage", "search 大数据", "show $REPORT", "show $REPORT/$INDICATOR", "release OUT/release",
    "backup OUT/copy", "review", "withhold --list", "diff $REPORT $REPORT", "wacz OUT/one.wacz",
])  # fmt: skip
def test_what_only_reads_works(frozen: Frozen, tmp_path: Path, run: Run, words: str) -> None:
    for archive in (frozen.closed, frozen.backup):
        (tmp_path / archive.name).mkdir()
        done = run(*words.replace("OUT", str(tmp_path / archive.name)).split(), "--archive", archive)
        assert not done.code, done.stderr


@pytest.mark.parametrize("words", [
    "derive", "derive --all", "ingest FILE --from x", "reindex", "merge $FREE/torn", "withhold $REPORT --by 王 --reason 测试",
    "review $REPORT $INDICATOR 1 --by 王 --reason 测试",
    "crawl --contact tests@example.org --via http://127.0.0.1:1 --delay 0",
    "nightly --contact tests@example.org --via http://127.0.0.1:1 --delay 0",
])  # fmt: skip
def test_what_writes_says_so_in_one_line(frozen: Frozen, run: Run, words: str) -> None:
    done = run(*words.replace("FILE", __file__).split(), "--archive", frozen.closed)
    assert done.code and done.one_line and "Read-only file system" in done.stderr, done.stderr


def test_a_backup_onto_it_says_so_in_one_line(frozen: Frozen, run: Run) -> None:
    for target in (frozen.backup, frozen.backup.parent / "new"):
        done = run("backup", target, "--archive", frozen.free / "data")
        assert done.code and done.one_line and "Read-only file system" in done.stderr, done.stderr


@pytest.mark.parametrize("words", ["verify", "backup OUT/copy"])
def test_what_stands_in_a_side_file_only_is_not_passed_over(frozen: Frozen, tmp_path: Path, run: Run, words: str) -> None:
    done = run(*words.replace("OUT", str(tmp_path)).split(), "--archive", frozen.torn)
    assert done.code == 2 and done.one_line and "was not closed in order" in done.stderr, done.stderr
