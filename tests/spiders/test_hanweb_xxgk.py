"""The adapter of the Hanweb report module reads lists and reports by content, not by a known markup."""

from archive.store.selection import RESERVE
from archive.words import Outcome, TaskKind
from spiders.keys import report_key
from spiders.portal import ADAPTERS
from spiders.registry import Area, Entry
from tests.spiders.pages import page, portal
from tests.spiders.served import reports, visited

parse, entry_tasks = ADAPTERS["hanweb-xxgk"].parse, ADAPTERS["hanweb-xxgk"].entry_tasks

HOME = """<html><head><title>中国济宁</title></head><body><ul><li><a href="/zwgk/">政务公开</a></li>
<li><a href="https://www.jining.gov.cn/zwgk/?jh=3" title="政府信息公开">公开</a></li><li><a href="/zhinan/">政府信息公开指南</a></li>
<li><a href="http://www.shandong.gov.cn/zwgk/">政府信息公开</a></li><li><a href="/">政务公开</a></li></ul></body></html>"""

DIRECTORY = """<html><body><div class="x"><a href="/col/col8/index.html?vc_xxgkarea=11370800004312466C-ZF&jh=261">济宁市人民政府</a>
<a href='/col/col8/index.html?jh=261&amp;vc_xxgkarea=11370800004312466C'>济宁市人民政府办公室</a>
<a href="http://www.qufu.gov.cn/col/col15257/index.html?vc_xxgkarea=11370881004343134A">曲阜市财政局</a>
<a href="http://www.elsewhere.gov.cn/col/col1/index.html?vc_xxgkarea=99">他处</a></div>
<script>var more = "/col/col8/index.html?vc_xxgkarea=11370800MB2857001X";</script></body></html>"""

REPORT = """<html><body><table><tr><td><h3>济宁市财政局2020年政府信息公开工作年度报告</h3></td></tr><tr><td>发布时间：2021-01-20</td></tr>
<tr><td><p>一、总体情况</p><p>{}</p><p><a href="/module/download/downfile.jsp?classid=0&filename=ab12.pdf">附件</a></p></td></tr>
</table></body></html>""".format("全年主动公开政府信息，依法办理申请。" * 12)


def test_a_home_page_leads_on_by_its_words_within_the_portal_and_once_per_page() -> None:
    parsed = parse(page(HOME))
    assert parsed.outcome == Outcome.OK
    assert [t.url for t in parsed.tasks] == ["https://www.jining.gov.cn/zwgk/"]


def test_a_home_page_three_links_deep_is_not_followed_further() -> None:
    assert parse(page(HOME, depth=3)).tasks == ()


def test_a_directory_gives_every_agency_and_year_on_the_host_that_lists_it() -> None:
    parsed = parse(page(DIRECTORY, kind=TaskKind.DIRECTORY, url="https://www.jining.gov.cn/col/col8/index.html"))
    areas = {t.area: t for t in parsed.tasks if t.kind == TaskKind.REPORT}
    assert set(areas) == {"11370800004312466C-ZF", "11370800004312466C", "11370881004343134A", "11370800MB2857001X"}
    reports = [t for t in parsed.tasks if t.kind == TaskKind.REPORT]
    assert {t.year for t in reports} == set(range(2008, 2026)) and len(reports) == 4 * 18
    assert areas["11370881004343134A"].url.startswith("http://www.qufu.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=")
    assert areas["11370800004312466C"].agency == "济宁市人民政府办公室"
    assert areas["11370800004312466C"].task_key != areas["11370800004312466C-ZF"].task_key


def test_the_page_of_each_agency_that_a_directory_links_is_kept_in_reserve() -> None:
    parsed = parse(page(DIRECTORY, kind=TaskKind.DIRECTORY, url="https://www.jining.gov.cn/col/col8/index.html"))
    own = {t.area: (t.why, t.url) for t in parsed.tasks if t.kind.is_list}
    assert set(own) == {"11370800004312466C-ZF", "11370800004312466C", "11370881004343134A"}
    assert own["11370881004343134A"] == (RESERVE, "http://www.qufu.gov.cn/col/col15257/index.html?vc_xxgkarea=11370881004343134A")


