"""Tables in every layout give the printed values, and damage gives no other value."""

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.documents.open import read_document
from archive.reports.checks import SOFT, apply_checks
from archive.reports.dictionary import cells_of
from archive.reports.tables import find_tables
from archive.words import CheckStatus, Status
from tests.properties import examples
from tests.reports import forms

SHARED = Path(__file__).parents[3] / "shared"
TRUTHS = sorted((SHARED / "reports" / "truth").glob("*.json"))
needs_shared = pytest.mark.skipif(not TRUTHS, reason="the shared real reports are not beside the checkout")
SEEDS = st.integers(0, 10_000)
TEMPLATES = st.sampled_from(forms.TEMPLATES)
QUICK = examples(40)


@QUICK
@given(SEEDS, TEMPLATES, st.sampled_from(sorted(forms.PHYSICAL)), st.booleans())
def test_every_layout_with_cells_gives_every_cell(seed: int, template: str, layout: str, blanks: bool) -> None:
    truth = forms.draw(seed, template, blanks=blanks)
    reading, checks = forms.read_checked(forms.PHYSICAL[layout](truth, template))
    assert {reading.templates[table] for table in "二三四"} == {template}
    assert forms.wrong(truth, reading) == []
    assert forms.right_share(truth, reading) == 1
    assert all(check.status in (CheckStatus.PASS, CheckStatus.PASS_WITH_BLANKS) for check in checks)


@QUICK
@given(SEEDS, TEMPLATES, st.sampled_from(sorted(forms.STREAMS)), st.booleans())
def test_layouts_without_cell_marks_give_full_rows_and_never_another_number(
    seed: int, template: str, layout: str, blanks: bool
) -> None:
    truth = forms.draw(seed, template, blanks=blanks)
    reading = forms.read(forms.STREAMS[layout](truth, template))
    assert forms.wrong(truth, reading) == []
    assert blanks or forms.right_share(truth, reading) == 1


@QUICK
@given(SEEDS, TEMPLATES, st.booleans())
def test_cells_on_lines_of_their_own_without_ends_of_rows_are_cut_at_labels(
    seed: int, template: str, blanks: bool
) -> None:
    truth = forms.draw(seed, template, blanks=blanks)
    reading = forms.read(forms.cell_lines(truth, template).replace("\n\n", "\n"))
    assert forms.wrong(truth, reading) == []
    assert forms.right_share(truth, reading) > (0.6 if blanks else 0.99)


def test_a_label_above_and_below_its_values_is_one_label() -> None:
    truth = forms.draw(9, "t2021")
    label, half = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开（区分处理的，只计这一情形，"
    text = re.sub(re.escape(label) + "(.*)", lambda m: f"{half}\n{m[1]}\n不计其他情形）", forms.spaced(truth, "t2021"))
    reading = forms.read(text)
    assert forms.wrong(truth, reading) == []
    assert forms.right_share(truth, reading) == 1


def test_two_different_copies_of_the_tables_give_no_value_where_they_differ() -> None:
    one, two = forms.draw(1, "t2021"), forms.draw(2, "t2021")
    reading = forms.read(forms.tab_rows(one, "t2021") + "\n" + forms.tab_rows(two, "t2021"))
    figures = forms.by_name(reading.figures)
    assert forms.wrong(one, reading) == forms.wrong(two, reading) == []
    assert figures["review.total"].status == Status.UNREADABLE


def _wide(digits: re.Match[str]) -> str:
    return "".join(chr(ord(char) + 0xFEE0) for char in digits.group())


@QUICK
@given(SEEDS, TEMPLATES, st.sampled_from(("\u00a0", "\u3000", "\u200b", "&nbsp; ", "<br/>")), st.booleans())
def test_white_space_and_full_width_digits_change_nothing(seed: int, template: str, space: str, wide: bool) -> None:
    truth = forms.draw(seed, template)
    page = forms.dom(truth, template)
    page = re.sub(r"(?<=<td>)([^<]+)(?=</td>)", rf"{space}\1{space}", page)
    page = re.sub(r"(?<=>)\d+", _wide, page) if wide else page
    reading = forms.read(page)
    assert forms.wrong(truth, reading) == []
    assert forms.right_share(truth, reading) == 1


