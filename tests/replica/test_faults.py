"""Every fault shows its signal, at its hosts only, and transient ones pass."""

import http.client
import json
import re
import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from archive.errors import UsageError
from crawler.replica import Replica, World
from crawler.replica.faults import BLOCKS, FAULTS, parse
from crawler.replica.messages import Request
from crawler.replica.portal.directories import agency_path
from crawler.replica.world.agencies import MODULE_PORTALS
from crawler.replica.world.hosts import hosts
from crawler.replica.world.truth import report_url
from spiders.shape import shape
from tests.replica.client import Got, fetch

JINXIANG = "http://www.jinxiang.gov.cn"
MISSING = f"{JINXIANG}/module/xxgk/xxgkAnnualReport.jsp?area=11370828004431350G&fbtime=1999"


@pytest.fixture(scope="module")
def running() -> Iterator[Replica]:
    with Replica(World(seed=1, agencies=66, reports=600, portals=MODULE_PORTALS)) as replica:
        yield replica


def faulty(replica: Replica, name: str, url: str = f"{JINXIANG}/") -> Got:
    """The first answer of an address with this fault on at its host."""
    replica.faults.set(f"{name}:www.jinxiang.gov.cn")
    return fetch(replica, url)


def a_report(replica: Replica, year: int = 2024) -> str:
    world = replica.world
    return next(report_url(one, year) for one in world.agencies_of("www.jinxiang.gov.cn") if world.published(one, year))


@pytest.mark.parametrize(("name", "status", "mark"), [
    ("challenge_ruishu", 412, "$_ts"), ("challenge_jsl", 521, "document.cookie"), ("challenge_waf", 200, "请完成安全验证"),
    ("waf_refused", 403, "访问被拦截"), ("challenge_ruishu_200", 200, "$_ts"), ("origin_down", 521, "源站服务器"),
    ("hijacked", 200, "百家乐"), ("closed_at_night", 200, "服务时间"),
])  # fmt: skip
def test_challenges_show_their_signal_and_stay(running: Replica, name: str, status: int, mark: str) -> None:
    for got in (faulty(running, name), fetch(running, f"{JINXIANG}/"), fetch(running, f"{JINXIANG}/")):
        assert (got.status, mark in got.text) == (status, True)
    assert fetch(running, "http://www.qufu.gov.cn/").status == 200


@pytest.mark.parametrize(("name", "mark"), [
    ("meta_refresh", r'http-equiv="refresh" content="0; url=([^"]+)"'), ("location_href", r'location\.href="([^"]+)"'),
    ("iframe", r'<iframe src="([^"]+)"'), ("frameset", r'<frame src="([^"]+)" name="main">'),
])  # fmt: skip
def test_html_redirects_lead_to_the_page_in_one_hop(running: Replica, name: str, mark: str) -> None:
    url = a_report(running)
    running.faults.set("")
    title = re.search(r'class="title" align="center">([^<]+)<', fetch(running, url).text)
    assert title is not None
    target = re.search(mark, faulty(running, name, url).text)
    assert target is not None
    assert title[1] in fetch(running, urljoin(url, target[1].replace("&amp;", "&"))).text


def test_a_redirect_loop_never_ends(running: Replica) -> None:
    url = a_report(running)
    faulty(running, "redirect_loop", url)
    for _ in range(4):
        target = re.search(r'url=([^"]+)"', fetch(running, url).text)
        assert target is not None
        url = urljoin(url, target[1].replace("&amp;", "&"))


@pytest.mark.parametrize(("name", "header", "codec"), [
    ("gbk_labelled_utf8", "text/html; charset=UTF-8", "gbk"), ("gbk_unlabelled", "text/html", "gbk"),
    ("gb18030_labelled_gb2312", "text/html; charset=gb2312", "gb18030"),
    ("utf8_labelled_gbk", "text/html; charset=GBK", "utf-8"),
])  # fmt: skip
def test_charsets_are_labelled_wrongly(running: Replica, name: str, header: str, codec: str) -> None:
    got = faulty(running, name, a_report(running))
    assert got.headers["content-type"] == header
    assert "政府信息公开" in got.body.decode(codec)
    assert (b'charset="UTF-8"' in got.body) == (name == "gbk_labelled_utf8")
    if codec != "utf-8":
        with pytest.raises(UnicodeDecodeError):
            got.body.decode("utf-8")
    if codec == "gb18030":
        with pytest.raises(UnicodeDecodeError):
            got.body.decode("gbk")


