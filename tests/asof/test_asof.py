"""--as-of: an archive tells of an earlier day what it told then, table by table and file by file."""

import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from archive.asof import open_corpus, open_ledger
from archive.assemble import _READ_REPORTS, TABLES
from archive.derive import derive
from archive.errors import UsageError
from archive.release import release
from archive.release.selection import Selection
from archive.search import Filters, read_query, search
from archive.store.corpus import Corpus
from archive.store.ledger import Ledger
from archive.store.selection import LISTS
from archive.words import Kind, Outcome
from tests.asof.conftest import BUREAU, DAY, EVENING, MORNING, NEXT, TwoDays
from tests.store import pages
from tests.store.world import World

READ = ("documents", "reports", "sections", "figures", "checks")
PLANS = {"due_at", "revisit_at", "lease_crawl"}


def table(db: sqlite3.Connection, name: str, left_out: set[str] = frozenset()) -> list[tuple[object, ...]]:  # type: ignore[assignment]
    """All rows of a table as a plain query sees it, in one order."""
    names = [row[1] for row in db.execute(f"PRAGMA main.table_info({name})") if row[1] not in left_out]
    return sorted((tuple(row) for row in db.execute(f"SELECT {', '.join(names)} FROM {name}")), key=repr)


@pytest.mark.parametrize("name", [*READ, *TABLES])
def test_every_table_of_the_corpus_is_as_it_was(two_days: TwoDays, name: str) -> None:
    then, now = open_corpus(two_days.archive, DAY), Corpus(two_days.archive / "corpus.db", read_only=True)
    was = table(Corpus(two_days.before / "corpus.db", read_only=True).database.connection, name)
    assert table(then.database.connection, name) == was
    assert (was or name in ("suspects", "predecessors")) and (name in ("disagreements", "year_checks", "suspects", "predecessors") or table(now.database.connection, name) != was)


@pytest.mark.parametrize("name", ["tasks", "visits", "captures", "payloads"])
def test_every_table_of_the_ledger_is_as_it_was_without_its_plans(two_days: TwoDays, name: str) -> None:
    then = open_ledger(two_days.archive, DAY).database.connection
    was = Ledger(two_days.before / "ledger.db", open_ledger(two_days.archive, DAY).clock, read_only=True).database.connection
    assert table(then, name, PLANS) == table(was, name, PLANS)


@pytest.mark.parametrize("name", [*READ, *TABLES])
def test_as_of_its_last_day_an_archive_is_what_it_is(two_days: TwoDays, name: str) -> None:
    then, now = open_corpus(two_days.archive, NEXT), Corpus(two_days.archive / "corpus.db", read_only=True)
    assert table(then.database.connection, name) == table(now.database.connection, name)


