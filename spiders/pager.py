"""What a page of a list says of its further pages: the next address, how many there are (docs/portals.md#paging)."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from spiders.follow import anchor_of, is_next
from spiders.page import Page

_CALL = re.compile(r"createPageHTML\s*\(([^)]*)\)", re.IGNORECASE)
_COUNT = re.compile(r"\bcountPage\s*=\s*['\"]?(\d+)")
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*['\"]?(\d+)")
_SUFFIX = re.compile(r"""["'.](s?html?)\b\\?["']""")
_NUMBERED = re.compile(r"^(?P<name>.*?)(?:_(?P<number>\d+))?\.(?P<suffix>s?html?)$")
_TOTAL = re.compile(r"共(?:有|计)?(?P<number>\d{1,6})(?P<what>条|篇|项|页)")
_PAGING = re.compile(r"[首上下尾末]一?页|每页|跳转|转到|(?<![\d/])\d{1,4}/\d{1,4}(?![\d/])")
_BESIDE = 60
"""Characters around a total within which a pager's other words stand."""
_MORE = re.compile(r">\s*(点击)?加载更多[^<]{0,6}<")
"""A button that lengthens a list."""
_SCRIPT = re.compile(r"(?is)<script\b[^>]*>(.*?)</script>")
_STATED = re.compile(r"(?i)\b(?:total_?pages?|page_?count|page_?total|countPage)['\"]?\s*[:=]\s*['\"]?(\d{1,4})\b")
"""The number of pages as scripts of pagers call it."""
_LAYPAGE = re.compile(r"(?s)\blaypage\b.*?\{(.*?)\}")
_OPENED = re.compile(r"(?!void\b|alert\b|return\b)\b[A-Za-z_$][\w$.]*\s*\(\s*['\"]?(?P<number>\d*)")
"""A call in a link: of a function, with a number or without."""


@dataclass(frozen=True, slots=True)
class Pager:
    """The next page of a list, the numbers of pages and of items it states, as far as the page tells.

    `linked` says that a link leads to the next page, `scripted` that only a script opens it, `drawn` that a script
    seems to draw the pager itself, or a button to make the list longer.
    """

    url: str = ""
    stated: int | None = None
    items: int | None = None
    linked: bool = False
    scripted: bool = False
    drawn: bool = False


def pager_of(page: Page, number: int = 1) -> Pager:
    """What a page says of its further pages, itself being page `number`: by a script's numbers, else by a link.

    Numbers of pages are told by the link's words, never by its address: some portals count them down.
    """
    named = _named(page, number)
    pages, items = _totals(page)
    call, count = _CALL.search(page.text), _COUNT.search(page.text)
    if not (call or count):
        drawn = not named and (_told(page) > number or bool(_MORE.search(page.text)))
        return Pager(named, pages, items, bool(named), not named and _opened(page, number), drawn)
    name, suffix, total, current = _called(call[1]) if call else ("index", "", 0, 0)
    if count and not call:
        shown = _CURRENT.search(page.text)
        total, current = int(count[1]), int(shown[1]) if shown else 0
    script = page.text[count.start() :].partition("</script")[0] if count else ""
    following = _following(page.url, name, suffix or _suffix(page.url, script, page.text), current)
    # A pager that states several pages is asked for one more: it may state too few.
    return Pager(named or (following if total > 1 else ""), total or pages, items, bool(named))


def _named(page: Page, number: int) -> str:
    """The address of a link called 下一页, else of one called by the next number; empty where there is none."""
    for wanted in (is_next, lambda link: any(re.fullmatch(rf"第?{number + 1}页?", word) for word in link.words)):
        for link in page.links:
            if wanted(link) and link.url != page.url and (wanted is is_next or _is_part(page, link.url)):
                return link.url
    return ""


def _is_part(page: Page, url: str) -> bool:
    """Whether an address may be a further page of this list: it begins like the list's own, which is no front page."""
    own = re.sub(r"(index)?(\.s?html?)?$", "", urlsplit(page.task.url).path)
    there = urlsplit(url)
    near = there.netloc == urlsplit(page.url).netloc and there.path.startswith(own)
    return near and len(own) > 1 and url != page.task.url


def _opened(page: Page, number: int) -> bool:
    """Whether the link to the next page is a call: without a number, or with that of the next page."""
    for node in page.tree.css("a, [onclick]"):
        script = f"{node.attributes.get('href') or ''} {node.attributes.get('onclick') or ''}"
        if is_next(anchor_of(page.url, node)) and (found := _OPENED.search(script.replace("javascript:", ""))):
            return found["number"] in ("", str(number + 1))
    return False


def _told(page: Page) -> int:
    """The number of pages that a script of the page states for a pager that it draws; 0 where none does."""
    scripts = "\n".join(_SCRIPT.findall(page.text))
    told = [int(found) for found in _STATED.findall(scripts)]
    for options in _LAYPAGE.findall(scripts):
        values = dict(re.findall(r"\b(count|limit)['\"]?\s*:\s*['\"]?(\d+)", options))
        told.append(-(-int(values.get("count", 0)) // max(1, int(values.get("limit", 10)))))
    return max(told, default=0)


def _totals(page: Page) -> tuple[int | None, int | None]:
    """(pages, items) as a pager states them in words: 共12页, 共183条."""
    found = dict[str, int]()
    text = re.sub(r"\s", "", page.tree.body.text(deep=True)) if page.tree.body and "共" in page.text else ""
    for total in _TOTAL.finditer(text):
        beside = text[max(0, total.start() - _BESIDE) : total.start()] + text[total.end() : total.end() + _BESIDE]
        if total["what"] == "页" or _PAGING.search(beside):
            found.setdefault("页" if total["what"] == "页" else "条", int(total["number"]))
    return found.get("页"), found.get("条")


def _called(arguments: str) -> tuple[str, str, int, int]:
    """(name, suffix, pages, current page) from a call with any number of arguments."""
    parts = [part.strip().strip("'\"") for part in arguments.split(",")]
    numbers = [int(part) for part in parts if part.isdigit()]
    at = next((n for n, part in enumerate(parts) if re.fullmatch(r"s?html?", part)), 0)
    total, current = (*numbers, 0, 0)[:2]
    return (parts[at - 1], parts[at], total, current) if at else ("index", "", total, current)


def _following(url: str, name: str, suffix: str, current: int) -> str:
    """The address of the page behind this one: counted from 0 or from 1, its number is the current plus one."""
    here = _NUMBERED.match(urlsplit(url).path.rpartition("/")[2])
    number = int(here["number"] or 0) if here and here["name"] == name else 0
    return urljoin(url.partition("?")[0], f"{name}_{max(current, number) + 1}.{suffix}")


def _suffix(url: str, script: str, html: str) -> str:
    """How the names of further pages end: as this page's, as the pager's script says, as any link of the page."""
    here = _NUMBERED.match(urlsplit(url).path.rpartition("/")[2])
    linked = re.search(r"index_\d+\.(s?html?)", html) or _SUFFIX.search(script) or _SUFFIX.search(html)
    return here["suffix"] if here else linked[1] if linked else "html"