def test_soft_404_pages_stand_where_nothing_is(running: Replica) -> None:
    got = faulty(running, "soft_404", MISSING)
    assert (got.status, "您访问的页面不存在" in got.text) == (200, True)
    assert faulty(running, "soft_404_home", MISSING).body == fetch(running, f"{JINXIANG}/").body
    assert "年度报告" in fetch(running, a_report(running)).text or "工作报告" in fetch(running, a_report(running)).text


def test_a_shell_directory_lists_nothing(running: Replica) -> None:
    got = faulty(running, "shell_directory", f"{JINXIANG}/col/col73906/index.html")
    assert "vc_xxgkarea" not in got.text
    assert "loadUnit(" in got.text


@pytest.mark.parametrize(("name", "status", "wait"), [
    ("rate_limited", 429, None), ("rate_limited_retry_after", 429, "1"), ("unavailable", 503, None), ("bad_gateway", 504, None),
])  # fmt: skip
def test_transient_refusals_pass_after_two_answers(running: Replica, name: str, status: int, wait: str | None) -> None:
    first = faulty(running, name)
    assert (first.status, first.headers.get("retry-after")) == (status, wait)
    assert [fetch(running, f"{JINXIANG}/").status for _ in range(3)] == [status, 200, 200]


@pytest.mark.parametrize(("name", "status"), [("rate_limited_forever", 429), ("unavailable_forever", 503)])
def test_lasting_refusals_stay(running: Replica, name: str, status: int) -> None:
    faulty(running, name)
    assert {fetch(running, f"{JINXIANG}/").status for _ in range(5)} == {status}


def test_resets_break_every_fifth_request_or_all(running: Replica) -> None:
    faulty(running, "reset")
    for _ in range(3):
        assert fetch(running, f"{JINXIANG}/").status == 200
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        fetch(running, f"{JINXIANG}/")
    assert fetch(running, f"{JINXIANG}/").status == 200
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        faulty(running, "reset_forever")
    with pytest.raises((OSError, http.client.HTTPException)):
        fetch(running, JINXIANG.replace("http", "https") + "/")


def test_slow_answers_are_slow(running: Replica) -> None:
    start = time.monotonic()
    assert faulty(running, "slow").status == 200
    assert time.monotonic() - start > 1.4


def test_robots_variants(running: Replica) -> None:
    robots = f"{JINXIANG}/robots.txt"
    assert faulty(running, "robots_404", robots).status == 404
    assert "<html>" in faulty(running, "robots_html", robots).text
    empty = faulty(running, "robots_empty", robots)
    assert (empty.status, empty.body) == (200, b"")
    assert faulty(running, "robots_5xx", robots).status == 503
    assert [fetch(running, robots).status for _ in range(2)] != [503, 503]
    assert faulty(running, "robots_5xx_forever", robots).status == 503
    assert {fetch(running, robots).status for _ in range(4)} == {503}
    assert "Disallow: /module/" in faulty(running, "robots_disallow", robots).text
    assert fetch(running, f"{JINXIANG}/").status == 200


def test_a_robots_timeout_gives_no_answer_and_does_not_hold_up_the_end() -> None:
    with Replica(World(agencies=6, reports=60), faults="robots_timeout") as replica:
        connection = http.client.HTTPConnection("127.0.0.1", replica.port, timeout=0.3)
        connection.request("GET", f"{JINXIANG}/robots.txt")
        with pytest.raises(TimeoutError):
            connection.getresponse()
        start = time.monotonic()
    assert time.monotonic() - start < 20


