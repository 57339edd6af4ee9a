"""The other ways of Hanweb hosts: several columns in one list, old trees, lists by search.jsp."""

from dataclasses import replace

import pytest

from archive.store.selection import RESERVE
from archive.words import Outcome, TaskKind
from spiders.page import Parsed
from spiders.portal import ADAPTERS
from spiders.walk import Ask
from tests.spiders.endpoint import COLUMN, NEXT, column, numbers, params, store, totals, walked
from tests.spiders.played import at, visited
from tests.spiders.served import reports

TITLE = "济宁市第{}局2020年政府信息公开工作年度报告"


@pytest.mark.parametrize("endpoint", ["/module/jpage/morecolumndataproxy.jsp", "/module/web/jpage/morecolumndataproxy.jsp"])
def test_several_columns_are_asked_of_their_own_endpoint(endpoint: str) -> None:
    script = f"<script>$('#564862').jpage({{proxyUrl:'{endpoint}',perPage:5,webid:1,columnid:'1,2,3',unitid:564862}});</script>"
    asked_by: list[Ask] = []

    def answered(ask: Ask) -> tuple[int, str]:
        asked_by.append(ask)
        start = int(params(ask)["startrecord"])
        return 200, store(range(start, min(start + 15, 24)), totals(23, 5))

    parsed, _ = walked(column(range(1, 6), following="", script=script), answered)
    assert parsed.outcome == Outcome.OK and numbers(parsed) == set(range(1, 24))
    sent = params(asked_by[0])
    assert endpoint in asked_by[0].url and sent["columnid"] == "1,2,3"
    assert (sent["sourceContentType"], sent["keyWordCount"]) == ("3", "999")


def test_an_address_of_several_columns_is_sent_as_printed() -> None:
    following = NEXT.replace("dataproxy", "morecolumndataproxy").replace("columnid=85285", "columnid=1,2,3&sourceContentType=3")
    _, asked = walked(column(range(1, 6), following=following), lambda _: (200, store(range(1, 6), totals(5, 1))))
    assert "/morecolumndataproxy.jsp?page=1&" in asked[0].url and "columnid=1,2,3&sourceContentType=3" in asked[0].url


def test_an_old_tree_is_read_like_a_site_of_its_own() -> None:
    root = "http://www.yanzhou.gov.cn/XXGK/jcms_files/jcms1/web1/site"
    body = f"<ul><li><a href='{root}/art/2018/2/7/art_2201_123.html'>{TITLE.format(1)}</a>2018-02-07</li></ul>"
    column_url = f"{root}/col/col2201/index.html"
    (report,) = reports(visited({column_url: body}, "hanweb-jcms")[0])
    assert report.task_key.endswith("yanzhou.gov.cn/XXGK/jcms_files/jcms1/web1/site:2018/2/7:123")
    links = f"<title>政府信息公开年报</title><a href='{column_url}'>2017年</a>"
    parsed, _ = visited({f"{root}/index.html": links}, "hanweb-jcms")
    assert [(task.kind, task.url) for task in parsed.tasks] == [(TaskKind.COLUMN, column_url)]


CALL = (
    "<iframe src='/module/xxgk/tree.jsp?standardXxgk=1&amp;area=A-1&amp;divid=div9'></iframe><div id='div9'></div>"
    "<script>loadDynamic('/module/xxgk/search.jsp?standardXxgk=1&amp;infotypeId=A0212&amp;area=A-1','div9','0','','23','');</script>"
)


def row(number: int, column_id: int = 85285) -> str:
    return (
        f"<tr class='tr_main_value_odd'><td><a class='bt_link' gkfs='1' href='/art/2021/1/5/art_{column_id}_{number}.html'>"
        f"{TITLE.format(number) if column_id == 85285 else f'第{number}号文件'}</a></td><td>2021-01-05</td></tr>"
    )


def searched(*answers: str) -> tuple[Parsed, list[Ask]]:
    """The end of a visit to a page that leaves its list to search.jsp."""
    first = at(COLUMN, CALL, "hanweb-xxgk", title="政府信息公开年报")
    adapter, asked = ADAPTERS["hanweb-xxgk"], list[Ask]()
    parsed = adapter.parse(first)
    while parsed.ask and parsed.walk:
        asked.append(parsed.ask)
        body = answers[min(len(asked), len(answers)) - 1]
        parsed = adapter.parse(replace(first, url=parsed.ask.url, body=body.encode(), walk=parsed.walk))
        assert len(asked) < 20
    return parsed, asked


def page_of(rows: str, pages: int) -> str:
    return f"<table><tbody>{rows}</tbody></table><div>共 {pages} 页 <a>下一页</a> <a>尾页</a></div>"