def test_a_release_as_of_a_day_is_that_of_an_archive_that_ended_then(two_days: TwoDays, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    release(two_days.archive, folder, Selection(), lambda _: None, DAY)
    was = {str(p.relative_to(two_days.released)): p.read_text("utf-8") for p in two_days.released.rglob("*") if p.is_file()}
    again = {str(p.relative_to(folder)): p.read_text("utf-8") for p in folder.rglob("*") if p.is_file()}
    assert again.keys() == was.keys()
    assert {name for name in was if was[name] != again[name]} == {"README.md", "manifest.sha256"}
    told = [line for line in again["README.md"].splitlines() if line not in was["README.md"].splitlines()]
    assert len(told) == 1 and str(DAY) in told[0] and told[0].startswith("As of")
    assert again["README.md"].replace(f"{told[0]}\n", "") == was["README.md"]
    listed = [line for line in again["manifest.sha256"].splitlines() if line not in was["manifest.sha256"].splitlines()]
    assert [line.split("  ")[1] for line in listed] == ["README.md"]


def test_a_search_finds_what_was_known_then_and_nothing_else(two_days: TwoDays) -> None:
    def found(corpus: Corpus, words: str, **filters: object) -> list[str]:
        return [m.report_id for m in search(corpus, read_query(words), Filters(**filters), 100).matches]  # type: ignore[arg-type]

    then, now = open_corpus(two_days.archive, DAY), Corpus(two_days.archive / "corpus.db", read_only=True)
    was = Corpus(two_days.before / "corpus.db", read_only=True)
    assert found(now, "营商环境") and not found(then, "营商环境") and not found(then, "营商环境", all_versions=True)
    assert found(then, "初稿") and not found(now, "初稿") and found(now, "初稿", all_versions=True)
    for words in ("政府信息公开", "水利局", "0", "威海"):
        for filters in ({}, {"all_versions": True}, {"years": (2022,)}, {"kinds": tuple(Kind)}):
            assert found(then, words, **filters) == found(was, words, **filters)


def test_what_is_known_of_a_list_now_does_not_reach_back(two_days: TwoDays) -> None:
    sql = f"SELECT task_key, outcome FROM tasks WHERE {LISTS} ORDER BY 1"
    then = open_ledger(two_days.archive, DAY).database.connection
    assert [tuple(row) for row in then.execute(sql)] == [("trs-wcm:page:gknb", "ok"), ("trs-wcm:page:gknb2022", "ok")]


@pytest.mark.parametrize(("day", "word"), [(date(2026, 5, 3), "before the first"), (date(2999, 1, 1), "future")])
def test_a_day_without_an_answer_is_told(two_days: TwoDays, day: date, word: str) -> None:
    for opened in (open_ledger, open_corpus):
        with pytest.raises(UsageError, match=word) as told:
            opened(two_days.archive, day)
        assert f"--as-of {day}" in str(told.value) and "2026-0" in str(told.value)


def test_a_day_on_which_nothing_was_held_is_told_as_such(tmp_path: Path) -> None:
    world = World(tmp_path, EVENING)
    world.report(BUREAU, 2022, None, agency="泰安市大数据局", outcome=Outcome.ABSENT)
    world.clock.moment = MORNING
    world.report(BUREAU, 2021, pages.report("泰安市大数据局", 2021), agency="泰安市大数据局")
    world.close()
    derive(tmp_path, world.clock, jobs=1)
    corpus = open_corpus(tmp_path, DAY)
    assert not corpus.rows("SELECT * FROM reports") and not corpus.rows("SELECT * FROM events")
    assert {row["holding"] for row in corpus.rows("SELECT holding FROM coverage")} == {"none"}


def test_what_others_captured_long_ago_was_not_known_before_it_was_handed_in(tmp_path: Path) -> None:
    world = World(tmp_path, EVENING)
    world.report(BUREAU, 2021, pages.report("泰安市大数据局", 2021), agency="泰安市大数据局")
    world.clock.moment = MORNING
    key = world.expect(BUREAU, 2020, agency="泰安市大数据局")
    old = world.exchange(key, 1, "https://www.taian.gov.cn/old", pages.report("泰安市大数据局", 2020), "text/html")
    world.store.commit([replace(old, captured_at=datetime(2021, 3, 1, tzinfo=UTC))])
    task = world.ledger.task(key)
    assert task
    world.ledger.close(task, None, Outcome.OK, "handed in")
    world.close()
    derive(tmp_path, world.clock, jobs=1)
    assert [row["year"] for row in open_corpus(tmp_path, NEXT).rows("SELECT year FROM reports ORDER BY 1")] == [2020, 2021]
    assert [row["year"] for row in open_corpus(tmp_path, DAY).rows("SELECT year FROM reports")] == [2021]
    payloads = open_ledger(tmp_path, DAY).database.connection.execute("SELECT count(*) FROM payloads").fetchone()
    assert payloads[0] == 1


def test_the_answer_keeps_to_one_state_of_the_corpus(two_days: TwoDays, tmp_path: Path) -> None:
    shutil.copytree(two_days.archive, tmp_path / "archive")
    then = open_corpus(tmp_path / "archive", DAY)
    before = table(then.database.connection, "figures")
    with sqlite3.connect(tmp_path / "archive" / "corpus.db") as db:
        db.execute("DELETE FROM figures")
    with then.database.snapshot():
        assert table(then.database.connection, "figures") == before and before
    assert table(then.database.connection, "figures") == before
    assert not open_corpus(tmp_path / "archive", DAY).rows("SELECT * FROM figures")


def test_cells_in_doubt_are_found_by_their_index(two_days: TwoDays) -> None:
    corpus = open_corpus(two_days.archive, DAY)
    plan = [str(row["detail"]) for row in corpus.rows(f"EXPLAIN QUERY PLAN {_READ_REPORTS}")]
    assert any("figures_unsound" in line for line in plan), "the condition must be that of the index"
    assert not any(line.startswith("SCAN main.figures") for line in plan)


def test_an_archive_without_a_visit_is_told(tmp_path: Path, two_days: TwoDays) -> None:
    Ledger(tmp_path / "ledger.db", open_ledger(two_days.archive, DAY).clock).database.close()
    Corpus(tmp_path / "corpus.db").close()
    with pytest.raises(UsageError, match="nothing was captured"):
        open_corpus(tmp_path, DAY)
