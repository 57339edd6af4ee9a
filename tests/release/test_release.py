"""A release says what the corpus says: nothing more, nothing less, the same every time."""

import hashlib
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from archive.errors import DamagedError, UsageError
from archive.release import release
from archive.release.labels import labelled
from archive.release.selection import Selection
from archive.release.tables import columns
from archive.store.corpus import Corpus
from tests.release.conftest import BUREAU, WIDE
from tests.release.frames import frame, types

CURRENT = "FROM versions JOIN reports USING (report_id) WHERE is_current"


def rows(archive: Path, sql: str) -> list[dict[str, object]]:
    return Corpus(archive / "corpus.db", read_only=True).rows(sql)


def digests(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}


def test_the_folder_holds_what_is_promised_and_its_manifest_holds(released: Path) -> None:
    assert {p.name for p in released.iterdir()} == {*columns(), "README.md", "manifest.sha256", "texts"}
    assert subprocess.run(["sha256sum", "-c", "--quiet", "--strict", "manifest.sha256"], cwd=released, check=False).returncode == 0
    listed = {line.split("  ", 1)[1] for line in (released / "manifest.sha256").read_text().splitlines()}
    assert listed == digests(released).keys() - {"manifest.sha256"}


def test_every_value_of_panel_and_long_is_that_of_the_corpus(archive: Path, released: Path) -> None:
    panel, long = frame(released, "panel.csv"), frame(released, "long.csv")
    kept = rows(archive, f"SELECT report_id, indicator, value, raw, status, doubtful {CURRENT.replace('WHERE', 'JOIN figures USING (report_id) WHERE')}")
    assert len(long) == len(kept) > 500
    by_cell = {(row["report_id"], row["indicator"]): row for row in kept}
    wide = panel.set_index("report_id")
    for cell in long.itertuples():
        row = by_cell[cell.report_id, cell.indicator]
        assert (None if pd.isna(cell.value) else cell.value) == row["value"] and cell.status == row["status"]
        assert (None if pd.isna(cell.raw) else cell.raw) == (row["raw"] or None)
        shown = wide.at[cell.report_id, labelled()[cell.indicator].short]
        assert (None if pd.isna(shown) else shown) == row["value"]
    values = int(panel[[each.short for each in labelled().values()]].notna().sum().sum())
    assert values == sum(row["value"] is not None for row in kept)


def test_types_come_out_as_the_codebook_says(released: Path) -> None:
    for file in columns():
        read = frame(released, file)
        assert {name: str(dtype) for name, dtype in read.dtypes.items()} == types(released, file)


def test_the_panel_has_one_row_for_each_agency_and_year_held_and_no_look_alike(archive: Path, released: Path) -> None:
    panel = frame(released, "panel.csv")
    held = rows(archive, f"SELECT agency_id, versions.year AS year, report_id {CURRENT} ORDER BY 1, 2")
    assert list(zip(panel.agency_id, panel.year, panel.report_id, strict=True)) == [tuple(row.values()) for row in held]
    said = rows(archive, "SELECT report_id FROM coverage WHERE holding = 'held'")
    assert set(panel.report_id) == {row["report_id"] for row in said}
    assert set(panel.app_res_granted_total.dropna()) >= {4, 6}, "files beside a page and files handed in are there too"
    bureau = panel[panel.name == "泰安市大数据局"]
    assert list(bureau.year) == [2017, 2019, 2020, 2021, 2022]
    assert list(bureau.versions) == [1, 1, 1, 2, 1] and list(bureau.app_recv_total)[-2] == 5
    assert set(bureau.uscc) == {BUREAU} and set(bureau.city) == {"泰安市"}


def test_breaks_stand_where_the_form_changes(released: Path) -> None:
    bureau = frame(released, "panel.csv").query("name == '泰安市大数据局'")
    assert list(bureau.template) == ["none", "t2019", "t2019", "t2021", "t2021"]
    assert list(bureau.template_break_2019) == [0, 1, 0, 0, 0]
    assert list(bureau.template_break_2021) == [0, 0, 0, 1, 0]


def test_a_file_beside_a_page_that_prints_other_numbers_is_told(released: Path) -> None:
    panel = frame(released, "panel.csv")
    compared = panel[panel.renditions_differ.notna()]
    assert [(row.year, row.app_recv_total, row.renditions_differ) for row in compared.itertuples()] == [(2024, 7, 6)]


def test_a_figure_that_no_form_has_stops_the_release(archive: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(archive, tmp_path / "copy"))
    with sqlite3.connect(copy / "corpus.db") as db:
        db.execute("UPDATE figures SET indicator = 'no.such' WHERE indicator = 'review.total'")
    with pytest.raises(DamagedError, match=r"no\.such"):
        release(copy, tmp_path / "r", Selection(), lambda _: None)
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


