"""Whose report it is, in every form of title and by everything else that names a body."""

import pytest

from archive.reports.model import Context
from archive.words import Kind
from tests.reports.report_pages import as_html, narrative, read

TITLES = [
    ("甲山市2019年政府信息公开工作年度报告", "甲山市人民政府", 2019),
    ("甲山市乙水区2019年度政府信息公开年度报告", "甲山市乙水区人民政府", 2019),
    ("2014年甲山市政府信息公开工作年度报告", "甲山市人民政府", 2014),
    ("1/21/26, 2:18 PM 甲山市水利局2020年政府信息公开工作年度报告", "甲山市水利局", 2020),
    ("2024/1/22 15:30 甲山市2020年政府信息公开工作年度报告", "甲山市人民政府", 2020),
    ("title: 甲山市水利局2020年政府信息公开工作年度报告", "甲山市水利局", 2020),
    ("甲山市人民政府 政府信息公开年报 甲山市水利局2020年政府信息公开工作年度报告", "甲山市水利局", 2020),
    ("甲山市水利局 2020 政府信息公开工作年度报告", "甲山市水利局", 2020),
    ("甲山市水利局 2019 年度 政府信息公开工作年度报告", "甲山市水利局", 2019),
    ("甲山市水利局2008年度信息公开报告", "甲山市水利局", 2008),
    ("甲山市水利局2016年政务信息公开年度报告", "甲山市水利局", 2016),
    ("甲山市水利局2020年政府信息公开工作的年度报告", "甲山市水利局", 2020),
    ("甲山市水利局2022年政府信息公开工作年度报告（图片版）", "甲山市水利局", 2022),
    ("甲山市水利局关于2013年度政府信息公开工作情况的报告", "甲山市水利局", 2013),
    ("甲山市水利局政府信息公开2024年年报", "甲山市水利局", 2024),
    ("甲山市水利局政府信息公开工作年度报告（2021年度）", "甲山市水利局", 2021),
    ("丙县丁镇2022年政府信息公开工作年度报告", "丙县丁镇人民政府", 2022),
    ("甲山市乙水区戊街道2022年政府信息公开工作年度报告", "甲山市乙水区戊街道办事处", 2022),
    ("丙县政府办公室二O一一年政府信息公开工作年度报告", "丙县人民政府办公室", 2011),
    ("甲山市政府2011年政府信息公开工作年度报告", "甲山市人民政府", 2011),
    ("甲山市水利局2022年政府信息公开工作年度报告_甲山市人民政府", "甲山市水利局", 2022),
    ("甲山市水利局政府信息公开工作年度报告（2022年）-政府信息公开年报", "甲山市水利局", 2022),
    ("【2022年】甲山市水利局政府信息公开工作年度报告", "甲山市水利局", 2022),
    ("甲山市应急局（甲山市地震局）2022年政府信息公开工作年度报告", "甲山市应急局(甲山市地震局)", 2022),
    ("甲山市水利局2022年度政府信息主动公开年度报告", "甲山市水利局", 2022),
    ("2022年度假区管理局政府信息公开工作年度报告", "度假区管理局", 2022),
    ("【年报】甲山市城市管理局2023年政府信息公开工作年度报...", "甲山市城市管理局", 2023),
]


@pytest.mark.parametrize(("title", "agency", "year"), TITLES)
def test_every_form_of_title_names_agency_and_year(title: str, agency: str, year: int) -> None:
    for report in (read(narrative(title, year)), read(as_html(narrative(title, year), title))):
        assert (report.agency, report.year.value, report.kind) == (agency, year, Kind.ANNUAL_REPORT)
        assert "year_conflict" not in report.flags


@pytest.mark.parametrize(
    "title",
    [
        "一图读懂：甲山市水利局2022年政府信息公开工作年度报告", "图解|甲山市水利局2022年政府信息公开工作年度报告",
        "问答解读：《甲山市水利局2022年政府信息公开工作年度报告》", "甲山市水利局2022年政府信息公开工作年度报告解读",
        "《甲山市水利局2022年政府信息公开工作年度报告》的图解", "甲山市水利局关于2022年政府信息公开工作年度报告的解读",
    ],
)  # fmt: skip
def test_an_explanation_names_the_agency_of_what_it_explains(title: str) -> None:
    report = read(as_html(narrative(title, 2022), title))
    assert (report.agency, report.year.value, report.kind) == ("甲山市水利局", 2022, Kind.EXPLANATION)


