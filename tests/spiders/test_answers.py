"""What an answer means before it is read, and the hops a page makes."""

from dataclasses import replace
from datetime import datetime

import pytest

from archive.words import Outcome, TaskKind
from spiders.answers import answer, has_hours, office_hours, soft_404
from spiders.hops import hop, same_domain
from spiders.shape import shape
from tests.spiders.pages import page

LONG = "<html><body><p>" + "全市各级行政机关主动公开政府信息。" * 40 + "</p></body></html>"


@pytest.mark.parametrize(("status", "outcome"), [
    (404, Outcome.ABSENT), (410, Outcome.ABSENT), (403, Outcome.WAF_REFUSED), (405, Outcome.WAF_REFUSED),
    (429, Outcome.RATE_LIMITED), (503, Outcome.RATE_LIMITED), (502, Outcome.SERVER_ERROR), (401, Outcome.TOKEN_REQUIRED),
])  # fmt: skip
def test_a_status_that_is_no_page_ends_the_visit(status: int, outcome: Outcome) -> None:
    found = answer(page("<p>no</p>", status=status))
    assert found and found.outcome == outcome


def test_a_304_without_a_condition_is_no_answer() -> None:
    found = answer(page("", status=304, kind=TaskKind.REPORT))
    assert found and found.outcome == Outcome.SERVER_ERROR


@pytest.mark.parametrize(("body", "headers", "status", "outcome"), [
    ("<html><script>$_ts=window['$_ts'];</script><script src='/x1.js'></script></html>", {}, 412, Outcome.CHALLENGE_RUISHU),
    ("<script>document.cookie='a';location.href=location.pathname</script>", {"set-cookie": "__jsluid_h=1"}, 521,
     Outcome.CHALLENGE_JSL),
    ("<html><script>var arg1='4F';</script></html>", {"set-cookie": "acw_tc=1"}, 200, Outcome.CHALLENGE_WAF),
    ("<html><body>访问异常，请完成安全验证</body></html>", {}, 200, Outcome.CHALLENGE_WAF),
])  # fmt: skip
def test_challenges_are_recognised_and_named(
    body: str, headers: dict[str, str], status: int, outcome: Outcome
) -> None:
    found = answer(page(body, headers=headers, status=status))
    assert found and found.outcome == outcome


@pytest.mark.parametrize(("body", "outcome"), [
    ("<html><body>网站维护中，服务时间 8:30–17:30</body></html>", Outcome.SERVER_ERROR),
    ("<html><div id='app'>数据加载中...</div><script src='/app.js'></script></html>", Outcome.SHELL),
])  # fmt: skip
def test_a_notice_in_place_of_a_page_is_not_an_absent_report(body: str, outcome: Outcome) -> None:
    found = answer(page(body, kind=TaskKind.REPORT))
    assert found and found.outcome == outcome


def test_a_full_page_that_carries_a_protection_script_is_no_challenge() -> None:
    assert answer(page(LONG.replace("<body>", "<body><script>$_ts={}</script>"))) is None


def test_a_521_without_a_cookie_script_is_a_server_that_is_down() -> None:
    found = answer(page("<html><script>var a</script>origin down, please come back later</html>", status=521))
    assert found and found.outcome == Outcome.SERVER_ERROR


def test_a_short_page_that_says_there_is_no_such_page_is_a_soft_404() -> None:
    assert soft_404(page("<p>您访问的页面不存在</p>"))
    assert not soft_404(page(LONG.replace("</body>", "<p>页面不存在</p></body>")))


@pytest.mark.parametrize("html", [
    '<meta http-equiv="refresh" content="0; url=/zwgk/">', '<META HTTP-EQUIV="Refresh" CONTENT="0;URL=\'/zwgk/\'">',
    "<script>window.location.href='/zwgk/';</script>", '<script>location.replace("/zwgk/")</script>',
    '<script>top.location = "/zwgk/"</script>', '<frameset><frame src="/zwgk/"></frameset>',
    '<body><iframe src="/zwgk/"></iframe></body>',
])  # fmt: skip
def test_a_page_that_only_sends_on_is_a_hop(html: str) -> None:
    assert hop("https://www.jining.gov.cn/index.html", html) == "https://www.jining.gov.cn/zwgk/"


def test_a_page_with_words_is_no_hop_whatever_its_scripts_do() -> None:
    assert hop("https://www.jining.gov.cn/", LONG + "<script>location.href='/other/'</script>") == ""


