"""gongkai review, gongkai withhold: what persons say stands beside what was read, and outlives it."""

import json
import shutil
import sqlite3
from pathlib import Path

import pandas as pd
import pytest

from archive.clock import SystemClock
from archive.derive import derive
from archive.release import release
from archive.release.selection import Selection
from archive.search import Filters, read_query, search
from archive.store.corpus import Corpus
from archive.store.entries import Said, liftings, value_entry, withdrawal, withholding
from archive.store.flagged import Wanted, flagged
from archive.store.reviews import FILE, append, load, read
from archive.store.standing import Standing, standing, without_target
from archive.words import Outcome
from tests.release.frames import frame
from tests.store import pages
from tests.store.inside import gongkai
from tests.store.world import TestClock, World

BUREAU, OTHER = "泰安市大数据局", "威海市人民政府"
ODD = "proactive.licensing.decisions"


@pytest.fixture(scope="module")
def derived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with a cell that cannot be read and a file beside it, one with two texts, and somebody else's."""
    folder = tmp_path_factory.mktemp("derived")
    world = World(folder)
    odd = pages.report(BUREAU, 2022).decode().replace('<td colspan="3">12</td>', '<td colspan="3">1?2</td>')
    key = world.report("11370900MB2535551R", 2022, odd.encode(), agency=BUREAU)
    world.file(key, "beside.html", odd.replace("当天改正", "当日改正").encode())
    key = world.report("11370900MB2535551R", 2021, pages.report(BUREAU, 2021, note="曾用稿。"), agency=BUREAU)
    world.visit(key, pages.report(BUREAU, 2021, granted=5), Outcome.OK)
    world.report("x-ZF", 2022, pages.report(OTHER, 2022, granted=7), agency=OTHER, portal="weihai")
    world.close()
    derive(folder, TestClock(), jobs=1)
    return folder


@pytest.fixture
def archive(derived: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(derived, tmp_path / "data"))


def corpus(archive: Path) -> Corpus:
    return Corpus(archive / "corpus.db", read_only=True)


def current(archive: Path, year: int, agency: str = BUREAU) -> str:
    (row,) = corpus(archive).rows(
        "SELECT report_id FROM versions JOIN agencies USING (agency_id) WHERE is_current AND year = ? AND name = ?",
        [year, agency],
    )
    return str(row["report_id"])


def said(reason: str = "看原件", by: str = "王芳") -> Said:
    return Said(by, reason, SystemClock())


def enter(archive: Path, report: str, value: str, reason: str = "看原件") -> None:
    append(archive, [value_entry(corpus(archive), report, ODD, value, said(reason))])


def published(archive: Path, folder: Path) -> Path:
    release(archive, folder, Selection(), lambda _: None)
    return folder


def found(archive: Path, words: str, **filters: object) -> int:
    return search(corpus(archive), read_query(words), Filters(**filters), 9).total  # type: ignore[arg-type]


def test_what_is_in_doubt_is_listed_until_somebody_has_looked(archive: Path) -> None:
    record = json.loads(gongkai("review", "--archive", archive, "--json").stdout)
    (figure,) = [row for row in record["figures"] if row["status"] == "unreadable"]
    assert record["figures"][0] == figure and record["total"] == len(record["figures"])
    assert (figure["report_id"], figure["indicator"], figure["raw"]) == (current(archive, 2022), ODD, "1?2")
    assert figure["agency"] == BUREAU and figure["locator"]["row"] and figure["portal"] == "taian"
    assert gongkai("review", "--agency", OTHER, "--archive", archive).stdout.startswith("0 figures")
    entered = gongkai("review", figure["report_id"], ODD, 12, "--reason", "看原件", "--by", "王芳", "--archive", archive)
    assert entered.code == 0 and "12" in entered.stdout and "「1?2」 [unreadable]" in entered.stdout
    assert not [row for row in flagged(corpus(archive), standing(archive), Wanted()) if row["indicator"] == ODD]


def test_the_reviewed_value_stands_beside_the_one_read_everywhere(archive: Path, tmp_path: Path) -> None:
    report = current(archive, 2022)
    enter(archive, report, "11", "看错了")
    enter(archive, report, "12")
    out = published(archive, tmp_path / "r")
    long, panel, beside = (frame(out, name) for name in ("long.csv", "panel.csv", "panel_reviewed.csv"))
    row = long[(long.report_id == report) & (long.indicator == ODD)].iloc[0]
    assert pd.isna(row.value) and row.status == "unreadable" and row.raw == "1?2"
    assert (row.reviewed_value, row.reviewed_method, row.reviewed_by, row.reviewed_reason) == (12, "person", "王芳", "看原件")
    assert long.reviewed_value.notna().sum() == 1 == len(beside)
    told = panel[panel.report_id == report].iloc[0]
    assert pd.isna(told[row.short]) and told.figures_reviewed == 1 and panel.figures_reviewed.sum() == 1
    assert beside.iloc[0].report_id == report and beside.iloc[0][row.short] == 12
    shown = gongkai("show", f"{report}/{ODD}", "--archive", archive).stdout
    assert "王芳" in shown and "enters 12 " in shown and "printed 「1?2」" in shown
    assert [one.value for one in read(archive).entries] == [11, 12], "both stay in the log"


