"""HTML to a document: the article's paragraphs and tables, its title, the fields of its page, its links and images."""

import re

from archive.documents.blocks import read_flow
from archive.documents.content import find_content, unbroken
from archive.documents.decode import Decoded
from archive.documents.fields import page_fields
from archive.documents.model import FLAG_HIDDEN, Block, Document, Link, Table
from archive.documents.pagetitle import page_title
from archive.documents.pagewords import PAGE_WORDS
from archive.documents.tree import parse_page

_BLOCK_TAG = re.compile(r"<(?:html|body|div|p|br|span)[\s>/]", re.IGNORECASE)
_VIEWER = re.compile(  # begins with one of three characters: so it is soon found in a long page
    r"""[<pP](?i:(?<=<)(?:iframe|embed|object)\s[^<>]{0,500}?\b(?:src|data)\s{0,9}=\s{0,9}["']?([^"'\s<>]{1,1000})"""
    r"""|(?<=p)(?<!\wp)df_?url\s{0,9}=\s{0,9}["']([^"'<>]{1,1000}))"""
)
_VIEWERS = ("<iframe", "<embed", "<object", "pdfurl", "pdf_url")
_SCANT = 40
_HEAD_BLOCKS, _FOOT_BLOCKS = 10, 5


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
    first, last = find_content(page, source)
    flow = read_flow(page.body)
    fields, _ = page_fields([block for _, block in flow.blocks])
    article = [block for order, block in flow.blocks if first <= order <= last]
    blocks = tuple(block for block in _undressed(article) if not _is_chrome(block))
    links = tuple(link for order, link in flow.links if first <= order <= last and _leads(link))
    title = page_title(page, flow, (first, last), fields, blocks)
    meta = {**page.meta, **fields}
    run = unbroken(page, (first, last))
    return Document("html", blocks, title, decoded.encoding, meta, (*links, *_viewed(source)), flags, unbroken=run)


def _undressed(article: list[Block]) -> list[Block]:
    """The article without labelled lines at its head and foot; the same words inside a report belong to it."""
    foot = max(len(article) - _FOOT_BLOCKS, _HEAD_BLOCKS)
    head, body, tail = article[:_HEAD_BLOCKS], article[_HEAD_BLOCKS:foot], article[foot:]
    return [*page_fields(head)[1], *body, *page_fields(tail)[1]]


def _is_chrome(block: Block) -> bool:
    if isinstance(block, Table):
        return not any(text.strip() for row in block.texts for text in row)
    parts = block.text.split()
    return PAGE_WORDS.is_chrome("".join(parts)) or (len(parts) > 1 and all(map(PAGE_WORDS.is_chrome, parts)))


def _viewed(source: str) -> tuple[Link, ...]:
    """The files that a viewer on the page shows."""
    lower = source.lower()
    if not any(word in lower for word in _VIEWERS):
        return ()
    shown = (Link(match[1] or match[2], "") for match in _VIEWER.finditer(source))
    return tuple(dict.fromkeys(link for link in shown if link.file))


def _leads(link: Link) -> bool:
    return not link.address.strip().lower().startswith(("javascript:", "#", "data:"))