def test_a_link_of_an_agency_s_page_to_its_guide_names_no_agency() -> None:
    body = '<a href="?vc_xxgkarea=A&jh=2">政府信息公开指南</a><a href="?vc_xxgkarea=B">依申请公开</a>'
    parsed = parse(page(body, url="https://www.jining.gov.cn/col/col8/index.html?vc_xxgkarea=A"))
    assert {(t.area, t.agency, t.kind) for t in parsed.tasks} == {("A", "", TaskKind.REPORT), ("B", "", TaskKind.REPORT)}


OWN_PAGE = """<html><body><h2>曲阜市财政局</h2><a href="/col/col8/index.html?vc_xxgkarea=A">曲阜市财政局</a>
<div id="div8"></div><script>loadDynamic('/module/xxgk/search.jsp?area=A','div8','0','','1','');</script></body></html>"""
ROWS = """<table><tr><td><a href="/art/2022/1/20/art_8_5.html">曲阜市财政局2021年政府信息公开工作年度报告</a></td></tr>
<tr><td><a href="/art/2022/3/1/art_8_6.html">曲阜市财政局2022年部门预算</a></td></tr></table><div>共 1 页</div>"""


def test_of_the_agency_s_own_page_whatever_it_lists_only_what_is_called_a_report_is_taken() -> None:
    first = page(OWN_PAGE, url="https://www.jining.gov.cn/col/col8/index.html?vc_xxgkarea=A", why=RESERVE)
    parsed, asked = visited(first, lambda ask: (200, ROWS))
    assert asked and all("search.jsp" in ask.url for ask in asked)
    assert [(t.url, t.year) for t in reports(parsed) if not t.area] == [("https://www.jining.gov.cn/art/2022/1/20/art_8_5.html", 2021)]


def test_a_directory_without_agencies_is_a_shell_and_not_an_empty_success() -> None:
    body = "<html><body><a href='/zwgk/'>政务公开</a><ul id='list'></ul></body></html>"
    assert parse(page(body, kind=TaskKind.DIRECTORY)).outcome == Outcome.SHELL


def test_links_to_reports_are_taken_with_their_titles() -> None:
    body = '<a href="xxgkAnnualReport.jsp?fbtime=2019&area=37A-1&showType=2">2019年年报</a>'
    (task,) = parse(page(body, kind=TaskKind.COLUMN, url="https://www.jining.gov.cn/module/xxgk/list.jsp")).tasks
    assert task.task_key == report_key("jining", "37A-1", 2019) and task.listed_title == "2019年年报"


def test_a_report_is_ok_and_leads_to_its_files() -> None:
    parsed = parse(page(REPORT, kind=TaskKind.REPORT, url="http://www.jining.gov.cn/module/xxgk/x.jsp?area=A&fbtime=2020"))
    assert parsed.outcome == Outcome.OK
    assert [(t.kind, t.task_key) for t in parsed.tasks] == [(TaskKind.ATTACHMENT, "hanweb-jcms:file:jining:ab12.pdf")]


def test_an_empty_shell_is_absent_and_so_is_a_home_page_in_place_of_a_report() -> None:
    url = "http://www.jining.gov.cn/module/xxgk/x.jsp?area=A&fbtime=2020"
    shell = "<html><body><div class='nav'><a href='/'>首页</a></div><div class='title'></div></body></html>"
    assert parse(page(shell, kind=TaskKind.REPORT, url=url)).outcome == Outcome.ABSENT
    assert parse(page(HOME, kind=TaskKind.REPORT, url="https://www.jining.gov.cn/")).outcome == Outcome.ABSENT


def test_an_entry_that_needs_a_probe_begins_nothing_and_an_endpoint_begins_with_its_areas() -> None:
    probe = Entry("home", "hanweb-xxgk", "", "needs_probe", "inferred", "not seen", ())
    module = "https://www.jining.gov.cn/module/xxgk/xxgkAnnualReport.jsp"
    endpoint = Entry("endpoint", "hanweb-xxgk", module, "known", "observed", "", (Area("A1", "市财政局"),))
    assert list(entry_tasks(portal(), probe, range(2008, 2026))) == []
    tasks = list(entry_tasks(portal(), endpoint, range(2008, 2010)))
    assert [t.url for t in tasks] == [f"{module}?area=A1&fbtime=2008", f"{module}?area=A1&fbtime=2009"]
