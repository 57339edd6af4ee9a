"""Sections: found by what their titles say, whatever their numbering and level."""

import time

import pytest

from tests.reports.report_pages import PROSE, SECTIONS, as_html, narrative, read

KEYS = ["s1_overview", "s2_proactive", "s3_applications", "s4_remedies", "s5_problems", "s6_other"]
TITLE = "某县水利局2020年政府信息公开工作年度报告"


def keys(source: str) -> list[str]:
    return [section.key for section in read(source).sections]


def test_the_six_sections_are_found_in_text_and_html() -> None:
    for source in (narrative(TITLE), as_html(narrative(TITLE))):
        report = read(source)
        assert [section.key for section in report.sections] == KEYS
        assert all(section.text == PROSE for section in report.sections)
        assert [section.title for section in report.sections] == list(SECTIONS)


VARIANTS = [
    ("一、政府信息公开总体情况", "s1_overview"),
    ("一、政府信息公开工作总体情况", "s1_overview"),
    ("## 一、总体情况", "s1_overview"),
    ("　　一、总体情况", "s1_overview"),
    ("第一部分：总体情况", "s1_overview"),
    ("一、概述", "s1_overview"),
    ("二、行政机关主动公开政府信息情况", "s2_proactive"),
    ("二、主动公开政府信息的情况", "s2_proactive"),
    ("二．主动公开政府信息情况。", "s2_proactive"),
    ("三、政府信息公开申请情况", "s3_applications"),
    ("三、行政机关收到和处理政府信息公开申请情况", "s3_applications"),
    ("三、依申请公开政府信息情况", "s3_applications"),
    ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "s4_remedies"),
    ("四、政府信息公开行政复议和行政诉讼情况", "s4_remedies"),
    ("四、行政复议及行政诉讼情况", "s4_remedies"),
    ("四、举报和行政复议及行政诉讼情况", "s4_remedies"),
    ("五、政府信息公开工作存在的主要问题及改进情况", "s5_problems"),
    ("五、存在的主要问题和改进措施", "s5_problems"),
    ("五、存在问题及改进情况", "s5_problems"),
    ("五、存在的问题和下一步重点工作", "s5_problems"),
    ("六、其他事项", "s6_other"),
    ("六、其它需要报告的事项", "s6_other"),
    ("五、政府信息公开收费及减免情况", "other"),
    ("七、工作人员和费用支出情况", "other"),
]


@pytest.mark.parametrize(("heading", "key"), VARIANTS)
def test_every_wording_of_a_heading_has_its_role(heading: str, key: str) -> None:
    assert keys(f"{TITLE}\n前言。\n{heading}\n{PROSE}") == [key]


def test_ordinals_may_be_wrong_or_repeated() -> None:
    text = narrative(TITLE).replace("四、政府", "三、政府").replace("五、存在", "三、存在")
    assert keys(text) == KEYS


def test_headings_glued_to_their_text_are_cut_out() -> None:
    glued = TITLE + "\n" + "".join(f"　　{heading}　　{PROSE}" for heading in SECTIONS)
    report = read(glued)
    assert [section.key for section in report.sections] == KEYS
    assert report.sections[2].text == PROSE
    tight = TITLE + "\n" + "".join(f"{heading}{PROSE}" for heading in SECTIONS)
    assert keys(tight) == KEYS


def test_spaces_inside_headings_do_not_hide_them() -> None:
    assert keys(narrative(TITLE).replace("三、收到和处理", "三 、收 到和 处理")) == KEYS


def test_sub_headings_stay_in_their_section() -> None:
    text = narrative(TITLE).replace(PROSE, "（一）主动公开情况\n（二）依申请公开情况\n1.其他事项\n" + PROSE)
    assert keys(text) == KEYS


def test_sections_numbered_in_brackets_count_where_no_others_are() -> None:
    text = narrative(TITLE)
    for ordinal in "一二三四五六":
        text = text.replace(f"\n{ordinal}、", f"\n（{ordinal}）")
    assert keys(text) == KEYS


def test_a_lost_heading_is_made_up_for_by_the_table() -> None:
    row = "<tr><td>{}</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>1</td></tr>"
    table = "<table>" + "".join(
        row.format(label) for label in ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理")
    ) + "</table>"
    page = as_html(narrative(TITLE)).replace(f"<p>{SECTIONS[2]}</p><p>{PROSE}</p>", table)
    report = read(page)
    assert [section.key for section in report.sections] == KEYS
    assert (report.sections[2].title, report.sections[2].text) == ("", "")


def test_rows_of_tables_are_no_headings() -> None:
    rows = "\n".join(("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "三、本年度办理结果", "四、结转下年度继续办理"))
    assert keys(narrative(TITLE).replace(f"{SECTIONS[2]}\n{PROSE}", f"{SECTIONS[2]}\n{rows}")) == KEYS


@pytest.mark.parametrize(("text", "none"), [("无", True), ("无。", True), (" 无 ", True), ("暂无。", True), ("无其他需要报告的事项", True), ("本年度无其他需要报告的事项。", True), ("我局没有其他需要报告的事项；", True), ("无申请。", False), ("", False)])
def test_a_section_that_only_says_none_is_told_apart(text: str, none: bool) -> None:
    report = read(f"{TITLE}\n{SECTIONS[0]}\n{PROSE}\n{SECTIONS[5]}\n{text}\n")
    assert report.sections[1].stated_none is none


def test_a_table_of_contents_is_no_section() -> None:
    contents = "\n".join(SECTIONS)
    assert keys(narrative(TITLE).replace(SECTIONS[0], contents + "\n" + SECTIONS[0], 1)) == KEYS


def test_a_report_without_headings_is_one_section() -> None:
    assert keys(f"{TITLE}\n{PROSE}") == ["other"]


@pytest.mark.parametrize("piece", ["一、", "一、总体情况", "四、因政府信息公开工作被申请行政复议、", "　　", "五、存在的问题", "a", "\t"])
def test_a_megabyte_on_one_line_is_split_in_time(piece: str) -> None:
    start = time.process_time()
    read(f"{TITLE}\n" + piece * (300_000 // len(piece)) + "尾")
    assert time.process_time() - start < 15
