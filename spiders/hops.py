"""Redirects a page makes in HTML or script: a meta refresh, a location script, a lone frame (docs/portals.md#hops)."""

import re

from selectolax.lexbor import LexborHTMLParser

from spiders.addresses import absolute
from spiders.page import visible_length

_REFRESH = re.compile(r"""^\s*(\d+)\s*[;,]\s*url\s*=\s*['"]?([^'"]+)""", re.IGNORECASE)
_LOCATION = re.compile(
    r"""(?:window|self|top|document)?\.?location(?:\.href\s*=|\.replace\s*\(|\.assign\s*\(|\s*=)\s*['"]([^'"]+)['"]"""
)
REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""HTTP statuses that send on to another address."""
_WORDLESS = 60
"""A page with more visible characters than this is a page, whatever its scripts may do."""


def hop(base: str, html: str) -> str:
    """Where a page that is only a redirect sends its reader; empty for every other page."""
    if len(html) > 20_000 or visible_length(html) > _WORDLESS:
        return ""
    tree = LexborHTMLParser(html)
    for meta in tree.css("meta[http-equiv]"):
        if (meta.attributes.get("http-equiv") or "").lower() == "refresh":
            found = _REFRESH.match(meta.attributes.get("content") or "")
            if found and int(found[1]) <= 10:
                return absolute(base, found[2])
    for script in tree.css("script"):
        if found := _LOCATION.search(script.text() or ""):
            return absolute(base, found[1])
    frames = [f.attributes.get("src") or "" for f in tree.css("frame, iframe")]
    return absolute(base, frames[0]) if len(frames) == 1 else ""
