"""Damage of every kind, told by every command in one line that names what mends it; and a clock that jumps back."""

import shutil
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from archive.derive import derive
from archive.store.rebuild import reindex
from archive.store.verify import verify
from archive.words import Outcome
from tests.crawl.dump import dump
from tests.store import pages
from tests.store.inside import gongkai
from tests.store.world import START, TestClock, World

AGENCY = "泰安市大数据局"
PAGE = 4096


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    world = World(folder)
    for year in (2019, 2020):
        world.report("a", year, pages.report(AGENCY, year, note="甲" * 3000), agency=AGENCY)
    world.close()
    derive(folder, TestClock(), jobs=1)
    for name in ("ledger.db", "corpus.db"):
        sqlite3.connect(folder / name).execute("PRAGMA journal_mode = DELETE").fetchone()
    return folder


@pytest.fixture
def archive(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "archive"))


def _root(path: Path, table: str) -> int:
    db = sqlite3.connect(path)
    (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()
    db.close()
    return int(page)


def spoil(path: Path, table: str) -> None:
    """Overwrites the first page of a table, as a disk does that has lost it."""
    start, data = (_root(path, table) - 1) * PAGE, bytearray(path.read_bytes())
    data[start : start + PAGE] = b"\xaa" * PAGE
    path.write_bytes(data)


@pytest.mark.parametrize(("table", "words"), [
    ("reports", "coverage"), ("coverage", "coverage"), ("coverage", "coverage --json"), ("reports", "show 2020"),
    ("reports_fts_rows", "search 大数据"), ("figures", "release OUT/r"),
    ("reports", "review"), ("reports", "derive"), ("bundles", "derive"), ("documents", "derive"),
])  # fmt: skip
def test_a_spoiled_page_of_the_corpus_is_told_in_one_line(
    archive: Path, tmp_path: Path, table: str, words: str
) -> None:
    spoil(archive / "corpus.db", table)
    done = gongkai(*words.replace("OUT", str(tmp_path)).split(), "--archive", archive)
    assert done.code == 9 and done.one_line and "SQLite says" in done.stderr, done.stderr
    assert "derive --all" in done.stderr or "gongkai verify" in done.stderr
    found = gongkai("verify", "--archive", archive)
    assert found.code == 9 and "run `gongkai derive --all`" in found.stdout and "ledger.db" not in found.stdout


def test_a_corpus_with_a_spoiled_page_is_made_again(archive: Path) -> None:
    spoil(archive / "corpus.db", "reports")
    assert derive(archive, TestClock(), jobs=1, again=True).record()["series"] == 2
    assert list(verify(archive, TestClock())) == []


@pytest.mark.parametrize(("table", "words"), [
    ("tasks", "derive"), ("captures", "derive"), ("visits", "derive"), ("captures", "backup OUT/copy"),
    ("tasks", f"ingest {__file__} --from x"),
    ("tasks", "crawl --contact tests@example.org --via http://127.0.0.1:1 --delay 0 --dry-run"),
])  # fmt: skip
def test_a_spoiled_page_of_the_ledger_is_told_in_one_line_and_made_again(
    archive: Path, sound: Path, tmp_path: Path, table: str, words: str
) -> None:
    spoil(archive / "ledger.db", table)
    done = gongkai(*words.replace("OUT", str(tmp_path)).split(), "--archive", archive)
    assert done.code == 9 and done.one_line and "SQLite says" in done.stderr, done.stderr
    assert "reindex" in done.stderr or "gongkai verify" in done.stderr
    found = gongkai("verify", "--archive", archive)
    assert found.code == 9 and "run `gongkai reindex`" in found.stdout
    assert gongkai("reindex", "--archive", archive).code == 0
    assert dump(archive / "ledger.db") == dump(sound / "ledger.db") and list(verify(archive, TestClock())) == []


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


@pytest.mark.parametrize("damage", [_flip, lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes()[:3000])])
def test_a_warc_that_is_not_as_it_was_stops_nothing_else(
    archive: Path, sound: Path, damage: Callable[[Path], None]
) -> None:
    (warc,) = (archive / "warc").glob("*.warc.gz")
    damage(warc)
    found = gongkai("verify", "--archive", archive)
    assert found.code == 9 and all(str(warc) in line and line.endswith("restore the file from a backup") for line in found.stdout.splitlines())
    world = World(archive, START + timedelta(days=1))
    world.report("b", 2020, pages.report(AGENCY, 2020), agency=AGENCY)
    world.close()
    assert derive(archive, TestClock(), jobs=1).record()["series"] == 3
    assert gongkai("coverage", "--archive", archive).code == 0
    shutil.copy(sound / "warc" / warc.name, warc)
    assert list(verify(archive, TestClock())) == []


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=400)])
def test_a_clock_that_jumps_back_loses_nothing_and_keeps_the_order(tmp_path: Path, back: timedelta) -> None:
    world = World(tmp_path)
    world.report("a", 2020, pages.report(AGENCY, 2020), agency=AGENCY)
    world.clock.moment -= back
    world.visit("hanweb-xxgk:taian:a:2020", pages.report(AGENCY, 2020, note="更正"), Outcome.OK)
    world.close()
    again = World(tmp_path, world.clock.moment - back)
    again.visit("hanweb-xxgk:taian:a:2020", pages.report(AGENCY, 2020, note="再次更正"), Outcome.OK)
    again.close()
    derive(tmp_path, TestClock(), jobs=1)
    assert list(verify(tmp_path, TestClock())) == []
    db = sqlite3.connect(tmp_path / "ledger.db")
    order = db.execute("SELECT visit, crawl_id FROM captures ORDER BY capture_id").fetchall()
    assert order == [(1, 1), (2, 1), (3, 2)] and db.execute("SELECT count(DISTINCT token) FROM crawls").fetchone() == (2,)
    files = [row[0] for row in db.execute("SELECT warc_file FROM warcs")]
    assert len(set(files)) == 2 and db.execute("SELECT count(*) FROM payloads").fetchone() == (3,)
    db.close()
    before = dump(tmp_path / "ledger.db")
    (tmp_path / "ledger.db").unlink()
    reindex(tmp_path, TestClock(), lambda _: None)
    assert dump(tmp_path / "ledger.db") == before
    assert order == sqlite3.connect(tmp_path / "ledger.db").execute("SELECT visit, crawl_id FROM captures ORDER BY capture_id").fetchall()
