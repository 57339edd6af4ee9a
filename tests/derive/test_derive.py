"""From stored captures to records and coverage, over real ledgers and WARC files."""

import multiprocessing
import os
import random
import signal
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.derive import Limits, derive
from archive.errors import ArchiveBusyError, ArchiveNewerError, DamagedError
from archive.store.corpus import Corpus
from archive.store.lock import hold
from archive.words import Outcome, TaskKind
from tests.store import pages
from tests.store.world import TestClock, World

AREA, OFFICE, TOWN = "11370900MB2535551R", "370900004341-1", "11371082004339319Q"
BUREAU = "泰安市大数据局"


def small(folder: Path) -> World:
    """Five agencies' worth of everything that coverage tells apart."""
    world = World(folder)
    for year in (2021, 2022):
        world.report(AREA, year, pages.report(BUREAU, year), agency="市大数据局")
    world.report(AREA, 2023, None, agency="市大数据局", outcome=Outcome.WAF_REFUSED)
    world.report(AREA, 2024, pages.notice(), agency="市大数据局", outcome=Outcome.ABSENT)
    world.expect(AREA, 2025, agency="市大数据局")
    world.report(OFFICE, 2022, pages.explanation("泰安市人民政府办公室", 2022), agency="泰安市人民政府办公室",
                 outcome=Outcome.NOT_A_REPORT)  # fmt: skip
    world.report(TOWN, 2022, pages.report("荣成市东山街道办事处", 2022, 0), agency="东山街道", portal="weihai")
    scan = world.report(TOWN, 2021, pages.report("荣成市东山街道办事处", 2021), agency="东山街道", portal="weihai")
    world.file(scan, "report.rtf", b"{\\rtf1 scan")
    world.file(scan, "page1.png", b"\x89PNG\r\n\x1a\n", TaskKind.IMAGE)
    world.file(scan, "lost.doc", None)
    return world


def run(folder: Path, **options: object) -> dict[str, int]:
    """One derive with one worker; what it did."""
    return derive(folder, TestClock(), **{"jobs": 1} | options).record()  # type: ignore[arg-type]


