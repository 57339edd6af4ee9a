"""Which links lead from a home page towards the agencies and their annual reports (docs/portals.md#follow)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from spiders.addresses import absolute

MAX_DEPTH = 3
"""Links followed from an entry before a report module or agency list must have been met."""

_TOWARDS = re.compile(r"(政务公开|信息公开((工作)?(年度报告|年报)|目录)?|年度报告)$")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link as printed: absolute address, its words, and whether it is a frame rather than an anchor."""

    url: str
    text: str


def anchors(base: str, html: str) -> Iterator[Anchor]:
    """Every link, area and frame of a page, in order, with its title or its text."""
    for node in LexborHTMLParser(html).css("a[href], area[href], frame[src], iframe[src]"):
        attributes = node.attributes
        url = absolute(base, attributes.get("href") or attributes.get("src") or "")
        if url:
            text = (attributes.get("title") or "").strip() or node.text(deep=True)
            yield Anchor(url, re.sub(r"\s+", "", text))


def leads_on(anchor: Anchor) -> bool:
    """Whether the words of a link promise the disclosure pages: 政务公开, 政府信息公开年报, ..."""
    return bool(_TOWARDS.search(anchor.text.strip("·>»-|[]【】()（）")))
