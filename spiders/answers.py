"""What an HTTP answer means before anybody reads it as a page: refused, challenged, limited, gone, or to be read."""

import re

from archive.words import Outcome
from spiders.page import Page, Parsed

_SMALL = 4096
"""Bytes at the head of a page among which the script of a challenge stands."""
_NOTICE = 400
"""Visible characters below which a page can be nothing but a challenge or a notice."""
_BY_STATUS = {
    401: Outcome.TOKEN_REQUIRED, 403: Outcome.WAF_REFUSED, 404: Outcome.ABSENT, 405: Outcome.WAF_REFUSED,
    406: Outcome.WAF_REFUSED, 410: Outcome.ABSENT, 418: Outcome.WAF_REFUSED, 429: Outcome.RATE_LIMITED,
    444: Outcome.WAF_REFUSED, 503: Outcome.RATE_LIMITED,
}  # fmt: skip
_WAF_WORDS = re.compile(
    "完成安全验证|访问异常|安全验证码|拖动滑块|(滑动|人机)验证|Just a moment|(访问|请求)被拦截|存在安全风险"
)
_CLOSED_WORDS = re.compile("(网站|系统|平台)(正在)?(维护|升级)|正在(维护|升级)|服务时间")
_LOADING_WORDS = re.compile("(数据|页面|内容)?(正在)?加载中|正在加载")
_GONE_WORDS = re.compile(
    "页面不存在|(访问|查找|浏览|请求)的(页面|网页|内容|信息|栏目).{0,8}(不存在|找不到|删除|移走|失效)|您访问的页面"
    "|页面找不到|err404|(栏目|内容|文章|信息)(不存在|已删除|已被删除)|页面已删除|页面已被删除"
)


def answer(page: Page) -> Parsed | None:
    """The end of the visit, where the answer settles it; None where the page is to be read."""
    if challenge := _challenge(page):
        return challenge
    if page.status in _BY_STATUS:
        return Parsed(_BY_STATUS[page.status], f"HTTP {page.status}")
    if page.status == 304:
        return Parsed(Outcome.SERVER_ERROR, "HTTP 304 to a question without conditions: nothing to compare with")
    if page.status >= 500:
        return Parsed(Outcome.SERVER_ERROR, f"HTTP {page.status}")
    if 300 <= page.status < 400:
        return _nowhere(page)
    if page.status == 204:
        return Parsed(Outcome.ABSENT, "HTTP 204: the portal says there is nothing")
    if page.status != 200:
        return Parsed(Outcome.WAF_REFUSED, f"HTTP {page.status}")
    return _notice(page)


def _notice(page: Page) -> Parsed | None:
    """A notice in place of a page: closed for maintenance or the night, or still to be filled by a script."""
    if page.visible >= _NOTICE:
        return None
    text = page.text
    if found := _CLOSED_WORDS.search(text):
        return Parsed(Outcome.SERVER_ERROR, f"the page says: {found[0]}")
    if (found := _LOADING_WORDS.search(text)) and "<script" in text.lower():
        return Parsed(Outcome.SHELL, f"the page says: {found[0]}, and a script would fill it")
    return None


def _nowhere(page: Page) -> Parsed:
    """A redirect that nobody can follow."""
    if location := page.headers.get("location", ""):
        return Parsed(Outcome.OFF_ALLOWLIST, f"HTTP {page.status} to {location}, which is no address of the web")
    return Parsed(Outcome.SERVER_ERROR, f"HTTP {page.status} without an address to go to")


def _challenge(page: Page) -> Parsed | None:
    cookies = page.headers.get("set-cookie", "")
    head = page.body[:_SMALL].decode("latin-1")
    scripted = "<script" in head.lower()
    wordless = page.visible < 40 if page.status in (200, 202, 400, 412, 521, 512) else False
    if scripted and wordless:
        if "$_ts" in head or page.status == 412:
            return Parsed(Outcome.CHALLENGE_RUISHU, f"HTTP {page.status} with a script in place of a page")
        if "__jsl" in cookies + head or (page.status in (512, 521) and "document.cookie" in head):
            return Parsed(Outcome.CHALLENGE_JSL, f"HTTP {page.status} with a cookie script in place of a page")
        if "acw_sc__v2" in cookies + head or "arg1=" in head:
            return Parsed(Outcome.CHALLENGE_WAF, f"HTTP {page.status} with a cookie script in place of a page")
    if (found := _WAF_WORDS.search(page.text)) and page.visible < _NOTICE:
        refused = page.status in (403, 405, 406, 418)
        return Parsed(Outcome.WAF_REFUSED if refused else Outcome.CHALLENGE_WAF, f"HTTP {page.status}: {found[0]}")
    return None


def soft_404(page: Page) -> str:
    """The words by which a page says that there is no such page; empty where it has more to say than that."""
    found = _GONE_WORDS.search(page.text)
    return found[0] if found and page.visible < _NOTICE else ""
