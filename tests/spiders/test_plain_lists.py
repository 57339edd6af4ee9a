"""Lists of plain links: which items are asked, how years and agencies are followed, when a list is complete."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from archive.store.ledger import NewTask
from archive.words import Outcome, TaskKind
from spiders.answers import answer
from spiders.follow import Anchor
from spiders.items import looks_like_report, title_of, year_of
from spiders.keys import article_key
from spiders.page import Parsed
from spiders.pager import pager_of
from spiders.portal import ADAPTERS
from spiders.registry import load
from tests.spiders.pages import page

BASE = "http://www.jining.gov.cn/zwgk/gknb/"


def line(number: int, title: str = "") -> str:
    title = title or f"济宁市第{number}局2020年政府信息公开工作年度报告"
    return f'<li><a href="./202101/t20210105_{number}.shtml">{title}</a><span>2021-01-05</span></li>'


def listing(numbers: range | list[int], pager: str = "", head: str = "政府信息公开年报") -> str:
    return f"<html><head><title>{head}</title></head><body><ul>{''.join(map(line, numbers))}</ul>{pager}</body></html>"


def visit(pages: Mapping[str, str | list[str]], *, family: str = "trs-wcm", kind: TaskKind = TaskKind.COLUMN) -> Parsed:
    """The end of a visit to BASE; of a list of texts each asking takes the next, what is not there is a 404."""
    adapter, left = ADAPTERS[family], {url: [text] if isinstance(text, str) else list(text) for url, text in pages.items()}

    def text_of(url: str) -> str:
        texts = left.get(url, [""])
        return texts.pop(0) if len(texts) > 1 else texts[0]

    parsed = adapter.parse(page(text_of(BASE), url=BASE, kind=kind, family=family))
    while parsed.ask and parsed.walk:
        body = text_of(parsed.ask.url)
        further = page(body, url=BASE, kind=kind, family=family, status=200 if body else 404, walk=parsed.walk)
        further = replace(further, url=parsed.ask.url)
        end = answer(further)
        parsed = adapter.interrupted(further, end) if end else adapter.parse(further)
    return parsed


def reports(parsed: Parsed) -> list[NewTask]:
    return [task for task in parsed.tasks if task.kind == TaskKind.REPORT]


CALL = '<script>createPageHTML({}, {}, "index", "shtml"{});</script>'


@pytest.mark.parametrize("pager", [
    CALL.format(3, "{k}", ""), CALL.format(3, "{k}", ', 300, "pages"'), "<script>createPageHTML('p',3,{k},'index','shtml',24);</script>",
    "<script>var currentPage = {k};var countPage = 3;</script><a href='index_1.shtml'>2</a>",
    "<script>var countPage = 3</script><i>index_1.shtml</i>",
])  # fmt: skip
def test_the_pages_of_a_trs_list_are_built_from_its_script(pager: str) -> None:
    def shown(k: int) -> str:
        return listing(range(k * 5 + 1, k * 5 + 6), pager.replace("{k}", str(k)))

    parsed = visit({BASE: shown(0), f"{BASE}index_1.shtml": shown(1), f"{BASE}index_2.shtml": shown(2)})
    assert len(reports(parsed)) == 15 and parsed.outcome == Outcome.OK, parsed.detail


def test_a_next_link_is_followed_where_no_script_counts() -> None:
    pages = {BASE: listing(range(1, 6), "<a href='list2.html'>下一页</a>"), f"{BASE}list2.html": listing(range(6, 9))}
    parsed = visit(pages, family="generic")
    assert len(reports(parsed)) == 8 and parsed.outcome == Outcome.OK


def test_numbers_of_a_slide_show_are_no_pager() -> None:
    slides = "<a href='/xw/1.html'>1</a><a href='/xw/2.html'>2</a>"
    assert pager_of(page(slides, url="http://www.jining.gov.cn/")).url == ""
    assert pager_of(page(slides, url=BASE)).url == ""
    assert pager_of(page(slides.replace("/xw", "."), url=BASE)).url == f"{BASE}2.html"


def test_fewer_pages_than_stated_are_a_hole_and_one_more_than_stated_is_found() -> None:
    def shown(k: int) -> str:
        return listing(range(k * 5 + 1, k * 5 + 6), CALL.format(2, k, ""))

    short = visit({BASE: shown(0)})
    assert short.outcome == Outcome.SHELL and "1 of 2 pages" in short.detail and len(reports(short)) == 5
    pages = {BASE: shown(0), f"{BASE}index_1.shtml": shown(1), f"{BASE}index_2.shtml": shown(2)}
    assert len(reports(visit(pages))) == 15


def test_a_page_that_shows_a_line_again_is_asked_once_more() -> None:
    slipped, right = listing([5, 7, 8], CALL.format(2, 1, "")), listing([6, 7, 8], CALL.format(2, 1, ""))
    parsed = visit({BASE: listing(range(1, 6), CALL.format(2, 0, "")), f"{BASE}index_1.shtml": [slipped, right]})
    assert len(reports(parsed)) == 8 and "its order changed" in parsed.detail


def test_a_last_page_that_shows_nothing_but_a_line_again_is_asked_once_more() -> None:
    pages = {BASE: listing(range(1, 6), CALL.format(2, 0, "")), f"{BASE}index_1.shtml": [listing([5]), listing([6])]}
    parsed = visit(pages)
    assert len(reports(parsed)) == 6 and parsed.outcome == Outcome.OK, parsed.detail


def test_a_page_that_repeats_the_first_ends_the_walk() -> None:
    first = listing(range(1, 6), CALL.format(9, 0, ""))
    parsed = visit({BASE: first, f"{BASE}index_1.shtml": first})
    assert parsed.outcome == Outcome.SHELL and "1 of 9 pages" in parsed.detail


def test_an_empty_list_is_never_a_success() -> None:
    assert visit({BASE: listing([])}).outcome == Outcome.SHELL
    assert visit({BASE: listing([], "<p>暂无数据</p>")}).outcome == Outcome.OK


def test_news_beside_an_empty_list_of_reports_do_not_make_it_a_success() -> None:
    news = "<div><a href='/xw/1.html'>我市召开推进会</a><span>2021-03-04</span></div>"
    empty = f"<html><title>政府信息公开年报</title><body>{news}<ul id='list'></ul><script>load('list')</script></body></html>"
    assert visit({BASE: empty}).outcome == Outcome.SHELL
    assert visit({BASE: empty.replace("<ul id='list'>", f"<ul>{line(1)}")}).outcome == Outcome.OK


def test_a_way_back_from_an_agency_s_empty_list_is_no_part_of_it() -> None:
    body = "<title>政府信息公开年报</title><a href='/zwgk/'>政务公开</a><div id='list'></div><script>load('list')</script>"
    column = page(body, url=BASE, kind=TaskKind.COLUMN, family="trs-wcm")
    column = replace(column, task=replace(column.task, agency="济宁市财政局"))
    parsed = ADAPTERS["trs-wcm"].parse(column)
    assert parsed.outcome == Outcome.SHELL and parsed.tasks


@pytest.mark.parametrize(("words", "outcome"), [("2019年", Outcome.SHELL), ("2008-2019年", Outcome.OK), ("历年年报", Outcome.OK)])
@pytest.mark.parametrize("family", ["trs-wcm", "hanweb-jcms", "channel-doc"])
def test_the_years_beside_an_empty_year_are_no_parts_of_it(words: str, outcome: Outcome, family: str) -> None:
    years = "".join(f"<li><a href='../{year}/index.html'>{year}年</a></li>" for year in (2017, 2018))
    body = f"<title>某市</title><ul>{years}</ul><script>load('list')</script>"
    parsed = ADAPTERS[family].parse(page(body, url=f"{BASE}x/index.html", kind=TaskKind.COLUMN, family=family, title=f"政府信息公开年报 › {words}"))
    assert parsed.outcome == outcome and len(parsed.tasks) == 2, parsed.detail


def test_the_page_that_led_to_an_empty_list_is_no_part_of_it() -> None:
    body = "<title>年报</title><a href='/zwgk/nb/'>政府信息公开年报</a><script>load('list')</script>"
    column = page(body, url=BASE, kind=TaskKind.COLUMN, family="trs-wcm")
    assert ADAPTERS["trs-wcm"].parse(column).outcome == Outcome.OK
    led = replace(column, task=replace(column.task, referer="http://www.jining.gov.cn/zwgk/nb/"))
    assert ADAPTERS["trs-wcm"].parse(led).outcome == Outcome.SHELL


@pytest.mark.parametrize(("place", "asked"), [
    ("<div>当前位置：<a>首页</a>&gt;<a>政务公开</a></div>{}", 0), ("<div><span>当前位置：</span><a>首页</a></div>{}", 0),
    ("<div>当前位置：<a>首页</a></div><div>&gt; 政府信息公开年报</div>{}", 1), ("<p>当前位置：首页 > 政府信息公开 > 年报</p>{}", 1),
])  # fmt: skip
def test_the_menu_behind_the_path_that_a_page_shows_is_no_part_of_it(place: str, asked: int) -> None:
    menu = "<ul><li><a href='/zn/'>政府信息公开指南</a></li><li><a href='/nb/'>政府信息公开年报</a></li></ul>"
    body = f"<html><title>某市</title><body>{place.format(menu)}<ul>{line(1, '我市召开会议部署重点工作')}</ul></body></html>"
    parsed = ADAPTERS["trs-wcm"].parse(page(body, url=BASE, kind=TaskKind.HOME, family="trs-wcm"))
    assert len(reports(parsed)) == asked


def test_in_a_mixed_column_only_what_looks_like_a_report_is_asked() -> None:
    titles = ["2023年工作总结", "济宁市财政局2023年政府信息公开工作年度报告", "召开全市财政工作会议", "济宁市财政局2022年政府信…"]
    body = f"<title>工作报告</title><ul>{''.join(line(n, t) for n, t in enumerate(titles))}</ul>"
    assert [task.listed_title for task in reports(visit({BASE: body}))] == [titles[1], titles[3]]


def test_year_directories_are_followed_by_their_links_and_give_the_year_where_no_title_does() -> None:
    body = (
        '<title>政府信息公开年报</title><ul><li><a href="2025nbxknb/">2025年</a></li><li><a href="../x/bmjzj_2023/">2023年</a></li>'
        '<li><a href="bmzj/">部门镇街</a></li></ul>'
    )
    found = {task.url: task for task in visit({BASE: body}).tasks}
    assert set(found) == {f"{BASE}2025nbxknb/", "http://www.jining.gov.cn/zwgk/x/bmjzj_2023/", f"{BASE}bmzj/"}
    task = found[f"{BASE}2025nbxknb/"]
    inner = page(listing([1]).replace("2020年", ""), url=task.url, kind=task.kind, family="trs-wcm", title=task.listed_title, depth=1)
    (report,) = reports(ADAPTERS["trs-wcm"].parse(inner))
    assert report.year == 2025


@pytest.mark.parametrize("words", [
    "2008-2018年", "2008年-2018年", "2014—2018年年报", "2018年及以前", "2018年以前年报", "历年年报", "往年", "历史年报", "2008至2018年度",
])  # fmt: skip
@pytest.mark.parametrize("family", ["trs-wcm", "hanweb-jcms"])
def test_spans_of_years_and_what_went_before_are_parts_of_a_list(words: str, family: str) -> None:
    body = (
        '<title>政府信息公开年报</title><ul><li><a href="/col/col4125/index.html">2025年</a></li>'
        f'<li><a href="/col/col4108/index.html">{words}</a></li></ul>'
    )
    tasks = ADAPTERS[family].parse(page(body, url=BASE, kind=TaskKind.COLUMN, family=family)).tasks
    assert {task.url.rpartition("/col/")[2] for task in tasks} == {"col4125/index.html", "col4108/index.html"}


def test_a_directory_inside_a_list_of_reports_is_a_part_of_it_whatever_it_is_called() -> None:
    body = '<title>政府信息公开年报</title><a href="./gd/">归档</a><a href="../zcwj/">政策文件</a><a href="/gd/">归档</a>'
    assert [task.url for task in visit({BASE: body}).tasks] == [f"{BASE}gd/"]


def test_an_agency_is_named_by_a_directory_link_and_only_by_it() -> None:
    body = '<title>部门</title><a href="/zwgk/czj/">济宁市财政局</a><a href="/zwgk/fw/">政务服务中心</a><a href="/zwgk/jx/">走进金乡</a>'
    (task,) = visit({BASE: body}, kind=TaskKind.DIRECTORY).tasks
    assert (task.url, task.agency) == ("http://www.jining.gov.cn/zwgk/czj/", "济宁市财政局")
    assert {task.agency for task in reports(visit({BASE: listing([1, 2])}))} == {""}


def test_an_item_that_is_a_list_is_followed_as_a_column() -> None:
    body = f"<html><title>2024年</title><body><ul>{''.join(map(line, range(1, 9)))}</ul></body></html>"
    url = f"{BASE}202501/t20250101_77.shtml"
    parsed = ADAPTERS["trs-wcm"].parse(page(body, url=url, kind=TaskKind.REPORT, family="trs-wcm"))
    assert parsed.outcome == Outcome.NOT_A_REPORT and [(t.kind, t.url) for t in parsed.tasks] == [(TaskKind.COLUMN, url)]


def test_a_moved_trs_article_keeps_its_key_and_tnull_is_an_article() -> None:
    qingdao = load().portal("qingdao")
    one = article_key("trs-wcm", qingdao, "http://www.qingdao.gov.cn/zwgk/a/202401/t20240129_7812120.shtml")
    other = article_key("trs-wcm", qingdao, "https://qingdao.gov.cn/zwgk/b/tnull_7812120.shtml")
    assert one == other == "trs-wcm:report:qingdao.gov.cn:7812120"


@pytest.mark.parametrize(("title", "wanted"), [
    ("2010年度信息公开工作报告", True), ("区管委政府信息公开2024年年报", True), ("2020年度政府信息公开工作年度报告", True),
    ("某局2019年政…", True), ("某局自然资源东营分局20…", True), ("关于召开2023年全市财政工作会议的通…", False),
    ("2023年度法治政府建设年度报告", False), ("政府信息公开指南", False),
])  # fmt: skip
def test_titles_of_reports_are_told_from_others(title: str, wanted: bool) -> None:
    assert looks_like_report(title) is wanted


@pytest.mark.parametrize(("texts", "year"), [
    (("某局2019年政府信息公开年报",), 2019), (("二〇一三年年报",), 2013), (("年报", "2025年"), 2025),
    (("2019-2020年年报", "2025年"), None), (("年报", ""), None),
])  # fmt: skip
def test_the_year_is_the_first_and_only_one_a_title_names(texts: tuple[str, ...], year: int | None) -> None:
    assert year_of(*texts) == year


def test_the_whole_title_is_taken_where_the_text_is_cut_and_a_date_behind_it_is_not() -> None:
    assert title_of(Anchor("u", "某局2020年政府…", ("某局2020年政府信息公开年报",))) == "某局2020年政府信息公开年报"
    assert title_of(Anchor("u", "某局2020年年报[2021-01-05]")) == "某局2020年年报"


def test_a_pager_names_one_page_and_never_itself() -> None:
    assert pager_of(page("<a href='./'>下一页</a>", url=BASE)).url == ""
    second = page(CALL.format(5, 1, "").replace("shtml", "html"), url=f"{BASE}index_1.html")
    assert pager_of(second).url == f"{BASE}index_2.html"


def test_a_link_is_read_by_its_form_else_by_the_family_of_its_host_wherever_it_stands() -> None:
    body = f"<title>政府信息公开年报</title><ul>{line(1).replace('./', BASE)}</ul><a href='/nb/'>政府信息公开年报</a>"
    tasks = visit({BASE: body}, family="generic").tasks
    families = {task.family for task in tasks if task.kind == TaskKind.REPORT}
    assert families == {"trs-wcm"} and {task.family for task in tasks} == {"hanweb-jcms", "trs-wcm"} and len(tasks) == 2


@pytest.mark.parametrize(("title", "name"), [
    ("2010年政府信息公开年报", "2010年政府信息公开年报 › 部门镇街信息公开年报"), ("政府信息公开年报", "部门镇街信息公开年报"),
])  # fmt: skip
def test_a_part_of_a_list_of_one_year_is_of_that_year(title: str, name: str) -> None:
    html = "<body><ul><li><a href='bmzjxxgknb/'>部门镇街信息公开年报</a></li></ul></body>"
    shown = page(html, url=BASE, kind=TaskKind.COLUMN, family="trs-wcm", title=title)
    (part,) = ADAPTERS["trs-wcm"].parse(shown).tasks
    assert part.listed_title == name


def test_a_link_below_a_text_that_names_a_day_is_no_line_of_a_list() -> None:
    text = "本报告所列数据的统计期限自2025年1月1日起至2025年12月31日止。" + "主动公开政府信息。" * 60
    foot = '<div><a href="http://bszs.conac.cn/sitename?method=show">党政机关</a></div>'
    shown = page(f"<title>政府信息公开年报</title><div><div><p>{text}</p></div>{foot}</div>", url=BASE, kind=TaskKind.COLUMN, family="trs-wcm")
    assert not [task for task in ADAPTERS["trs-wcm"].parse(shown).tasks if "conac" in task.url]


def test_the_names_of_further_pages_end_as_the_pager_says_not_as_the_articles() -> None:
    script = """<script>var countPage = 2; if (1) document.write("<a href=\\"index_"+next+".html\\">下一页</a>");</script>"""
    assert pager_of(page(listing([1, 2], script), url=BASE)).url == f"{BASE}index_1.html"


@pytest.mark.parametrize("pager", [
    "<div id='p'></div><script>laypage.render({elem: 'p', count: 23, limit: 15, jump: f});</script>",
    "<script>var totalPage = '3'; drawPager(totalPage);</script>", "<script>$('#p').pagination({pageCount: 2, current: 1});</script>",
    "<button id='more'>加载更多</button>",
])  # fmt: skip
def test_a_pager_that_a_script_draws_leaves_the_list_open(pager: str) -> None:
    first = page(listing([1, 2], pager), url=BASE, kind=TaskKind.COLUMN, family="trs-wcm")
    parsed = ADAPTERS["trs-wcm"].parse(first)
    assert parsed.outcome == Outcome.SHELL and "script" in parsed.detail and len(parsed.tasks) == 2
    for whole in ("<script>var totalPage = 1;</script>", "<script>laypage.render({elem: 'p', count: 2, limit: 15});</script>"):
        last = page(listing([1, 2], whole), url=BASE, kind=TaskKind.COLUMN, family="trs-wcm")
        assert ADAPTERS["trs-wcm"].parse(last).outcome == Outcome.OK


def test_the_menu_of_an_empty_list_of_one_year_is_no_part_of_it() -> None:
    menu = "<ul><li><a href='/'>首页</a></li><li><a href='/zwgk/'>政务公开</a></li></ul><div id='list'></div>"
    shown = page(menu, url=BASE, kind=TaskKind.COLUMN, family="trs-wcm", title="2010年政府信息公开年报")
    parsed = ADAPTERS["trs-wcm"].parse(shown)
    assert parsed.outcome == Outcome.SHELL and [task.listed_title for task in parsed.tasks] == ["政务公开"]
