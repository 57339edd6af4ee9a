"""Redirects a page makes in HTML or script: a meta refresh, a location script, a lone frame (docs/portals.md#hops)."""

import re

from selectolax.lexbor import LexborHTMLParser

from spiders.addresses import absolute
from spiders.page import visible_length

_REFRESH = re.compile(r"""^\s*(\d+)\s*[;,]\s*url\s*=\s*['"]?([^'"]+)""", re.IGNORECASE)
_LOCATION = re.compile(
    r"""(?:window|self|top|document)?\.?location(?:\.href\s*=|\.replace\s*\(|\.assign\s*\(|\s*=)\s*['"]([^'"]+)['"]"""
)
_MAIN = re.compile("(?i)main|content|right|body")
"""What the frame that holds the text is called, where a page has several."""
_SECOND = frozenset({"gov", "com", "org", "net", "edu", "ac", "sd"})
"""Endings below cn under which domains are given out."""
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
    frames = [f for f in tree.css("frame, iframe") if f.attributes.get("src")]
    if len(frames) > 1 and tree.css_first("frameset"):
        frames = [f for f in frames if _MAIN.search(f.attributes.get("name") or "")] or frames[-1:]
    return absolute(base, frames[0].attributes.get("src") or "") if len(frames) == 1 else ""


def same_domain(one: str, other: str) -> bool:
    """Whether two hosts lie below one registrable domain: x.gov.cn, or what stands before another ending."""
    return _registrable(one) == _registrable(other)


def _registrable(host: str) -> str:
    labels = host.partition(":")[0].lower().split(".")
    shared = labels[-1] == "cn" and labels[-2:-1] and labels[-2] in _SECOND
    return ".".join(labels[-3:] if shared else labels[-2:])
