"""Dumps that tools for text extraction make of reports: wrapped labels, lost lines, repeated cells, shuffled values."""

from collections.abc import Callable, Sequence

import pytest

from archive.words import Kind
from tests.reports import by_hand as b
from tests.reports.report_pages import read

TITLE = "乐陵市民政局2023年政府信息公开工作年度报告"
PERIOD = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
VALUES = b.applications(
    b.ROWS_2021,
    {
        "carried_in": (1,), "result.granted": (14, 2), "result.partly_granted": (3,), "result.unable.not_held": (9, 0, 1),
        "result.not_processed.confirm_or_reissue": (2,), "result.other.correction_overdue": (4, 1), "carried_out": (2,),
    },
)  # fmt: skip
REMEDIES = [1, 0, 0, 2, 3, *[0] * 4, 0, 2, 0, 1, 0, 3]
WANTED = b.wanted(VALUES) | b.wanted_remedies(REMEDIES)
Draw = Callable[[Sequence[Sequence[b.Cell]]], str]


def _dump(draw: Draw, title: str = TITLE) -> str:
    three = draw([*b.HEADS, *b.application_rows(b.ROWS_2021, VALUES)])
    four = draw([*b.REMEDY_HEADS, b.row(*map(str, REMEDIES))])
    return "\n".join([
        title, PERIOD, "一、总体情况", "略。", "三、收到和处理政府信息公开申请情况", three, "四、政府信息公开行政复议、行政诉讼情况", four,
        "五、存在的主要问题及改进情况", "略。",
    ])  # fmt: skip


def _spaced(rows: Sequence[Sequence[b.Cell]]) -> str:
    return "\n".join("   ".join(text for text, *_ in row) for row in rows)


def _by_line(rows: Sequence[Sequence[b.Cell]]) -> str:
    return "\n".join(text for row in rows for text, *_ in row)


def _tabs(rows: Sequence[Sequence[b.Cell]]) -> str:
    return "\n".join("\t".join(text for text, *_ in row) for row in rows)


def _wrapped(rows: Sequence[Sequence[b.Cell]]) -> str:
    """Long labels over two or three lines, the values beside the first of two or the second of three."""
    lines: list[str] = []
    for row in rows:
        texts = [text for text, *_ in row]
        label = next((text for text in texts if len(text) > 15), "")
        if not label or texts[-1] == label or not texts[-1].isdigit():
            lines.append("   ".join(texts))
            continue
        parts = [label[at : at + 14] for at in range(0, len(label), 14)]
        at = len(parts) // 2
        values = "   ".join(texts[-7:])
        above = [f"     {part}" for part in parts[:at]]
        beside = [f"其他处  {parts[at]}   {values}"] if len(parts) < 3 else [f"  {parts[at]}", f"其他处   {values}"]
        lines += [*above, *beside, *(f"     {part}" for part in parts[at + 1 :]), ""]
    return "\n".join(lines)


@pytest.mark.parametrize("draw", [_spaced, _by_line, _tabs, b.table], ids=["spaces", "lines", "tabs", "html"])
def test_an_office_may_call_every_total_by_the_other_word(draw: Draw) -> None:
    text = _dump(draw).replace("总计", "合计")
    report = b.read(b.page("".join(f"<p>{line}</p>" for line in text.split("\n")))) if draw is b.table else read(text)
    assert b.differences(report, WANTED) == []


@pytest.mark.parametrize("draw", [_spaced, _tabs, b.table], ids=["spaces", "tabs", "html"])
def test_a_sum_beside_all_applicants_heads_in_one_row_is_that_of_all(draw: Draw) -> None:
    inner = [("项目", 3, 1), *((text, 1, 1) for text in ("自然人", *b.INNER, "合计"))]

    def in_one_row(rows: Sequence[Sequence[b.Cell]]) -> str:
        return draw([inner, *rows[3:]] if rows[1] is b.HEADS[1] else rows)

    text = _dump(in_one_row)
    report = b.read(b.page("".join(f"<p>{line}</p>" for line in text.split("\n")))) if draw is b.table else read(text)
    assert b.differences(report, WANTED) == []