def test_a_title_over_two_lines_is_one_title() -> None:
    report = read(narrative("工作年度报告", 2021, agency_line="甲山市水利局 2021 年政府信息公开"))
    assert (report.agency, report.year.value) == ("甲山市水利局", 2021)
    assert report.title == "甲山市水利局 2021 年政府信息公开工作年度报告"


@pytest.mark.parametrize("title", ["政府信息公开工作年度报告", "信息公开工作年度报告"])
@pytest.mark.parametrize("mark", ["", "# ", "**"])
def test_the_second_line_of_a_title_may_be_a_title_itself(title: str, mark: str) -> None:
    first = "甲山市水利局2021年度" + ("政府" if title.startswith("信息") else "")
    close = mark.strip("# ")
    report = read(narrative(f"{mark}{title}{close}", 2021, agency_line=f"{mark}{first}{close}"))
    assert (report.agency, report.year.value) == ("甲山市水利局", 2021)
    assert report.title == "甲山市水利局2021年度政府信息公开工作年度报告"


def test_the_line_above_names_the_agency() -> None:
    report = read(narrative("2020年度政府信息公开工作报告", agency_line="甲山市水利局"))
    assert (report.agency, report.title) == ("甲山市水利局", "甲山市水利局2020年度政府信息公开工作报告")


def test_a_short_name_is_completed_from_the_line_above() -> None:
    report = read(narrative("市水利局 2020 政府信息公开工作年度报告", agency_line="甲山市水利局"))
    assert report.agency == "甲山市水利局"
    assert "agency_completed" in report.flags


@pytest.mark.parametrize(
    "context",
    [
        Context(agency="甲山市水利局"),
        Context(area="11370900MB2535551R", agency=""),
    ],
)
def test_a_short_name_is_completed_by_the_portal(context: Context) -> None:
    report = read(narrative("市水利局2020年政府信息公开工作年度报告"), context)
    assert report.agency == ("甲山市水利局" if context.agency else "泰安市水利局")


def test_a_county_code_does_not_make_a_county_body_the_city_s() -> None:
    report = read(narrative("市水利局2020年政府信息公开工作年度报告"), Context(area="1137088300432554XU"))
    assert report.agency == "市水利局"
    assert "agency_short_name" in report.flags


def test_market_supervision_is_not_a_bare_city() -> None:
    report = read(narrative("市场监督管理局2020年政府信息公开工作年度报告"), Context(area="11370900MB2535551R"))
    assert report.agency == "市场监督管理局"


def test_the_zone_behind_a_short_name_is_the_one_that_signs_never_the_end_of_its_name() -> None:
    zone = "甲山高新技术产业开发区管委会"
    text = narrative("区管委政府信息公开2020年年报", 2020).replace("全局上下", f"2020年，{zone}上下")
    assert read(f"{text}\n{zone}\n2021年1月12日").agency == zone
    assert read(text).agency == "区管委"


def test_a_short_name_is_completed_from_the_text() -> None:
    text = narrative("市水利局2020年政府信息公开工作年度报告") + "\n通信地址：甲山市水利局办公室。甲山市水利局网站。"
    assert read(text).agency == "甲山市水利局"


BARE = narrative("2020年度政府信息公开工作报告")


def test_the_signature_names_the_agency() -> None:
    report = read(BARE + "\n甲山市水利局\n2021年1月20日")
    assert report.agency == "甲山市水利局"
    assert "agency_from_signature" in report.flags


@pytest.mark.parametrize("sentence", [
    "根据要求，现公布甲山市水利局2020年度政府信息公开年度报告。如有疑问，请与乙水县数据局联系（电话：略）。",
    "现向社会公开《甲山市水利局2020年政府信息公开工作年度报告》。",
    "如有疑问，请与甲山市水利局政府信息公开处联系（地址：略）。",
])  # fmt: skip
def test_the_preamble_names_the_agency(sentence: str) -> None:
    assert read(BARE.replace("\n", f"\n{sentence}\n", 1)).agency == "甲山市水利局"


