"""The table of 2014 and its local forms: which column is the year's, which row is which, and what is refused."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.documents.open import read_document
from archive.reports.checks import apply_checks
from archive.reports.model import Figure
from archive.reports.tables import TableReading, find_tables
from archive.words import Status
from tests.properties import examples
from tests.reports import forms, forms_2014, layouts
from tests.reports.accuracy import verdicts
from tests.reports.report_pages import read

SHARED = Path(__file__).parents[2].parent / "shared" / "reports"
Grid = list[tuple[str, ...]]
SHORT = [
    ("主动公开信息数", "条", 812), ("其中：1、政府网站公开数", "条", 790), ("2、政府公报公开数", "条", 22), ("受理申请总数", "条", 31),
    ("其中：1、当面申请数", "条", 3), ("2、电子邮件申请数", "条", 11), ("3、信函和传真申请数", "条", 17), ("对申请的答复总数", "条", 30),
    ("其中：1、同意公开答复数", "条", 21), ("2、同意部分公开答复数", "条", 2), ("3、不予公开答复数", "条", 4), ("4、其他类型答复数", "条", 3),
    ("收费减免金额", "元", 120), ("行政申诉、举报数", "件", 1), ("行政复议数", "件", 2), ("行政诉讼数", "件", 5),
]  # fmt: skip
NAMED = {
    "proactive.items_disclosed.total": 812, "proactive.channel.website": 790, "proactive.channel.gazette": 22,
    "applications.received.total": 31, "applications.received_channel.in_person": 3, "applications.reply.total": 30,
    "applications.reply.granted": 21, "applications.reply.partly_granted": 2, "applications.reply.denied.total": 4,
    "review.total": 2, "litigation.all.total": 5,
}  # fmt: skip


def table(grid: Grid) -> str:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in grid)
    return f"<html><body><div id='zoom'><table>{rows}</table></div></body></html>"


SHOWS: dict[str, Callable[[Grid], str]] = {
    "table": table,
    "tabs": lambda grid: "\n".join("\t".join(row) for row in grid),
    "markdown": lambda grid: "\n".join(f"| {' | '.join(row)} |" for row in grid),
    "pipes": lambda grid: "\n".join(" | ".join(row) + " |" for row in grid),
    "pipes_by_line": lambda grid: "\n".join("\n".join(f"{cell} |" for cell in row) for row in grid),
    "spaces": lambda grid: "\n".join(" ".join(row) for row in grid),
    "one_line": lambda grid: " ".join(" ".join(row) for row in grid),
    "cells": lambda grid: "\n".join("\n".join(row) for row in grid),
    "cells_apart": lambda grid: "\n\n\n".join("\n\n".join(row) for row in grid),
    "tab_cells": lambda grid: "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in grid),
}


def tables(source: str, year: int | None = 2014) -> TableReading:
    name = "a.html" if source.startswith("<") else "a.txt"
    return find_tables(read_document(source.encode(), filename=name)).read(year)


def stated(reading: TableReading) -> dict[str, int | float]:
    return {figure.indicator: figure.value for figure in reading.figures if figure.value is not None}


def figure(reading: TableReading, name: str) -> Figure:
    return forms.by_name(reading.figures)[name]


def beside(*others: Callable[[int], object]) -> Grid:
    """The local form with further columns: each gives a cell out of the year's value."""
    return [(label, unit, *(str(other(value)) for other in others)) for label, unit, value in SHORT]


YEAR, SINCE = (lambda value: value), (lambda value: value * 7 + 40)


@pytest.mark.parametrize("show", SHOWS)
@pytest.mark.parametrize(("heads", "columns"), [
    (("2014年度", "历年累计"), (YEAR, SINCE)), (("历年累计", "2014年"), (SINCE, YEAR)), (("本年", "累计数"), (YEAR, SINCE)),
    (("2013年度", "2014年度"), (SINCE, YEAR)), (("上年数", "本年数"), (SINCE, YEAR)), (("代码", "年度", "累计"), (lambda v: v % 9 + 10, YEAR, SINCE)),
    (("数量",), (YEAR,)), (("本期实际", "本年累计"), (YEAR, YEAR)),
])  # fmt: skip
def test_a_local_form_gives_the_column_of_the_year_and_no_other(
    show: str, heads: tuple[str, ...], columns: tuple[Callable[[int], object], ...]
) -> None:
    grid = [("指标名称", "计量单位", *heads), *beside(*columns)]
    reading = tables(SHOWS[show](grid))
    assert stated(reading) == NAMED
    assert (reading.template, reading.templates["stat_2014"]) == ("t2014", "t2014")


