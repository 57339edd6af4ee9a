"""What an answer means before it is read, and the hops a page makes."""

import pytest

from archive.words import Outcome, TaskKind
from spiders.answers import answer, soft_404
from spiders.hops import hop
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