def test_an_agencys_list_of_reports_is_read_beside_the_module() -> None:
    listed = "http://www.hekou.gov.cn/col/col70393/index.html?vc_xxgkarea=A-1&number=HK0712"
    links = f"<title>政务公开</title><a href='{listed}'>政府信息公开年报</a><a href='/col/col70392/index.html?vc_xxgkarea=A-2'>司法局</a>"
    adapter = ADAPTERS["hanweb-xxgk"]
    parsed = adapter.parse(at("http://www.hekou.gov.cn/", links, "hanweb-xxgk", kind=TaskKind.HOME))
    assert [task.url for task in parsed.tasks if task.kind.is_list and task.why != RESERVE] == [listed]
    assert {task.area for task in reports(parsed)} == {"A-1", "A-2"}
    directory = at("http://www.hekou.gov.cn/col/col1/index.html", links.replace("政务公开", "政府信息公开年报"), "hanweb-xxgk", title="政府信息公开年报")
    followed = [task.url for task in adapter.parse(directory).tasks if task.kind.is_list and task.why != RESERVE]
    assert followed == [listed], "an agency's page in it is its area, and kept in reserve"
    page = at(listed, f"<a href='?vc_xxgkarea=A-1'>指南</a>{CALL}", "hanweb-xxgk", title="政府信息公开年报", kind=TaskKind.HOME)
    parsed = adapter.parse(page)
    assert parsed.ask and "/module/xxgk/search.jsp" in parsed.ask.url
    rows = row(3, 70393).replace("第3号文件", TITLE.format(3))
    parsed = adapter.parse(replace(page, url=parsed.ask.url, body=page_of(rows, 1).encode(), walk=parsed.walk))
    while parsed.ask and parsed.walk:
        parsed = adapter.parse(replace(page, url=parsed.ask.url, body=page_of(rows, 1).encode(), walk=parsed.walk))
    assert parsed.outcome == Outcome.OK and "/art/2021/1/5/art_70393_3.html" in {task.url.partition(".cn")[2] for task in reports(parsed)}


def test_a_list_left_to_the_search_is_asked_page_by_page_with_its_fields() -> None:
    parsed, asked = searched(page_of(row(1) + row(2), 2), page_of(row(3), 2), page_of("", 2))
    assert parsed.outcome == Outcome.OK, parsed.detail
    assert [task.listed_title for task in reports(parsed)] == [TITLE.format(n) for n in (1, 2, 3)]
    sent = params(asked[1])
    assert asked[0].url.startswith("http://www.jining.gov.cn/module/xxgk/search.jsp?standardXxgk=1&infotypeId=A0212&area=A-1&currpage=1")
    assert sent | {"currpage": "2", "jdid": "23", "divid": "div9", "texttype": "0", "fbtime": "-1"} == sent and "vc_title" in sent


def test_what_the_search_gives_of_other_columns_is_left_and_the_module_is_asked_for_its_reports() -> None:
    module = "<li><a href='/module/xxgk/xxgkAnnualReport.jsp?area=A-1&amp;fbtime=2015'>2015年</a></li>"
    parsed, _ = searched(page_of(row(1) + row(7, 99) + module, 1), "")
    assert {(task.family, task.year) for task in reports(parsed)} == {("hanweb-jcms", 2020), ("hanweb-xxgk", 2015)}


def test_pages_of_the_search_that_hold_only_other_columns_are_read_through() -> None:
    parsed, asked = searched(page_of(row(7, 99) + row(8, 99), 3), page_of(row(9, 99), 3), page_of(row(1), 3), page_of("", 3))
    assert len(asked) == 4 and parsed.outcome == Outcome.OK, parsed.detail
    assert [task.listed_title for task in reports(parsed)] == [TITLE.format(1)]


def test_a_search_that_gives_nothing_is_a_shell_and_one_that_gives_too_little_is_not_complete() -> None:
    assert searched("")[0].outcome == Outcome.SHELL
    parsed, _ = searched(page_of(row(1), 3), "")
    assert parsed.outcome == Outcome.SHELL and "1 of 3 pages" in parsed.detail


def test_a_column_page_that_only_holds_the_file_of_a_report_is_that_report() -> None:
    file = "<a href='/module/download/downfile.jsp?classid=0&amp;filename=a1.pdf'>区管委政府信息公开2015年年报.pdf</a>"
    body = f"<title>区管委政府信息公开2015年年报</title><body>{{}}<div id='zoom'><p>详见附件。</p>{file}</div></body>"
    (report,) = reports(visited({COLUMN: body.format("<p>发布时间：2016-01-20</p>")}, "hanweb-jcms")[0])
    assert (report.url, report.year) == (COLUMN, 2015)
    (listed,) = reports(visited({COLUMN: body.format("")}, "hanweb-jcms")[0])
    assert "downfile.jsp" in listed.url