@pytest.mark.parametrize("show", SHOWS)
@pytest.mark.parametrize(("heads", "columns"), [
    (("市政府", "市直单位", "乡镇街道"), (YEAR, SINCE, YEAR)), (("市政府统计数", "市直单位统计数"), (SINCE, YEAR)),
    (("本期实际", "本年累计"), (YEAR, SINCE)), (("累计",), (SINCE,)), (("2012年度", "2013年度"), (YEAR, SINCE)), (("上年", "累计"), (YEAR, SINCE)),
    (("统计数", "市直单位"), (YEAR, YEAR)), (("年度", "累计"), (SINCE, YEAR)),
])  # fmt: skip
def test_columns_of_several_bodies_of_other_years_or_of_all_years_are_never_the_years_values(
    show: str, heads: tuple[str, ...], columns: tuple[Callable[[int], object], ...]
) -> None:
    grid = [("指标名称", "计量单位", *heads), *beside(*columns)]
    reading = tables(SHOWS[show](grid))
    assert stated(reading) == {}
    assert {figure(reading, name).status for name in NAMED} == {Status.UNREADABLE}


@pytest.mark.parametrize("show", SHOWS)
def test_values_under_no_head_are_read_only_where_there_is_one_in_a_row(show: str) -> None:
    assert stated(tables(SHOWS[show](beside(YEAR)))) == NAMED
    assert stated(tables(SHOWS[show](beside(YEAR, SINCE)))) == {}


@pytest.mark.parametrize("show", SHOWS)
def test_a_title_and_a_local_form_alone_are_a_report_and_a_form_left_blank_is_none(show: str) -> None:
    title, head = "甲山市水利局2012年政府信息公开工作年度报告", ("指标名称", "计量单位", "2012年度", "历年累计")

    def titled(grid: Grid) -> str:
        source = SHOWS[show](grid)
        return source.replace("<table>", f"<h1>{title}</h1><table>") if source.startswith("<") else f"{title}\n{source}"

    report = read(titled([head, *beside(YEAR, SINCE)]))
    told = {f.indicator: f.value for f in report.figures if f.value is not None}
    assert (report.kind, report.agency, report.year.value, told) == ("annual_report", "甲山市水利局", 2012, NAMED)
    assert read(titled([head, *beside(lambda value: "", lambda value: "")])).kind != "annual_report"


GLUED: dict[str, Callable[[Grid], str]] = {
    "one word": lambda grid: "".join("".join(row) for row in grid),
    "a row a line": lambda grid: "\n".join("".join(row) for row in grid),
    "labels first": lambda grid: "\n".join([*(f"{row[0]} {row[1]}" for row in grid), *(cell for row in grid for cell in row[2:])]),
    "column by column": lambda grid: "\n".join(cell for column in zip(*grid, strict=True) for cell in column),
}


@pytest.mark.parametrize("glued", GLUED)
def test_numbers_without_marks_are_decoded_where_the_identities_hold_and_else_not_read(glued: str) -> None:
    truth = forms.draw(9, "t2014")
    grid = [row for row in forms_2014.rows(truth) if row[1] != "——"]
    reading = tables(GLUED[glued](grid), 2016)
    assert stated(reading) == truth
    assert {f.status for f in reading.figures} == {Status.DECODED}
    assert stated(tables(GLUED[glued](forms_2014.rows(truth)), 2016)) == truth
    blanks = forms.draw(9, "t2014", blanks=True)
    reading = tables(GLUED[glued](forms_2014.rows(blanks)), 2016)
    assert {name: value for name, value in stated(reading).items() if blanks[name] != value} == {}
    assert (reading.template, len(forms.by_name(reading.figures))) == ("t2014", 58)
    name = "applications.reply.granted"
    wrong = forms_2014.rows({**truth, name: (truth[name] or 0) + 1})
    assert stated(tables(GLUED[glued]([row for row in wrong if row[1] != "——"]), 2016)) == {}