def test_checks_are_counted_and_listed(released: Path) -> None:
    panel, checks = frame(released, "panel.csv"), frame(released, "checks.csv")
    by_report = checks[checks.soft == 0].groupby(["report_id", "status"], observed=True).size()
    for row in panel.itertuples():
        told = by_report.get(row.report_id, pd.Series(dtype=int))
        assert row.checks_passed == told.get("pass", 0) + told.get("pass_with_blanks", 0)
        assert row.checks_failed == told.get("fail", 0)
    assert list(panel[panel.checks_failed > 0].year) == [2022]


def test_each_empty_cell_of_the_panel_has_its_reason(released: Path) -> None:
    panel, status = frame(released, "panel.csv"), frame(released, "panel_status.csv")
    of_2021 = status[status.report_id == panel[panel.year == 2022].report_id.iloc[0]].iloc[0]
    assert of_2021.pro_procure_amount == "not_in_template" and of_2021.app_res_other_all_total == "not_in_template"
    assert of_2021.pro_licence_decisions == "unreadable" and of_2021.app_recv_nat == "reported"
    narrative = status[status.year == 2017].iloc[0]
    assert narrative.app_recv_total == "table_missing"
    for each in labelled().values():
        filled = panel[each.short].notna()
        assert set(status[each.short][filled]) <= {"reported", "decoded"}
        assert not set(status[each.short][~filled].dropna()) & {"reported", "decoded"}


def test_what_is_printed_stays_as_printed(released: Path) -> None:
    long = frame(released, "long.csv")
    odd = long[(long.year == 2022) & (long.status == "unreadable")]
    assert list(odd.raw) == [WIDE] and odd.value.isna().all()


def test_coverage_and_provenance_tell_every_expected_year_and_place(archive: Path, released: Path) -> None:
    coverage, provenance = frame(released, "coverage.csv"), frame(released, "provenance.csv")
    assert len(coverage) == rows(archive, "SELECT count(*) AS n FROM coverage")[0]["n"]
    assert "interpretation_only" in set(coverage.holding) and "blocked:challenge:ruishu" in set(coverage.source)
    assert len(provenance) == rows(archive, "SELECT count(*) AS n FROM places")[0]["n"] == 13
    assert provenance.warc_file.notna().all() and list(provenance.is_current).count(0) == 1
    assert {released / name for name in provenance.text_file.dropna()} == set((released / "texts").iterdir())


def test_two_releases_are_the_same_byte_for_byte(archive: Path, released: Path, tmp_path: Path) -> None:
    release(archive, tmp_path / "again", Selection(), lambda _: None)
    assert digests(tmp_path / "again") == digests(released)


def test_what_is_derived_meanwhile_tears_nothing(archive: Path, released: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(archive, tmp_path / "copy"))

    def derived(_: str) -> None:
        with sqlite3.connect(copy / "corpus.db") as db:
            db.execute("UPDATE figures SET value = 99")
            db.execute("DELETE FROM coverage WHERE holding = 'none'")

    release(copy, tmp_path / "out", Selection(), derived)
    assert digests(tmp_path / "out") == digests(released)


def test_a_selection_holds_all_files_to_it(archive: Path, tmp_path: Path) -> None:
    release(archive, tmp_path / "r", Selection(("jining",), (2021, 2022)), lambda _: None)
    assert list(frame(tmp_path / "r", "panel.csv").year) == [2021]
    assert sorted(frame(tmp_path / "r", "coverage.csv").year) == [2021, 2022]
    assert "Portals: jining" in (tmp_path / "r" / "README.md").read_text("utf-8")
    with pytest.raises(UsageError, match="no portal"):
        release(archive, tmp_path / "s", Selection(("nowhere",)), lambda _: None)
    assert not (tmp_path / "s").exists()


def test_an_archive_without_reports_gives_a_release_that_says_so(archive: Path, tmp_path: Path) -> None:
    tally = release(archive, tmp_path / "r", Selection((), (2009,)), lambda _: None)
    assert tally.record()["reports"] == 0 and len(frame(tmp_path / "r", "panel.csv")) == 0
    assert tally.record()["not_held"] == len(frame(tmp_path / "r", "coverage.csv")) > 0


def test_the_readme_counts_what_is_in_the_files(archive: Path, released: Path) -> None:
    readme = (released / "README.md").read_text("utf-8")
    (latest,) = rows(archive, "SELECT max(captured_at) AS at FROM documents")
    long, coverage = frame(released, "long.csv"), frame(released, "coverage.csv")
    assert str(latest["at"]) in readme and "9 reports of 4 agencies" in readme
    assert f"{len(long)} figures, {int(long.value.notna().sum())} of them with a value" in readme
    for source, number in coverage[coverage.holding == "none"].source.value_counts().items():
        assert number == 0 or f"| {source} | {number} |" in readme
    assert "$" not in readme and "/tmp" not in readme