def test_a_value_that_is_withdrawn_is_gone_from_the_release_and_kept_in_the_log(archive: Path, tmp_path: Path) -> None:
    report = current(archive, 2022)
    enter(archive, report, "12")
    append(archive, [withdrawal(corpus(archive), standing(archive), report, ODD, said("误看"))])
    assert not frame(published(archive, tmp_path / "r"), "long.csv").reviewed_value.notna().any()
    log = json.loads(gongkai("review", "--log", "--archive", archive, "--json").stdout)
    assert [(one["act"], one["value"], one["reason"]) for one in log] == [("value", 12, "看原件"), ("withdraw", None, "误看")]


def test_entries_outlive_derive_and_a_new_ledger_table(archive: Path, tmp_path: Path) -> None:
    report = current(archive, 2022)
    enter(archive, report, "12")
    with sqlite3.connect(archive / "ledger.db") as db:
        kept = db.execute("SELECT * FROM reviews").fetchall()
        db.execute("DELETE FROM reviews")
    (archive / "corpus.db").unlink()
    derive(archive, TestClock(), jobs=1, again=True)
    assert load(archive) == 1
    with sqlite3.connect(archive / "ledger.db") as db:
        assert db.execute("SELECT * FROM reviews").fetchall() == kept
    assert frame(published(archive, tmp_path / "r"), "panel.csv").figures_reviewed.sum() == 1


def test_an_entry_whose_figure_is_gone_is_kept_and_told(archive: Path) -> None:
    enter(archive, current(archive, 2022), "12")
    with sqlite3.connect(archive / "corpus.db") as db:
        db.execute("DELETE FROM figures WHERE indicator = ?", [ODD])
    assert [one.value for one in without_target(corpus(archive), standing(archive))] == [12]
    assert "no such figure any more" in gongkai("review", "--archive", archive).stderr


@pytest.mark.parametrize(("words", "told"), [
    (("REPORT", ODD, "x", "--reason", "r", "--by", "b"), "not a number"),
    (("REPORT", ODD, "1.5", "--reason", "r", "--by", "b"), "whole number"),
    (("REPORT", ODD, "12", "--reason", "r"), "--by"),
    (("REPORT", "no.such", "12", "--reason", "r", "--by", "b"), "no.such"),
    (("nothing", ODD, "12", "--reason", "r", "--by", "b"), "nothing"),
    (("REPORT", ODD, "--withdraw", "--reason", "r", "--by", "b"), "no value is entered"),
    (("REPORT", ODD), "REPORT INDICATOR VALUE"),
])  # fmt: skip
def test_what_makes_no_sense_is_one_line_and_enters_nothing(archive: Path, words: tuple[str, ...], told: str) -> None:
    given = [current(archive, 2022) if word == "REPORT" else word for word in words]
    result = gongkai("review", *given, "--archive", archive)
    assert result.code == 2 and result.one_line and told in result.stderr and not (archive / FILE).exists()


def test_a_number_below_zero_or_without_end_is_no_count(archive: Path) -> None:
    for text in ("-1", "nan", "inf"):
        with pytest.raises(Exception, match="cannot be"):
            enter(archive, current(archive, 2022), text)


def test_a_withheld_report_is_nowhere_in_public_and_nothing_of_it_is_lost(archive: Path, tmp_path: Path) -> None:
    report, before = current(archive, 2022), published(archive, tmp_path / "before")
    assert found(archive, BUREAU, years=(2022,), all_versions=True) == 2, "the page and the file beside it"
    done = gongkai("withhold", report, "--reason", "含个人信息", "--by", "王芳", "--archive", archive)
    assert done.code == 0 and BUREAU in done.stdout
    out = published(archive, tmp_path / "after")
    everywhere = {path.name: path.read_text("utf-8") for path in out.rglob("*") if path.is_file()}
    told = {name for name, text in everywhere.items() if report in text}
    assert told == {"coverage.csv"}
    assert not any("1?2" in text or "当日改正" in text for text in everywhere.values())
    (row,) = frame(out, "withheld.csv").itertuples()
    assert (row.name, row.year, row.is_current, row.reason) == (BUREAU, 2022, 1, "含个人信息")
    assert frame(out, "coverage.csv").equals(frame(before, "coverage.csv")), "it is still held"
    assert len(frame(out, "panel.csv")) == len(frame(before, "panel.csv")) - 1
    assert "1 texts are held and withheld" in everywhere["README.md"]
    assert found(archive, BUREAU, years=(2022,), all_versions=True) == 0
    shown = gongkai("show", f"{report}/{ODD}", "--archive", archive).stdout
    assert shown.startswith("withheld: 含个人信息, ") and "1?2" not in shown and "http" not in shown
    assert set(json.loads(gongkai("show", report, "--archive", archive, "--json").stdout)) == {"report_id", "agency", "year", "withheld"}
    assert gongkai("verify", "--archive", archive).code == 0


