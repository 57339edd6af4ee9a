"""The obstacles: what a request meets before the portal answers, and what happens to the page on its way out."""

import re
import time
from dataclasses import replace

from crawler.replica.faults import Faults
from crawler.replica.links import rewritten
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
_ARTICLE = re.compile(
    r"/art_[0-9a-f_]+\.html|/doc_[0-9a-f]{24}\.html|/t(\d{8}|null)_\d+\.s?html?|/info/\d+/\d+\.htm|/c\d+/content\.html"
    r"|/articles/ch|/news/detail|^/[0-9a-z]+/[0-9a-z]+\.html"
)
_ENDPOINTS = (
    "/module/web/jpage/", "/module/jpage/", "/module/xxgk/search.jsp", "/els-service/", "/sys-service/",
    "/api-gateway/",
)  # fmt: skip
"""What answers scripts and no reader."""
_SPOKEN_BY = ("hanweb-xxgk", "hanweb-jcms", "hanweb-jpaas", "els-service")
_HAN = re.compile(rb"[\xe4-\xe9]..(.{9})", re.DOTALL)
_SLASH = re.compile(r"\.s?html?/$")


def _refused(request: Request, faults: Faults) -> Answer | None:
    host, url = request.host, request.url
    for name, (status, html, (header, value)) in load("obstacles")["challenges"].items():
        if faults.active(name, host):
            return Answer(status, html.encode(), headers=((header, value),))
    if faults.spoils("maintenance", host, url):
        return page(load("obstacles")["maintenance"], 503)
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


def _endpoint(request: Request, faults: Faults) -> Answer | None:
    """What an interface says where only scripts that sign their questions are answered, or nobody."""
    host, texts = request.host, load("obstacles")
    site = hosts()[aliases().get(host, host)]
    asked = request.path.startswith(_ENDPOINTS)
    if faults.active("token_required", host):
        if asked:
            return Answer(body=texts["token"].encode(), content_type="application/json;charset=UTF-8")
        return None if site.family in _SPOKEN_BY else page("<html><body>401</body></html>\n", 401)
    if asked and faults.active("endpoint_refused", host):
        return Answer(403, texts["challenges"]["waf_refused"][1].encode())
    return page(texts["endpoint_page"], 412) if asked and faults.active("endpoint_page", host) else None


def _hop(request: Request, faults: Faults) -> Answer | None:
    """An HTML redirect from the home page to /index.html, from a report to its showType=2 form; or three of them."""
    step = int(request.params.get("showType") or (2 if request.path == "/index.html" else 1))
    home, report = request.path in ("/", "/index.html"), request.path == _REPORT or _ARTICLE.search(request.path)
    if not (home or report):
        loop = load("obstacles")["hops"]["redirect_loop"].format(url=request.target.replace("&", "&amp;"))
        return page(loop) if faults.active("redirect_loop", request.host) else None
    path, _, query = request.target.partition("?")
    kept = "&".join(part for part in query.split("&") if part and not part.startswith("showType"))
    target = f"{path}?{kept}{'&' if kept else ''}showType={step + 1}" if path != "/" else "/index.html"
    for name, html in load("obstacles")["hops"].items():
        last = {"three_hops": 3, "redirect_loop": step}.get(name, 1)
        if faults.active(name, request.host) and step <= last:
            target = request.target if name == "redirect_loop" and step > 1 else target
            scripted = name in ("location_href", "hop_away")
            return page(html.format(url=target if scripted else target.replace("&", "&amp;")))
    return None


def before(request: Request, faults: Faults) -> Answer | None:
    """The obstacle that answers in the portal's place, if any."""
    if request.path == "/robots.txt":
        return _robots(request, faults)
    if (refused := _refused(request, faults) or _endpoint(request, faults)) is not None:
        return refused
    if _SLASH.search(request.path):
        return page(load("obstacles")["endpoint_page"], 412)
    year = request.params.get("fbtime", "")
    if request.path == _REPORT and faults.active("gone", request.host) and year.isdigit() and int(year) <= 2012:
        return page("<html><head><title>404</title></head><body>404 Not Found</body></html>\n", 404)
    return _hop(request, faults)


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
    if faults.active("bad_charset", host):
        return _HAN.sub(lambda found: b"\xff\xff" + found[1], html.encode()), HTML
    return html.encode(), HTML


def soften(request: Request, faults: Faults, home: bytes) -> Answer | None:
    """What stands in for a missing page under the soft 404 faults; `home` is the host's home page."""
    if faults.active("soft_404", request.host):
        return page(load("obstacles")["soft_404"])
    if faults.active("soft_404_home", request.host):
        return Answer(body=home)
    if faults.active("soft_404_own", request.host):
        site = hosts()[aliases().get(request.host, request.host)]
        facts = {"place": site.place, "code": f"{site.division}0001", "tail": request.path, "stamp": time.time()}
        return page(load("obstacles")["soft_404_own"].format_map(facts))
    return None


def _file(answer: Answer, request: Request, faults: Faults) -> Answer:
    """A file as the traps of attachments make it."""
    if faults.active("page_for_file", request.host):
        return page(load("obstacles")["page_for_file"])
    if faults.active("empty_file", request.host):
        return replace(answer, body=b"")
    return replace(answer, announced=100 << 20) if faults.active("large_file", request.host) else answer


def _broken(html: str) -> str:
    """Markup as some templates leave it: names in capitals, elements that never end, a tag within a tag."""
    html = html.replace("<meta name=", "<META Name=").replace(" content=", " Content=").replace("</li>", "")
    return html.replace("<li>", '<li <span class="dot">').replace("</body>", "").replace("</html>", "")


def after(answer: Answer, request: Request, faults: Faults) -> Answer:
    """The portal's answer as the wire brings it."""
    if answer.content_type.startswith("application/") and answer.status == 200 and "json" not in answer.content_type:
        answer = _file(answer, request, faults)
    if answer.content_type == HTML and answer.body:
        html = rewritten(answer.body.decode(), request, faults)
        html = _broken(html) if faults.active("broken_html", request.host) else html
        body, content_type = _recode(html, request, faults)
        answer = replace(answer, body=body, content_type=content_type)
    return replace(answer, delay=1.5) if faults.active("slow", request.host) else answer
