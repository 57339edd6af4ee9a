"""Reports and what is taken for them: every look-alike is told apart, and no report is dropped for its title."""

import pytest

from archive.reports.model import Context
from archive.words import Kind
from tests.reports.report_pages import PROSE, SECTIONS, as_html, narrative, read

ROWS = (
    "一、本年新收政府信息公开申请数量\t{0}", "二、上年结转政府信息公开申请数量\t{0}", "（一）予以公开\t{0}", "1.属于国家秘密\t{0}",
    "2.其他法律行政法规禁止公开\t{0}", "4.保护第三方合法权益\t{0}", "5.属于三类内部事务信息\t{0}", "6.属于四类过程性信息\t{0}",
    "1.本机关不掌握相关政府信息\t{0}", "2.重复申请\t{0}", "四、结转下年度继续办理\t{0}",
)  # fmt: skip
ZEROS = "\n".join(ROWS).format("0\t0\t0\t0\t0\t0\t0")
BLANKS = "\n".join(ROWS).format("\t\t\t\t\t\t")

LOOK_ALIKES = {
    Kind.EXPLANATION: (
        "甲山市水利局2021年政府信息公开工作年度报告解读",
        "现就年报内容进行如下解读。\n一、编制背景\n按规定每年编写。\n二、主要内容\n报告共六个部分：" + "；".join(SECTIONS) + "。",
    ),
    Kind.NEWS: (
        "甲山市发布2021年政府信息公开工作年度报告",
        "本报讯（记者 甲乙）近日，甲山市人民政府对外公布了去年的信息公开年度报告，其中申请数量增长一成。",
    ),
    Kind.GUIDE: (
        "甲山市水利局政府信息公开指南",
        "为方便公众获取政府信息，编写本指南。一、获取政府信息的方式。二、受理机构：办公室。受理时间：工作日。请填写申请表。",
    ),
    Kind.NOTICE: (
        "关于做好2021年度政府信息公开工作年度报告编制工作的通知",
        "各县区人民政府，市直各部门：\n请于1月10日前报送年度报告，按要求报送电子版。\n" + "\n".join(SECTIONS) + "\n特此通知。",
    ),
    Kind.WORK_PLAN: (
        "甲山市2022年政务公开工作要点",
        "工作目标：提高公开质量。一、细化目录。责任单位：各部门。完成时限：年底。二、组织实施。牵头单位：办公室。",
    ),
    Kind.TRAINING: (
        "甲山市举办政府信息公开培训班",
        "昨天上午，全市信息公开工作人员参加培训，三位老师授课，与会人员交流了经验，会议要求年内完成栏目检查。",
    ),
    Kind.SUMMARY: (
        "甲山市水利局2021年政务公开工作总结",
        "一年来局里重视公开工作。一、健全机制。建立台账，明确专人。二、丰富内容。更新信息二百条。三、强化监督。",
    ),
    Kind.RULE_OF_LAW: (
        "甲山市2021年法治政府建设情况报告",
        "一、依法全面履行政府职能。深化改革。二、规范重大行政决策程序。三、推进法治政府建设，开展法治督察。四、存在的问题。",
    ),
    Kind.WEBSITE_REPORT: (
        "甲山市水利局政府网站工作年度报表（2021年度）",
        "网站名称 甲山市水利局 首页网址 http://x ICP备案号 独立用户访问总量 34567 网站总访问量 98765 智能问答 否 信息发布 300",
    ),
    Kind.BUDGET: (
        "甲山市水利局2021年度部门决算",
        "一、收支决算总表。二、财政拨款收入支出表。三、三公经费支出表。四、机关运行经费说明，政府采购支出情况说明。",
    ),
    Kind.QUARTERLY_TABLE: ("政府信息公开情况统计表（2017年第二季度）", "填报单位：甲山市水利局\n主动公开政府信息数\t条\t40\n收到申请数\t件\t1\n申请办结数\t件\t1\n申请答复数\t件\t1"),
    Kind.BLANK_FORM: ("XX市XX局20XX年政府信息公开工作年度报告（模板）", "\n".join(SECTIONS) + "\n" + BLANKS),
}  # fmt: skip


