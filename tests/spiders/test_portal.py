"""The spider turns an answer into a result or a further request, whatever state it came in."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from archive.clock import SystemClock
from archive.store.ledger import Task
from archive.words import Outcome, TaskKind
from spiders.manners import family_of
from spiders.portal import Hop, PortalSpider, Result, retry_after
from spiders.registry import load

TASK = Task("k", "jining", "hanweb-xxgk", TaskKind.REPORT, "jining", "https://www.jining.gov.cn/r", "listed", year=2020)


def parse(body: bytes, *, status: int = 200, flags: list[str] | None = None, headers: dict[str, str] | None = None) -> object:
    spider = PortalSpider(load(), SystemClock())
    request = Request(TASK.url, meta={"task": TASK, "hop": 0, "to": Hop(TASK.url)})
    (result,) = spider.parse(HtmlResponse(TASK.url, status=status, headers=headers or {}, body=body, flags=flags, request=request))
    return result


def test_a_body_that_broke_off_is_no_answer_however_much_of_it_came() -> None:
    body = ("<html><h1>济宁市财政局2020年政府信息公开工作年度报告</h1><p>发布时间：2021-01-20</p><p>" + "公开。" * 200).encode()
    whole, part = parse(body), parse(body, flags=["dataloss"])
    assert isinstance(whole, Result) and whole.outcome == Outcome.OK
    assert isinstance(part, Result) and part.outcome == Outcome.UNREACHABLE_TCP and part.outcome.retryable


def test_a_relative_redirect_is_followed_on_the_host_that_sent_it() -> None:
    request = parse(b"", status=302, headers={"Location": "../x/y.jsp?a=1"})
    assert isinstance(request, Request) and request.url == "https://www.jining.gov.cn/x/y.jsp?a=1"


def test_a_page_that_sends_on_to_a_file_is_named_as_the_page_it_hangs_on() -> None:
    body = b"<html><meta http-equiv='refresh' content='0; url=/module/download/downfile.jsp?classid=0&filename=e74ab00a.pdf'></html>"
    request = parse(body)
    assert isinstance(request, Request) and request.headers["Referer"].decode() == TASK.url
    refused = HtmlResponse(request.url, body="<script>alert('非法链接')</script>".encode(), request=request)
    (result,) = PortalSpider(load(), SystemClock()).parse(refused)
    assert isinstance(result, Result) and result.outcome == Outcome.TYPE_MISMATCH


def test_a_redirect_without_an_address_is_not_taken_for_a_page() -> None:
    result = parse(b"", status=302)
    assert isinstance(result, Result) and result.outcome == Outcome.SERVER_ERROR


@pytest.mark.parametrize(("value", "seconds"), [("1", 1), ("120", 120), ("99999999999", 86400), ("", None), ("soon", None)])
def test_a_retry_after_is_taken_at_its_word_up_to_a_day(value: str, seconds: int | None) -> None:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    assert retry_after(value, now) == (None if seconds is None else now + timedelta(seconds=seconds))
    assert retry_after("Wed, 21 Oct 2099 07:28:00 GMT", now) == now + timedelta(days=1)


JPAAS = """<title>政府信息公开年报</title><script url="/api-gateway/jpaas-publish-server/front/page/build/unit"
queryData="{'parseType':'bulidstatic','webId':'77','tplSetId':'U1','pageType':'column','tagId':'分页列表','pageId':'900'}"></script>"""
JCMS = """<title>政府信息公开年报</title><div id="9"><script type="text/xml"><datastore><nextgroup><![CDATA[<a
href="/module/web/jpage/dataproxy.jsp?page=1&webid=1&columnid=8&unitid=9"></a>]]></nextgroup><recordset></recordset></datastore></script></div>"""
ELS = """<title>政府信息公开年报</title><script>var param={"dw":["55332"],"catas":["1712635726480412672"]};
$.post("/els-service/article/1/15", param)</script>"""


@pytest.mark.parametrize(("url", "body", "asked"), [
    ("http://www.qdlc.gov.cn/col/col900/index.html", JPAAS, "/api-gateway/jpaas-publish-server/front/page/build/unit"),
    ("http://www.qdlc.gov.cn/zwgk/nb/index.html", JPAAS, "/api-gateway/jpaas-publish-server/front/page/build/unit"),
    ("http://www.linyi.gov.cn/zwgk/nb.htm", JCMS, "/module/web/jpage/dataproxy.jsp"),
    ("http://jyj.weifang.gov.cn/nb/", JCMS, "/module/web/jpage/dataproxy.jsp"),
    ("https://www.jining.gov.cn/nb/", ELS, "/els-service/article/1/"),
])  # fmt: skip
def test_a_list_that_another_system_fills_since_a_redesign_is_asked_as_its_page_says(url: str, body: str, asked: str) -> None:
    registry = load()
    portal = next(portal for portal in registry.portals if portal.owns(urlsplit(url).netloc))
    family = family_of(portal, url)
    task = Task("k", portal.id, family, TaskKind.COLUMN, portal.group, url, "followed", listed_title="政府信息公开年报")
    request = Request(url, meta={"task": task, "hop": 0, "to": Hop(url)})
    (further,) = PortalSpider(registry, SystemClock()).parse(HtmlResponse(url, body=body.encode(), request=request))
    assert isinstance(further, Request) and asked in further.url