@pytest.mark.parametrize("draw", [_spaced, _by_line, _tabs, b.table], ids=["spaces", "lines", "tabs", "html"])
def test_a_table_without_totals_has_its_six_columns(draw: Draw) -> None:
    def cut(rows: Sequence[Sequence[b.Cell]]) -> str:
        if rows[1] is not b.HEADS[1]:
            return draw(rows)
        return draw([[b.HEADS[0][0], ("申请人情况", 6, 1)], b.HEADS[1][:2], b.HEADS[2], *(row[:-1] for row in rows[3:])])

    text = _dump(cut)
    report = b.read(b.page("".join(f"<p>{line}</p>" for line in text.split("\n")))) if draw is b.table else read(text)
    total = {name: "unreadable" for name in WANTED if name.startswith("applications.") and name.endswith(".total")}
    assert b.differences(report, WANTED | total) == []


def test_labels_over_three_lines_take_the_values_beside_their_middle() -> None:
    assert b.differences(read(_dump(_wrapped)), WANTED) == []


def test_a_head_on_a_line_of_its_own_is_no_row_of_the_newer_form() -> None:
    """其他 is a head and a row of 2021: a wrapped head must not make the form of 2019 that of 2021."""
    values = b.applications(b.ROWS_2019, {"result.granted": (4, 1), "result.other.all": (6, 4, 1)})
    heads = "申请人情况\n自然\n人\n法人或其他组织 总计\n商业企\n业\n科研\n机构\n社会公\n益组织\n法律服\n务机构\n其他"
    table = "\n".join([heads, _spaced(b.application_rows(b.ROWS_2019, values))])
    report = read("\n".join([TITLE, PERIOD, "三、收到和处理政府信息公开申请情况", table, "五、存在的主要问题及改进情况", "略。"]))
    assert b.differences(report, b.wanted(values)) == []
    assert report.templates["三"] == "t2019"


def test_a_page_in_one_line_with_pipes_between_cells_is_read_cell_by_cell() -> None:
    report = read(_dump(_by_line).replace("\n", "|"))
    assert b.differences(report, WANTED) == []
    assert (report.agency, report.year.value) == ("乐陵市民政局", 2023)


def test_the_values_of_four_on_a_line_and_a_piece_add_up_or_are_not_stated() -> None:
    """Narrow cells break 112 into 11 and 2 below: fifteen values stand there, and none is the one printed."""
    whole, broken = "1 0 0 2 3 0 0 0 0 0 2 0 1\n0 3", "112 0 0 0 11 0 0 0 0 0 2 0 1 3\n2"
    text = _dump(_spaced).replace("   ".join(map(str, REMEDIES)), "{}")
    assert b.differences(read(text.format(whole)), WANTED) == []
    assert b.differences(read(text.format(broken)), b.wanted(VALUES) | b.wanted_remedies(["unreadable"] * 15)) == []


def test_a_label_of_its_own_before_the_row_of_four_is_none_of_its_values() -> None:
    four = b.row("数量（件）", *map(str, REMEDIES))
    heads = [[("类别", 1, 3), *b.REMEDY_HEADS[0]], *b.REMEDY_HEADS[1:]]
    text = _dump(lambda rows: b.table([*heads, four] if rows[0] is b.REMEDY_HEADS[0] else rows))
    assert b.differences(b.read(b.page("".join(f"<p>{line}</p>" for line in text.split("\n")))), WANTED) == []


def test_entities_of_spaces_left_in_a_text_are_blank_cells() -> None:
    text = _dump(lambda rows: "\n".join("\t".join(text if text != "0" else "&nbsp;" for text, *_ in row) for row in rows))
    assert b.differences(read(text), {name: value or "blank" for name, value in WANTED.items()}) == []


@pytest.mark.parametrize("what", ["一、本年新收申请数量", "二、上年结转申请数量"])
def test_short_labels_of_received_and_carried_in_are_known(what: str) -> None:
    text = _dump(_tabs).replace(what.replace("申请", "政府信息公开申请"), what)
    assert what in text and b.differences(read(text), WANTED) == []


def test_a_cell_repeated_for_each_column_it_spans_is_one_cell() -> None:
    head = "信息内容 | 本年处理决定数量 | 本年处理决定数量 | 本年处理决定数量"
    two = f"第二十条第（五）项 |  |  | \n{head}\n行政许可 | 12 | 12 | 12\n第二十条第（六）项 |  |  | \n{head}\n行政处罚 | 3 | 3 | 3\n行政强制 | 5 | 6 | 5\n"
    two += "第二十条第（八）项 |  |  | \n信息内容 | 本年收费金额（单位：万元） | 本年收费金额（单位：万元）\n行政事业性收费 | 0.5 | 0.5"
    report = read(_dump(_by_line).replace("一、总体情况\n略。", f"一、总体情况\n略。\n二、主动公开政府信息情况\n{two}"))
    told = {name: value for name, value in _told(report).items() if name.startswith("proactive.")}
    assert told == {"proactive.licensing.decisions": 12, "proactive.penalties.decisions": 3, "proactive.admin_fees.amount": 0.5}