@pytest.mark.parametrize("kind", LOOK_ALIKES, ids=str)
def test_every_look_alike_is_told_apart_and_has_no_figures(kind: Kind) -> None:
    title, body = LOOK_ALIKES[kind]
    for source in (f"{title}\n{body}\n", as_html(body, title)):
        report = read(source)
        assert report.kind == kind
        assert report.reason
        assert report.figures == () and report.templates == {} and report.text


def test_an_explanation_is_known_by_its_words_under_the_title_of_the_report() -> None:
    _, body = LOOK_ALIKES[Kind.EXPLANATION]
    assert read(as_html(body, "甲山市水利局2021年政府信息公开工作年度报告")).kind == Kind.EXPLANATION


def test_an_explanation_with_all_six_sections_as_headings_is_no_report() -> None:
    text = narrative("一图读懂：甲山市水利局2021年政府信息公开工作年度报告")
    assert read(text).kind == Kind.EXPLANATION


def test_a_list_of_reports_is_a_list() -> None:
    items = "".join(
        f"<li><a href='/art/{y}.html'>甲山市水利局{y}年政府信息公开工作年度报告</a><span>{y + 1}-01-20</span></li>" for y in range(2010, 2024)
    )
    page = f"<html><head><title>政府信息公开年报</title></head><body><div class='TRS_Editor'><ul>{items}</ul></div></body></html>"
    assert read(page).kind == Kind.LIST_PAGE


def test_records_inside_a_script_make_a_list() -> None:
    records = "".join(f"<record><![CDATA[<li><a href='/art_{n}.html'>某某事项公示材料第{n}号</a>2021-01-0{n}</li>]]></record>" for n in range(1, 7))
    island = f"<script type='text/xml'><datastore><nextgroup></nextgroup><recordset>{records}</recordset></datastore></script>"
    report = read(f"<html><body><div>{island}</div></body></html>")
    assert report.kind == Kind.LIST_PAGE


@pytest.mark.parametrize(
    "body",
    ["", "<div id='zoom'></div>", "<p>您访问的页面不存在，或者已经被删除，请返回网站首页重新查找您需要的内容。</p>", "<ul><li>发布时间：</li></ul>"],
)
def test_an_empty_shell_is_unsure_and_says_empty(body: str) -> None:
    report = read(f"<html><head><title>政府信息公开年报</title></head><body>{body}</body></html>")
    assert (report.kind, report.reason) == (Kind.UNSURE, "empty")
    assert report.content_hash is None or body.startswith("<p>")


def test_a_report_of_pictures_alone_is_unsure_and_needs_reading_by_sight() -> None:
    page = "<html><head><title>甲山市水利局2021年政府信息公开工作年度报告</title></head><body><div id='zoom'><img src='a.jpg'></div></body></html>"
    report = read(page)
    assert (report.kind, report.agency, report.year.value) == (Kind.UNSURE, "甲山市水利局", 2021)
    assert "needs_ocr" in report.flags


@pytest.mark.parametrize(
    "title", ["甲山市水利局2021年度政府信息公开总结", "甲山市水利局政府信息公开工作情况通报", "工作汇报", "甲山市水利局2021年政务公开工作要点", ""]
)
def test_a_filled_form_is_a_report_whatever_its_title_says(title: str) -> None:
    text = f"{title}\n" + "\n".join(f"{heading}\n{PROSE}" for heading in SECTIONS) + "\n" + ZEROS
    assert read(text).kind == Kind.ANNUAL_REPORT


def test_a_narrative_report_without_tables_is_a_report() -> None:
    assert read(narrative("甲山市水利局2020年政府信息公开工作年度报告")).kind == Kind.ANNUAL_REPORT


def test_a_disclosure_summary_with_the_sections_of_a_report_is_one() -> None:
    assert read(narrative("甲山市水利局2013年度政府信息公开总结", 2013)).kind == Kind.ANNUAL_REPORT


def test_a_report_with_blank_cells_but_text_is_no_blank_form() -> None:
    assert read(narrative("甲山市水利局2020年政府信息公开工作年度报告") + "\n" + BLANKS).kind == Kind.ANNUAL_REPORT