def test_links_carry_session_ids_random_parameters_and_host_variants(running: Replica) -> None:
    agency = running.world.agencies_of("www.jinxiang.gov.cn")[0]
    url = f"{JINXIANG}{agency_path(agency)}"
    sessions = {faulty(running, "session_ids", url).text for _ in range(2)}
    assert len(sessions) == 2
    linked = re.search(r'href="(/col/[^"]+;jsessionid=[0-9A-F]{32}[^"]*)"', sessions.pop())
    assert linked is not None
    assert fetch(running, urljoin(url, linked[1])).status == 200
    assert re.search(r"&t=0\.\d+", faulty(running, "random_params", url).text)
    assert re.search(r"[?]_=\d+", fetch(running, url).text)
    assert "https://www.jinxiang.gov.cn/col/" in faulty(running, "host_duplicates", url).text


def test_removed_reports_are_gone_and_the_truth_says_so(running: Replica) -> None:
    old = next(record for record in running.truth() if record["published"] and record["year"] <= 2012)
    running.faults.set("gone:" + old["host"])
    assert fetch(running, old["url"]).status == 404
    assert {record["source"] for record in running.truth() if record["host"] == old["host"] and record["year"] <= 2012} == {
        "gone", "absent",
    }  # fmt: skip


def a_counted_page(replica: Replica) -> str:
    """A report whose page shows how often it was seen."""
    world = replica.world
    return next(
        report_url(one, 2024)
        for one in world.agencies
        if one.host.host == "www.qufu.gov.cn" and world.published(one, 2024)
    )


def test_the_counter_changes_a_page_that_is_else_stable(running: Replica) -> None:
    url = a_counted_page(running)
    running.faults.set("")
    assert fetch(running, url).body == fetch(running, url).body
    running.faults.set("counter")
    assert fetch(running, url).body != fetch(running, url).body


def test_honest_validators_follow_the_body(running: Replica) -> None:
    url = a_counted_page(running)
    running.faults.set("validators")
    page = fetch(running, url)
    marks = {"If_None_Match": page.headers["etag"], "If_Modified_Since": page.headers["last-modified"]}
    for known in (marks, {"If_Modified_Since": page.headers["last-modified"]}):
        again = fetch(running, url, **known)
        assert (again.status, again.body) == (304, b"") and again.headers["etag"] == page.headers["etag"]
    assert fetch(running, url, If_None_Match='"x"', If_Modified_Since=page.headers["last-modified"]).status == 200
    running.faults.set("validators,counter")
    assert fetch(running, url, **marks).status == 200, "another body, other marks"
    assert "etag" not in fetch(running, "http://www.qufu.gov.cn/robots.txt").headers


def test_three_pages_lead_on_before_the_fourth_is_the_page(running: Replica) -> None:
    url, pages = a_report(running), 0
    while (got := faulty(running, "three_hops", url)).text.count("http-equiv=\"refresh\""):
        url = urljoin(url, re.search(r"url=([^\"]+)", got.text)[1].replace("&amp;", "&"))  # type: ignore[index]
        pages += 1
    assert pages == 3 and "政府信息公开" in got.text


def test_a_page_sends_its_reader_to_another_domain(running: Replica) -> None:
    assert "zhengwu.com.cn" in faulty(running, "hop_away", a_report(running)).text


def test_no_charset_fits_the_bytes(running: Replica) -> None:
    body = faulty(running, "bad_charset", a_report(running)).body
    assert body.decode("utf-8", "replace").count("\ufffd") > 50 and body.decode("gb18030", "replace").count("\ufffd") > 50


def test_a_host_says_no_in_a_page_of_its_own_that_differs_in_numbers_only(running: Replica) -> None:
    one, other = faulty(running, "soft_404_own", MISSING), fetch(running, f"{JINXIANG}/nothing.html")
    assert (one.status, other.status) == (200, 200)
    assert shape(one.body, "text/html", MISSING) == shape(other.body, "text/html", f"{JINXIANG}/nothing.html")


@pytest.mark.parametrize(("name", "status", "mark"), [
    ("endpoint_refused", 403, "访问被拦截"), ("endpoint_page", 412, "Precondition"), ("token_required", 200, "mstoken"),
])  # fmt: skip
def test_what_answers_scripts_refuses_and_pages_do_not(running: Replica, name: str, status: int, mark: str) -> None:
    got = faulty(running, name, f"{JINXIANG}/module/xxgk/search.jsp?area=11370828004431350G")
    assert (got.status, mark in got.text) == (status, True)
    assert "news" in fetch(running, f"{JINXIANG}/").text


