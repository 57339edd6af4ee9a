"""Which family reads an address, wherever the link stood: by its form, else by what the registry says of its host."""

import re
from urllib.parse import urlsplit

from spiders import hanweb_jcms
from spiders.families import by_address
from spiders.keys import manner
from spiders.manner import Manner
from spiders.registry import FAMILIES, LEGACY, Portal

MANNERS = {family: manner(family) for family in FAMILIES} | {
    hanweb_jcms.FAMILY: hanweb_jcms.MANNER, "hanweb-xxgk": hanweb_jcms.MANNER,
}  # fmt: skip
"""Family of an entry to how its lists are read; the lists of a Hanweb host are those of jcms."""

_COLUMN = re.compile(r"/col/col\d+(/|$)")


def platform_of(portal: Portal, url: str, default: str = "") -> str:
    """The family of an address, or the platform of the past that it belongs to; `default` where nothing tells it.

    What tells it, in this order: the form of the address, the path and the host in the registry, the entries on that
    host, the portal as a whole. A column of Hanweb is one whatever else stood on its host before.
    """
    if family := by_address(url):
        return family
    told = _registered(portal, url, default)
    return told if told.startswith("hanweb") or not _COLUMN.search(urlsplit(url).path) else hanweb_jcms.FAMILY


def _registered(portal: Portal, url: str, default: str) -> str:
    """What the registry says of an address."""
    parts = urlsplit(url)
    if host := portal.host(parts.netloc):
        on_path = [path for path in host.paths if path.family and parts.path.startswith(path.prefix)]
        if on_path:
            return max(on_path, key=lambda path: len(path.prefix)).family
        if host.family:
            return host.family
    known = portal.family if host is None else ""
    site = portal.site(parts.netloc)
    on_host = (entry.family for entry in portal.entries if portal.site(urlsplit(entry.url).netloc) == site)
    return next(on_host, known or default)


def family_of(portal: Portal, url: str, default: str = "generic") -> str:
    """The family that reads an address."""
    platform = platform_of(portal, url, default)
    return LEGACY.get(platform, platform)


def manner_at(portal: Portal, url: str, other: Manner) -> Manner:
    """How an address is read; `other` where nothing tells its family."""
    return MANNERS[family_of(portal, url, other.family)]
