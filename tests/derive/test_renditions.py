"""Renditions: a page and the files beside it are one version; the fullest counts, and where they differ is told."""

import json
from pathlib import Path

import pytest

from archive.words import Outcome
from tests.derive.test_derive import rows, run
from tests.reports import forms, layouts
from tests.reports.word_paper import Sheet, word_file
from tests.store import pages
from tests.store.world import World

TEMPLATE = "t2021"
YEAR = layouts.YEARS[TEMPLATE]
TRUTH = forms.draw(3, TEMPLATE)
CELL = "applications.received.total"
VERSIONS = """SELECT media, role, is_current FROM versions JOIN reports USING (report_id)
    JOIN documents USING (bundle_key, task_key, payload_sha256) ORDER BY 1"""


def html(truth: forms.Truth = TRUTH) -> bytes:
    return layouts.page(truth, TEMPLATE).encode()


def docx(truth: forms.Truth = TRUTH) -> bytes:
    return word_file(truth, TEMPLATE, Sheet())


def shell() -> bytes:
    title = f"{layouts.AGENCY}{YEAR}年政府信息公开工作年度报告"
    return f"<html><body><h1>{title}</h1><p>附件：<a href='r.docx'>{title}.docx</a></p></body></html>".encode()


def bundle(folder: Path, page: bytes, *files: bytes) -> World:
    world = World(folder)
    column = world.list("gknb")
    key = world.listed("a", f"{layouts.AGENCY}{YEAR}年政府信息公开工作年度报告", page, on=column, year=YEAR)
    for number, data in enumerate(files):
        world.file(key, f"{number}.docx", data)
    run(folder)
    return world


def cell(folder: Path) -> tuple[object, ...]:
    return rows(folder, f"SELECT holding, source, read_state, reason FROM coverage WHERE year = {YEAR}")[0]


def test_a_page_and_its_file_are_one_version_and_on_a_tie_the_page_counts(tmp_path: Path) -> None:
    bundle(tmp_path, html(), docx())
    assert rows(tmp_path, VERSIONS) == [("html", "main", 1)]
    assert rows(tmp_path, "SELECT count(*) FROM places") == [(3,)], "the page, and the file under both addresses"
    assert rows(tmp_path, "SELECT * FROM disagreements") == []
    assert cell(tmp_path) == ("held", "present", "complete", "")


def test_the_rendition_with_more_stated_cells_counts_and_missing_rows_are_no_disagreement(tmp_path: Path) -> None:
    part = html().decode()
    bundle(tmp_path, (part[: part.index("四、")] + part[part.index("五、"):]).encode(), docx())
    assert rows(tmp_path, VERSIONS) == [("docx", "attachment", 1)]
    assert rows(tmp_path, "SELECT * FROM disagreements") == []
    assert cell(tmp_path) == ("held", "present", "complete", "")


@pytest.mark.parametrize("other", [9999, None])
def test_another_number_or_a_blank_in_the_file_is_told_with_both_places(tmp_path: Path, other: int | None) -> None:
    bundle(tmp_path, html(), docx({**TRUTH, CELL: other}))
    ((indicator, value, other_value, status, other_status, place, other_place),) = rows(
        tmp_path, "SELECT indicator, value, other_value, status, other_status, locator, other_locator FROM disagreements"
    )
    assert (indicator, value, other_value) == (CELL, TRUTH[CELL], other)
    assert (status, other_status) == ("reported", "reported" if other else "blank")
    assert "row" in json.loads(str(place)) and "row" in json.loads(str(other_place))
    assert cell(tmp_path) == ("held", "present", "flagged", "renditions_differ: 1 cells")


def test_a_page_that_only_leads_to_its_file_leaves_the_file_as_the_report(tmp_path: Path) -> None:
    bundle(tmp_path, shell(), docx())
    assert rows(tmp_path, "SELECT kind, content_hash FROM reports WHERE kind <> 'annual_report'") == [("unsure", None)]
    assert rows(tmp_path, VERSIONS) == [("docx", "attachment", 1)]
    assert cell(tmp_path) == ("held", "present", "complete", "")
    assert len(rows(tmp_path, "SELECT DISTINCT url FROM places")) == 2


def test_a_corrected_file_stands_in_place_of_the_earlier_one_and_is_not_compared_with_it(tmp_path: Path) -> None:
    world = bundle(tmp_path, shell(), docx({**TRUTH, CELL: 9999}))
    world.visit("file:0.docx", docx(), Outcome.OK)
    run(tmp_path)
    assert rows(tmp_path, "SELECT * FROM disagreements") == []
    sql = f"SELECT is_current, value FROM versions JOIN figures USING (report_id) WHERE indicator = '{CELL}' ORDER BY 1"
    assert rows(tmp_path, sql) == [(0, 9999.0), (1, TRUTH[CELL])]


def test_reports_of_several_agencies_on_one_page_go_each_to_its_own(tmp_path: Path) -> None:
    world = World(tmp_path)
    key = world.listed("sum", "崂山区各街道2022年政府信息公开工作年度报告汇总", shell(), on=world.list("gknb"), year=2022)
    for number, (town, year) in enumerate((("中韩街道办事处", 2022), ("沙子口街道办事处", 2022), ("沙子口街道办事处", 2021))):
        world.file(key, f"{number}.html", pages.report(f"青岛市崂山区{town}", year))
    run(tmp_path)
    sql = "SELECT name, year, holding, source FROM coverage JOIN agencies USING (agency_id) WHERE holding = 'held' ORDER BY 1, 2"
    assert rows(tmp_path, sql) == [
        ("青岛市崂山区中韩街道办事处", 2022, "held", "present"), ("青岛市崂山区沙子口街道办事处", 2021, "held", "present"),
        ("青岛市崂山区沙子口街道办事处", 2022, "held", "present"),
    ]  # fmt: skip
    assert rows(tmp_path, "SELECT count(*) FROM disagreements") == [(0,)]