def test_maintenance_ends(running: Replica) -> None:
    first = faulty(running, "maintenance")
    assert (first.status, "维护" in first.text) == (503, True)
    assert [fetch(running, f"{JINXIANG}/").status for _ in range(2)] == [503, 200]


def test_files_are_traps(running: Replica) -> None:
    url = next(file["url"] for one in running.truth() for file in one.get("files", ()) if file["media"] == "pdf")
    host, page = urlsplit(url).hostname, {"Referer": "http://x/"}
    running.faults.set(f"page_for_file:{host}")
    assert "验证码" in fetch(running, url, **page).text
    running.faults.set(f"empty_file:{host}")
    assert fetch(running, url, **page).body == b""
    running.faults.set(f"large_file:{host}")
    with pytest.raises(http.client.IncompleteRead):
        fetch(running, url, **page)


def test_links_beside_those_to_articles_lead_to_copies_or_to_nothing(running: Replica) -> None:
    lists = Replica(World(seed=1, reports=60, portals=("linyi",)))
    column = next(one for one in lists.world.columns.of(hosts()["www.linyi.gov.cn"]) if lists.world.columns.items(one))
    ask = Request("GET", "http", "www.linyi.gov.cn", 80, column.path)
    lists.faults.set("impostors")
    assert "zfxx888.com/info/" in (text := lists.answer(ask).body.decode()) or "webvpn" in text or "103.45" in text
    lists.faults.set("wrong_slash")
    wrong = re.search(r'href="([^"]+\.htm/)"', lists.answer(ask).body.decode())
    assert wrong and lists.answer(replace(ask, target=urlsplit(urljoin(ask.url, wrong[1])).path)).status == 412
    lists.faults.set("http_links")
    assert 'href="http://www.linyi.gov.cn/' in lists.answer(replace(ask, scheme="https", port=443)).body.decode()
    lists.faults.set("broken_html")
    assert "</li>" not in (text := lists.answer(ask).body.decode()) and "<META Name" in text


@pytest.mark.parametrize("name", ["old_tls", "bad_certificate"])
def test_https_breaks_and_http_answers(running: Replica, name: str) -> None:
    assert f'href="https://{JINXIANG[7:]}/col' in faulty(running, name).text
    with pytest.raises((OSError, ssl.SSLError)):
        fetch(running, f"https://{JINXIANG[7:]}/")


def test_lying_validators_never_change(running: Replica) -> None:
    url = a_counted_page(running)
    running.faults.set("lying_validators,counter")
    page, again = fetch(running, url), fetch(running, url)
    assert page.body != again.body and page.headers["etag"] == again.headers["etag"]
    assert page.headers["last-modified"] == again.headers["last-modified"]
    assert fetch(running, url, If_None_Match=page.headers["etag"]).status == 304


def test_truth_tells_what_a_lasting_fault_blocks(running: Replica) -> None:
    running.faults.set("rate_limited_forever:www.jinxiang.gov.cn")
    sources = {record["host"]: record["source"] for record in running.truth()}
    assert sources["www.jinxiang.gov.cn"] == "blocked:rate_limited"
    assert "blocked:rate_limited" not in {source for host, source in sources.items() if "jinxiang" not in host}
    assert set(BLOCKS) <= set(FAULTS)


def test_faults_are_set_and_shown_through_the_control_host(running: Replica) -> None:
    got = fetch(running, "http://replica.invalid/faults?set=slow:www.qufu.gov.cn,counter", "POST")
    assert json.loads(got.body) == {"faults": "slow:www.qufu.gov.cn,counter"}
    assert running.faults.active("slow", "www.qufu.gov.cn")
    assert fetch(running, "http://replica.invalid/faults?set=", "POST").status == 200
    assert json.loads(fetch(running, "http://replica.invalid/faults").body) == {"faults": ""}


def test_an_unknown_fault_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="fault nonsense: unknown"):
        parse("slow,nonsense:www.qufu.gov.cn")


def test_no_fault_is_left_without_a_test() -> None:
    source = "".join(Path(__file__).with_name(name).read_text("utf-8") for name in ("test_faults.py", "test_lists.py"))
    assert [name for name in FAULTS if f'"{name}' not in source] == []