def test_the_index_block_names_the_agency() -> None:
    index = "<table><tr><td>索引号</td><td>x/2021-1</td></tr><tr><td>发布机构</td><td>甲山市水利局</td></tr></table>"
    report = read(as_html(BARE).replace("<body>", "<body>" + index))
    assert report.agency == "甲山市水利局"


def test_a_source_that_is_a_code_names_nobody() -> None:
    page = as_html(BARE).replace("<body>", "<body><p>来源：11370000MB284651XL-A</p>")
    assert read(page).agency is None


def test_the_contact_sentence_names_the_agency() -> None:
    text = BARE + "\n如对本报告有疑问，请与甲山市水利局办公室联系（地址：甲山市水边路1号）。"
    assert read(text).agency == "甲山市水利局"


def test_the_portal_names_the_agency_where_the_report_does_not() -> None:
    report = read(BARE, Context(agency="甲山市水利局"))
    assert report.agency == "甲山市水利局"
    assert "agency_from_portal" in report.flags


def test_a_zone_keeps_its_name_and_a_flag() -> None:
    report = read(narrative("甲山经济开发区2020年政府信息公开工作年度报告"))
    assert report.agency == "甲山经济开发区"
    assert "agency_bare_place" in report.flags


@pytest.mark.parametrize(
    ("listed", "kind", "flagged"),
    [
        ("甲山市教育局", Kind.OTHER_AGENCY, False),
        ("甲山市水利局", Kind.ANNUAL_REPORT, False),
        ("水利局", Kind.ANNUAL_REPORT, False),
        ("甲山市水利和湖泊局", Kind.ANNUAL_REPORT, True),
        ("甲山市人民政府", Kind.ANNUAL_REPORT, True),
    ],
)
def test_only_a_clearly_other_body_makes_a_report_another_agency_s(listed: str, kind: Kind, flagged: bool) -> None:
    report = read(narrative("甲山市水利局2020年政府信息公开工作年度报告"), Context(agency=listed))
    assert (report.kind, "agency_differs" in report.flags) == (kind, flagged)


def test_a_body_of_another_place_is_another_body() -> None:
    report = read(narrative("甲山市水利局2020年政府信息公开工作年度报告"), Context(agency="己海市水利局"))
    assert report.kind == Kind.OTHER_AGENCY


def test_a_place_that_rose_in_level_is_the_same_place() -> None:
    report = read(narrative("乙水市水利局2016年政府信息公开工作年度报告", 2016), Context(agency="甲山市乙水区水利局"))
    assert (report.kind, "agency_differs" in report.flags) == (Kind.ANNUAL_REPORT, True)


def test_what_is_served_under_a_body_s_own_area_keeps_its_figures() -> None:
    area = "11370100004200000X"
    context = Context(agency="甲山市综合行政执法局", area=area, url=f"http://x.gov.cn/a.jsp?area={area}&fbtime=2020")
    report = read(narrative("甲山市城市管理局2020年政府信息公开工作年度报告"), context)
    assert (report.kind, "agency_differs" in report.flags) == (Kind.ANNUAL_REPORT, True)


def test_before_the_reform_another_name_may_be_the_same_body() -> None:
    report = read(narrative("甲山市工商局2015年政府信息公开工作年度报告", 2015), Context(agency="甲山市市场监督管理局"))
    assert report.kind == Kind.ANNUAL_REPORT
    assert "agency_differs" in report.flags


@pytest.mark.parametrize("subject", ["市", "我局", "本单位"])
def test_a_subject_that_names_nobody_is_told_by_the_portal(subject: str) -> None:
    report = read(narrative(f"{subject}2020年政府信息公开工作年度报告"), Context(agency="甲山市水利局"))
    assert (report.agency, report.kind) == ("甲山市水利局", Kind.ANNUAL_REPORT)


