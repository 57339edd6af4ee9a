"""The obstacles: what a request meets before the portal answers, and what happens to the page on its way out."""

import re
import secrets
from dataclasses import replace
from zlib import crc32

from crawler.replica.faults import Faults
from crawler.replica.messages import HTML, Answer, Request, page
from crawler.replica.world.data import load
from crawler.replica.world.hosts import aliases, hosts

_REFUSALS = (
    ("rate_limited", 429, ()),
    ("rate_limited_retry_after", 429, (("Retry-After", "1"),)),
    ("unavailable", 503, ()),
    ("bad_gateway", 504, ()),
)
_REPORT = "/module/xxgk/xxgkAnnualReport.jsp"
_LINK = re.compile(r'href="(/(?:col|module|art)/[^"]*)"')


def _refused(request: Request, faults: Faults) -> Answer | None:
    host, url = request.host, request.url
    for name, (status, html, (header, value)) in load("obstacles")["challenges"].items():
        if faults.active(name, host):
            return Answer(status, html.encode(), headers=((header, value),))
    for name, status, headers in _REFUSALS:
        if faults.spoils(name, host, url):
            return Answer(status, b"", "text/plain", headers)
    if faults.active("rate_limited_forever", host):
        return Answer(429, b"", "text/plain")
    if faults.active("unavailable_forever", host):
        return Answer(503, b"", "text/plain")
    every_fifth = faults.active("reset", host) and faults.meet("reset", host) % 5 == 0
    return Answer(reset=True) if every_fifth or faults.active("reset_forever", host) else None


def _robots(request: Request, faults: Faults) -> Answer | None:
    host = request.host
    if faults.active("robots_timeout", host):
        return Answer(delay=3600.0, reset=True)
    if faults.active("robots_5xx_forever", host) or faults.spoils("robots_5xx", host, request.url):
        return Answer(503, b"", "text/plain")
    if faults.active("robots_404", host):
        return page("<html><body>404</body></html>\n", 404)
    if faults.active("robots_html", host):
        return page(load("obstacles")["soft_404"])
    if faults.active("robots_empty", host):
        return Answer(body=b"", content_type="text/plain")
    if faults.active("robots_disallow", host):
        return Answer(body=b"User-agent: *\nDisallow: /module/\n", content_type="text/plain")
    return None


def _hop(request: Request, faults: Faults) -> Answer | None:
    """An HTML redirect from the home page to /index.html, from a report to its showType=2 form."""
    target = request.target
    if request.path == "/":
        target = "/index.html"
    elif request.path == _REPORT and "showType" not in request.params:
        target += "&showType=2"
    for name, html in load("obstacles")["hops"].items():
        if faults.active(name, request.host) and (target != request.target or name == "redirect_loop"):
            return page(html.format(url=target.replace("&", "&amp;") if name != "location_href" else target))
    return None


def before(request: Request, faults: Faults) -> Answer | None:
    """The obstacle that answers in the portal's place, if any."""
    if request.path == "/robots.txt":
        return _robots(request, faults)
    if (refused := _refused(request, faults)) is not None:
        return refused
    year = request.params.get("fbtime", "")
    if request.path == _REPORT and faults.active("gone", request.host) and year.isdigit() and int(year) <= 2012:
        return page("<html><head><title>404</title></head><body>404 Not Found</body></html>\n", 404)
    return _hop(request, faults)


def _variants(host: str) -> list[str]:
    site = hosts()[aliases().get(host, host)]
    found = [f"http://{site.host}", f"https://{site.host}", f"http://{site.host.removeprefix('www.')}"]
    found += [f"https://{site.host}:{port}" for port in site.ports]
    return found + [f"http://{alias}" for alias, target in aliases().items() if target == site.host and "dlrk" in alias]


def _links(html: str, request: Request, faults: Faults) -> str:
    """Session ids, random parameters and host variants in the page's links."""
    host, variants = request.host, _variants(request.host)
    session, token = secrets.token_hex(16).upper(), secrets.token_hex(4)

    def rewrite(match: re.Match[str]) -> str:
        path, mark, query = match[1].partition("?")
        if faults.active("session_ids", host):
            path += f";jsessionid={session}"
        if faults.active("random_params", host):
            mark, query = "?", f"{query}&t=0.{int(token, 16)}" if query else f"_={int(token, 16)}"
        turn = crc32(f"{host}{match[1]}".encode()) % len(variants)
        root = variants[turn] if faults.active("host_duplicates", host) else ""
        return f'href="{root}{path}{mark}{query}"'

    return _LINK.sub(rewrite, html)


def _recode(html: str, request: Request, faults: Faults) -> tuple[bytes, str]:
    """The page's bytes and what the header says of them."""
    host = request.host
    if faults.active("gbk_labelled_utf8", host):
        return html.encode("gb18030"), HTML
    if faults.active("gbk_unlabelled", host):
        return html.replace('<meta charset="UTF-8">', "").encode("gb18030"), "text/html"
    if faults.active("gb18030_labelled_gb2312", host):
        rare = html.replace("承办：", "责任编辑：王㐂　承办：").replace('charset="UTF-8"', 'charset="gb2312"')
        return rare.encode("gb18030"), "text/html; charset=gb2312"
    if faults.active("utf8_labelled_gbk", host):
        return html.replace('charset="UTF-8"', 'charset="GBK"').encode(), "text/html; charset=GBK"
    return html.encode(), HTML


def soften(request: Request, faults: Faults, home: bytes) -> Answer | None:
    """What stands in for a missing page under the soft 404 faults; `home` is the host's home page."""
    if faults.active("soft_404", request.host):
        return page(load("obstacles")["soft_404"])
    if faults.active("soft_404_home", request.host):
        return Answer(body=home)
    return None


def after(answer: Answer, request: Request, faults: Faults) -> Answer:
    """The portal's answer as the wire brings it."""
    if answer.content_type == HTML and answer.body:
        body, content_type = _recode(_links(answer.body.decode(), request, faults), request, faults)
        answer = replace(answer, body=body, content_type=content_type)
    return replace(answer, delay=1.5) if faults.active("slow", request.host) else answer