def dump(folder: Path) -> list[str]:
    """Every row of corpus.db but those of the full-text index, which hold the order of work."""
    db = sqlite3.connect(folder / "corpus.db")
    tables = [t for (t,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'") if "_fts" not in t]
    return sorted(f"{table}: {row}" for table in tables for row in db.execute(f"SELECT * FROM {table}"))


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in Corpus(folder / "corpus.db", read_only=True).rows(sql)]


@pytest.fixture(scope="module")
def derived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    small(folder).close()
    run(folder)
    return folder


def test_coverage_gives_each_hole_its_reason(derived: Path) -> None:
    cells = rows(derived, """SELECT year, holding, source, read_state, looked_at IS NOT NULL FROM coverage
        JOIN agencies USING (agency_id) WHERE name = '泰安市大数据局' AND year >= 2020 ORDER BY year""")  # fmt: skip
    assert cells == [
        (2020, "none", "not_tried", "none", 0), (2021, "held", "present", "complete", 1),
        (2022, "held", "present", "complete", 1), (2023, "none", "blocked:waf_refused", "none", 0),
        (2024, "none", "absent", "none", 1), (2025, "none", "not_tried", "none", 0),
    ]  # fmt: skip


def test_every_agency_has_a_cell_for_every_year_from_2008_to_last_year(derived: Path) -> None:
    assert rows(derived, "SELECT count(*), min(year), max(year) FROM coverage GROUP BY agency_id") == [(18, 2008, 2025)] * 3


def test_an_interpretation_is_not_the_report(derived: Path) -> None:
    assert rows(derived, "SELECT holding, source, read_state FROM coverage WHERE holding = 'interpretation_only'") == [
        ("interpretation_only", "absent", "none")
    ]
    assert rows(derived, "SELECT count(*) FROM series") == [(4,)]


def test_files_that_nothing_reads_yet_are_documents_with_an_honest_status(derived: Path) -> None:
    assert rows(derived, "SELECT role, media, status, reason FROM documents WHERE role <> 'main' ORDER BY role") == [
        ("attachment", "rtf", "unread", "unsupported: rtf"), ("image", "image", "unread", "unsupported: image"),
    ]  # fmt: skip
    assert rows(derived, "SELECT files_lacking FROM bundles WHERE files_lacking") == [(1,)]


def test_figures_keep_value_status_and_place(derived: Path) -> None:
    figures = rows(derived, """SELECT value, figures.status, raw, json_extract(locator, '$.row') IS NOT NULL FROM figures
        JOIN reports USING (report_id) WHERE indicator = 'applications.received.total' ORDER BY agency, year""")  # fmt: skip
    assert sorted(figures) == [(0.0, "reported", "0", 1)] + [(2.0, "reported", "2", 1)] * 3


def test_agencies_carry_codes_level_type_and_every_name(derived: Path) -> None:
    sql = "SELECT name, uscc, division_code, level, body_type FROM agencies ORDER BY division_code, area"
    assert rows(derived, sql) == [
        (BUREAU, AREA, "370900", "prefecture", "department"),
        ("泰安市人民政府办公室", None, "370900", "prefecture", "government_office"),
        ("荣成市东山街道办事处", TOWN, "371082", "township", "township"),
    ]
    sql = f"SELECT name, source, first_year, last_year FROM agency_names WHERE name = '{BUREAU}'"
    assert rows(derived, sql) == [(BUREAU, "report", 2021, 2022)]


def test_what_was_read_is_not_read_again(derived: Path) -> None:
    before = dump(derived)
    assert run(derived)["bundles_read"] == 0
    assert dump(derived) == before


def test_reading_everything_again_changes_nothing(derived: Path) -> None:
    before = dump(derived)
    assert run(derived, again=True)["bundles_read"] == 5
    assert dump(derived) == before


def test_a_file_that_comes_later_has_its_bundle_read_again(tmp_path: Path) -> None:
    world = World(tmp_path)
    key = world.report(AREA, 2022, pages.report(BUREAU, 2022))
    world.file(key, "a.doc", None)
    assert run(tmp_path)["bundles_read"] == 1
    world.visit("file:a.doc", b"%PDF-1.4", Outcome.OK)
    assert run(tmp_path)["bundles_read"] == 1
    assert rows(tmp_path, "SELECT files_lacking, count(*) FROM bundles JOIN documents USING (bundle_key)") == [(0, 2)]


@pytest.mark.parametrize("seed", range(2))
def test_order_and_number_of_runs_leave_the_corpus_the_same(tmp_path: Path, derived: Path, seed: int) -> None:
    steps: list[tuple[str, int | None, bytes | None, Outcome]] = [
        (AREA, year, pages.report(BUREAU, year, year % 5), Outcome.OK) for year in range(2021, 2025)
    ]
    steps += [(OFFICE, year, None, Outcome.SERVER_ERROR) for year in (2021, 2022)]
    shuffled = random.Random(seed).sample(steps, len(steps))
    dumps = []
    for name, order, often in (("a", steps, False), ("b", shuffled, True)):
        world = World(tmp_path / name)
        for area, year, body, outcome in order:
            world.report(area, year, body, agency="甲局", outcome=outcome)
            if often:
                run(tmp_path / name)
        run(tmp_path / name, jobs=2)
        world.close()
        db = sqlite3.connect(tmp_path / name / "corpus.db")
        db.execute("UPDATE documents SET captured_at = ''")
        db.execute("UPDATE versions SET captured_at = ''")
        db.execute("UPDATE coverage SET looked_at = looked_at IS NOT NULL")
        db.execute("UPDATE agency_names SET seen_at = seen_at IS NOT NULL")
        db.execute("UPDATE answers SET asked_at = '', answered_at = ''")
        db.execute("UPDATE lists SET looked_at = '', complete_at = ''")
        db.execute("UPDATE events SET seen_at = ''")
        db.execute("UPDATE bundles SET input_digest = '', source_digest = ''")
        db.commit()
        dumps.append(dump(tmp_path / name))
    assert dumps[0] == dumps[1]


def test_a_corrected_report_is_a_new_version_and_current(tmp_path: Path) -> None:
    world = World(tmp_path)
    key = world.report(AREA, 2022, pages.report(BUREAU, 2022, 2))
    world.visit(key, pages.report(BUREAU, 2022, 3), Outcome.OK)
    run(tmp_path)
    sql = """SELECT is_current, value FROM versions JOIN figures USING (report_id)
        WHERE indicator = 'applications.received.total' ORDER BY is_current"""
    assert rows(tmp_path, sql) == [(0, 2.0), (1, 3.0)]
    world.visit(key, pages.report(BUREAU, 2022, 2), Outcome.OK)
    run(tmp_path)
    assert rows(tmp_path, sql) == [(0, 3.0), (1, 2.0)], "the source shows the first text again"


def test_one_text_in_two_places_is_one_version_and_strangers_stay_apart(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.report(AREA, 2022, pages.report(BUREAU, 2022), agency=BUREAU)
    world.report(AREA, 2022, pages.report(BUREAU, 2022) + b"<!-- again -->", agency=BUREAU, portal="province")
    nameless = pages.report("", 2022)
    world.report("1", 2022, nameless, agency="泰安市水利局")
    world.report("2", 2022, nameless, agency="泰安市财政局")
    run(tmp_path)
    sql = """SELECT agencies.area, count(DISTINCT version_id), count(places.url) FROM versions
        JOIN agencies USING (agency_id) JOIN places USING (version_id) GROUP BY agency_id ORDER BY area"""
    assert rows(tmp_path, sql) == [("1", 1, 1), (AREA, 1, 2), ("2", 1, 1)]
    assert rows(tmp_path, "SELECT count(DISTINCT content_hash) FROM versions") == [(2,)]


def test_an_answer_about_another_year_does_not_fill_the_year_asked_for(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.report(AREA, 2023, pages.report(BUREAU, 2022), agency=BUREAU)
    run(tmp_path)
    cells = rows(tmp_path, "SELECT year, holding, source FROM coverage WHERE year IN (2022, 2023) ORDER BY year")
    assert cells == [(2022, "held", "not_tried"), (2023, "none", "needs_probe")]


def test_damaged_bytes_cost_one_reading(tmp_path: Path) -> None:
    world = World(tmp_path)
    for year in (2021, 2022, 2023):
        world.report(AREA, year, pages.report(BUREAU, year))
    place = world.ledger.database.connection.execute("SELECT warc_file, warc_offset FROM payloads").fetchall()[1]
    warc = tmp_path / "warc" / place[0]
    data = bytearray(warc.read_bytes())
    data[place[1] + 300 : place[1] + 340] = bytes(40)
    warc.write_bytes(data)
    assert run(tmp_path)["documents_failed"] == 1
    assert rows(tmp_path, "SELECT status, count(*) FROM documents GROUP BY 1") == [("failed", 1), ("read", 2)]
    assert rows(tmp_path, "SELECT holding, read_state FROM coverage WHERE year = 2022") == [("held", "unread")]


def test_a_document_over_its_time_is_failed_with_the_reason(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.report(AREA, 2022, pages.report(BUREAU, 2022))
    run(tmp_path, limits=Limits(seconds=0.0001))
    ((status, reason),) = rows(tmp_path, "SELECT status, reason FROM documents")
    assert status == "failed" and "time limit" in str(reason)


def test_two_texts_under_one_content_hash_are_an_error(tmp_path: Path, derived: Path) -> None:
    world = small(tmp_path)
    run(tmp_path)
    db = sqlite3.connect(tmp_path / "corpus.db")
    db.execute("UPDATE reports SET content_hash = 'f' WHERE kind = 'annual_report'")
    db.commit()
    with pytest.raises(DamagedError, match="content hash f: two different texts"):
        run(tmp_path)
    world.close()


def test_a_second_derive_is_refused_while_one_runs(derived: Path) -> None:
    with hold(derived / "derive.lock", "test"), pytest.raises(ArchiveBusyError):
        run(derived)


@pytest.mark.parametrize("name", ["ledger.db", "corpus.db"])
def test_an_archive_of_a_newer_schema_is_not_touched(tmp_path: Path, name: str) -> None:
    World(tmp_path).close()
    run(tmp_path)
    db = sqlite3.connect(tmp_path / name)
    db.execute("PRAGMA user_version = 999")
    db.commit()
    db.close()
    before = (tmp_path / name).read_bytes()
    with pytest.raises(ArchiveNewerError, match="newer gongkai"):
        run(tmp_path)
    assert (tmp_path / name).read_bytes() == before


def _follow(folder: Path) -> None:
    derive(folder, TestClock(), jobs=1, follow=True, grace=0.5)


def test_follow_reads_beside_a_crawl_until_the_crawl_has_ended(tmp_path: Path) -> None:
    world = World(tmp_path)
    follower = multiprocessing.get_context("spawn").Process(target=_follow, args=(tmp_path,))
    with hold(tmp_path / "crawl.lock", "test"):
        world.report(AREA, 2021, pages.report(BUREAU, 2021))
        follower.start()
        _until(lambda: _count(tmp_path) == 1)
        world.report(AREA, 2022, pages.report(BUREAU, 2022))
        _until(lambda: _count(tmp_path) == 2)
        assert follower.is_alive()
        world.report(AREA, 2023, pages.report(BUREAU, 2023))
    follower.join(120)
    assert follower.exitcode == 0
    assert rows(tmp_path, "SELECT count(*) FROM coverage WHERE holding = 'held'") == [(3,)]


def test_a_killed_derive_loses_nothing_and_goes_on(tmp_path: Path, derived: Path) -> None:
    small(tmp_path / "x").close()
    follower = multiprocessing.get_context("spawn").Process(target=_follow, args=(tmp_path / "x",))
    follower.start()
    _until(lambda: (tmp_path / "x" / "corpus.db").exists())
    assert follower.pid is not None
    os.kill(follower.pid, signal.SIGKILL)
    follower.join(120)
    run(tmp_path / "x")
    assert dump(tmp_path / "x") == dump(derived)


def test_absence_seen_before_the_due_date_is_not_yet_due(tmp_path: Path) -> None:
    world = World(tmp_path, datetime(2026, 1, 20, tzinfo=UTC))
    world.report(AREA, 2025, None, agency=BUREAU, outcome=Outcome.ABSENT)
    world.report(AREA, 2024, None, agency=BUREAU, outcome=Outcome.ABSENT)
    run(tmp_path)
    sql = "SELECT year, source FROM coverage WHERE year > 2023 ORDER BY year"
    assert rows(tmp_path, sql) == [(2024, "absent"), (2025, "not_yet_due")]


def _count(folder: Path) -> int:
    try:
        return int(str(rows(folder, "SELECT count(*) FROM bundles")[0][0]))
    except Exception:  # the follower has not made the file yet
        return -1


def _until(condition: object) -> None:
    assert callable(condition)
    end = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)
