"""Documents beside the reports, as portals mix them in: each is told by its kind, with a reason and without figures."""

import pytest

from tests.reports.report_pages import read

LONG = "为进一步做好政府信息公开工作，现将有关情况公布如下。" * 8
SIX = (
    "一、总体情况\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n"
    "五、存在的主要问题及改进情况\n六、其他需要报告的事项\n"
)
CASES = (
    ("explanation", f"《某县水利局2021年政府信息公开工作年度报告》解读\n现就年报内容进行如下解读：\n一、编制背景\n{LONG}\n二、编制依据\n{LONG}\n三、主要内容\n{SIX}{LONG}"),
    ("explanation", f"一图读懂某县2021年政府信息公开工作年度报告\n{LONG}"),
    ("news", f"某省对外公布了2018年政府信息公开工作年度报告\n本报讯（记者 张三）近日，某省对外公布了2018年政府信息公开工作年度报告。\n{LONG}"),
    ("guide", f"某县水利局政府信息公开指南\n一、公开内容\n{LONG}\n二、获取政府信息的方式\n{LONG}\n三、受理机构\n{LONG}"),
    ("guide", f"某县政府信息公开目录\n机构职能\n{LONG}"),
    ("guide", f"某县政府信息公开工作年度报告制度（试行）\n第一条 为规范年度报告。\n第二条 年度报告由办公室编制。\n第三条 {LONG}"),
    ("work_plan", f"某县2021年政府信息公开工作要点\n{LONG}"),
    ("work_plan", f"2021年政务公开考核实施方案\n{LONG}"),
    ("notice", f"关于做好2021年政府信息公开工作年度报告编制和发布工作的通知\n各乡镇人民政府，县政府各部门：\n{LONG}\n请于1月20日前报送。"),
    ("training", f"我县举办政府信息公开工作年度报告编制培训班\n{LONG}"),
    ("training", f"县水利局召开政务公开工作推进会\n会议强调，{LONG}"),
    ("training", f"副县长调研政务公开工作\n{LONG}"),
    ("blank_form", f"XX局2021年政府信息公开工作年度报告（模板）\n{SIX}"),
    ("blank_form", f"政府信息公开工作年度报告格式（征求意见稿）\n{SIX}"),
    ("quarterly_table", "2017年第三季度政府信息公开情况统计表\n填报单位：某县财政局\n主动公开政府信息数 条 35\n政府网站公开政府信息数 条 35\n收到申请数 件 0"),
    ("rule_of_law", f"某县水利局2021年法治政府建设年度报告\n一、依法全面履行政府职能\n{LONG}\n二、重大行政决策\n{LONG}"),
    ("rule_of_law", f"某县水利局关于2021年法治政府建设情况的报告\n{LONG}"),
    ("rule_of_law", f"某县水利局2021年度依法行政工作报告\n{LONG}"),
    ("budget", f"某县水利局2021年部门决算\n{LONG}"),
    ("budget", f"某县水利局2021年部门预算公开\n{LONG}"),
    ("website_report", f"某县水利局政府网站工作年度报表（2021年度）\n网站总访问量 3000\n独立用户访问总量 300\n{LONG}"),
    ("summary", f"某县水利局2021年政务公开工作总结\n{LONG}"),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), CASES, ids=lambda value: value[:24])
def test_what_is_no_report_is_told_by_its_kind_and_states_nothing(kind: str, text: str) -> None:
    report = read(text)
    assert (report.kind, report.figures, report.checks) == (kind, (), ())
    assert report.reason
