"""What a list page is about, and which of its links are further lists (docs/portals.md#follow)."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from archive.store.ledger import NewTask
from archive.store.revisits import is_of_one_year
from archive.words import TaskKind
from spiders.addresses import list_key
from spiders.files import is_file
from spiders.follow import MAX_BRANCHES, MAX_DEPTH, Anchor, branches, leads_on
from spiders.items import COLUMN, is_column
from spiders.manner import Manner
from spiders.manners import manner_at
from spiders.page import Page
from spiders.registry.agencies import agency_at
from spiders.walk import Item

MAX_PARTS = 8
"""Links followed from an entry down to an agency's own list, and to the years of a list of reports."""
TURNS = 3
"""Times that a part of a path may not stand in it."""
MAX_LINKS = 600
"""Further lists that one page may lead to."""
ABOUT = re.compile("信息公开[^|]{0,40}?(年报|年度报告|年度工作报告)")
_BARE = re.compile("(公开(工作)?)?(年报|年度报告)(专栏|专题|专区)?")
_NAMES = ("columnname", "columndescription")
_PLACE = re.compile(r"(?:当前|现在的?|所在|你的|您的)位置(?:是)?\s*[:：]?")
_YEARLY = re.compile(
    r"((19|20)\d{2}年?度?([至到~～—–]?((19|20)\d{2}|\d{2})年?度?|[及之]?以?前)?|历年|往年|以往|往期|历史)"
    r"((本?[省市区县镇]|各?部门|各?镇街?|政府)*(信息公开)?(工作)?(年报|年度报告))?"
    r"|二[〇○零一二三四五六七八九]{3}年"
)
"""A year, a span of years (its hyphen is gone with the other furniture) or what went before."""
_LEVEL = re.compile(
    r".{0,6}([省市区县镇]|人民)政府(办公?[室厅])?|(各级?)?(部门|镇街|镇办|街道|乡镇|单位).{0,6}"
    r"|.{0,12}(年报|年度报告)(历年|往年|往期|历史)?"
)
_AGENCY = re.compile(
    r"[\u4e00-\u9fff（）()·、]{1,24}(局|委|委员会|办|办公室|办公厅|厅|院|中心|人民政府|管委会|管委|街道|办事处|镇|乡|队|馆"
    r"|台|社|总工会|开发区|保护区|示范区|公司|集团|学校|学院|大学|医院)"
)
_NO_AGENCY = re.compile(
    "^(各|本|返回|关于|网上|走进|美丽|魅力|认识|印象)|服务中心$|新闻|办事大厅|政务服务|访谈|(便民|互动|数据|资讯|下载|媒体|会员)中心"
)
_WORK = re.compile(r"(年度)?(工作)?(报告|年报)")


def names_of(page: Page) -> str:
    """What the page is called, parted by |: the words that led here, title, column name, the path it shows."""
    title = page.tree.css_first("title")
    metas = [node.attributes.get("content") or "" for node in page.tree.css("meta[name]")
             if (node.attributes.get("name") or "").lower() in _NAMES]  # fmt: skip
    heads = [page.task.listed_title, title.text() if title else "", *metas, _shown_path(page.tree.body)]
    return "|".join(re.sub(r"\s", "", head) for head in heads)


def _shown_path(body: LexborNode | None) -> str:
    """The 当前位置 line of a page, the links that follow it included: not the menu that stands behind it."""
    text = _behind_place(body) if body else ""
    path = re.split(r"(?:[\r\n]\s*){3}", text)[0][:120]
    own = _behind_place(_line_of(body)) if body and path else ""
    goes_on = not own or re.match(r"\s*[>›»/\\→|-]", text[len(own) :])
    return path if goes_on else path[: len(own)]


def _behind_place(node: LexborNode) -> str:
    """The words behind 当前位置 in an element; empty where it has none."""
    text = node.text(deep=True, separator=" ")
    found = _PLACE.search(text)
    return text[found.end() : found.end() + 300].strip() if found else ""


def _line_of(body: LexborNode) -> LexborNode:
    """The smallest element that holds 当前位置 and something behind it."""
    line = body
    while inner := next((child for child in line.iter() if _behind_place(child)), None):
        line = inner
    return line


def is_about(page: Page, names: str) -> bool:
    """Whether a column is about annual reports on disclosure: then every item of it is asked.

    A column that the registry names is, unless it says that it holds something else as well.
    """
    if ABOUT.search(names) or any(_BARE.fullmatch(name) for name in names.split("|")):
        return True
    entry = page.task.kind == TaskKind.COLUMN and page.task.why == "entry"
    return entry and not re.search("(?<!年度)报告|公告|通知|文件|动态|解读", names)


def onward(
    page: Page, manner: Manner, items: Iterable[Item], *, about: bool, alone: bool
) -> Iterator[NewTask]:
    """Pages to follow beside the items, each once; `alone` says that the page names no agency and no report itself."""
    shown = (page.url, page.task.url, *(item.url for item in items))
    seen = {list_key(manner.family, url, page.portal.site) for url in shown}
    places = {host.place for host in page.portal.hosts if host.place != page.portal.name}
    for link, node in page.anchors:
        key = list_key(manner.family, link.url, page.portal.site)
        if key in seen or len(seen) > MAX_LINKS or not page.portal.owns(urlsplit(link.url).netloc) or _turns(link.url):
            continue
        if task := _followed(page, manner, link, node, places, about=about, alone=alone):
            seen.add(key)
            yield task


