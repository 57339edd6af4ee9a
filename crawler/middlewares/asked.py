"""A question of the crawler's own to a host, sent and kept like every other request, its redirects followed."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.store.ledger import Task
from spiders.addresses import absolute
from spiders.hops import REDIRECTS

MAX_REDIRECTS = 5


async def asked(crawler: Crawler, task: Task) -> Response:
    """The answer for the task's address; a redirect only where it leads nowhere, or after MAX_REDIRECTS of them."""
    url, response = task.url, Response(task.url)
    for hop in range(MAX_REDIRECTS + 1):
        assert crawler.engine is not None
        request = Request(url, dont_filter=True, meta={"task": task, "hop": hop})
        response = await crawler.engine.download_async(request)
        url = absolute(url, (response.headers.get("Location") or b"").decode("latin-1"))
        if response.status not in REDIRECTS or not url:
            break
    return response
