"""The tables as HTML: spans fill their grid, and what the cells hold is what the truth says."""

from html.parser import HTMLParser

import pytest

from crawler.replica.world import Report, World, tables
from crawler.replica.world.agencies import YEARS
from crawler.replica.world.data import load
from crawler.replica.world.grid import table
from crawler.replica.world.numbers import columns

Grid = list[list[tuple[str, int, int]]]


class _Reader(HTMLParser):
    """Rows of (text, colspan, rowspan) of every table."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Grid] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        spans = {name: int(value or 1) for name, value in attrs if name in ("colspan", "rowspan")}
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag == "td":
            self.tables[-1][-1].append(("", spans.get("colspan", 1), spans.get("rowspan", 1)))

    def handle_data(self, data: str) -> None:
        if self.tables and self.tables[-1] and self.tables[-1][-1]:
            text, width, height = self.tables[-1][-1][-1]
            self.tables[-1][-1][-1] = (text + "".join(data.split()), width, height)


def parse(html: str) -> list[Grid]:
    reader = _Reader()
    reader.feed(html)
    return reader.tables


def html(pieces: list[tables.Rows], report: Report) -> str:
    return "".join(table(rows, report.style) for rows in pieces)


def widths(grid: Grid) -> set[int]:
    """How many columns each row fills, cells that reach down from above included."""
    filled = [0] * len(grid)
    for number, row in enumerate(grid):
        for _, width, height in row:
            for below in range(number, number + height):
                filled[below] += width
    return set(filled)


def digits(text: str) -> str:
    return text.translate(str.maketrans("０１２３４５６７８９", "0123456789", ",，"))


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    world = World(seed=2, agencies=70, reports=700)
    return [
        world.report(agency, year)
        for agency in world.agencies
        for year in YEARS
        if year >= 2014 and world.published(agency, year)
    ]


def test_spans_fill_the_grid_where_an_editor_kept_them(reports: list[Report]) -> None:
    checked = 0
    for report in reports:
        if report.style.spans == "clean" and "三" in report.templates:
            checked += 1
            assert {width for grid in parse(html(tables.proactive(report), report)) for width in widths(grid)} <= {4, 5}
            assert {width for grid in parse(html(tables.applications(report), report)) for width in widths(grid)} == {10}
            if report.templates["四"] != "table_missing":
                assert widths(parse(html(tables.remedies(report), report))[0]) == {15}
    assert checked > 50


def test_lost_spans_leave_empty_cells_and_still_fill_the_body(reports: list[Report]) -> None:
    lost = [report for report in reports if report.style.spans == "empty_cells" and "三" in report.templates]
    assert lost
    for report in lost:
        body = [
            row
            for grid in parse(html(tables.applications(report), report))
            for row in grid
            if len(row) >= 8 and row[-1][0] not in "总计"
        ]
        assert {sum(width for _, width, _ in row) for row in body} == {10}


def test_the_last_seven_cells_of_every_row_are_the_figures_of_the_truth(reports: list[Report]) -> None:
    for report in reports:
        if "三" not in report.templates:
            continue
        rows = [
            [digits(text) for text, _, _ in row[-7:]] for grid in parse(html(tables.applications(report), report)) for row in grid
        ]
        for stem in ("received", "result.granted", "result.unable.not_held", "result.total", "carried_out"):
            values = [report.printed.values[f"applications.{stem}.{column}"] for column in (*columns()[0], "total")]
            if None not in values:
                assert [str(value) for value in values] in rows


def test_the_fifteen_values_of_table_four_stand_in_one_row(reports: list[Report]) -> None:
    for report in reports:
        if report.templates.get("四", "table_missing") == "table_missing":
            continue
        form = load("forms")["remedies"]
        names = [f"{block}.{key}" for block, _ in form["blocks"] for key, _ in form["outcomes"]]
        last = parse(html(tables.remedies(report), report))[0][-1]
        assert len(last) == 15
        for name, (text, _, _) in zip(names, last, strict=True):
            value = report.printed.values[name]
            assert (digits(text) == str(value)) if value is not None else text in ("", "-", "—", "——", "/", "无")


def test_every_row_of_the_2014_table_has_label_unit_and_number(reports: list[Report]) -> None:
    old = [report for report in reports if "stat_2014" in report.templates]
    for report in old:
        grid = parse(html(tables.stat_2014(report), report))[0]
        assert widths(grid) == {3}
        assert sum(row[2][0] not in ("——", "统计数") or row[1][0] not in ("——", "单位") for row in grid) == 58
    assert len(old) > 30


def test_a_section_two_row_has_as_many_values_as_its_band_has_heads(reports: list[Report]) -> None:
    trapped = [report for report in reports if report.style.grid == "trap" and report.templates.get("二") == "t2019"]
    assert trapped
    for report in trapped:
        for row in parse(html(tables.proactive(report), report))[0]:
            if row[0][0].startswith("行政许可"):
                assert [width for _, width, _ in row] == [1, 2, 1, 1]
