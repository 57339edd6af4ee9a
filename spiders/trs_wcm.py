"""How to read TRS WCM: directories as columns, articles named by day and number (docs/portals.md#families)."""

import re
from urllib.parse import urlsplit

from spiders.manner import Manner
from spiders.registry import bare_host

FAMILY = "trs-wcm"
_ARTICLE = re.compile(r"/t(?:\d{8}|null)_(\d+)\.s?html?$", re.IGNORECASE)


def is_article(url: str) -> bool:
    """Whether an address names an article: …/202601/t20260126_10480789.shtml, or tnull_… without its month."""
    return bool(_ARTICLE.search(urlsplit(url).path))


def article_key(portal: str, url: str) -> str:
    """(host, number): an article that is moved keeps its number, and the day in its name may change."""
    parts = urlsplit(url)
    found = _ARTICLE.search(parts.path)
    assert found
    return f"{FAMILY}:report:{bare_host(parts.netloc)}:{found[1]}"


MANNER = Manner(FAMILY, is_article, article_key)
