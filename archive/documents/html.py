"""HTML to a document: the article's paragraphs and tables, its title, the fields of its page, its links and images."""

import re

from archive.documents.blocks import read_flow, visible_text
from archive.documents.content import find_content
from archive.documents.decode import Decoded
from archive.documents.fields import page_fields
from archive.documents.model import FLAG_HIDDEN, Block, Document, Link, Paragraph, Table
from archive.documents.pagewords import PAGE_WORDS
from archive.documents.tree import Page, parse_page, squeeze

_YEAR = r"(?:[12]\d{3}|[〇○零OＯ一二三四五六七八九]{4})"
_TOLD = re.compile(rf"{_YEAR}.{{0,60}}信息公开.{{0,40}}报|信息公开.{{0,40}}{_YEAR}.{{0,9}}报")
_BLOCK_TAG = re.compile(r"<(?:html|body|div|p|br|span)[\s>/]", re.IGNORECASE)
_SCANT = 40
_HEAD_BLOCKS, _FOOT_BLOCKS = 10, 5
_TITLE_MAX = 120
_SITE_MARKS = ("-", "_", "|", "—", "–", ">")


def read_html(decoded: Decoded) -> Document:
    """Reads a page; never raises. Text that has tables for its only tags keeps its lines.

    What is hidden is read only where nothing else is there, and then flagged.
    """
    source = decoded.text if _BLOCK_TAG.search(decoded.text) else decoded.text.replace("\n", "<br>\n")
    page = parse_page(source)
    flags = decoded.flags
    if len(page.text) < _SCANT:
        whole = parse_page(source, keep_hidden=True)
        if len(whole.text) > len(page.text) + _SCANT:
            page, flags = whole, (*flags, FLAG_HIDDEN)
    first, last = find_content(page)
    flow = read_flow(page.body)
    fields, _ = page_fields([block for _, block in flow.blocks])
    article = [block for order, block in flow.blocks if first <= order <= last]
    blocks = tuple(block for block in _undressed(article) if not _is_chrome(block))
    links = tuple(link for order, link in flow.links if first <= order <= last and _leads(link))
    title = _title(page, fields, blocks)
    return Document("html", blocks, title, decoded.encoding, {**page.meta, **fields}, links, flags)


def _undressed(article: list[Block]) -> list[Block]:
    """The article without labelled lines at its head and foot; the same words inside a report belong to it."""
    foot = max(len(article) - _FOOT_BLOCKS, _HEAD_BLOCKS)
    head, body, tail = article[:_HEAD_BLOCKS], article[_HEAD_BLOCKS:foot], article[foot:]
    return [*page_fields(head)[1], *body, *page_fields(tail)[1]]


def _is_chrome(block: Block) -> bool:
    if isinstance(block, Table):
        return not any(cell.text.strip() for row in block.rows for cell in row)
    return PAGE_WORDS.is_chrome(squeeze(block.text))


def _leads(link: Link) -> bool:
    return not link.address.strip().lower().startswith(("javascript:", "#", "data:"))


def _title(page: Page, fields: dict[str, str], blocks: tuple[Block, ...]) -> str:
    """The article's own title: the first candidate that names disclosure, else the first that there is."""
    candidates = [
        page.meta.get("articletitle", ""),
        fields.get("标题", ""),
        *_headings(page),
        *(block.text for block in blocks[:4] if isinstance(block, Paragraph)),
        _without_site(page),
    ]
    usable = [text for text in (" ".join(text.split()) for text in candidates) if 0 < len(text) <= _TITLE_MAX]
    told = [text for text in usable if _TOLD.search(squeeze(text)) and "。" not in text]
    return next(iter(told), "") or _plain_title(page, fields, usable)


def _plain_title(page: Page, fields: dict[str, str], usable: list[str]) -> str:
    stated = page.meta.get("articletitle", "") or fields.get("标题", "") or _without_site(page)
    return " ".join(stated.split()) or next(iter(usable), "")


def _headings(page: Page) -> list[str]:
    return [
        visible_text(node)
        for node in page.nodes
        if node.end - node.start <= _TITLE_MAX
        and (
            node.tag in ("h1", "h2", "h3")
            or PAGE_WORDS.title_classes.intersection(node.attrs.get("class", "").lower().split())
        )
    ]


def _without_site(page: Page) -> str:
    """The head's title without the site's name behind the last mark."""
    title = " ".join(page.head_title.split())
    site = page.meta.get("sitename", "")
    if site and title.endswith(site) and title != site:
        title = title.removesuffix(site)
    for mark in _SITE_MARKS:
        head, found, tail = title.rpartition(mark)
        if found and head.strip() and ("网" in tail or "政府" in tail or not tail.strip()) and "报" not in tail:
            title = head
    return title.strip(" -_|—–>")