@pytest.mark.parametrize("glued", GLUED)
@pytest.mark.parametrize("seed", range(4))
def test_two_columns_without_marks_between_are_never_one_number(glued: str, seed: int) -> None:
    truth = forms.draw(seed, "t2014")
    grid = [(*row, str(int(float(row[2])) * 3 + 1)) for row in forms_2014.rows(truth)[1:] if row[1] != "——"]
    assert stated(tables(GLUED[glued](grid), 2016)) == {}
    assert stated(tables(GLUED[glued]([("指标", "单位", "年度", "累计"), *beside(YEAR, SINCE)]))) == {}


def test_codes_under_no_head_are_not_taken_for_values_where_those_are_blank() -> None:
    grid = [(label, unit, str(code), "") for code, (label, unit, _) in enumerate(SHORT, 10)]
    assert stated(tables(table(grid))) == {}


def test_a_head_over_two_rows_names_the_columns_of_several_bodies() -> None:
    head = "<tr><td rowspan=2>统计指标</td><td rowspan=2>单位</td><td colspan=2>统计数</td></tr><tr><td>市政府</td><td>市直部门</td></tr>"
    grid = beside(YEAR, lambda value: "")
    assert stated(tables(table(grid).replace("<table>", f"<table>{head}"))) == {}
    this_year = head.replace("市政府", "本年").replace("市直部门", "累计")
    assert stated(tables(table(beside(YEAR, SINCE)).replace("<table>", f"<table>{this_year}"))) == NAMED


def test_tables_side_by_side_are_two_halves_of_one() -> None:
    truth = forms.draw(4, "t2014")
    head, *rows = forms_2014.rows(truth)
    left, right = rows[:33], rows[33:]
    right += [("", "", "")] * (len(left) - len(right))
    grid = [(*head, *head), *((*one, *two) for one, two in zip(left, right, strict=True))]
    assert stated(tables(table(grid), 2016)) == truth


def test_rows_that_no_form_has_stay_in_the_text_and_are_told_of() -> None:
    truth = forms.draw(5, "t2014")
    further = "<tr><td>主动公开财政预决算信息数</td><td>条</td><td>77</td></tr>"
    page = re.sub(r"(<tr><td>制发规范性文件总数)", further + r"\1", layouts.page(truth, "t2014"))
    report = read(page)
    assert verdicts(report, truth) == {"right": 58, "extra": 0}
    assert "rows_unknown" in report.flags and "主动公开财政预决算信息数" in report.text
    assert "rows_unknown" not in read(layouts.page(truth, "t2014")).flags


@pytest.mark.parametrize(("unit", "printed", "value", "flag"), [
    ("万元", "0.35", 0.35, ""), ("元", "3500", 0.35, "unit_in_head"), ("万元", "0.35万元", 0.35, "unit_in_cell"),
    ("万元", "3500元", 0.35, "unit_in_cell"), ("", "0.35", 0.35, "unit_assumed"), ("亿元", "0.1", 1000, "unit_in_head"),
    ("件", "3", None, "unit_differs"),
])  # fmt: skip
def test_money_is_converted_from_the_unit_its_row_prints(unit: str, printed: str, value: float | None, flag: str) -> None:
    grid = [row if "费用" not in row[0] else (row[0], unit, printed) for row in forms_2014.rows(forms.draw(6, "t2014"))]
    found = figure(tables(table(grid)), "fees.application_charges")
    assert (found.value, found.unit) == (value, "万元")
    assert found.flags == ((flag,) if flag else ())
    assert found.raw and printed in found.raw