def test_a_heading_of_an_enclosed_table_is_no_title_and_names_no_body() -> None:
    table = "<table><tr><td>统计指标</td><td>单位</td><td>统计数</td></tr>" + "".join(
        f"<tr><td>（{number}）{label}</td><td>件</td><td>2</td></tr>"
        for number, label in zip("一二三", ("主动公开政府信息数", "申请办结数", "申请答复数"), strict=True)
    ) + "</table>"  # fmt: skip
    report = read(f"<html><body><div><p>一、概述</p><p>公开有序。</p><p>附表：政府信息公开情况统计表（2016年度）</p>{table}</div></body></html>")
    assert (report.kind, report.agency, report.year.value) == (Kind.ANNUAL_REPORT, None, 2016)
    assert not report.title.startswith("附表")


CODE = "11371500004346000K"
INDEX_BLOCKS = {
    "three bare lines": f"<p>{CODE}/2021-0012</p><p>2021-01-17</p><p>聊城市水利局</p>",
    "three in one line": f"<div>\n<span>{CODE}/2021-0012</span>\n<span>聊城市水利局</span>\n<span>2021-01-17</span></div>",
    "a short name beside the code": f"<ul><li>{CODE}/2021-0012</li><li>市水利局</li><li>2021-01-17</li></ul>",
    "an index number without code": "<p>/2021-5564318</p><p>聊城市水利局</p><p>2021-01-17</p>",
    "labels of a portal of Hanweb": f"<ul><li><b>索引号：</b>{CODE}/2021-1</li><li><b>发布单位：</b>聊城市水利局</li><li><b>内容分类：</b>2020年</li>"
    "<li><b>发文日期：</b>2021-01-17</li></ul>",
    "labels of 滨州": "<table><tr><td>索引号：</td><td>3</td></tr><tr><td>发文机关：</td><td>聊城市水利局</td></tr><tr><td>发布日期：</td><td>2021年1月17日</td></tr></table>",
    "labels of VSB": "<table><tr><th>索引号</th><td>1585729837/zfb/2021-0000050</td><th>发布机构</th><td>聊城市水利局</td></tr><tr><th>公开目录</th><td>部门年报</td>"
    "<th>发布日期</th><td>2021/01/17</td></tr></table>",
    "source and time without white space": "<div><span>来源：聊城市水利局</span><span>时间：2021-01-17</span></div>",
    "a code in place of the source": f"<div><span>来源：{CODE}-A</span><span>时间：2021-01-17</span></div><p>发布机构：市水利局</p>",
}  # fmt: skip


@pytest.mark.parametrize("block", INDEX_BLOCKS)
def test_index_blocks_of_every_family_name_agency_and_date(block: str) -> None:
    report = read(as_html(BARE).replace("<div id='zoom'>", f"{INDEX_BLOCKS[block]}<div id='zoom'>"))
    assert (report.agency, report.dates.get("published_shown")) == ("聊城市水利局", "2021-01-17")
    assert INDEX_BLOCKS[block] and "/2021-" not in report.text


def test_the_end_of_a_title_is_no_place_before_a_short_name() -> None:
    title = "区管委政府信息公开2024年年报"
    assert read(as_html(f"2024年年报\n{narrative(title, 2024)}", title)).agency == "区管委"


@pytest.mark.parametrize(("site", "agency"), [
    ("乐陵市人民政府门户网站", "乐陵市审计局"), ("庆云县人民政府", "市审计局"), ("乐陵市民政局", "市审计局"), ("乐陵日报", "市审计局"),
])  # fmt: skip
def test_a_short_name_is_completed_by_the_government_whose_site_it_stands_on(site: str, agency: str) -> None:
    source = as_html(narrative("市审计局2022年政府信息公开工作年度报告", 2022)).replace("<head>", f"<head><meta name='SiteName' content='{site}'>")
    assert read(source).agency == agency


def test_a_page_that_bears_the_name_of_the_enclosed_report_is_that_report() -> None:
    title = "附件2：甲山市水利局2020年政府信息公开工作年度报告.docx"
    assert read(as_html(narrative("", 2020), title)).agency == "甲山市水利局"
