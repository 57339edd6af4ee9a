"""How to read hosts whose CMS is not known: lists of plain links, told by dates and titles alone."""

from spiders.addresses import page_key
from spiders.manner import Manner

FAMILY = "generic"


def is_article(url: str) -> bool:
    """Never by the address: no form of it is known."""
    return False


def article_key(portal: str, url: str) -> str:
    """The address itself, without what only changes how it is shown."""
    return page_key(f"{FAMILY}:report", url)


MANNER = Manner(FAMILY, is_article, article_key)
