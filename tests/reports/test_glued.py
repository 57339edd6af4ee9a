"""Whole reports in one line, nothing between their cells: what stands between two labels is printed, never a blank."""

import pytest

from archive.reports.model import Report
from tests.reports import by_hand as b

TITLE = "乐陵市民政局{year}年政府信息公开工作年度报告"
PERIOD = "本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
HEADS_2019 = "信息内容上一年项目数量本年增/减处理决定数量"
ZEROS = b.applications(b.ROWS_2021, {"result.granted": (4, 1), "result.partly_granted": (2,)})


def _three(rows: tuple[tuple[str, str], ...], values: b.Values) -> str:
    heads = "".join(text for row in b.HEADS for text, *_ in row)
    return heads + "".join(text for row in b.application_rows(rows, values) for text, *_ in row)


def _four(values: list[int]) -> str:
    return "".join(text for row in b.REMEDY_HEADS for text, *_ in row) + "".join(map(str, values))


def _report(year: int, two: str, three: str = "", four: str = "") -> Report:
    sections = f"二、主动公开政府信息情况{two}三、收到和处理政府信息公开申请情况{three}四、政府信息公开行政复议、行政诉讼情况{four}"
    text = f"{PERIOD}一、总体情况本局工作平稳。{sections}五、存在的主要问题及改进情况人手不足。六、其他需要报告的事项无。"
    return b.read("\n".join([TITLE, text]).format(year=year), "a.txt")


def _two_2021(fee: str) -> str:
    rows = "信息内容本年制发件数本年废止件数现行有效件数规章000行政规范性文件000"
    decisions = "信息内容本年处理决定数量"
    return (
        f"第二十条第（一）项{rows}第二十条第（五）项{decisions}行政许可37第二十条第（六）项{decisions}行政处罚5行政强制0"
        f"第二十条第（八）项信息内容本年收费金额（单位：万元）行政事业性收费{fee}"
    )


def _two_2019(licensing: str, procurement: str, heads: str = "信息内容本年新制作数量本年新公开数量对外公开总数量") -> str:
    return (
        f"第二十条第（一）项{heads}规章规范性文件131341第二十条第（五）项{HEADS_2019}行政许可{licensing}其他对外管理服务事项000"
        f"第二十条第（六）项{HEADS_2019}行政处罚3+25行政强制000第二十条第（八）项信息内容上一年项目数量本年增/减行政事业性收费00"
        f"第二十条第（九）项信息内容采购项目数量采购总金额政府集中采购{procurement}"
    )


def test_the_last_value_of_a_table_may_touch_the_heading_of_the_next_section() -> None:
    remedies = [0] * 15
    report = _report(2022, _two_2021("8.25"), _three(b.ROWS_2021, ZEROS), _four(remedies))
    want: dict[str, b.Want] = {
        **{f"proactive.{stem}.{leaf}": 0 for stem in ("regulations", "normative_documents") for leaf in ("issued", "repealed", "in_force")},
        "proactive.licensing.decisions": 37, "proactive.penalties.decisions": 5, "proactive.coercion.decisions": 0,
        "proactive.admin_fees.amount": 8.25, **b.wanted(ZEROS), **b.wanted_remedies(remedies),
    }  # fmt: skip
    assert b.differences(report, want) == []


@pytest.mark.parametrize("licensing", ["62+1518", "62-1518", "20－12", "9项+1项30件"])
@pytest.mark.parametrize("procurement", ["92104.5万元", "9项2104500元", "92104500"])
def test_signs_and_units_among_the_digits_of_a_row_make_it_unreadable_not_blank(licensing: str, procurement: str) -> None:
    report = _report(2020, _two_2019(licensing, procurement))
    said = {each.indicator.removeprefix("proactive."): (str(each.status), each.value) for each in report.figures}
    for name in ("licensing.items_prev_year", "licensing.items_change", "licensing.decisions", "penalties.items_change",
                 "procurement.projects", "procurement.amount"):  # fmt: skip
        assert said[name] == ("unreadable", None), name
    assert said["regulations.issued"] == ("blank", None)


@pytest.mark.parametrize("heads", [
    "信息内容本年度新制作数量本年度公开数量对外公开总数量", "信息内容制作数量公开数量对外公开总数量", "信息内容本年新制作数量公开件数公开总件数",
    "信息内容（单位：件）对外公开总数量",
])  # fmt: skip
def test_heads_that_are_only_partly_known_do_not_make_one_number_of_several(heads: str) -> None:
    report = _report(2020, _two_2019("62+1518", "92104500", heads))
    said = {each.indicator: each.value for each in report.figures if "normative" in each.indicator}
    assert len(said) == 3 and set(said.values()) == {None}


def test_heads_of_the_year_as_a_whole_are_those_of_the_year() -> None:
    heads = ["信息内容", "本年度新制作数量", "本年度新公开数量", "对外公开总数量"]
    rows = ["规章", "0", "0", "2", "规范性文件", "3", "3", "41", "行政许可", "5", "0", "6"]
    report = _report(2020, "\n".join(["", "第二十条第（一）项", *heads, *rows, ""]))
    said = {each.indicator: each.value for each in report.figures if "normative" in each.indicator}
    assert list(said.values()) == [3, 3, 41]
    assert not any("columns_inferred" in each.flags for each in report.figures)