def test_every_report_with_the_same_text_is_withheld_and_no_other(archive: Path, tmp_path: Path) -> None:
    (twin,) = corpus(archive).rows("SELECT report_id FROM reports WHERE task_key = 'file:beside.html'")
    append(archive, [withholding(corpus(archive), str(twin["report_id"]), said())])
    panel = frame(published(archive, tmp_path / "r"), "panel.csv")
    assert sorted(zip(panel.name, panel.year, strict=True)) == [(OTHER, 2022), (BUREAU, 2021)]


def test_an_earlier_text_is_withheld_without_the_one_that_counts(archive: Path, tmp_path: Path) -> None:
    (old,) = corpus(archive).rows("SELECT report_id, content_hash FROM versions WHERE NOT is_current")
    append(archive, [withholding(corpus(archive), str(old["report_id"]), said())])
    out = published(archive, tmp_path / "r")
    assert list(frame(out, "withheld.csv").is_current) == [0] and len(frame(out, "panel.csv")) == 3
    assert str(old["content_hash"]) not in (out / "provenance.csv").read_text("utf-8")
    assert found(archive, "曾用稿", all_versions=True) == 0


def test_a_mark_is_lifted_and_both_stay_in_the_log(archive: Path, tmp_path: Path) -> None:
    report, before = current(archive, 2022), published(archive, tmp_path / "before")
    (twin,) = corpus(archive).rows("SELECT report_id FROM reports WHERE task_key = 'file:beside.html'")
    append(archive, [withholding(corpus(archive), str(twin["report_id"]), said())])
    append(archive, liftings(corpus(archive), standing(archive), report, said("已复核")))
    again = published(archive, tmp_path / "again")
    assert (again / "manifest.sha256").read_bytes() == (before / "manifest.sha256").read_bytes()
    told = gongkai("withhold", "--list", "--archive", archive).stdout.splitlines()
    assert len(told) == 2 and "withhold" in told[0] and "lift" in told[1] and "已复核" in told[1]
    result = gongkai("withhold", report, "--lift", "--reason", "r", "--by", "b", "--archive", archive)
    assert result.code == 2 and result.one_line and "is not withheld" in result.stderr


def test_a_mark_holds_where_the_report_is_known_by_its_text_alone(archive: Path) -> None:
    report = current(archive, 2022)
    append(archive, [withholding(corpus(archive), report, said())])
    with sqlite3.connect(archive / "corpus.db") as db:
        db.execute("PRAGMA foreign_keys = OFF")
        for table in ("versions", "places", "figures", "sections", "checks", "reports", "reports_fts_rows", "coverage"):
            db.execute(f"UPDATE {table} SET report_id = 'another' WHERE report_id = ?", [report])
    assert found(archive, BUREAU, years=(2022,)) == 0


def test_nothing_entered_is_nothing_changed(archive: Path) -> None:
    assert standing(archive) == Standing() and not (archive / FILE).exists()
    assert gongkai("review", "--log", "--archive", archive, "--json").stdout.strip() == "[]"


def test_an_entry_that_a_kill_has_torn_is_told(archive: Path) -> None:
    enter(archive, current(archive, 2022), "12")
    with (archive / FILE).open("ab") as file:
        file.write(b'{"act": "withhold", "report_id"')
    result = gongkai("withhold", "--list", "--archive", archive)
    assert result.code == 0 and result.one_line and "never finished" in result.stderr and "31 bytes" in result.stderr
    assert len(standing(archive).values) == 1 and not standing(archive).marks


def test_a_change_may_be_below_zero_and_a_misspelt_option_is_told(archive: Path) -> None:
    with sqlite3.connect(archive / "corpus.db") as db:
        db.execute("UPDATE figures SET indicator = 'proactive.licensing.items_change' WHERE indicator = ?", [ODD])
    words = ("review", current(archive, 2022), "proactive.licensing.items_change", "-3", "--reason", "看原件")
    assert gongkai(*words, "--by", "王芳", "--archive", archive).code == 0
    assert [one.value for one in read(archive).entries] == [-3]
    assert gongkai(*words, "--byy", "王芳", "--archive", archive).code == 2