def test_a_statistics_table_alone_is_a_report() -> None:
    table = "\n".join(("统计指标\t单位\t统计数", "主动公开政府信息数\t条\t16", "收到申请数\t件\t0", "申请办结数\t件\t0", "申请答复数\t件\t0", "接受培训人员数\t人次\t9"))
    report = read(f"政府信息公开情况统计表（2016年度）\n{table}", Context(agency="甲山市水利局"))
    assert (report.kind, report.year.value, report.agency) == (Kind.ANNUAL_REPORT, 2016, "甲山市水利局")


def test_a_report_of_its_own_structure_is_one_and_is_flagged() -> None:
    title = "甲山市水利局2010年政府信息公开工作年度报告"
    text = "去年主动公开信息百余条，依申请公开两件，没有行政复议和行政诉讼。网站开设专栏，组织培训两次，存在的问题是人手不足。下一步改进。"
    report = read(f"{title}\n一、抓组织\n{text * 5}\n二、抓落实\n{text * 5}")
    assert report.kind == Kind.ANNUAL_REPORT
    assert "weak_structure" in report.flags


@pytest.mark.parametrize("text", ["今天天气很好，公园里有许多游客，孩子们在湖边放风筝，老人在树下下棋聊天，一派祥和。", "本地固定资产投资增长百分之三，工业生产平稳，居民收入提高。" * 3])
def test_other_texts_are_no_report(text: str) -> None:
    report = read(text)
    assert report.kind not in (Kind.ANNUAL_REPORT, Kind.LIST_PAGE)
    assert report.figures == ()


def test_a_small_office_s_report_of_blanks_is_no_blank_form() -> None:
    said = "全年没有收到申请，也没有制发文件，公开工作由一人兼管，今后增加人手，按时更新栏目。"
    text = "甲山市丁镇2021年政府信息公开工作年度报告\n" + "\n".join(f"{heading}\n{said[:20]}" for heading in SECTIONS)
    assert read(f"{text}\n{BLANKS}").kind == Kind.ANNUAL_REPORT


def test_a_loosely_built_report_that_mentions_reporters_is_no_news() -> None:
    said = "主动公开信息百余条，依申请公开两件，没有行政复议和行政诉讼。近日邀请记者参观，网站开设专栏，组织培训两次，不足是人手少。下一步改进。"
    report = read(f"甲山市水利局2010年政府信息公开工作年度报告\n一、抓组织\n{said * 5}\n二、抓落实\n{said * 5}")
    assert report.kind == Kind.ANNUAL_REPORT


FULL = "甲山市水利局2022年政府信息公开工作年度报告"
NAV = "".join(f"<a href='/col/col{number}/index.html'>栏目{number}</a> " for number in range(8))
YEARS = "".join(f"<a href='?fbtime={year}'>{year}年年报</a> " for year in range(2025, 2015, -1))
SIBLINGS = "".join(f"<li><a href='/{year}.html'>甲山市水利局{year}年政府信息公开工作年度报告</a></li>" for year in range(2016, 2026))
ATTACHED = "<p>附件：<a href='/module/download/downfile.jsp?classid=0&filename=ab.pdf'>甲山市水利局2022年政府信息公开工作年度报告.pdf</a></p>"
VIEWER = "<iframe src='/module/download/downfile.jsp?filename=ab.pdf&classid=0'></iframe>"


@pytest.mark.parametrize("around", [NAV, YEARS, SIBLINGS])
@pytest.mark.parametrize("head", ["<h1>{0}</h1>", "<div><span>{0}</span></div>"])
@pytest.mark.parametrize(
    ("body", "title", "kind", "reason"),
    [
        ("<div><img src='/1.jpg'></div>", FULL, Kind.UNSURE, "title of a report, its body is in images"),
        (ATTACHED, FULL, Kind.UNSURE, "attachments only"),
        (VIEWER, FULL, Kind.UNSURE, "attachments only"),
        ("<div><img src='/1.jpg'></div>", "图解：" + FULL, Kind.EXPLANATION, "title says explanation"),
    ],
)
def test_links_around_a_report_without_text_make_no_list(around: str, head: str, body: str, title: str, kind: Kind, reason: str) -> None:
    report = read(f"<html><body><div>{around}</div>{head.format(title)}<p>发布时间：2023-01-18</p>{body}</body></html>")
    assert (report.kind, report.reason, report.year.value) == (kind, reason, 2022)
    assert kind != Kind.UNSURE or ("images" in reason) == ("needs_ocr" in report.flags)


