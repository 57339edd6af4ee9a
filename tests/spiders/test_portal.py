"""The spider turns an answer into a result or a further request, whatever state it came in."""

from datetime import UTC, datetime, timedelta

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from archive.clock import SystemClock
from archive.store.ledger import Task
from archive.words import Outcome, TaskKind
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


def test_a_redirect_without_an_address_is_not_taken_for_a_page() -> None:
    result = parse(b"", status=302)
    assert isinstance(result, Result) and result.outcome == Outcome.SERVER_ERROR


@pytest.mark.parametrize(("value", "seconds"), [("1", 1), ("120", 120), ("99999999999", 86400), ("", None), ("soon", None)])
def test_a_retry_after_is_taken_at_its_word_up_to_a_day(value: str, seconds: int | None) -> None:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    assert retry_after(value, now) == (None if seconds is None else now + timedelta(seconds=seconds))
    assert retry_after("Wed, 21 Oct 2099 07:28:00 GMT", now) == now + timedelta(days=1)
