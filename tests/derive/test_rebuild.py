"""Reading everything again: into a new file, equal to a fresh corpus, put in place in one moment, told case by case."""

import csv
import json
import multiprocessing
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.derive import Summary, derive
from archive.derive.changes import NO_CAUSE, Tally, tallied
from archive.derive.reader import this_reader
from archive.store.corpus import Corpus
from archive.store.readers import Reader
from archive.store.sqlite import Database
from archive.store.swap import remove, swap
from tests.cli.commands import one_line
from tests.crawl.gongkai import gongkai
from tests.derive.older import MISTAKEN, OLDER, read_job_as_before
from tests.derive.test_derive import AREA, BUREAU, dump, rows, small
from tests.store import pages
from tests.store.world import TestClock, World


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive as this reader reads it."""
    folder = tmp_path_factory.mktemp("fresh")
    small(folder).close()
    derive(folder, TestClock(), jobs=1)
    return folder


@pytest.fixture(scope="module")
def before(fresh: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same archive as an older reader read it."""
    folder = tmp_path_factory.mktemp("before")
    shutil.copytree(fresh, folder, dirs_exist_ok=True)
    remove(folder / "corpus.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("archive.derive.loop.this_reader", lambda: OLDER)
        patch.setattr("archive.derive.loop.read_job", read_job_as_before)
        derive(folder, TestClock(), jobs=1)
    return folder


@pytest.fixture
def here(before: Path, tmp_path: Path) -> Path:
    shutil.copytree(before, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def read(here: Path, fresh: Path) -> Path:
    """The older archive with a new corpus beside it in which everything is read."""
    shutil.copy(fresh / "corpus.db", here / "corpus.db.new")
    return here


def again(folder: Path, told: list[str] | None = None, **options: object) -> Summary:
    """`derive --all` in this process; `told` takes its notes."""
    notes = [] if told is None else told
    given = {"jobs": 1, "again": True, "note": notes.append} | options
    return derive(folder, TestClock(), **given)  # type: ignore[arg-type]


def _timeless(folder: Path) -> list[str]:
    """The corpus without the time at which its reader first read."""
    return [line.rpartition(", ")[0] if line.startswith("readers: ") else line for line in dump(folder)]


def stopping(after: int) -> Callable[[], bool]:
    """Asks a run to stop once it has been asked that often."""
    asked = iter(range(10**6))
    return lambda: next(asked) >= after


def _told(old: Path, new: Path, file: Path) -> tuple[Tally, list[dict[str, Any]]]:
    """What `old` and `new` differ in, as counted and as written."""
    tally = tallied(old, new, file, pytest.fail)
    return tally, [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_everything_read_again_is_equal_to_a_fresh_corpus(here: Path, fresh: Path) -> None:
    cases = here / "cases.jsonl"
    done = again(here, changes=cases)
    assert dump(here) == dump(fresh)
    assert not list(here.glob("corpus.db.new*"))
    assert done.bundles == 5 and done.changes
    assert sum(done.changes.why.values()) == len(cases.read_text("utf-8").splitlines()) > 0


def test_every_change_is_told_with_its_cause(before: Path, fresh: Path, tmp_path: Path) -> None:
    tally, told = _told(before / "corpus.db", fresh / "corpus.db", tmp_path / "cases")
    counts = tally.record()
    assert {what: counts[what] for what in ("kind", "form", "figure", "check") if what in counts} == dict(Counter(one["what"] for one in told))
    assert {(one["before"], one["after"]) for one in told if one["what"] == "kind"} == {("news", "annual_report")}
    misread = {(one["year"], one["indicator"], one["before"], one["after"], one["status_before"], one["status_after"])
               for one in told if one["what"] == "figure" and one["year"] != MISTAKEN}  # fmt: skip
    assert misread == {
        (2022, "applications.received.total", 999.0, value, "reported", "reported") for value in (2.0, 0.0)
    } | {(2022, "applications.received.natural_person", None, value, "unreadable", "reported") for value in (2.0, 0.0)}
    assert all("reader older → " in one["why"] and "lxml 0.1 → " in one["why"] for one in told)
    assert counts["why"] == dict(Counter(one["why"] for one in told))
    assert any("kind" in line and "news → annual_report 2" in line for line in tally.lines())


def test_cases_are_written_as_csv_too(before: Path, fresh: Path, tmp_path: Path) -> None:
    _, told = _told(before / "corpus.db", fresh / "corpus.db", tmp_path / "cases")
    tallied(before / "corpus.db", fresh / "corpus.db", tmp_path / "cases.csv", pytest.fail)
    with (tmp_path / "cases.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert table == [{name: "" if value is None else str(value) for name, value in one.items()} for one in told]


def test_equal_corpora_differ_in_nothing(fresh: Path, tmp_path: Path) -> None:
    tally, told = _told(fresh / "corpus.db", fresh / "corpus.db", tmp_path / "cases")
    assert told == [] and list(tally.lines()) == ["nothing changed against the corpus before"]


@pytest.mark.parametrize(("sql", "why"), [
    ("UPDATE bundles SET source_digest = 'x'", "context"),
    ("UPDATE bundles SET source_digest = NULL, reader_id = NULL", "libraries not noted"),
    ("UPDATE bundles SET reader_version = '0'", "reader 0 → "),
    ("UPDATE bundles SET bundle_key = bundle_key", NO_CAUSE),
])  # fmt: skip
def test_the_cause_is_what_differs(fresh: Path, tmp_path: Path, sql: str, why: str) -> None:
    shutil.copy(fresh / "corpus.db", tmp_path / "old.db")
    with closing(sqlite3.connect(tmp_path / "old.db")) as db:
        db.execute(sql)
        db.execute("UPDATE reports SET agency = '乙局', year = 1999, content_digest = 'x' WHERE kind = 'annual_report'")
        db.commit()
    _, told = _told(tmp_path / "old.db", fresh / "corpus.db", tmp_path / "cases")
    assert Counter(one["what"] for one in told) == {"agency": 4, "year": 4, "text": 4}
    assert all(one["why"].startswith(why) for one in told), told[0]


def test_a_document_that_came_to_be_read_is_one_case(fresh: Path, tmp_path: Path) -> None:
    shutil.copy(fresh / "corpus.db", tmp_path / "old.db")
    with closing(Corpus(tmp_path / "old.db")) as corpus:
        db = corpus.database.connection
        (report,) = db.execute("SELECT report_id FROM reports WHERE year = 2021 LIMIT 1").fetchone()
        db.execute("UPDATE documents SET status = 'failed' WHERE (bundle_key, task_key, payload_sha256) IN"
                   " (SELECT bundle_key, task_key, payload_sha256 FROM reports WHERE report_id = ?)", [report])  # fmt: skip
        db.execute("DELETE FROM reports_fts_rows WHERE report_id = ?", [report])
        db.execute("DELETE FROM reports WHERE report_id = ?", [report])
    _, told = _told(tmp_path / "old.db", fresh / "corpus.db", tmp_path / "cases")
    assert [(one["what"], one["before"], one["after"], one["report_id"]) for one in told] == [
        ("document", "failed", "read", report)
    ]


@pytest.mark.parametrize("point", ["swap.before", "swap.middle", "swap.after"])
def test_killed_at_the_swap_the_same_command_goes_on_where_it_was(read: Path, fresh: Path, point: str) -> None:
    old = dump(read)
    dead = gongkai("derive", "--all", "--jobs", 1, "--archive", read, GONGKAI_FAULT=point)
    assert dead.returncode == -9 and f"fault: {point}" in dead.stderr
    assert (dump(read) == old) is (point != "swap.after")
    told: list[str] = []
    assert again(read, told).bundles == 0
    assert _timeless(read) == _timeless(fresh) and not list(read.glob("corpus.db.new*"))
    assert len(told) == 1 and "going on with it, 5 bundles are read already" in told[0]


def test_stopped_in_the_middle_it_goes_on_and_the_old_corpus_stays_meanwhile(here: Path, fresh: Path) -> None:
    old = dump(here)
    first = again(here, stopped=stopping(3))
    assert 0 < first.bundles < 5 and dump(here) == old
    told: list[str] = []
    second = again(here, told)
    assert first.bundles + second.bundles == 5
    assert dump(here) == dump(fresh)
    assert f"going on with it, {first.bundles} bundles are read already" in told[0]


def test_another_version_of_the_reader_reads_everything_again_without_being_asked(read: Path, fresh: Path) -> None:
    told: list[str] = []
    done = again(read, told, again=False)
    assert done.changes and done.changes.record()["kind"] == 2
    assert dump(read) == dump(fresh)
    assert len(told) == 2 and "was read by reader older" in told[0] and "going on with it" in told[1]


def test_other_libraries_are_told_and_what_is_new_is_marked_with_those_of_now(
    fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(fresh, tmp_path, dirs_exist_ok=True)
    _grown(tmp_path)
    now = this_reader()
    newer = Reader(now.version, tuple((name, "99" if name == "lxml" else number) for name, number in now.libraries or ()))
    monkeypatch.setattr("archive.derive.loop.this_reader", lambda: newer)
    told: list[str] = []
    assert again(tmp_path, told, again=False).bundles == 1
    assert len(told) == 1 and told[0].startswith("5 bundles were read with other libraries (lxml ")
    assert "→ 99)" in told[0] and "`gongkai derive --all`" in told[0]
    counts = "SELECT json_extract(libraries, '$.lxml') = '99', count(*) FROM bundles JOIN readers USING (reader_id) GROUP BY 1"
    assert rows(tmp_path, counts) == [(0, 5), (1, 1)]
    with closing(Corpus(tmp_path / "corpus.db")) as corpus:
        corpus.forget_bundles([str(row["bundle_key"]) for row in corpus.rows(
            "SELECT bundle_key FROM bundles JOIN readers USING (reader_id) WHERE json_extract(libraries, '$.lxml') = '99'"
        )])  # fmt: skip
        corpus.forget_readers()
    assert rows(tmp_path, "SELECT count(*) FROM readers") == [(1,)]


def test_what_another_reader_began_is_thrown_away(here: Path, before: Path) -> None:
    shutil.copy(before / "corpus.db", here / "corpus.db.new")
    told: list[str] = []
    again(here, told, stopped=stopping(0))
    assert len(told) == 1 and "begun with another reader (reader older → " in told[0] and "begun anew" in told[0]
    with closing(Corpus(here / "corpus.db.new", read_only=True)) as corpus:
        assert corpus.digests() == {}


def test_what_was_begun_before_more_came_reads_only_that(read: Path) -> None:
    _grown(read)
    told: list[str] = []
    assert again(read, told).bundles == 1
    assert "5 bundles are read already" in told[0]
    assert rows(read, "SELECT count(*), count(DISTINCT reader_version) FROM bundles") == [(6, 1)]


def _grown(folder: Path) -> None:
    """One more report in the archive."""
    world = World(folder)
    world.report(AREA, 2019, pages.report(BUREAU, 2019))
    world.close()


def test_beside_an_unfinished_reading_the_plain_command_reads_what_is_new_and_says_so(fresh: Path, tmp_path: Path) -> None:
    shutil.copytree(fresh, tmp_path, dirs_exist_ok=True)
    again(tmp_path, stopped=stopping(0))
    told: list[str] = []
    assert again(tmp_path, told, again=False).bundles == 0
    assert len(told) == 1 and "an unfinished `gongkai derive --all`" in told[0]
    assert dump(tmp_path) == dump(fresh)


def test_a_damaged_corpus_is_made_anew(read: Path, fresh: Path) -> None:
    (read / "corpus.db").write_bytes(b"no database" * 1000)
    told: list[str] = []
    done = again(read, told)
    assert done.changes and list(done.changes.lines()) == ["there was no corpus to compare with"]
    assert len(told) == 2 and "SQLite says" in told[0]
    assert dump(read) == dump(fresh)


def test_a_corpus_that_is_damaged_inside_is_made_anew_and_the_comparison_says_so(read: Path, fresh: Path) -> None:
    data = bytearray((read / "corpus.db").read_bytes())
    with closing(sqlite3.connect(read / "corpus.db")) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'figures'").fetchone()
    data[(root - 1) * 4096 : root * 4096] = b"?" * 4096
    (read / "corpus.db").write_bytes(data)
    told: list[str] = []
    again(read, told)
    assert any("what changed cannot be told whole" in line for line in told)
    assert dump(read) == dump(fresh)


def test_changes_are_told_only_of_a_whole_reading(here: Path) -> None:
    result = gongkai("derive", "--changes", here / "x", "--archive", here)
    assert result.returncode == 2 and one_line(result, "--all")


def _made(path: Path, number: int) -> None:
    """A database whose every row has the number."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("BEGIN")
        db.execute("CREATE TABLE one (number)")
        db.execute("CREATE TABLE many (number)")
        db.execute("INSERT INTO one VALUES (?)", [number])
        db.executemany("INSERT INTO many VALUES (?)", [(number,)] * 800)
        db.execute("COMMIT")


def _watch(path: Path, ended: "multiprocessing.synchronize.Event", seen: "multiprocessing.Queue[object]") -> None:
    """Opens, reads in a snapshot and closes, again and again; tells what was not whole."""
    wrong, looks = [], 0
    seen.put("ready")
    while not ended.is_set():
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30, isolation_level=None)) as db:
            time.sleep(0.002)
            for _ in range(3):
                db.execute("BEGIN")
                one = db.execute("SELECT number FROM one").fetchall()
                many = db.execute("SELECT DISTINCT number FROM many").fetchall()
                db.execute("COMMIT")
                wrong += [] if one == many and len(one) == 1 else [(one, many)]
                looks += 1
    seen.put((looks, wrong))


def test_readers_see_the_old_or_the_new_file_and_never_a_mixture(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    path, new = tmp_path / "x.db", tmp_path / "x.db.new"
    _made(path, 0)
    ended, seen = context.Event(), context.Queue()
    watchers = [context.Process(target=_watch, args=(path, ended, seen)) for _ in range(2)]
    for watcher in watchers:
        watcher.start()
    assert [seen.get(timeout=30) for _ in watchers] == ["ready", "ready"]
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)) as patient:
        patient.execute("BEGIN")
        assert patient.execute("SELECT number FROM one").fetchall() == [(0,)]
        for number in range(1, 16, 2):
            _made(new, number)
            database = Database.__new__(Database)
            database.path, database.connection = path, sqlite3.connect(path, timeout=30, isolation_level=None)
            swap(new, database)
            database.connection.execute("BEGIN IMMEDIATE")
            database.connection.execute("UPDATE one SET number = ?", [number + 1])
            database.connection.execute("UPDATE many SET number = ?", [number + 1])
            database.connection.execute("COMMIT")
            database.close()
            remove(new)
        assert patient.execute("SELECT DISTINCT number FROM many").fetchall() == [(0,)], "a snapshot lasts to its end"
    ended.set()
    told = [seen.get(timeout=30) for _ in watchers]
    assert all(looks > 10 and wrong == [] for looks, wrong in told), told
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