def test_an_explanation_that_is_one_picture_is_an_explanation() -> None:
    assert read(f"<html><body><h1>图解：{FULL}</h1><div id='zoom'><img src='/1.jpg'></div></body></html>").kind == Kind.EXPLANATION


def test_a_heading_over_the_reports_of_many_bodies_is_a_list() -> None:
    items = "".join(f"<li><a href='/{n}.html'>甲山市{name}局2022年政府信息公开工作年度报告</a></li>" for n, name in enumerate(("水利", "财政", "审计", "民政", "司法")))
    assert read(f"<html><body><h1>甲山市2022年政府信息公开工作年度报告</h1><ul>{items}</ul></body></html>").kind == Kind.LIST_PAGE


def test_a_list_of_reports_without_a_title_of_its_own_is_a_list() -> None:
    assert read(f"<html><body><ul>{SIBLINGS}</ul><img src='/icon.png'></body></html>").kind == Kind.LIST_PAGE


GENERAL = ("一、总体情况", "二、存在的问题和下一步打算", "三、其他需要报告的事项")
OTHER_REPORTS = [
    (Kind.RULE_OF_LAW, "甲山市2022年法治政府建设情况报告", (*GENERAL, "四、行政复议、行政诉讼情况", "五、推进政务公开，主动公开政府信息情况")),
    (Kind.RULE_OF_LAW, "甲山市司法局2022年度依法行政工作报告", (*GENERAL, "四、主动公开政府信息情况")),
    (Kind.UNSURE, "2022年甲山市政府工作报告", GENERAL), (Kind.UNSURE, "甲山市水利局2022年建议提案办理情况报告", GENERAL),
    (Kind.UNSURE, "甲山市2022年行政复议工作报告", (*GENERAL, "四、行政复议、行政诉讼情况")),
    (Kind.UNSURE, "甲山市水利局2022年政务新媒体工作年度报告", (*GENERAL, "四、主动公开情况")),
    (Kind.UNSURE, "甲山市2022年度重大行政决策执行情况报告", GENERAL),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "title", "headings"), OTHER_REPORTS)
def test_reports_on_other_subjects_that_share_headings_are_none(kind: Kind, title: str, headings: tuple[str, ...]) -> None:
    """Also where the portal says whose they are and of which year."""
    text = f"{title}\n" + "\n".join(f"{heading}\n{PROSE}" for heading in headings)
    for context in (Context(), Context(agency="甲山市水利局", year=2022)):
        for source in (text, as_html(text, title), as_html(text, "甲山市人民政府")):
            assert read(source, context).kind == kind


# Pages without a text of their own