def test_values_shuffled_among_the_labels_are_stated_only_where_they_add_up() -> None:
    """What columns printed one after the other leave: seven values stand behind a label that are not its own."""
    rows = b.application_rows(b.ROWS_2021, VALUES)
    labels = ["\n".join(text for text, *_ in row[:-7]) for row in rows]
    loose = ["\n".join(text for text, *_ in row[-7:]) for row in rows]
    other = {"1．属于国家秘密": "0\n" * 7, "2．重复申请": "0\n4\n0\n0\n0\n0\n0\n"}
    lines = [f"{label}\n{other.get(label.split(chr(10))[-1], '')}" for label in labels[:10]] + loose[:10]
    lines += [f"{label}\n{other.get(label.split(chr(10))[-1], '')}" for label in labels[10:]] + loose[10:]
    heads = "\n".join(text for row in b.HEADS for text, *_ in row)
    text = "\n".join([TITLE, PERIOD, "三、收到和处理政府信息公开申请情况", heads, *lines, "五、存在的主要问题及改进情况", "略。"])
    report = read(text)
    assert report.kind == Kind.ANNUAL_REPORT
    assert [name for name in _told(report) if ".state_secret." in name or ".duplicate." in name] == []


@pytest.mark.parametrize("astray", [True, False])
def test_a_row_that_does_not_add_up_is_not_stated_beside_values_astray(astray: bool) -> None:
    """Seven values behind a label may be what the end of a column left there, if others stand behind none."""
    rows = _by_line([*b.HEADS, *b.application_rows(b.ROWS_2021, VALUES)])
    label = next(text for row in b.application_rows(b.ROWS_2021, VALUES) for text, *_ in row if "出版物" in text)
    before, _, rest = rows.partition(f"{label}\n")
    rest = "\n".join(["40", "0", "1", "0", "0", "0", "0", *(["机构", "3", "2"] if astray else []), *rest.split("\n")[7:]])
    report = read(f"{TITLE}\n{PERIOD}\n三、收到和处理政府信息公开申请情况\n{before}{label}\n{rest}\n五、存在的问题\n略。")
    assert report.kind == Kind.ANNUAL_REPORT
    assert any(".public_publication." in name for name in _told(report)) is not astray


def _told(report: b.Report) -> dict[str, float | int]:
    return {
        each.indicator: each.value for each in report.figures if each.value is not None and not each.indicator.startswith("text.")
    }


@pytest.mark.parametrize("line", ["{} 2024-01-16 {}", "{}2024-01-16{}", "{}{}"])
def test_the_title_at_the_head_of_a_long_line_names_agency_and_year(line: str) -> None:
    body = "一、总体情况本年度工作有序推进。二、主动公开政府信息情况公开信息20条。三、收到和处理政府信息公开申请情况收到申请1件。"
    report = read(line.format(TITLE, PERIOD + body * 2))
    assert (report.agency, report.year.value) == ("乐陵市民政局", 2023)


@pytest.mark.parametrize("start", ["现将", "根据《条例》，现公布", "为做好公开工作，特公布"])
def test_a_sentence_is_no_title(start: str) -> None:
    assert read(f"{start}{TITLE}，{PERIOD}一、总体情况略。" * 3).agency != f"{start}乐陵市民政局"


@pytest.mark.parametrize("year", ["2O23", "20Z3", "2o23"])
def test_a_year_with_a_letter_for_its_nought_is_no_part_of_the_name(year: str) -> None:
    report = read(_dump(_tabs, TITLE.replace("2023", year)))
    assert report.year.value == 2023
    assert report.agency == ("乐陵市民政局" if "Z" not in year else report.agency)