def test_equal_labels_of_two_blocks_belong_to_the_block_they_stand_in() -> None:
    truth = dict.fromkeys(forms_2014.names(), 0) | {
        "review.total": 6, "review.upheld": 3, "review.corrected": 2, "review.other": 1,
        "litigation.all.total": 60, "litigation.all.upheld": 30, "litigation.all.corrected": 20, "litigation.all.other": 10,
    }  # fmt: skip
    grid = forms_2014.rows(truth)
    assert stated(tables(table(grid))) == truth
    short = [(label.replace("或者驳回原告诉讼请求", ""), *cells) for label, *cells in grid]
    assert stated(tables(table(short))) == truth


@pytest.mark.parametrize("show", SHOWS)
@pytest.mark.parametrize(("first", "last"), [(48, 52), (49, 53), (47, 52), (50, 51), (46, 54), (44, 53)])
def test_a_lost_page_never_gives_a_row_of_one_block_to_the_other(show: str, first: int, last: int) -> None:
    truth = dict(zip(forms_2014.names(), range(100, 158), strict=True))
    grid = forms_2014.rows(truth)
    reading = tables(SHOWS[show]([*grid[:first], *grid[last:]]))
    wrong = {name for name, value in stated(reading).items() if truth[name] != value}
    failing = {check.id for check in apply_checks(reading.figures, reading.templates) if check.status == "fail"}
    assert not wrong or (wrong == {"review.other"} and "C5" in failing), "the gap shows neither in labels nor in numbers"
    assert len(stated(reading)) >= 48


def test_a_table_of_2014_beside_tables_of_2019_is_read_with_them() -> None:
    old, new = forms.draw(7, "t2014"), forms.draw(7, "t2019")
    for layout in ("html", "tabs", "spaces", "pipes_by_line", "cells_by_line", "markdown"):
        source = layouts.LAYOUTS[layout](new, "t2019")
        made = {"tabs": layouts.tabs, "spaces": layouts.spaces, "cells_by_line": layouts.cells_by_line}.get(layout)
        if layout == "html":
            mixed = source.replace("<p>六、其他", layouts.table(layouts.stat_2014(old)) + "<p>六、其他")
        else:
            made = made or {"pipes_by_line": layouts.pipes_by_line, "markdown": layouts.markdown}[layout]
            mixed = source.replace("\n六、其他", "\n" + made(layouts.stat_2014(old)) + "\n六、其他")
        reading = tables(mixed, 2020)
        shared = set(old) & set(new)
        told = {name: value for name, value in stated(reading).items() if name not in shared}
        assert told == {name: value for name, value in {**old, **new}.items() if name not in shared}, layout
        assert reading.templates == {"二": "t2019", "三": "t2019", "四": "t2019", "stat_2014": "t2014"}


def test_sentences_with_the_words_of_rows_are_no_table() -> None:
    text = (
        "2016年收到申请数 3 件，其中当面申请数 1 件，网络申请数 2 件。\n申请办结数3件，申请答复数3件，接受培训人员数20人次。\n"
        "（一）主动公开政府信息数\n全年主动公开政府信息数较上年增长，政务微博公开政府信息数有所增加，政府信息公开查阅点数不变。\n"
    )
    assert tables(text).templates["stat_2014"] == "table_missing"


NOISE = st.sampled_from(["\u00a0", "\u3000", "\u200b", " ", "\n", "<br/>", "&nbsp;&nbsp;"])


@examples(40)
@given(st.integers(0, 500), st.booleans(), NOISE, st.randoms(use_true_random=False))
def test_white_space_in_labels_and_around_numbers_changes_nothing(
    seed: int, blanks: bool, noise: str, rng: random.Random
) -> None:
    truth = forms.draw(seed, "t2014", blanks=blanks)

    def spoilt(text: str) -> str:
        if re.fullmatch(r"[\d.]*", text):
            return f"{noise}{text}{noise}"
        at = rng.randrange(len(text) + 1)
        return text[:at] + noise + text[at:]

    reading = tables(table([tuple(spoilt(cell) for cell in row) for row in forms_2014.rows(truth)]), 2016)
    assert stated(reading) == {name: value for name, value in truth.items() if value is not None}