COLUMN = "<h1>政府信息公开年报</h1><ul>" + SIBLINGS + "</ul><div class='page'>共 10 条 1/1 页</div>"
SNIPPET = "一、总体情况。全局重视公开工作。二、主动公开政府信息情况。三、收到和处理政府信息公开申请情况。五、存在的主要问题及改进情况 ..."
SEARCH = "<div>找到相关结果 8 条</div>" + "".join(
    f"<div class='r'><a href='/{y}.html'>甲山市水利局{y}年政府信息公开工作年度报告</a><p>{SNIPPET}</p><span>{y + 1}-01-20</span></div>" for y in range(2018, 2024)
)
HOME = "<div><p>甲山市人民政府欢迎您，今天是晴天，适合出行。</p>" + "".join(
    f"<h3><a href='/c{c}'>栏目{c}</a></h3><ul>" + "".join(f"<li><a href='/{c}/{n}.html'>甲山市召开第{n}次专题会议研究部署重点工作</a></li>" for n in range(6)) + "</ul>"
    for c in range(5)
) + "</div>"  # fmt: skip
WITHOUT_TEXT = {
    "a column of reports": (COLUMN, Kind.LIST_PAGE),
    "a column with a report's title over it": ("<h1>甲山市各部门2022年政府信息公开工作年度报告汇总</h1><ul>" + SIBLINGS + "</ul>", Kind.LIST_PAGE),
    "search results": (SEARCH, Kind.LIST_PAGE),
    "search results in a known container": (f"<div id='zoom'>{SEARCH}</div>", Kind.LIST_PAGE),
    "a home page": (HOME, Kind.LIST_PAGE),
    "a viewer": (f"<div>{NAV}</div><h1>{FULL}</h1>{VIEWER}", Kind.UNSURE),
    "a viewer of a script": ("<div id='zoom'></div><script>var pdfurl = '/module/download/downfile.jsp?filename=a.pdf&classid=0';</script>", Kind.UNSURE),
    "a viewer in a frame": ("<div id='zoom'><iframe src='/pdfjs/web/viewer.html?file=%2Fattach%2Fa.pdf'></iframe></div>", Kind.UNSURE),
    "attachments": (f"<h1>{FULL}</h1><div id='zoom'>{ATTACHED}</div>", Kind.UNSURE),
    "attachments without a title": ("<div id='zoom'><p>详见附件。</p><a href='/a.docx'>年报（正文）.docx</a> <a href='/b.xlsx'>附表.xlsx</a></div>", Kind.UNSURE),
    "images": (f"<h1>{FULL}</h1><div id='zoom'><img src='/1.jpg'><img src='/2.jpg'></div>", Kind.UNSURE),
    "a shell that a script fills": (f"<div>{NAV}</div><h1>{FULL}</h1><div id='app'>正在加载，请稍候</div><div>{NAV}</div><p>主办：甲山市水利局</p>", Kind.UNSURE),
    "nothing": ("<div id='zoom'></div>", Kind.UNSURE),
    "a missing page": ("<div><p>您访问的页面不存在，或者已经被删除，请返回网站首页重新查找您需要的内容。</p></div>", Kind.UNSURE),
}  # fmt: skip


@pytest.mark.parametrize("case", WITHOUT_TEXT)
def test_a_page_without_a_text_of_its_own_never_becomes_text(case: str) -> None:
    body, kind = WITHOUT_TEXT[case]
    report = read(f"<!DOCTYPE html><html><body>{body}</body></html>")
    assert (report.kind, report.text, report.content_hash, report.content_digest) == (kind, "", None, None)
    assert report.reason and report.sections == () and report.figures == ()


