"""The obstacles: what a request meets before the portal answers, and what happens to the page on its way out."""

import re
import secrets
from dataclasses import replace

from crawler.replica.faults import Faults
from crawler.replica.messages import HTML, Answer, Request, page
from crawler.replica.world.hosts import aliases, hosts

_CHALLENGES = {
    "challenge_ruishu": (412, '<html><head><meta id="9DhefwqGPrzGxEp9hPaoag" content="{}" r="m">'
        '<script type="text/javascript" r="m">$_ts=window["$_ts"];if(!$_ts)$_ts={};$_ts.nsd=86247;</script>'
        '<script type="text/javascript" charset="utf-8" src="/4QbVtADbnLVIc/d.FxJzG50F.c1b1a07.js" r="m"></script></head>'
        "<body></body></html>", ("Set-Cookie", "enable_4QbVtADbnLVIcS=true; path=/")),
    "challenge_jsl": (521, "<script>document.cookie=('_')+('_jsl_clearance_s=1700000000.12|-1|x')+';path=/';"
        "location.href=location.pathname+location.search</script>", ("Set-Cookie", "__jsluid_h=5d0c2f; path=/")),
    "challenge_waf": (200, "<html><head><title>访问验证</title></head><body><script>var arg1='8A3F';</script>"
        "<p>请完成安全验证后继续访问</p></body></html>", ("Set-Cookie", "acw_tc=76b20f; path=/")),
    "waf_refused": (403, "<html><head><title>拦截提示</title></head><body><h1>您的请求存在安全风险，访问被拦截</h1>"
        "<p>事件编号：20260104-77120</p></body></html>", ("X-Frame-Options", "DENY")),
}  # fmt: skip
_REFUSALS = (
    ("rate_limited", 429, ()), ("rate_limited_retry_after", 429, (("Retry-After", "1"),)),
    ("unavailable", 503, ()), ("bad_gateway", 504, ()),
)  # fmt: skip
_HOPS = {
    "meta_refresh": '<html><head><meta http-equiv="refresh" content="0; url={url}"></head><body></body></html>\n',
    "location_href": '<html><body><script type="text/javascript">window.location.href="{url}";</script></body></html>\n',
    "iframe": '<html><head><title></title></head><body><iframe src="{url}" width="100%" height="100%"></iframe></body></html>\n',
    "redirect_loop": '<html><head><meta http-equiv="refresh" content="0; url={url}"></head><body></body></html>\n',
}
_SOFT = "<html><head><title>提示信息</title></head><body><p>您访问的页面不存在或已被删除，请返回<a href='/'>首页</a>。</p></body></html>\n"
_REPORT = "/module/xxgk/xxgkAnnualReport.jsp"
_LINK = re.compile(r'href="(/(?:col|module|art)/[^"]*)"')


def _refused(request: Request, faults: Faults) -> Answer | None:
    host, url = request.host, request.url
    for name, (status, html, header) in _CHALLENGES.items():
        if faults.active(name, host):
            return Answer(status, html.encode(), headers=(header,))
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
        return page(_SOFT)
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
    for name, html in _HOPS.items():
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
        root = secrets.choice(variants) if faults.active("host_duplicates", host) else ""
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
        return page(_SOFT)
    if faults.active("soft_404_home", request.host):
        return Answer(body=home)
    return None


def after(answer: Answer, request: Request, faults: Faults) -> Answer:
    """The portal's answer as the wire brings it."""
    if answer.content_type == HTML and answer.body:
        body, content_type = _recode(_links(answer.body.decode(), request, faults), request, faults)
        answer = replace(answer, body=body, content_type=content_type)
    return replace(answer, delay=1.5) if faults.active("slow", request.host) else answer
