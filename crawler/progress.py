"""Progress: what a crawl is doing, told while it works."""

from collections import Counter

from scrapy import signals
from scrapy.crawler import Crawler

from archive.words import TaskKind
from crawler.cli.progress import Progress as Line
from spiders.portal import Fault, Result


class Progress:
    """Counts results and tells them on stderr."""

    def __init__(self) -> None:
        self.line, self.counts = Line(), Counter[str]()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Progress":
        progress = cls()
        crawler.signals.connect(progress.note, signals.item_scraped)
        crawler.signals.connect(progress.end, signals.spider_closed)
        return progress

    def note(self, item: Result | Fault) -> None:
        if isinstance(item, Fault):
            return
        self.counts["asked"] += 1
        if not item.outcome.answered:
            self.counts["failed"] += 1
        elif item.task.kind == TaskKind.REPORT:
            self.counts["reports" if item.outcome.settled else "absent"] += 1
        self.line.tell(self.text)

    def end(self) -> None:
        self.line.tell(self.text, last=True)

    @property
    def text(self) -> str:
        c = self.counts
        return f"asked {c['asked']}: {c['reports']} reports, {c['absent']} absent, {c['failed']} failed"