@pytest.mark.parametrize("title", [FULL, "2022年政府信息公开工作年度报告", "政府信息公开年报"])
@pytest.mark.parametrize("holder", ["<div id='zoom'>{0}</div>", "<div class='unheard'>{0}</div>"])
def test_a_column_page_that_carries_the_report_itself_is_the_report(title: str, holder: str) -> None:
    article = "".join(f"<p>{line}</p>" for line in narrative(FULL, 2022).splitlines())
    body = f"<div>{NAV * 6}</div><ul>{SIBLINGS}</ul><h1>{title}</h1>{holder.format(article)}<ul>{SIBLINGS}</ul>"
    report = read(f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>")
    assert (report.kind, report.year.value, report.agency) == (Kind.ANNUAL_REPORT, 2022, "甲山市水利局")
    assert report.content_hash and "栏目3" not in report.text


@pytest.mark.parametrize("kind", [Kind.EXPLANATION, Kind.NEWS, Kind.GUIDE, Kind.NOTICE])
def test_what_is_no_report_but_a_document_keeps_its_text(kind: Kind) -> None:
    title, body = LOOK_ALIKES[kind]
    report = read(as_html(body, title).replace("<body>", f"<body><ul>{SIBLINGS}</ul>{NAV}"))
    assert report.kind == kind and body[:30].split("\n")[0] in report.text and report.content_hash


# What portals call such documents, and what stands in them: written for this test, one line for each.
VARIETY = [
    (Kind.EXPLANATION, f"{FULL}图解", "去年主动公开信息360条，收到申请6件，办结6件，全部按时答复，没有复议。一图看懂年报。"),
    (Kind.EXPLANATION, f"关于《{FULL}》的文字解读", "一、编制背景\n按条例编写。\n二、编制依据\n三、主要内容\n分为六部分：" + "；".join(SECTIONS)),
    (Kind.EXPLANATION, FULL, "为便于公众了解，现将年报编写情况解读如下。编制背景：条例的要求。编制依据：国办来函。主要内容：" + "、".join(SECTIONS)),
    (Kind.NEWS, "申请量增长一成 甲山市晒出政务公开成绩单", "近日，甲山市人民政府办公室对外发布去年的年度报告，新收申请320件，予以公开180件。（记者 甲 通讯员 乙）"),
    (Kind.NEWS, "去年全市信息公开申请增长15%", "本报讯（记者 丙）记者近日从有关部门了解到，该市对外公布了上一年度的政府信息公开工作年度报告。"),
    (Kind.GUIDE, "甲山市水利局政府信息公开年度报告制度", "第一条 为了规范年度报告工作，制定本制度。第二条 每年3月31日前公布。第三条 年度报告包括以下内容。"),
    (Kind.GUIDE, "甲山市政府信息公开保密审查办法（试行）", "第一条 根据条例制定本办法。第二条 适用于本市各部门。第三条 审查程序由各部门自定，先审查后公开。"),
    (Kind.NOTICE, "关于2022年全市政府信息公开年度报告编制发布情况的通报", "各县区人民政府：现将有关情况通报如下。按时发布的有三十家，未按时发布的有两家，请于月底前整改。"),
    (Kind.NOTICE, "关于报送2022年度政府信息公开工作年度报告的函", "各镇街、各部门：\n请各单位按照格式编写，请于1月15日前报送。特此通知。"),
    (Kind.WORK_PLAN, "甲山市2022年政务公开工作考核办法", "工作目标：提高公开质量。一、考核对象。牵头单位：市政府办公室。二、组织实施。完成时限：年底。"),
    (Kind.TRAINING, "甲山市召开政府信息公开年报编制工作推进会", "1月5日，全市年报编制工作推进会召开，会议强调要按时完成，与会人员交流了经验。"),
    (Kind.TRAINING, "市政府办公室到县区调研政务公开工作", "调研组一行听取汇报，会议要求加快整改。当地有关人员参加了座谈，并参加培训。"),
    (Kind.RULE_OF_LAW, "甲山市司法局关于2022年法治政府建设情况的报告", "一、总体情况\n二、存在的问题\n三、下一步打算\n加强行政复议、行政诉讼应诉，推进政府信息公开，办好听证。"),
    (Kind.WEBSITE_REPORT, "甲山市政府网站与政务新媒体年度报表", "首页网址 http://x ICP备案号 1 独立用户访问总量 1000 网站总访问量 20000 智能问答 是"),
    (Kind.BUDGET, "2022年度甲山市政务公开办公室决算公开", "第一部分 概况。第二部分 收支决算总表、财政拨款支出表、三公经费、机关运行经费说明。"),
    (Kind.SUMMARY, "甲山市2022年上半年政府信息公开工作总结", "上半年主动公开信息200条，办理申请三件。一、加强领导。二、完善制度。三、下半年打算。"),
    (Kind.QUARTERLY_TABLE, "2018年二季度政府信息公开统计报表", "填报单位：水利局\n主动公开政府信息数\t条\t30\n收到申请数\t件\t0\n申请办结数\t件\t0\n申请答复数\t件\t0"),
    (Kind.BLANK_FORM, "甲山市____局20__年政府信息公开工作年度报告（模板）", "\n".join(SECTIONS) + "\n（此处填写本机关情况，不超过五百字，填写后删去本行）"),
    (Kind.ANNUAL_REPORT, f"{FULL}（附解读）", "\n".join(f"{heading}\n{PROSE}" for heading in SECTIONS) + "\n" + ZEROS),
    (Kind.ANNUAL_REPORT, "2010年度信息公开工作报告", "\n".join(f"{heading}\n{PROSE}" for heading in SECTIONS)),
    (Kind.ANNUAL_REPORT, "区管委政府信息公开2024年年报", "\n".join(f"{heading}\n{PROSE}" for heading in SECTIONS)),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "title", "body"), VARIETY)