@QUICK
@given(SEEDS, TEMPLATES, st.data())
def test_labels_broken_anywhere_are_still_labels(seed: int, template: str, data: st.DataObject) -> None:
    truth = forms.draw(seed, template)
    label = data.draw(st.sampled_from(sorted({c.row_label for t in "二三" for c in cells_of(t, template).values()})))
    at = data.draw(st.integers(1, len(label) - 1))
    for source, broken in (
        (forms.dom(truth, template), f"{label[:at]}<br/>{label[at:]}"),
        (forms.cell_lines(truth, template), f"{label[:at]}\n{label[at:]}"),
        (forms.tab_rows(truth, template), f"{label[:at]} {label[at:]}"),
        (forms.spaced(truth, template), f"{label[:at]}\n{label[at:]}"),
    ):
        reading = forms.read(re.sub(rf"(?<=[\t>\n ]){re.escape(label)}(?=[\t<\n ])", broken, source))
        assert forms.wrong(truth, reading) == []
        assert forms.right_share(truth, reading) > 0.95


@QUICK
@given(SEEDS, TEMPLATES, st.integers(0, 24), st.sampled_from(("dom", "tab_rows", "markdown")))
def test_heads_repeated_inside_a_table_change_nothing(seed: int, template: str, at: int, layout: str) -> None:
    truth = forms.draw(seed, template)
    source = forms.PHYSICAL[layout](truth, template)
    end = "</tr>" if layout == "dom" else "\n"
    rows = source.split(end)
    heads = [row for row in rows if any(word in row for word in ("自然人", "商业企业"))]
    heads[0] = heads[0].rpartition("<table>")[2]
    first = next(i for i, row in enumerate(rows) if "本年新收" in row)
    rows[first + at : first + at] = heads
    reading = forms.read(end.join(rows))
    assert forms.wrong(truth, reading) == []
    assert forms.right_share(truth, reading) == 1


@QUICK
@given(SEEDS, TEMPLATES, st.integers(0, 30))
def test_a_table_in_pieces_is_one_table(seed: int, template: str, at: int) -> None:
    truth = forms.draw(seed, template)
    rows = forms.dom(truth, template).split("</tr>")
    first = next(i for i, row in enumerate(rows) if "本年新收" in row)
    rows[first + at % 20] = "</table><table>" + rows[first + at % 20]
    reading = forms.read("</tr>".join(rows))
    assert forms.wrong(truth, reading) == []
    assert forms.right_share(truth, reading) == 1


def _checked(name: str) -> bool:
    """Identities cover table 三 in both directions; in 四 they cover sums, in 二 nothing."""
    return name.startswith("applications.")


@pytest.mark.parametrize("layout", ["cell_lines", "tab_rows", "markdown", "spaced", "bare_lines"])
def test_a_lost_line_never_gives_another_value_unnoticed(layout: str) -> None:
    render = {**forms.PHYSICAL, **forms.STREAMS}[layout]
    silent, runs = [], 0
    for seed in range(6):
        template = forms.TEMPLATES[seed % 2]
        truth = forms.draw(seed, template, blanks=seed % 3 == 0)
        lines = render(truth, template).split("\n")
        for at in range(seed, len(lines), 11):
            reading, checks = forms.read_checked("\n".join(lines[:at] + lines[at + 1 :]))
            runs += 1
            bad = forms.wrong(truth, reading)
            if bad and not any(check.status == CheckStatus.FAIL for check in checks):
                silent.append((seed, at, lines[at], bad))
    print(f"{layout}: {len(silent)} silent of {runs}")
    assert silent == []


@pytest.mark.parametrize("layout", ["cell_lines", "tab_rows", "markdown", "spaced"])
def test_swapped_lines_never_give_another_value_unnoticed_where_identities_exist(layout: str) -> None:
    render = {**forms.PHYSICAL, **forms.STREAMS}[layout]
    silent, unchecked, runs = [], 0, 0
    for seed in range(6):
        template = forms.TEMPLATES[seed % 2]
        truth = forms.draw(seed, template)
        lines = render(truth, template).split("\n")
        for at in range(seed, len(lines) - 1, 7):
            swapped = [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]
            reading, checks = forms.read_checked("\n".join(swapped))
            runs += 1
            bad = forms.wrong(truth, reading)
            noticed = any(check.status == CheckStatus.FAIL for check in checks)
            unchecked += bool(bad) and not noticed and not any(map(_checked, bad))
            if any(map(_checked, bad)) and not noticed:
                silent.append((seed, at, lines[at], bad))
    print(f"{layout}: {len(silent)} silent, {unchecked} that no identity covers, of {runs}")
    assert silent == []


@QUICK
@given(SEEDS, TEMPLATES, st.data())
def test_a_cell_lost_or_added_in_a_row_makes_the_row_unreadable_or_is_noticed(
    seed: int, template: str, data: st.DataObject
) -> None:
    truth = forms.draw(seed, template, blanks=data.draw(st.booleans()))
    cells = forms.dom(truth, template).split("<td>")
    at = data.draw(st.integers(1, len(cells) - 1))
    more = [*cells[:at], data.draw(st.sampled_from(("0</td>", "&nbsp;</td>", "5</td>"))), *cells[at:]]
    for damaged in (cells[:at] + cells[at + 1 :] if "</tr>" not in cells[at] else cells, more):
        reading, checks = forms.read_checked("<td>".join(damaged))
        assert not forms.wrong(truth, reading) or any(check.status == CheckStatus.FAIL for check in checks)


