"""Which files of a web archive a page leads to: what hangs on it as attachment or stands in it as image."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from archive.documents.decode import declared_charsets, decode
from archive.documents.html import read_html
from archive.documents.model import Link
from archive.words import TaskKind

_LEADS = {"a": "href", "iframe": "src", "frame": "src", "embed": "src", "object": "data"}


@dataclass(frozen=True, slots=True)
class Leads:
    """A link of a page: the address in comparable form, its words, and as what the file counts."""

    address: str
    text: str
    kind: TaskKind


def address(url: str) -> str:
    """An address in the form in which two are compared: no scheme, no fragment, escapes undone."""
    parts = urlsplit(url)
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    query = f"?{unquote(parts.query)}" if parts.query else ""
    return f"{parts.hostname or ''}{port}{unquote(parts.path) or '/'}{query}"


def leads(url: str, payload: bytes, content_type: str) -> Iterator[Leads]:
    """Files anywhere on a page, and images inside its article (what stands around it are emblems and menus)."""
    decoded = decode(payload, declared_charsets(payload, content_type))
    tree = LexborHTMLParser(decoded.text)
    found = tree.css_first("base[href]")
    base = urljoin(url, (found.attributes.get("href") or "") if found else "")
    for node in tree.css(", ".join(_LEADS)):
        yield from _lead(base, Link(node.attributes.get(_LEADS[node.tag or "a"]) or "", node.text()))
    for link in read_html(decoded).links:
        if link.image or link.file:
            yield from _lead(base, link)


def _lead(base: str, link: Link) -> Iterator[Leads]:
    href = re.sub(r"[\t\r\n]", "", link.address).strip()
    try:
        target = address(urljoin(base, href)) if href else ""
    except ValueError:
        return
    if target:
        yield Leads(target, " ".join(link.text.split()), TaskKind.IMAGE if link.image else TaskKind.ATTACHMENT)
