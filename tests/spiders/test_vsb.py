"""VSB: lists whose pages are counted down, labelled anchors in broken lines, files by download.jsp (CMS 博达)."""

from dataclasses import replace

import pytest

from archive.words import Outcome, TaskKind
from spiders.files import file_tasks
from spiders.lists import parse_article, parse_list
from spiders.manners import MANNERS
from tests.spiders.played import at, visited
from tests.spiders.served import reports
from tests.spiders.test_real_lists import real

LIST = "http://www.linyi.gov.cn/zwgk/bmnb.htm"
TITLE = "临沂市第{}局2020年政府信息公开工作年度报告"


def line(number: int) -> str:
    """One line as a department's skin writes it: an element in a tag that is not closed."""
    label = f"主题：{TITLE.format(number)} 日期：2021-01-{number:02}"
    return f'<li <span class="t">·</span><a href="/info/6163/{number}.htm" title="{label}">第{number}局…</a></span></li>'


def listing(numbers: range, pager: str) -> str:
    lines = "".join(map(line, numbers))
    return f'<html><head><META Name="ColumnName" Content="部门年报"></head><body><ul>{lines}</ul><p>{pager}</p></body></html>'


def pages_of(numbers: list[int], pager: str) -> dict[str, str]:
    """A list of seven lines on three pages whose further ones bear these numbers; `pager` with {next} and {page}."""
    urls = [LIST, *(LIST.replace(".htm", f"/{number}.htm") for number in numbers)]
    parts = (range(1, 4), range(4, 7), range(7, 8))
    links = [pager.format(next=f'href="{url}"', page=k + 2) for k, url in enumerate(urls[1:])]
    return {url: listing(part, link) for url, part, link in zip(urls, parts, [*links, "下页"], strict=True)}


@pytest.mark.parametrize("numbers", [[2, 1], [2, 3], [4711, 4700]], ids=["down", "up", "any"])
@pytest.mark.parametrize("pager", [
    "共7条 {page}/3 <a {next}>下页</a> <a href='bmnb/1.htm'>尾页</a>", "<a {next}>[{page}]</a>", "首页 <a {next}>第{page}页</a>",
    "<a href='javascript:void(0)'>上一页</a><a {next}>{page}</a>",
])  # fmt: skip
def test_a_list_is_read_to_its_end_however_its_pages_are_counted(numbers: list[int], pager: str) -> None:
    parsed, asked = visited(pages_of(numbers, pager), "vsb")
    assert parsed.outcome == Outcome.OK, parsed.detail
    assert [task.listed_title for task in reports(parsed)] == [TITLE.format(n) for n in range(1, 8)]
    assert reports(parsed)[0].task_key == "vsb:report:linyi.gov.cn:1" and len(asked) == 2


def test_titles_and_dates_come_from_the_labels_of_anchors() -> None:
    page = at(LIST, listing(range(1, 3), "<a href='bmnb/1.htm'>下页</a>"), "vsb")
    walk = parse_list(page, MANNERS["vsb"]).walk
    assert walk and [(item.title, item.date) for item in walk.found] == [
        (TITLE.format(1), "2021-01-01"), (TITLE.format(2), "2021-01-02"),
    ]  # fmt: skip


@pytest.mark.parametrize(("pager", "hole"), [
    ("共183条 首页 1/9 下页", "2 of 183 items"), ("首页 下页 尾页 共9页", "1 of 9 pages"),
    ("<a href='javascript:goPage(2)'>下页</a>", "only a script"), ("<a onclick='next()' href='#'>下一页</a>", "only a script"),
])  # fmt: skip
def test_a_list_that_states_more_than_it_gives_is_not_complete(pager: str, hole: str) -> None:
    parsed, asked = visited({LIST: listing(range(1, 3), pager)}, "vsb")
    assert parsed.outcome == Outcome.SHELL and hole in parsed.detail and not asked and len(reports(parsed)) == 2


@pytest.mark.parametrize("pager", ["<a href='bmnb/1.htm'>下页</a>", "<b>1</b> <a href='bmnb/1.htm'>2</a> 共2页"])
def test_a_next_page_that_is_linked_and_not_there_is_a_hole(pager: str) -> None:
    parsed, asked = visited({LIST: listing(range(1, 3), pager)}, "vsb")
    assert parsed.outcome == Outcome.SHELL and len(asked) == 1, parsed.detail
    assert "linked that is not there" in parsed.detail or "1 of 2 pages" in parsed.detail