def test_rows_that_are_not_there_are_row_missing_and_their_identities_not_assessable() -> None:
    truth = forms.draw(3, "t2021")
    page = re.sub(r"<tr><td[^>]*>二、上年结转.*?</tr>", "", forms.dom(truth, "t2021"))
    reading, checks = forms.read_checked(page)
    figures = forms.by_name(reading.figures)
    assert {f.status for n, f in figures.items() if n.startswith("applications.carried_in.")} == {Status.ROW_MISSING}
    assert {c.status for c in checks if c.id == "A1"} == {CheckStatus.NOT_ASSESSABLE}
    assert all(c.status == CheckStatus.PASS for c in checks if c.id == "A2")


def test_each_table_follows_its_own_labels() -> None:
    old, new = forms.draw(1, "t2019"), forms.draw(2, "t2021")
    page = forms.dom(new, "t2021").split("<p>")
    page[2] = forms.dom(old, "t2019").split("<p>")[2]
    reading, checks = forms.read_checked("<p>".join(page))
    assert reading.templates == {"二": "t2021", "三": "t2019", "四": "t2021", "stat_2014": "table_missing"}
    names = set(forms.by_name(reading.figures))
    assert "applications.result.other.all.total" in names
    assert "applications.result.other.residual.total" not in names
    assert all(check.status == CheckStatus.PASS for check in checks)


def test_values_without_a_label_are_kept_out() -> None:
    source = "第二十条第（五）项\t\n信息内容\t本年处理决定数量\n行政许可\t3\n\t8\n\t9\n"
    figures = forms.by_name(forms.read(source).figures)
    assert figures["proactive.licensing.decisions"].value == 3
    assert figures["proactive.penalties.decisions"].status == Status.ROW_MISSING


def test_lost_column_heads_are_inferred_and_flagged() -> None:
    truth = forms.draw(5, "t2021")
    page = re.sub(r"<tr><td>（本列.*?(?=<tr><td colspan='3'>一、)", "", forms.dom(truth, "t2021"), flags=re.DOTALL)
    figures = forms.by_name(forms.read(page).figures)
    assert figures["applications.received.total"].value == truth["applications.received.total"]
    assert "columns_inferred" in figures["applications.received.total"].flags


@QUICK
@given(SEEDS, TEMPLATES)
def test_markdown_without_any_head_is_read_by_its_rows(seed: int, template: str) -> None:
    truth = forms.draw(seed, template)
    lines = forms.markdown(truth, template).split("\n")
    heads = ("第二十条", "信息内容", "本列数据", "自然人", "商业企业", "结果维持", "行政复议 |")
    reading = forms.read("\n".join(line for line in lines if not any(head in line for head in heads)))
    figures = forms.by_name(reading.figures)
    assert forms.wrong(truth, reading) == []
    assert forms.right_share(truth, reading) == 1
    assert all("columns_inferred" in figure.flags for figure in figures.values())


@pytest.mark.parametrize("template", forms.TEMPLATES)
def test_a_head_that_a_page_cuts_in_two_names_no_row(template: str) -> None:
    """商业企 … 其他 stands at the foot of a page, and the whole head again on the next."""
    truth = forms.draw(5, template)
    cut = "<tr>" + "".join(f"<td>{word}</td>" for word in ("商业企", "科研机", "社会公", "法律服", "其他")) + "</tr>"
    page = re.sub("(?=<tr><td>（本列)", cut, forms.dom(truth, template), count=1)
    assert cut in page
    reading = forms.read(page)
    assert reading.templates["三"] == template
    assert forms.wrong(truth, reading) == [] and forms.right_share(truth, reading) == 1


def test_columns_in_another_order_are_not_read() -> None:
    truth = forms.draw(5, "t2021")
    page = forms.dom(truth, "t2021")
    page = page.replace("<td>商业企业</td><td>科研机构</td>", "<td>科研机构</td><td>商业企业</td>")
    figures = forms.by_name(forms.read(page).figures)
    assert {f.status for n, f in figures.items() if n.startswith("applications.")} == {Status.UNREADABLE}
    assert figures["review.total"].value == truth["review.total"]


