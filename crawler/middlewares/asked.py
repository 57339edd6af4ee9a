"""A question of the crawler's own to a host: sent and kept like every other request; its answer counts for a while."""

from datetime import timedelta

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.errors import DamagedError
from archive.store.captures import payload
from archive.store.ledger import Capture, Task
from archive.words import Outcome
from crawler.job import Job
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


def answered(job: Job, task: Task, fresh: timedelta) -> tuple[Capture, bytes] | None:
    """The answer of the last visit and its bytes, while it counts; None where the host is to be asked (again).

    What comes from later than now, by a clock that was wrong, does not count, nor what cannot be read back.
    """
    captures, now = job.ledger.captures(task.task_key, task.visit - 1), job.clock.now()
    if task.outcome not in (Outcome.OK, Outcome.ABSENT) or not captures or not now - fresh <= captures[-1].at <= now:
        return None
    try:
        return captures[-1], payload(job.ledger, job.folder / "warc", captures[-1].payload_sha256)
    except DamagedError:
        return None