def _turns(url: str) -> bool:
    """Whether an address goes round in circles, as relative links of a page do that stands at every address."""
    parts = [part for part in urlsplit(url).path.split("/") if part]
    return any(parts.count(part) >= TURNS for part in parts)


def _followed(
    page: Page, manner: Manner, link: Anchor, node: LexborNode, places: set[str], *, about: bool, alone: bool
) -> NewTask | None:
    depth, agency = page.task.depth, page.task.agency
    to_reports = any(ABOUT.search(word) or _BARE.fullmatch(word) for word in link.words)
    if leads_on(link) and depth < (MAX_PARTS if agency or (about and to_reports) else MAX_DEPTH):
        of_year = about and to_reports and is_of_one_year(page.task.listed_title)
        return list_task(page, manner, TaskKind.HOME, link.url, link.text, _within(page) if of_year else "")
    there = manner_at(page.portal, link.url, manner)
    # Of an unknown system no address tells a list from an article: a part of a list is told by its words alone.
    listed = is_column(there, link.url) or (there.family == "generic" and not is_file(link.url, link.text))
    if depth < MAX_PARTS and _is_part(link, node, about=about, listed=listed):
        return list_task(page, manner, TaskKind.COLUMN, link.url, link.text, within=_within(page))
    if about and depth < MAX_PARTS and _is_below(page.url, link.url):
        return list_task(page, manner, TaskKind.COLUMN, link.url, link.text, _within(page), agency_named(link))
    below = _is_below_home(page)
    if below and depth < MAX_BRANCHES and branches(link, places):
        return list_task(page, manner, TaskKind.HOME, link.url, link.text, within=_within(page) if about else "")
    if agency and depth < MAX_PARTS and any(_WORK.fullmatch(word) for word in link.words):
        return list_task(page, manner, TaskKind.HOME, link.url, link.text)
    if below and depth < MAX_BRANCHES + 1 and (name := agency_named(link)):
        return list_task(page, manner, TaskKind.HOME, link.url, link.text, _within(page) if about else "", name)
    if alone and link.frame and depth < MAX_BRANCHES:
        return list_task(page, manner, TaskKind.HOME, link.url, link.text)
    return None


def _is_below_home(page: Page) -> bool:
    """Whether the kinds of agencies and the agencies that a page links are those of disclosure: not on a front page.

    An entry that is no front page is a page of the disclosure site itself.
    """
    inner = page.task.kind == TaskKind.HOME and urlsplit(page.task.url).path.strip("/") != ""
    return page.task.depth > 0 or page.task.kind == TaskKind.DIRECTORY or inner


def _is_part(link: Anchor, node: LexborNode, *, about: bool, listed: bool) -> bool:
    """Whether a link leads to a part of a list of reports: one of its years, the reports of one level.

    `listed` says that its address is a list's.
    """
    if any(_YEARLY.fullmatch(word) for word in link.words):
        bare = listed or any(re.fullmatch(r"\d{4}年?", word) for word in link.words)
        return bool(bare) and (about or _below_head(node))
    return about and listed and any(_LEVEL.fullmatch(w) for w in link.words)


def _is_below(url: str, other: str) -> bool:
    """Whether an address is a directory inside that of a list: a part of it, whatever it is called."""
    folder, there = urlsplit(url), urlsplit(other)
    inside = folder.path.rpartition("/")[0] + "/"
    deeper = there.netloc == folder.netloc and there.path.startswith(inside) and len(inside) > 1
    return deeper and there.path.rpartition("/")[0] + "/" != inside and bool(COLUMN.search(there.path))


def _below_head(node: LexborNode) -> bool:
    """Whether the list of links that this one stands in has a head that says 年报: years under a menu's head."""
    place: LexborNode | None = node
    while place is not None and place.tag not in ("ul", "ol", "dl", "table"):
        place = place.parent
    before = place.prev if place is not None else None
    while before is not None and before.tag in ("-text", "_text", "-comment", "_comment"):
        before = before.prev
    words = re.sub(r"\s", "", before.text(deep=True)) if before is not None else ""
    return len(words) <= 24 and bool(ABOUT.search(words))


def agency_named(link: Anchor) -> str:
    """The agency whose own pages a directory-like link leads to; empty for every other link."""
    for word in (link.text, *link.other):
        if _AGENCY.fullmatch(word) and not _NO_AGENCY.search(word) and not branches(Anchor(link.url, word), ()):
            return word
    return ""


def _within(page: Page) -> str:
    """What the parts of a list of reports are parts of."""
    return page.task.listed_title if ABOUT.search(page.task.listed_title) else "政府信息公开年报"


def _handed_on(page: Page) -> str:
    """The agency of a page for the lists that it leads to: not where the registry told it, for that place alone."""
    return "" if agency_at(page.portal, page.task.url) else page.task.agency


def list_task(
    page: Page, manner: Manner, kind: TaskKind, url: str, text: str, within: str = "", agency: str = ""
) -> NewTask:
    """A further list; `within` is the list that it is a part of, `agency` the one whose pages it begins, unless
    the registry knows whose they are.
    """
    task, family = page.task, manner_at(page.portal, url, manner).family
    return NewTask(
        list_key(family, url, page.portal.site), page.portal.id, family, kind,
        page.portal.group_of(urlsplit(url).netloc), url, "followed", task.depth + 1,
        agency=agency_at(page.portal, url) or agency or _handed_on(page),
        listed_title=f"{within} › {text}" if within else text,
    )  # fmt: skip
