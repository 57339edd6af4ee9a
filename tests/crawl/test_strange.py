"""Answers as no well-behaved portal gives them: what the ledger says of each, and that none of them ends the crawl."""

import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.clock import SystemClock
from archive.store.captures import payload
from archive.store.ledger import Ledger
from tests.crawl.sound import check_warcs
from tests.crawl.stage import Stage
from tests.crawl.strange import Answer, answer, chunked, moved, strange_world, zipped

ROOT = "http://www.yanzhou.gov.cn"
PROSE = "本机关严格按照规定开展工作，全年主动公开政府信息若干条，受理申请若干件，均在法定期限内答复申请人，未发生行政复议和诉讼。" * 5
NAVIGATION = "".join(f"<li><a href='/c{n}/'>栏目{n}</a></li>" for n in range(30))
FOOT = "<p>主办单位：区人民政府办公室　承办单位：区大数据中心　网站标识码：3708120001　建议使用1024×768以上分辨率浏览本站</p>"


def article(head: str = "", tail: str = "") -> str:
    return (
        f"<html><head>{head}<title>某局2020年政府信息公开工作年度报告</title></head><body><h1>某局2020年政府信息公开工作年度报告</h1>"
        f"<p>发布时间：2021-01-20</p><div id='zoom'><p>{PROSE}</p></div>{tail}</body></html>"
    )


def frame(inner: str, title: str = "兖州区人民政府 政府信息公开年报") -> str:
    return f"<html><head><title>{title}</title></head><body><ul>{NAVIGATION}</ul>{inner}{FOOT}</body></html>"


FILES = (
    "<p>附件：<A HREF='/files/a.pdf;jsessionid=1F2E'>一</A><a href=\"/module/download/downfile.jsp?filename=b.doc&amp;classid=0\">二</a>"
    "<a href='/down?id=7'>三.xls</a><a href='http://www.taian.gov.cn/d.pdf'>四</a><a href='http://files.example.com/e.pdf'>五</a></p>"
)


def module(area: str) -> str:
    return f"{ROOT}/module/xxgk/xxgkAnnualReport.jsp?area={area}&fbtime=2020"


def _stream(head: bytes, size: int) -> Answer:
    def pieces() -> Iterator[bytes]:
        yield head
        for _ in range(size >> 20):
            yield b"x" * (1 << 20)

    return pieces


LARGE = (64 << 20) + (1 << 20)
WAF = f"<html><head><style>{'p{margin:0}' * 900}</style></head><body><p>请完成安全验证后继续访问</p></body></html>"
GBK = article('<meta http-equiv="Content-Type" content="text/html; charset=gb2312">').encode("gb18030")