@pytest.mark.parametrize("pager", ["共2条 1/1 首页 上页 下页", "<a href='javascript:void(0)'>下页</a>", "<a onclick='go(1)'>下页</a>", "今年共183条建议", "共12条 2024/01/05"])
def test_a_list_of_one_page_is_complete(pager: str) -> None:
    parsed, _ = visited({LIST: listing(range(1, 3), pager)}, "vsb")
    assert parsed.outcome == Outcome.OK, parsed.detail


def test_the_levels_of_a_list_of_reports_are_followed_though_they_are_files() -> None:
    body = "<title>政府信息公开年报</title><a href='szfnb.htm'>市政府年报</a><a href='bmnb.htm'>部门年报</a><a href='zcwj.htm'>政策文件</a>"
    parsed, _ = visited({"http://www.linyi.gov.cn/zwgk/nb.htm": body}, "vsb")
    assert [task.url.rpartition("/")[2] for task in parsed.tasks] == ["szfnb.htm", "bmnb.htm"]
    assert {task.kind for task in parsed.tasks} == {TaskKind.COLUMN}


def test_files_are_known_by_number_and_owner_and_a_page_in_their_place_is_none() -> None:
    address = "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&amp;{}"
    links = "".join(f"<a href='{address.format(rest)}'>年报.pdf</a>" for rest in (
        "owner=1585729837&amp;wbfileid=81", "wbfileid=81&amp;owner=1585729837", "owner=12&amp;wbfileid=81", "owner=12&amp;wbfileid=82",
    ))  # fmt: skip
    body = f"<title>临沂市2020年政府信息公开工作年度报告</title><div id='vsb_content_2'><div class='v_news_content'><p>附件【{links}】</p></div></div>"
    page = at("http://linyi.gov.cn/info/6163/7.htm", body, "vsb", kind=TaskKind.REPORT)
    found = {task.task_key: task.url for task in file_tasks("vsb", page, page.document)}
    assert len(found) == 3 and all("&amp;" not in url for url in found.values())
    assert parse_article(page, MANNERS["vsb"], "vsb").outcome == Outcome.OK


def test_a_viewer_shows_a_file_that_nothing_links() -> None:
    body = "<title>2020年政府信息公开年报</title><script>showVsbpdfIframe('/__local/A/BC/9F.pdf','100%')</script>"
    page = at("http://linyi.gov.cn/info/6163/7.htm", body, "vsb", kind=TaskKind.REPORT)
    assert [task.url for task in file_tasks("vsb", page, page.document)] == ["http://linyi.gov.cn/__local/A/BC/9F.pdf"]


def test_the_saved_article_is_read_whole_and_called_something_else_than_a_report() -> None:
    saved = real("vsb-article", "http://www.linyi.gov.cn/info/1009/1081.htm", "linyi.gov.cn", "vsb",
                 kind=TaskKind.REPORT, title="中华人民共和国监察法")  # fmt: skip
    parsed = parse_article(saved, MANNERS["vsb"], "vsb")
    assert parsed.outcome == Outcome.NOT_A_REPORT and not parsed.tasks
    texts = [getattr(block, "text", "") for block in saved.document.blocks]
    assert texts[0] == "中华人民共和国监察法" and texts[-1].startswith("第六十九条") and len(texts) > 100
    assert MANNERS["vsb"].article_key(replace(saved.portal, id="linyi"), saved.url) == "vsb:report:linyi.gov.cn:1081"


def test_escapes_that_are_left_in_an_address_are_undone() -> None:
    body = (
        "<title>2020年政府信息公开年报</title><a href='/system/_content/download.jsp?owner=1&amp;amp;wbfileid=2'>年报.doc</a>"
        "<script>showVsbpdfIframe('/system/_content/download.jsp?owner=1&amp;wbfileid=3')</script>"
    )
    page = at("http://linyi.gov.cn/info/6163/7.htm", body, "vsb", kind=TaskKind.REPORT)
    found = sorted(task.task_key for task in file_tasks("vsb", page, page.document))
    assert found == ["vsb:file:linyi.gov.cn:1:2", "vsb:file:linyi.gov.cn:1:3"]
