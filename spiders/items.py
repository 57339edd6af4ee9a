"""The lines of a list, whatever its markup: which are reports, and what their titles tell (docs/portals.md#items)."""

import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from spiders.follow import Anchor, anchors_of, tree_of
from spiders.manner import Manner
from spiders.page import Page
from spiders.walk import Item

COLUMN = re.compile(r"/$|/index\.(s?html?|jsp|php)$|/col/col\d+(/index\.html)?$", re.IGNORECASE)
"""Paths under which a list stands, as a rule."""
_COLUMNS = {
    "channel-doc": re.compile(r"/channel_[^/]+$"),
    "vsb": re.compile(r"^(?!.*/(info|system)/).*\.(html?|jsp)$"),
    "n-path": re.compile(r"^(/n\d+)+$"),
    "binzhou-news-detail": re.compile(r"^(?!.*/news/detail$).*/news/[^.]*$"),
}
"""Further paths of lists, by family."""
_DATE = re.compile(r"((?:19|20)\d{2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)")
_LABELLED = re.compile(
    r"(?:主题|标题|题目)[:：](?P<title>.+?)(?:(?:作者|来源|编辑)[:：][^:：]*?)*(?:(?:发布|发文)?(?:日期|时间)[:：].*)?"
)
"""A title as some lists print it: 主题：… 日期：…"""
_BEHIND = re.compile(rf"[\[(（【]?{_DATE.pattern}[\])）】]?$")
_LINE = ("li", "tr", "dd", "dt", "p")
_LINE_LENGTH = 400
"""Characters beside a link within which its date stands: a line with its summary, not the text of a page."""
_TURN = re.compile(r"\W*(第?\d{1,3}页?|[首上下前后尾末]一?页)\W*")
"""What the links of a pager are called."""
_CUT = re.compile(r"(\.{2,}|…+|\.\.\.)\W?$")
_SUBJECT = "政府信息公开"
_DISCLOSED = re.compile("信息(主动)?公开|政务公开")
_REPORT = re.compile("年度?报|年度工作报告|报告")
_OTHER = re.compile("通知|公告|公示|会议|召开|方案|意见|计划|规划|预算|决算|招聘|采购|名单|办法|条例|批复|法治|图解")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)|(二[〇○零OＯo一二三四五六七八九]{3})(?=年)")
_DIGITS = {**dict(zip("一二三四五六七八九", "123456789", strict=True)), "二": "2"}


def is_column(manner: Manner, url: str) -> bool:
    """Whether a list stands at an address, as a rule, told by its form."""
    path = urlsplit(url).path
    form = _COLUMNS.get(manner.family, COLUMN)
    return bool(COLUMN.search(path) or form.search(path)) and not manner.is_article(url)


def dated(text: str) -> str:
    """The first date of a text as YYYY-MM-DD; empty where there is none."""
    found = _DATE.search(text)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""


def title_of(link: Anchor) -> str:
    """The title of a list's line: of what the link is called, the first that is not cut, without a date behind it."""
    named = [label["title"] if (label := _LABELLED.fullmatch(word)) else word for word in (link.text, *link.other)]
    words = [_BEHIND.sub("", word) for word in named]
    whole = [word for word in words if word and not _CUT.search(word)]
    return (whole or sorted(words, key=len, reverse=True))[0]


def lines(page: Page, shaped: Callable[[str], bool]) -> list[Item]:
    """Links that are lines of a list: `shaped` tells an article by its address; others have a date or a report's title.

    A list that stands in a comment, for a script to show, is read only where the page shows none.
    """
    found = list(_lines(page.anchors, shaped))
    if not found and "<!--" in page.text:
        shown = tree_of(re.sub(r"<!--|-->", "", page.text))
        found = list(_lines(anchors_of(page.url, shown), shaped))
    return list({item.url: item for item in reversed(found)}.values())[::-1]


def _lines(anchors: Iterable[tuple[Anchor, LexborNode]], shaped: Callable[[str], bool]) -> Iterator[Item]:
    for link, node in anchors:
        title, date = title_of(link), _date_beside(node) or _date_within(link)
        path = urlsplit(link.url).path
        if not title or path in ("", "/") or _TURN.fullmatch(title):
            continue
        if shaped(link.url) or (date and not COLUMN.search(path)) or (looks_like_report(title) and year_of(title)):
            yield Item(link.url, title, date)


def _date_beside(node: LexborNode) -> str:
    """The date in the line of a link: in the nearest element that stands for a line, with few other links."""
    place: LexborNode | None = node
    for _ in range(4):
        place = place.parent if place else None
        if place is None or len(place.css("a")) > 3:
            return ""
        text = place.text(deep=True, separator=" ").replace(node.text(deep=True), "", 1)
        if len(re.sub(r"\s", "", text)) > _LINE_LENGTH:
            return ""
        if date := dated(text):
            return date
        if place.tag in _LINE:
            return ""
    return ""


def _date_within(link: Anchor) -> str:
    """The date with which the words of a link end."""
    ends = (_BEHIND.search(word) for word in (link.text, *link.other))
    return next((dated(found[0]) for found in ends if found), "")


def looks_like_report(title: str) -> bool:
    """Whether a title names an annual report on disclosure; a cut title in doubt does."""
    whole = re.sub(r"\s", "", title)
    if not is_cut(whole):
        return bool(_DISCLOSED.search(whole) and _REPORT.search(whole))
    seen = _CUT.sub("", whole)
    if _OTHER.search(seen):
        return False
    started = any(seen.endswith(_SUBJECT[:length]) for length in range(1, len(_SUBJECT)))
    return started or bool(_DISCLOSED.search(seen) or year_of(seen) or re.search(r"(19|20)?\d{1,3}$", seen))


def is_cut(title: str) -> bool:
    """Whether a title ends in dots: the list shows only its beginning."""
    return bool(_CUT.search(title))


def year_of(*texts: str) -> int | None:
    """The one year that the first of some texts with a year names; None where none does or that text names several."""
    for text in texts:
        years = {int(plain or "".join(_DIGITS.get(c, "0") for c in words)) for plain, words in _YEAR.findall(text)}
        if years:
            return years.pop() if len(years) == 1 else None
    return None