CASES: dict[str, tuple[Answer, str]] = {
    "plain": (answer(article()), "ok"),
    "gzip": (zipped(article()), "ok"),
    "chunked": (chunked(article()), "ok"),
    "http10": (b"HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n" + article().encode(), "ok"),
    "nolength": (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + article().encode(), "ok"),
    "bom": (answer(b"\xef\xbb\xbf" + article().encode(), "text/html"), "ok"),
    "gbkmeta": (answer(GBK, "text/html"), "ok"),
    "upper": (answer(article().upper().replace("ID='ZOOM'", "ID=ZOOM")), "ok"),
    "pdf": (answer(b"%PDF-1.4\n" + b"1 0 obj\n<<>>\nendobj\n" * 20 + b"%%EOF", "application/pdf"), "ok"),
    "relative": (moved("/real/plain.html"), "ok"),
    "bare": (moved("real.html", "301 Moved Permanently"), "ok"),
    "nohost": (moved("//www.yanzhou.gov.cn/real/plain.html", "307 Temporary Redirect"), "ok"),
    "https": (moved("https://www.yanzhou.gov.cn/real/plain.html"), "ok"),
    "elsewhere": (moved("http://www.taian.gov.cn/real.html"), "ok"),
    "script": (answer("<html><script>window.location.replace( '/real/plain.html' )</script></html>"), "ok"),
    "empty": (answer(b""), "absent"),
    "nothing": (answer(frame("")), "absent"),
    "undated": (answer(frame("<h1></h1><p>发布时间：</p><div id='zoom'></div>")), "absent"),
    "titled": (answer(frame("<h2>政府信息公开年报</h2><p>发布时间：</p><div id='zoom'></div>", "2020年政府信息公开年报")), "absent"),
    "nodata": (answer(frame("<div id='zoom'><p>暂无数据</p></div>")), "absent"),
    "sorry": (answer(frame("<div class='err'>很抱歉，您访问的页面不存在或已被删除</div>")), "absent"),
    "null": (answer("null", "text/plain"), "absent"),
    "gone404": (answer(frame("404"), status="404 Not Found"), "absent"),
    "newhome": (moved("/"), "absent"),
    "files": (answer(article(tail=FILES)), "ok"),
    "token": (answer("{}", "application/json", "401 Unauthorized"), "token_required"),
    "waf": (answer(WAF), "challenge:waf"),
    "refused": (answer("<h1>拒绝</h1>", status="403 Forbidden"), "waf_refused"),
    "itself": (moved(module("itself")), "too_many_hops"),
    "pingpong": (moved("/ping"), "too_many_hops"),
    "evil": (moved("http://evil.example.com/report.html"), "off_allowlist"),
    "lookalike": (moved("http://www.yanzhou.gov.cn.evil.com/"), "off_allowlist"),
    "address": (moved("http://127.0.0.1:1/"), "off_allowlist"),
    "number": (moved("http://2130706433/"), "off_allowlist"),
    "private": (moved("http://[::1]/"), "off_allowlist"),
    "file": (moved("file:///etc/passwd"), "off_allowlist"),
    "evilpage": (answer("<meta http-equiv=refresh content='0;url=http://www.qingdao.gov.cn/x'>"), "off_allowlist"),
    "large": (_stream(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % LARGE, LARGE), "too_large"),
    "endless": (_stream(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", LARGE), "too_large"),
    "nowhere": (b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", "not ok"),
    "garbage": (b"220 ftp ready\r\n", "unreachable:tcp"),
    "hangup": (b"", "unreachable:tcp"),
    "short": (answer(article()).replace(b"Content-Length: ", b"Content-Length: 9"), "unreachable:tcp"),
    "badchunk": (chunked(article(), b"zz\r\n"), "unreachable:tcp"),
}
"""Area to (the answer of the report module, the outcome that is honest)."""
ELSEWHERE: dict[str, Answer] = {
    f"{ROOT}/": answer(frame("<a href='/dir.html'>政府信息公开</a>")),
    f"{ROOT}/dir.html": answer(frame("".join(f"<a href='/col/col1/index.html?vc_xxgkarea={a}'>{a}局</a>" for a in CASES))),
    f"{ROOT}/real/plain.html": answer(article()),
    f"{ROOT}/module/xxgk/real.html": answer(article()),
    "https://www.yanzhou.gov.cn/real/plain.html": answer(article()),
    "http://www.taian.gov.cn/real.html": answer(article()),
    f"{ROOT}/files/a.pdf": answer(b"%PDF-1.4 a", "application/pdf"),
    f"{ROOT}/module/download/downfile.jsp?filename=b.doc&classid=0": answer("<script>alert('请登录')</script>"),
    f"{ROOT}/down?id=7": answer(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "application/octet-stream"),
    "http://www.taian.gov.cn/d.pdf": answer(b"%PDF-1.4 d", "application/pdf"),
    f"{ROOT}/ping": moved("/pong"),
    f"{ROOT}/pong": moved("/ping"),
}
BROKEN = ("garbage", "hangup", "short", "badchunk")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    pages = ELSEWHERE | {module(area): case[0] for area, case in CASES.items()}
    with strange_world(tmp_path_factory.mktemp("strange"), pages, {f"{ROOT}/": []}) as ground:
        done = ground.crawl("--year", "2020")
        assert done.returncode == 10 and "fault:" not in done.stdout, done.stdout + done.stderr
        yield ground


@pytest.mark.parametrize("area", CASES)
def test_every_strange_answer_has_its_honest_outcome(area: str, crawled: Stage) -> None:
    task, *_ = crawled.rows("SELECT * FROM tasks WHERE kind = 'report' AND area = ? AND year = 2020", area)
    wanted = CASES[area][1]
    if wanted == "not ok":
        assert task["outcome"] not in ("ok", "absent", None)
    else:
        assert (task["outcome"], bool(task["detail"])) == (wanted, True), task["detail"]


def test_attachments_are_found_and_none_is_left_out_silently(crawled: Stage) -> None:
    rows = crawled.rows("SELECT url, outcome FROM tasks WHERE kind = 'attachment'")
    assert {row["url"].rpartition("/")[2]: row["outcome"] for row in rows} == {
        "a.pdf": "ok", "downfile.jsp?filename=b.doc&classid=0": "type_mismatch", "down?id=7": "ok", "d.pdf": "ok",
        "e.pdf": "off_allowlist",
    }  # fmt: skip
    asked = [one for one in crawled.log if one.url.endswith(("a.pdf", "d.pdf", "id=7"))]
    assert {one.referer for one in asked} == {module("files")}


def test_no_request_left_for_an_address_off_the_allow_list(crawled: Stage) -> None:
    assert {one.host for one in crawled.log} == {"www.yanzhou.gov.cn", "www.taian.gov.cn"}


def test_the_bytes_are_those_that_the_page_has(crawled: Stage) -> None:
    sql = "SELECT area, payload_sha256 FROM captures JOIN tasks USING (task_key) WHERE kind = 'report' AND http_status = 200"
    kept = {row[0]: row[1] for row in crawled.rows(sql)}
    plain = hashlib.sha256(article().encode()).hexdigest()
    for area in ("plain", "gzip", "chunked", "http10", "nolength", "relative", "bare", "nohost", "https"):
        assert kept[area] == plain, area
    assert kept["gbkmeta"] == hashlib.sha256(GBK).hexdigest()
    ledger = Ledger(crawled.archive / "ledger.db", SystemClock(), read_only=True)
    assert payload(ledger, crawled.archive / "warc", kept["gzip"]) == article().encode()
    assert gzip.compress(article().encode(), mtime=0) != article().encode()
    check_warcs(crawled.archive)


def test_a_connection_that_broke_is_asked_again_before_the_crawl_ends(crawled: Stage) -> None:
    sql = f"SELECT max(visits) FROM tasks WHERE year = 2020 AND area IN ({','.join('?' * len(BROKEN))})"
    assert crawled.rows(sql, *BROKEN)[0][0] >= 2


def test_a_certificate_that_nobody_signed_is_told_as_such(tmp_path: Path) -> None:
    home = "https://www.jining.gov.cn/"
    with strange_world(tmp_path, {home: answer(frame(""))}, {home: []}, frozenset({"www.jining.gov.cn"})) as ground:
        done = ground.crawl()
        assert done.returncode == 10 and "cert_error" in done.stdout, done.stdout + done.stderr
        task = ground.rows("SELECT outcome, detail FROM tasks WHERE kind = 'home'")[0]
        assert task["outcome"] == "cert_error" and "certificate" in task["detail"].lower()
        assert {one.url for one in ground.log} == {"http://www.jining.gov.cn/robots.txt", "http://www.jining.gov.cn/"}