@examples(40)
@given(st.integers(0, 500), st.sampled_from(sorted(layouts.LAYOUTS)), st.booleans(), st.data())
def test_no_lost_line_and_no_line_out_of_place_makes_another_number(
    seed: int, layout: str, blanks: bool, data: st.DataObject
) -> None:
    truth = forms.draw(seed, "t2014", blanks=blanks)
    lines = layouts.LAYOUTS[layout](truth, "t2014").replace("</tr>", "</tr>\n").split("\n")
    at = data.draw(st.integers(0, len(lines) - 2))
    change = data.draw(st.sampled_from(["lost", "swapped", "twice"]))
    lines[at : at + 2] = {"lost": [lines[at]], "swapped": [lines[at + 1], lines[at]], "twice": [lines[at], *lines[at : at + 2]]}[change]
    text = "\n".join(lines)
    document = read_document(text.encode(), filename="a.html" if text.startswith("<!") else "a.txt")
    told = stated(find_tables(document).read(2016))
    assert {name: value for name, value in told.items() if truth.get(name) != value} == {}


@examples(40)
@given(st.integers(0, 500), st.integers(0, 57), st.data())
def test_a_damaged_label_gives_no_row_the_value_of_another(seed: int, row: int, data: st.DataObject) -> None:
    truth = dict(zip(forms_2014.names(), range(1000 + seed, 1058 + seed), strict=True))
    grid = forms_2014.rows(truth)
    at = [index for index, (_, _, value) in enumerate(grid) if value.isdigit()][row]
    label = grid[at][0]
    cut = data.draw(st.integers(0, len(label) - 1))
    length = data.draw(st.integers(1, 4))
    grid[at] = (label[:cut] + data.draw(st.sampled_from(["", "其", "总", "不", "1"])) + label[cut + length :], *grid[at][1:])
    told = stated(tables(table(grid), 2016))
    assert {name: value for name, value in told.items() if truth.get(name) != value} == {}
    assert len(told) >= 54


@pytest.mark.parametrize("piece", ["收到申请数 ", "收到申请数 件 1 ", "（收到", "收 到 申 请 数 ", "| ", "单位 统计数 ", "0 ", "1．（（", "其中：其中：", "收到\t", "收到申请数件1", "收到申请数件11.", "主动公开政府信息数（"])
def test_no_long_line_and_no_many_lines_hang(piece: str) -> None:
    start = "申请数 答复数\n"
    for size, end in ((1_000_000, ""), (90_000, ""), (90_000, "\n")):
        tables(start + (piece + end) * (size // len(piece.encode())))


@pytest.mark.skipif(not SHARED.exists(), reason="the shared samples lie beside the checkout")
def test_the_real_local_form_gives_its_year_and_leaves_the_sums_of_all_years() -> None:
    path = SHARED / "pingtan-2014-tables.txt"
    report = read(path.read_text(encoding="utf-8"))
    told = {f.indicator: f.value for f in report.figures if f.value is not None and not f.indicator.startswith("text.")}
    assert told == {
        "proactive.items_disclosed.total": 2543, "proactive.channel.website": 2543, "proactive.channel.gazette": 0,
        "applications.received.total": 1, "applications.received_channel.in_person": 0,
        "applications.received_channel.online": 0, "applications.reply.total": 1, "applications.reply.granted": 1,
        "applications.reply.partly_granted": 0, "applications.reply.denied.total": 0, "review.total": 0,
        "litigation.all.total": 0,
    }  # fmt: skip
    assert (report.year.value, report.template, "rows_unknown" in report.flags) == (2014, "t2014", True)


def test_what_two_forms_of_one_report_count_alike_is_told_once() -> None:
    old, new = forms.draw(7, "t2014"), forms.draw(7, "t2019")
    both = layouts.page(new, "t2019").replace("<p>六、其他", layouts.table(layouts.stat_2014(old)) + "<p>六、其他")
    figures = forms.by_name(tables(both, 2020).figures)
    for name in set(old) & set(new):
        same = old[name] == new[name]
        assert (figures[name].value, figures[name].flags) == ((new[name], ()) if same else (None, ("row_twice",))), name
