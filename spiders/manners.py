"""Which family reads an address: that of its host, wherever the link stood."""

from urllib.parse import urlsplit

from spiders import generic, hanweb_jcms, hanweb_xxgk, trs_wcm
from spiders.manner import Manner
from spiders.registry import Portal, bare_host

MANNERS = {
    hanweb_xxgk.FAMILY: hanweb_jcms.MANNER, hanweb_jcms.FAMILY: hanweb_jcms.MANNER, trs_wcm.FAMILY: trs_wcm.MANNER,
    generic.FAMILY: generic.MANNER,
}  # fmt: skip
"""Family of an entry to how its lists are read; the lists of a Hanweb host are those of jcms."""


def manner_at(portal: Portal, url: str, other: Manner) -> Manner:
    """How the host of an address is read, by the entries of the registry; `other` where they say nothing of it."""
    host = bare_host(urlsplit(url).netloc)
    known = (entry.family for entry in portal.entries if bare_host(urlsplit(entry.url).netloc) == host)
    return MANNERS[next(known, other.family)]