def test_a_statistical_table_names_the_body_that_filled_it_in() -> None:
    table = "附件\n政府信息公开情况统计表\n（2017年度）\n填报单位（盖章）：乐陵市卫生和计划生育局　　填报日期：2018年1月15日\n"
    table += "统计指标\t单位\t统计数\n主动公开政府信息数\t条\t35\n政府网站公开政府信息数\t条\t35\n政务微博公开政府信息数\t条\t0\n"
    table += "收到申请数\t件\t0\n申请办结数\t件\t0\n申请答复数\t件\t0\n告知作出更改补充数\t件\t0\n政府信息公开查阅点数\t个\t1\n"
    report = read(table)
    assert (report.kind, report.agency, report.year.value) == (Kind.ANNUAL_REPORT, "乐陵市卫生和计划生育局", 2017)


def test_units_and_values_run_together_and_wrapped_labels_of_the_table_of_2014() -> None:
    lines = [
        "乐陵市财政局2016年政府信息公开工作年度报告", "政府信息公开情况统计表（2016年度）", "统计指标  单位  统计数", "（一）主动公开政府信息数  条  35",
        "2.政府网站公开政府信息数  条  35", "3.政务微博公开政府信息数  条  0", "（一）收到申请数  件  0", "（二）申请办结数  件  0", "（三）申请答复数  件  0",
        "七、依申请公开信息收取的费用 万元0.2", "（二）设置政府信息公开查阅点数  个  1",
        "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面            万元 0.8", "的经费）", "（三）接受培训人员数 人次7",
    ]  # fmt: skip
    told = _told(read("\n".join(lines)))
    assert (told["fees.application_charges"], told["capacity.dedicated_budget"], told["training.trainees"]) == (0.2, 0.8, 7)


@pytest.mark.parametrize(("title", "kind"), [
    ("乐陵市民政局政府信息公开目录", Kind.GUIDE), ("乐陵市召开政府信息公开工作推进会", Kind.TRAINING),
    ("乐陵市2023年政务公开工作要点", Kind.WORK_PLAN), ("乐陵市政务公开工作第三方评估方案", Kind.WORK_PLAN), (TITLE, Kind.UNSURE),
])  # fmt: skip
def test_a_page_of_next_to_no_text_is_what_its_title_says_unless_that_is_a_report(title: str, kind: Kind) -> None:
    source = f"<html><head><title>{title}</title></head><body><div id=zoom><h1>{title}</h1></div></body></html>"
    assert b.read(source).kind == kind


def test_labels_of_rows_as_heads_of_columns_are_no_row() -> None:
    heads = "| 项目 | 本年新收件数 | 上年结转件数 | 予以公开 | 部分公开 | 不予公开 | 结转下年度 | 总计 |"

    def two_halves(rows: Sequence[Sequence[b.Cell]]) -> str:
        lines = ["| " + " | ".join(text for text, *_ in row) + " |" for row in rows]
        return "\n".join([*lines[:-3], "", heads, "|---|---|---|---|---|---|---|---|", *lines[-3:]])

    assert b.differences(read(_dump(two_halves)), WANTED) == []


def test_a_label_in_text_is_no_blank_row_where_rows_of_cells_have_lost_their_label() -> None:
    def in_pieces(rows: Sequence[Sequence[b.Cell]]) -> str:
        lines: list[str] = []
        for row in rows:
            texts = [text for text, *_ in row]
            label = next((text for text in texts if len(text) > 18), "")
            apart = bool(label) and texts[-1].isdigit()
            lines += [f"\n{label[:12]}\n{label[12:]}"] if apart else []
            lines.append("| " + " | ".join(texts[-7:] if apart else texts) + " |")
        return "\n".join(lines)

    report = read(_dump(in_pieces))
    apart = [name for name in WANTED if any(part in name for part in ("overdue", "confirm_or_reissue", "partly_granted"))]
    assert {str(each.status) for each in report.figures if each.indicator in apart} == {"unreadable"}
    assert b.differences(report, {name: "none" if name in apart else each for name, each in WANTED.items()}) == []


def test_the_end_of_another_title_in_the_preamble_is_no_title() -> None:
    head = ["2023年乐陵市民政局政府信息公开", "工作年度报告", "本报告根据《条例》《规", "定》和《关于印发中华人民共和国政府信息公开工作年度报告", "格式的通知》编制。"]
    report = read("\n".join([*head, *_dump(_tabs).split("\n")[2:]]))
    assert (report.agency, report.year.value) == ("乐陵市民政局", 2023)


