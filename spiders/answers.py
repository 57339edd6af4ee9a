"""What an HTTP answer means before anybody reads it as a page: refused, challenged, limited, gone, or to be read."""

import re
from datetime import UTC, datetime, time, timedelta, timezone
from urllib.parse import urlsplit

from archive.words import Outcome, TaskKind
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
_HOURS = re.compile("服务时间|开放时间|访问时间|(夜间|非工作时间).{0,6}(关闭|停止)")
_CLOSED_WORDS = re.compile(f"(网站|系统|平台)(正在)?(维护|升级)|正在(维护|升级)|{_HOURS.pattern}")
_PORTAL_TIME, _OPENS, _CLOSES = timezone(timedelta(hours=8)), time(9), time(17)
_GAMBLING = re.compile("博彩|娱乐城|百家乐|老虎机|棋牌|真人视讯|时时彩|彩票平台|澳门葡京|皇冠体育|在线投注")
_OFFICIAL = re.compile("(?i)SiteIDCode|SiteDomain|网站标识码|党政机关|政府|公安备|ICP")
_TOKEN_WORDS = re.compile(r"(?i)m?s?s?token|签名|未登录|鉴权|认证失败|unauthorized|signature")
_BY_SCRIPT = re.compile(r"els-service|\bcatas\b|queryData|jpaas|dataproxy|loadDynamic|search\.jsp", re.IGNORECASE)
"""What a page says that asks for its list by a script: such pages may all be alike."""
_FILED_SLASH = re.compile(r"\.(s?html?|jsp|aspx?|php)/$", re.IGNORECASE)
"""An address with a slash behind a file's name, which is nobody's."""
_LOADING_WORDS = re.compile("(数据|页面|内容)?(正在)?加载中|正在加载")
_GONE_WORDS = re.compile(
    "页面不存在|(访问|查找|浏览|请求)的(页面|网页|内容|信息|栏目).{0,8}(不存在|找不到|删除|移走|失效)|您访问的页面"
    "|页面找不到|err404|(栏目|内容|文章|信息)(不存在|已删除|已被删除)|页面已删除|页面已被删除"
)


def answer(page: Page) -> Parsed | None:
    """The end of the visit, where the answer settles it; None where the page is to be read."""
    if challenge := _challenge(page):
        return challenge
    if page.status == 412:
        return _precondition(page)
    if page.status in (502, 503) and (closed := _closed(page)):
        return closed
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
    return _token(page) or _notice(page) or _missing(page) or _foreign(page) or _garbled(page)


def _precondition(page: Page) -> Parsed:
    """412 without a challenge: a wrong address, a page that is gone, or a refusal; told by its body."""
    if words := soft_404(page):
        return Parsed(Outcome.ABSENT, f"HTTP 412, and the page says: {words}")
    if _FILED_SLASH.search(urlsplit(page.url).path):
        return Parsed(Outcome.ABSENT, "HTTP 412 for a wrong address: a slash behind the name of a file")
    return Parsed(Outcome.WAF_REFUSED, "HTTP 412 without a challenge and without words: refused, or a dead column")


def _token(page: Page) -> Parsed | None:
    """An interface that refuses a plain question, in the words of its JSON."""
    head = page.body[:_SMALL].lstrip()
    if not head.startswith(b"{") or b'"success":true' in head.replace(b" ", b""):
        return None
    refused = re.search(rb'"(code|status)"\s*:\s*"?(401|403)"?\s*[,}]', head)
    found = _TOKEN_WORDS.search(head.decode("utf-8", "replace"))
    said = found[0] if found else "not allowed"
    return Parsed(Outcome.TOKEN_REQUIRED, f"the interface says: {said}") if refused else None


def _missing(page: Page) -> Parsed | None:
    """The answer that the host also gives for an address that does not exist."""
    if not page.missing or (page.task.kind.is_list and _BY_SCRIPT.search(page.text)):
        return None
    if page.visible < _NOTICE and "<script" in page.text.lower() and not soft_404(page):
        return Parsed(Outcome.SHELL, "the same answer as for an address that does not exist; a script may fill it")
    return Parsed(Outcome.ABSENT, "the same answer as for an address that does not exist")


def _foreign(page: Page) -> Parsed | None:
    """A host that serves something else now: words of gambling sites, and no mark of a government's page."""
    found = set(_GAMBLING.findall(page.text)) if page.media == "html" else set()
    if len(found) > 1 and not _OFFICIAL.search(page.text):
        return Parsed(Outcome.OFF_ALLOWLIST, f"the host serves something else now: {'、'.join(sorted(found))}")
    return None


def _garbled(page: Page) -> Parsed | None:
    """A page whose bytes no charset fits; a few broken characters are the reader's to tell."""
    if page.task.kind in (TaskKind.ATTACHMENT, TaskKind.IMAGE) or not page.body[:64].lstrip().startswith(b"<"):
        return None
    if (broken := page.text.count("\ufffd")) * 50 < max(page.visible, 500):
        return None
    return Parsed(Outcome.BAD_CHARSET, f"no charset fits {broken} places of the page")


def has_hours(page: Page) -> bool:
    """Whether a notice in place of the page says that the site keeps hours."""
    return page.status in (200, 502, 503) and page.visible < _NOTICE and bool(_HOURS.search(page.text))


def office_hours(now: datetime) -> datetime | None:
    """The next morning of a working day in Shandong; None where it is such a day's office hours already."""
    there = now.astimezone(_PORTAL_TIME)
    if there.weekday() < 5 and _OPENS <= there.time() < _CLOSES:
        return None
    day = there.date() if there.time() < _OPENS else there.date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return datetime.combine(day, _OPENS, _PORTAL_TIME).astimezone(UTC)


def _notice(page: Page) -> Parsed | None:
    """A notice in place of a page: closed for maintenance or the night, or still to be filled by a script."""
    if page.visible >= _NOTICE:
        return None
    if closed := _closed(page):
        return closed
    text = page.text
    if (found := _LOADING_WORDS.search(text)) and "<script" in text.lower():
        return Parsed(Outcome.SHELL, f"the page says: {found[0]}, and a script would fill it")
    return None


def _closed(page: Page) -> Parsed | None:
    found = _CLOSED_WORDS.search(page.text) if page.visible < _NOTICE else None
    return Parsed(Outcome.SERVER_ERROR, f"the page says: {found[0]}") if found else None


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