def test_the_variety_of_portals_is_told_apart_by_title_or_body(kind: Kind, title: str, body: str) -> None:
    """As a text, as a page with its title, and as a page whose title is only the site's."""
    site = as_html(f"{title}\n{body}", "甲山市人民政府")
    for source in (f"{title}\n{body}\n", as_html(body, title), site):
        report = read(source)
        assert report.kind == kind and report.reason
        assert kind == Kind.ANNUAL_REPORT or (report.figures == () and report.templates == {})


@pytest.mark.parametrize(("kind", "title", "body"), [each for each in VARIETY if each[0] != Kind.ANNUAL_REPORT])
def test_what_a_list_calls_a_report_is_still_what_it_says_itself(kind: Kind, title: str, body: str) -> None:
    context = Context(agency="甲山市水利局", year=2022, listed_title=FULL, url="http://www.jiashan.gov.cn/a.html")
    for source in (f"{title}\n{body}\n", as_html(body, title)):
        assert read(source, context).kind == kind


def test_a_table_of_which_few_rows_are_filled_tells_a_report_where_title_and_prose_are_lost() -> None:
    def row(label: str, deep: int, value: str = "") -> str:
        cells = [*[""] * (3 - deep), label, *[""] * (deep - 1), value, *[""] * 5, value]
        return "| " + " | ".join(cells) + " |"

    three = [
        row("一、本年新收政府信息公开申请数量", 3, "6"), row("二、上年结转政府信息公开申请数量", 3), row("（一）予以公开", 2, "5"),
        row("1.属于国家秘密", 1), row("2.其他法律行政法规禁止公开", 1), row("4.保护第三方合法权益", 1), row("2.重复申请", 1, "1"),
        row("（七）总计", 2, "6"), row("四、结转下年度继续办理", 3),
    ]  # fmt: skip
    report = read("\n".join(["本报告所列数据的统计期限自2019年1月1日起至12月31日止。", *three]), filename="a.txt")
    assert report.kind == Kind.ANNUAL_REPORT


def test_a_filled_table_of_disclosure_tells_a_report_that_had_no_applications() -> None:
    rows = [
        "第二十条第（一）项", "信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量", "规章\t\t\t", "规范性文件\t4\t4\t31",
        "第二十条第（五）项", "信息内容\t上一年项目数量\t本年增/减\t处理决定数量", "行政许可\t12\t1\t310", "其他对外管理服务事项\t0\t+3\t41",
    ]  # fmt: skip
    report = read("\n".join([*rows, "未收到政府信息公开申请。"]), filename="a.txt")
    assert report.kind == Kind.ANNUAL_REPORT


def test_the_date_of_publication_in_a_line_makes_no_news_of_a_report() -> None:
    text = narrative("甲山市水利局2021年度报告", 2021).replace("\n", "发布日期：2022-01-20", 1).replace("\n", "")
    assert read(text, filename="a.txt").kind != Kind.NEWS


@pytest.mark.parametrize("first", [
    "根据《政府信息公开条例》和关于做好2016年政府信息公开工作年度报告的通知要求，编制本年度报告。",
    "按照《政府信息公开条例》的要求，现向社会公布我局2016年度政府信息公开年度报告。",
])  # fmt: skip
def test_a_report_whose_title_is_lost_is_told_by_its_period_and_its_sections(first: str) -> None:
    lines = [
        f"{first}所列数据的统计期限自2016年1月1日起至2016年12月31日止。", "一、概述", "略。", "二、主动公开政府信息情况",
        "主动公开政府信息35条。", "三、依申请公开政府信息情况", "收到政府信息公开申请2件。", "四、行政复议、行政诉讼情况", "无。",
    ]  # fmt: skip
    assert read("\n".join(lines), filename="a.txt").kind == Kind.ANNUAL_REPORT
    assert read("\n".join([*lines[:4], *lines[8:]]), filename="a.txt").kind != Kind.ANNUAL_REPORT
