"""The article lists of Hanweb (jcms): what an article is, and its key."""

from urllib.parse import urlsplit

from spiders.addresses import query
from spiders.jcms_store import ARTICLE
from spiders.manner import Manner
from spiders.registry import bare_host

FAMILY = "hanweb-jcms"


def is_article(url: str) -> bool:
    """Whether an address names an article (/art/2025/1/24/art_85285_1.html) or a file of the download module."""
    return bool(ARTICLE.search(urlsplit(url).path) or query(url).get("filename"))


def article_key(portal: str, url: str) -> str:
    """(host, what stands before /art/, day, number): the column does not count, an article stands in several.

    The day belongs to the key because numbers begin anew when a platform is changed.
    """
    parts = urlsplit(url)
    found = ARTICLE.search(parts.path)
    if not found:
        return f"{FAMILY}:report:{portal}:{query(url)['filename'].lower()}"
    return f"{FAMILY}:report:{bare_host(parts.netloc)}{found['before']}:{found['day']}:{found['id']}"


MANNER = Manner(FAMILY, is_article, article_key)

