"""Conditional: asks whether an answer has changed where that is known to work, and tells the spider what has not."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.errors import DamagedError
from archive.store.ledger import Task
from archive.store.revisits import is_trusted, may_be_short
from archive.store.warc import sha256
from crawler.job import Job, job_of
from crawler.middlewares.kept import Kept, kept
from spiders.portal import AS_BEFORE, Hop


class ConditionalMiddleware:
    """Adds If-None-Match and If-Modified-Since from the last full answer; a 304 becomes that answer again."""

    def __init__(self, job: Job) -> None:
        self.job = job

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ConditionalMiddleware":
        return cls(job_of(crawler))

    def process_request(self, request: Request) -> None:
        task: Task = request.meta["task"]
        if request.method != "GET" or task.kind.of_host or self.job.again:
            return
        if earlier := self._earlier(task, request.url):
            request.meta["earlier"] = earlier
            marks = {"If-None-Match": earlier.capture.etag, "If-Modified-Since": earlier.capture.last_modified}
            request.headers.update({name: value for name, value in marks.items() if value})

    def process_response(self, request: Request, response: Response) -> Response:
        earlier: Kept | None = request.meta.get("earlier")
        if response.status == 304 and earlier:
            response = earlier.response
        return self._compared(request, response) if response.status == 200 else response

    def _earlier(self, task: Task, url: str) -> Kept | None:
        """The answer that may be relied on; None where it should be asked in full."""
        full = self.job.ledger.full_answer(task.task_key, url, task.visit)
        if full is None or not (full.etag or full.last_modified):
            return None
        if not is_trusted(task.visit, full.visit, full.at, self.job.clock.now()):
            return None
        try:
            earlier = kept(self.job.ledger, self.job.folder, full)
        except DamagedError:
            return None  # what cannot be read back is asked for again
        return earlier if earlier.response.body else None

    def _compared(self, request: Request, response: Response) -> Response:
        """Marks an answer of a list that is as at the last look at the whole list, where that is enough."""
        task: Task = request.meta["task"]
        to: Hop | None = request.meta.get("to")
        if self.job.again or not (task.kind.is_list and to and to.as_before):
            return response
        looked = self.job.ledger.complete_look(task)
        if looked is None or not may_be_short(task.task_key, looked[1], self.job.clock.now()):
            return response
        # The same so far, it was asked for the same at this place: a body need not be compared.
        captures = self.job.ledger.captures(task.task_key, looked[0])
        then = {one.payload_sha256 for one in captures if (one.hop, one.url) == (to.number, request.url)}
        return response.replace(flags=[*response.flags, AS_BEFORE]) if sha256(response.body) in then else response