@pytest.mark.parametrize("mark", ["", ".", "．"])
def test_numbers_of_labels_on_lines_of_their_own_are_no_values_of_the_row_above(mark: str) -> None:
    def apart(rows: Sequence[Sequence[b.Cell]]) -> str:
        texts = [text for row in rows for text, *_ in row]
        numbered = [f"{text[0]}\n{mark}{text[2:]}" if text[0].isdigit() and text[1:2] == "．" else text for text in texts]
        return "\n".join(numbered)

    assert b.differences(read(_dump(apart)), WANTED) == []
    lost = VALUES | {"result.denied.state_secret": [0] * 6}
    three = apart([*b.HEADS, *b.application_rows(b.ROWS_2021, lost)])
    report = read(f"{TITLE}\n{PERIOD}\n三、收到和处理政府信息公开申请情况\n{three}\n五、存在的主要问题及改进情况\n略。")
    said = {each.indicator: each.value for each in report.figures if "state_secret" in each.indicator}
    assert set(said.values()) == {None}


def test_pipes_between_cells_leave_a_blank_cell_at_the_end_of_a_row() -> None:
    def parted(rows: Sequence[Sequence[b.Cell]]) -> str:
        lines = ["| ".join("" if text == "0" else text for text, *_ in row) + "  " for row in rows]
        return "\n".join([lines[0], "---|---  ", *lines[1:]])

    zeros: dict[str, b.Want] = {name: "blank" if each == 0 else each for name, each in WANTED.items()}
    assert b.differences(read(_dump(parted)), zeros) == []


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("apart", [True, False])
def test_pipes_without_space_between_pad_rows_whose_blank_cells_may_be_left_out(*, kept: bool, apart: bool) -> None:
    """Rows of one width: what stands behind the last cell is no cell, and a row with few values has lost some."""
    blank = {"0", ""} if not kept else {""}

    def padded(rows: Sequence[Sequence[b.Cell]]) -> str:
        lines = []
        for row in rows:
            texts = [text for text, *_ in row if text not in blank]
            pad = "|" * (16 - len(texts))
            lines.append((" |\n" if apart else " | ").join(texts) + " |" + ("\n" if apart else " ") + pad)
        return "\n".join(lines)

    report = read(_dump(padded))
    if kept:
        assert b.differences(report, WANTED) == []
    else:
        told = {name: value for name, value in _told(report).items() if WANTED.get(name) != value}
        assert told == {}


def test_pipes_two_by_two_on_lines_of_their_own_part_cells_once() -> None:
    def twice(rows: Sequence[Sequence[b.Cell]]) -> str:
        return "\n|\n|\n".join("" if text == "0" else text for row in rows for text, *_ in row).replace("|\n\n|", "||")

    zeros: dict[str, b.Want] = {name: "blank" if each == 0 else each for name, each in WANTED.items()}
    assert b.differences(read(_dump(twice)), zeros) == []


def test_a_row_whose_end_is_blank_stands_where_all_rows_of_its_grid_do() -> None:
    def grid(rows: Sequence[Sequence[b.Cell]]) -> str:
        lines = []
        for row in rows:
            values = [text for text, *_ in row][-7:]
            label = next((text for text, *_ in reversed(row[:-7]) if text), "") if len(row) > 7 else ""
            deep = 0 if label[:2] in ("一、", "二、", "四、") else 1 if label.startswith("（") else 2
            lead = [*[""] * deep, label, *[""] * (2 - deep)]
            lines.append("| " + " | ".join([*lead, *values] if label else [text for text, *_ in row]) + " |")
        return "\n".join(lines)

    values = b.applications(b.ROWS_2019, {"result.granted": (14, 2), "result.unable.not_held": (9, 0, 1), "carried_out": (2,)})
    rows = b.application_rows(b.ROWS_2019, values, lambda value: str(value or ""))
    rows = [[*row[:-1], ("", 1, 1)] if any(text.startswith("（一）") for text, *_ in row) else row for row in rows]
    report = read(f"{TITLE}\n{PERIOD}\n三、收到和处理政府信息公开申请情况\n{grid([*b.HEADS, *rows])}\n五、存在的问题\n略。")
    want: dict[str, b.Want] = {name: each or "blank" for name, each in b.wanted(values).items()}
    assert b.differences(report, want | {"applications.result.granted.total": "blank"}) == []


def test_pieces_of_dates_below_the_table_are_no_values_of_four() -> None:
    text = _dump(_tabs).replace("五、存在的主要问题及改进情况", "五、存在的主要\n问题及改进情况\n20\n23\n年人手不足。\n20\n24\n年补足。")
    assert b.differences(read(text), WANTED) == []
