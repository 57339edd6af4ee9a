"""What two answers of a host have in common when they say the same of two addresses (docs/portals.md#obstacles)."""

import hashlib
import re
from urllib.parse import unquote, urlsplit

from archive.documents.decode import declared_charsets, decode

_CHANCE = re.compile(r"[0-9a-fA-F]{6,}|\d+")
"""Numbers, times and ids, which differ from answer to answer."""


def shape(body: bytes, content_type: str, url: str) -> str:
    """The digest of a page without what changes by itself: the address it was asked by, numbers, ids, blanks.

    Scripts count: a page that carries its text in a script is another page with another text.
    """
    text = decode(body, declared_charsets(body, content_type)).text
    path = urlsplit(url).path
    for echo in sorted({url, path, unquote(path), path.rpartition("/")[2]} - {"", "/"}, key=len, reverse=True):
        text = text.replace(echo, "")
    return hashlib.sha256(re.sub(r"\s+", "", _CHANCE.sub("#", text)).encode()).hexdigest()
