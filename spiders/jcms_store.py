"""Reads the datastore of a Hanweb list: records, totals and paging parameters, from a column page or an answer."""

import html as markup
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from spiders.addresses import absolute
from spiders.follow import Anchor, anchors
from spiders.items import dated, title_of
from spiders.walk import Block, Form, Item

ENDPOINT = "/module/web/jpage/dataproxy.jsp"
ARTICLE = re.compile(r"(?P<before>.*?)/art/(?P<day>\d{4}/\d{1,2}/\d{1,2})/art_(?P<column>\d+)_(?P<id>\d+)\.html?$")
_STORE = re.compile(r"<datastore\b[^>]*>(.*?)(?:</datastore\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_RECORD = re.compile(r"<record\b[^>]*>(.*?)</record\s*>", re.DOTALL | re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_NEXT = re.compile(r"<nextgroup\b[^>]*>(.*?)</nextgroup\s*>", re.DOTALL | re.IGNORECASE)
_HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_TOTAL = re.compile(r"<total(record|page)\b[^>]*>\s*(?:<!\[CDATA\[)?\s*(\d+)", re.IGNORECASE)
_UNIT = re.compile(
    r"""<div\b[^>]*\bid\s*=\s*["']?(\d+)["']?[^>]*>\s*(?:<script[^>]*>)?\s*(?:<\?xml[^>]*>)?\s*\Z""", re.IGNORECASE
)
_SETTING = re.compile(
    r"""['"]?\b(proxyUrl|perPage|totalRecord|appid|webid|path|columnid|unitid|webname|permissiontype"""
    r"""|sourceContentType|keyWordCount)\b['"]?\s*[:=]\s*(?:'([^']*)'|"([^"]*)"|([\w%./-]+))""", re.IGNORECASE,
)  # fmt: skip
_PAGE = re.compile(r"([?&]page=)(\d+)", re.IGNORECASE)
_FIELDS = (
    "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname", "permissiontype", "keyWordCount"
)  # fmt: skip
_LARGEST = 100
"""Records asked at once, at most: the endpoint cuts longer answers off in silence."""


@dataclass(frozen=True, slots=True)
class Store:
    """One datastore: its records in order, the totals it states, the address of its further records as printed."""

    records: tuple[Item, ...]
    stated: int | None
    pages: int | None
    following: str
    unit: str = ""


def stores(base: str, html: str) -> list[Store]:
    """Every datastore of a page or an answer, in order; an answer without the outer element counts as one."""
    found = list(_STORE.finditer(html))
    if not found and re.search(r"<recordset\b|<record\b", html, re.IGNORECASE):
        return [_store(base, html, "")]
    return [_store(base, match[1], html[max(0, match.start() - 600) : match.start()]) for match in found]


def _store(base: str, text: str, before: str) -> Store:
    totals = {name.lower(): int(value) for name, value in _TOTAL.findall(text)}
    records = (_record(base, _plain(match[1])) for match in _RECORD.finditer(text))
    unit = _UNIT.search(before)
    group = _NEXT.search(text)
    href = _HREF.search(_plain(group[1])) if group else None
    following = next((value for value in href.groups() if value), "") if href else ""
    return Store(
        tuple(item for item in records if item), totals.get("record"), totals.get("page"),
        absolute(base, markup.unescape(following)), unit[1] if unit else "",
    )  # fmt: skip


def _plain(text: str) -> str:
    """The HTML of a record: CDATA sections joined, or escaped text undone."""
    parts = _CDATA.findall(text)
    return "".join(parts) if parts else text if "<" in text else markup.unescape(text)


def _record(base: str, html: str) -> Item | None:
    """The article that a record links: by the form of its address, else by the longest words."""
    links = list(anchors(base, html))
    if not links:
        return None
    shaped = [link for link in links if ARTICLE.search(link.url.partition("?")[0])]
    link: Anchor = max(shaped or links, key=lambda a: len(title_of(a)))
    return Item(link.url, title_of(link), dated(re.sub(r"<[^<>]*>", " ", html)))


def blocks(base: str, html: str) -> tuple[Block, ...]:
    """The lists of a column page, with every way to ask for more that the page itself shows."""
    scripts = "\n".join(re.findall(r"(?is)<script\b[^>]*>(.*?)</script", _STORE.sub("", html)))
    found = stores(base, html)
    return tuple(_block(base, html, store, _settings(scripts, store.unit, len(found))) for store in found)


def _settings(scripts: str, unit: str, units: int) -> dict[str, str]:
    """Names and values of the script that sets up a list; of several, the one that names the unit."""
    if units > 1 and unit:
        start = re.search(rf"(?<!\d){unit}(?!\d)", scripts)
        end = re.search(r"['\"]#?\d{4,}['\"]", scripts[start.end() + 2 :]) if start else None
        scripts = scripts[start.start() : start.end() + 2 + end.start() if end else None] if start else ""
    return {name.lower(): a or b or c for name, a, b, c in reversed(_SETTING.findall(markup.unescape(scripts)))}


def _block(base: str, html: str, store: Store, settings: dict[str, str]) -> Block:
    stated = store.stated if store.stated is not None else _number(settings.get("totalrecord"))
    forms = []
    size = min(_number(settings.get("perpage")) or 15, _LARGEST)
    if store.following:
        first = _PAGE.search(store.following)
        if first:
            address = _PAGE.sub(r"\g<1>{page}", store.following)
        else:
            address = store.following + ("&" if "?" in store.following else "?") + "page={page}"
        forms.append(Form("address", address, first=max(1, int(first[2])) if first else 1))
    if store.following or settings.get("proxyurl"):
        endpoint = absolute(base, settings.get("proxyurl") or store.following.partition("?")[0] or ENDPOINT)
        # Several columns in one list are asked of another endpoint, as content of another type.
        several = {"sourcecontenttype": "3", "keywordcount": "999"} if "morecolumn" in endpoint else {}
        body = _body(base, html, store, several | settings)
        forms += [Form(kind, endpoint.partition("?")[0], body, size) for kind in ("range", "number")]
    return Block(store.records, stated, store.pages, tuple(forms))


def _body(base: str, html: str, store: Store, settings: dict[str, str]) -> str:
    """The form that the site's own script posts; what the page does not tell is left out.

    The name of a site stays encoded as often as the page has it: some hosts want it twice.
    """
    printed = dict(part.partition("=")[::2] for part in store.following.partition("?")[2].split("&"))
    known = {name.lower(): value for name, value in printed.items()}
    column = re.search(r"/col/col(\d+)/", base)
    site = re.search(r"""id=["']?ss_webid["']?[^>]*>\s*(\d+)""", html)
    spare = {"columnid": column[1] if column else "", "unitid": store.unit, "webid": site[1] if site else "",
             "path": "/", "permissiontype": "0", "appid": "1", "sourcecontenttype": "1"}  # fmt: skip
    parts = ["col=1"]
    for name in _FIELDS:
        lower = name.lower()
        if lower in known:
            parts.append(f"{name}={known[lower]}")
        elif value := settings.get(lower) or spare.get(lower, ""):
            parts.append(urlencode({name: value}, safe="/%"))
    return "&".join(parts)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None