@pytest.mark.parametrize(("url", "body", "outcome"), [
    ("https://www.jining.gov.cn/col/col1/index.html", "<html><script>$_ts={}</script></html>", Outcome.CHALLENGE_RUISHU),
    ("https://www.jining.gov.cn/right.html/", "<h1>412 Precondition Failed</h1>", Outcome.ABSENT),
    ("https://www.jining.gov.cn/col/col1/index.html", "<p>栏目不存在</p>", Outcome.ABSENT),
    ("https://www.jining.gov.cn/col/col1/index.html", "<h1>412 Precondition Failed</h1>", Outcome.WAF_REFUSED),
])  # fmt: skip
def test_412_is_told_by_its_body(url: str, body: str, outcome: Outcome) -> None:
    found = answer(page(body, url=url, status=412))
    assert found and found.outcome == outcome


def test_what_the_host_says_of_any_address_is_no_report() -> None:
    found = answer(replace(page(LONG, kind=TaskKind.REPORT), missing=True))
    assert found and found.outcome == Outcome.ABSENT
    empty = answer(replace(page("<div id=app></div><script src='/a.js'></script>", kind=TaskKind.REPORT), missing=True))
    assert empty and empty.outcome == Outcome.SHELL


def test_two_answers_have_one_shape_where_only_their_address_and_numbers_differ() -> None:
    one = "<p>/a/b.html 找不到</p><i>2026-01-02 {}</i>"
    first = shape(one.format("7F3A11").encode(), "text/html", "https://x.gov.cn/a/b.html")
    assert first == shape(one.replace("/a/b", "/c/d").format(99).encode(), "text/html", "https://x.gov.cn/c/d.html")
    assert first != shape(b"<p>/a/b.html</p>", "text/html", "https://x.gov.cn/a/b.html")


def test_a_page_of_gambling_without_a_mark_of_a_government_is_a_hijacked_host() -> None:
    found = answer(page("<title>澳门葡京娱乐城</title><p>百家乐 老虎机</p>" + "<p>真人视讯</p>" * 200))
    assert found and found.outcome == Outcome.OFF_ALLOWLIST
    assert answer(page(LONG.replace("</body>", "<p>查处棋牌、彩票平台、在线投注</p></body>"))) is None


def test_bytes_that_no_charset_fits_are_told_and_a_few_broken_ones_are_not() -> None:
    text = "<html><body><p>" + "主动公开政府信息" * 100
    found = answer(replace(page(""), body=text.encode().replace("公开".encode(), b"\xff\xff\x80")))
    assert found and found.outcome == Outcome.BAD_CHARSET
    assert answer(replace(page(""), body=text.encode() + b"\xff\xff")) is None


@pytest.mark.parametrize("body", [
    '{"success":false,"code":"401","message":"缺少mstoken"}', '{"code": 403, "msg": "signature invalid"}',
])  # fmt: skip
def test_an_interface_that_wants_a_token_says_so(body: str) -> None:
    found = answer(page(body, headers={"content-type": "application/json"}))
    assert found and found.outcome == Outcome.TOKEN_REQUIRED
    assert answer(page('{"success":true,"data":{"contents":[]}}')) is None


@pytest.mark.parametrize(("moment", "until"), [
    ("2026-01-05T19:00+00:00", "2026-01-06T01:00+00:00"), ("2026-01-09T12:00+00:00", "2026-01-12T01:00+00:00"),
    ("2026-01-06T00:30+00:00", "2026-01-06T01:00+00:00"), ("2026-01-06T03:00+00:00", None),
])  # fmt: skip
def test_a_site_that_keeps_hours_is_asked_again_in_the_morning(moment: str, until: str | None) -> None:
    closed = page("<p>本网站服务时间为工作日8:30至17:30</p>", kind=TaskKind.REPORT)
    found = answer(closed)
    assert found and found.outcome == Outcome.SERVER_ERROR and has_hours(closed)
    assert office_hours(datetime.fromisoformat(moment)) == (datetime.fromisoformat(until) if until else None)


def test_the_frame_that_holds_the_text_of_a_frameset_is_followed() -> None:
    html = '<frameset><frame src="/top.html" name="banner"><frameset><frame src="/l.html"><frame src="/x.html" name="main"></frameset></frameset>'
    assert hop("https://www.jining.gov.cn/", html) == "https://www.jining.gov.cn/x.html"


@pytest.mark.parametrize(("one", "other", "same"), [
    ("www.jining.gov.cn", "czj.jining.gov.cn:8443", True), ("www.jining.gov.cn", "www.yanzhou.gov.cn", False),
    ("gonglu.linyi.cn", "www.linyi.cn", True), ("www.jining.gov.cn", "www.jining.com.cn", False),
])  # fmt: skip
def test_a_page_may_send_its_reader_on_within_its_domain_only(one: str, other: str, same: bool) -> None:
    assert same_domain(one, other) == same