def test_a_surplus_cell_without_head_is_flagged() -> None:
    truth = forms.draw(5, "t2019")
    source = forms.tab_rows(truth, "t2019")
    lines = source.split("\n")
    last = next(i for i in range(len(lines) - 1, 0, -1) if lines[i])
    lines[last] += "\t0"
    lines[last - 1] += "\t"
    figures = forms.by_name(forms.read("\n".join(lines)).figures)
    assert figures["litigation.after_review.total"].value == truth["litigation.after_review.total"]
    assert "extra_cell" in figures["review.upheld"].flags


def test_a_row_printed_twice_with_other_values_is_not_read() -> None:
    truth = forms.draw(5, "t2019")
    page = forms.dom(truth, "t2019")
    row = re.search(r"<tr><td colspan='3'>四、结转.*?</tr>", page)
    assert row
    other = row.group().replace("</td></tr>", "9</td></tr>")
    figures = forms.by_name(forms.read(page.replace(row.group(), row.group() + other)).figures)
    assert figures["applications.carried_out.total"].status == Status.UNREADABLE
    assert figures["applications.carried_in.total"].value == truth["applications.carried_in.total"]


def test_the_table_of_2014_is_recognised_by_its_labels() -> None:
    labels = ("主动公开政府信息数", "政府网站公开政府信息数", "申请办结数", "申请答复数", "接受培训人员数")
    page = "<table>" + "".join(f"<tr><td>{label}</td><td>件</td><td>1</td></tr>" for label in labels) + "</table>"
    reading = forms.read(f"<div id='zoom'>{page}</div>")
    assert (reading.template, reading.templates["stat_2014"]) == ("t2014", "t2014")
    assert [figure.value for figure in reading.figures if figure.status.has_value] == [1] * len(labels)


def test_a_narrative_has_no_tables() -> None:
    reading = forms.read("一、总体情况\n完成行政许可 12 件，行政处罚 3 件。\n其他\n总计\n7\n")
    assert (reading.template, reading.figures) == ("none", ())
    assert set(reading.templates.values()) == {"table_missing"}


def test_table_lines_are_the_lines_of_tables_alone() -> None:
    truth = forms.draw(8, "t2021")
    for source in (forms.tab_rows(truth, "t2021"), forms.cell_lines(truth, "t2021"), forms.spaced(truth, "t2021")):
        document = read_document(("一、总体情况\n本年工作平稳。\n" + source).encode(), filename="a.txt")
        inside = find_tables(document).blocks
        outside = [block.text for i, block in enumerate(document.blocks) if i not in inside]
        assert outside == ["一、总体情况", "本年工作平稳。", *forms.HEADINGS]


PIECES = (
    "规", "规章 0 ", "0", "行政许可", "\t", "|", "（", "其他 总计 ", "1 ", "一、", "，", "640020470", "1.", "（一）予以公开31",
    "（二）部分公开（区分处理的，", "三、本年度", "- ", "\t0\n", "结果维持 ",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_no_long_line_and_no_many_lines_hang(piece: str) -> None:
    for size, end in ((1_000_000, ""), (90_000, ""), (90_000, "\n")):
        line = (piece + end) * (size // len(piece.encode()))
        started = time.process_time()
        find_tables(read_document(("总体情况\n" + line + "\n").encode(), filename="a.txt")).read()
        assert time.process_time() - started < 10


@pytest.mark.parametrize("piece", ["<div>1</div>", "<p></p><p>0</p>", "<div><p>1</p><p>2</p></div>", "<ul><li>规章<li>1</ul>", "<div><span>1"])
def test_no_page_of_many_blocks_hangs(piece: str) -> None:
    page = "<html><body><div id='zoom'>" + piece * (300_000 // len(piece.encode()))
    started = time.process_time()
    find_tables(read_document(page.encode(), filename="a.html")).read()
    assert time.process_time() - started < 10


@needs_shared
@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
def test_real_reports_give_no_wrong_number(path: Path) -> None:
    truth = json.loads(path.read_text(encoding="utf-8"))
    source = path.parent.parent / truth["source"]
    document = read_document(source.read_bytes(), filename=source.name)
    if "unsupported" in document.flags:
        pytest.skip(f"{document.media} is not read yet")
    reading = find_tables(document).read()
    figures = forms.by_name(reading.figures)
    stated = {name: figure.value for name, figure in figures.items() if figure.status.has_value}
    assert all(value == truth["figures"].get(name) for name, value in stated.items())
    assert reading.template == truth["template"]
    if truth["template"] in forms.ALL:
        assert set(truth["figures"]) <= set(figures)
    checks = [check for check in apply_checks(reading.figures, reading.templates) if check.id not in SOFT]
    failing = {(c.id, c.column or c.row) for c in checks if c.status == "fail"}
    assert failing == {(c["id"], c.get("column") or c.get("row")) for c in truth["failing_checks"]}
