"""Progress: what a crawl is doing, as one living line on a terminal and as plain lines elsewhere."""

import sys
import time
from collections import Counter
from typing import TextIO

from scrapy import signals
from scrapy.crawler import Crawler

from archive.words import Outcome, TaskKind
from spiders.portal import Result

EVERY = 50
"""Results between two plain lines."""


class Progress:
    """Counts results and tells them on stderr."""

    def __init__(self, stream: TextIO) -> None:
        self.stream, self.counts = stream, Counter[str]()
        self.shown = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Progress":
        progress = cls(sys.stderr)
        crawler.signals.connect(progress.note, signals.item_scraped)
        crawler.signals.connect(progress.end, signals.spider_closed)
        return progress

    def note(self, item: Result) -> None:
        self.counts["asked"] += 1
        if item.task.kind == TaskKind.REPORT and item.outcome in (Outcome.OK, Outcome.ABSENT):
            self.counts["reports" if item.outcome == Outcome.OK else "absent"] += 1
        elif item.outcome not in (Outcome.OK, Outcome.ABSENT):
            self.counts["failed"] += 1
        if self.stream.isatty() and time.monotonic() - self.shown > 0.2:
            self.shown = time.monotonic()
            print(f"\r\x1b[K{self.line()}", end="", file=self.stream, flush=True)
        elif not self.stream.isatty() and self.counts["asked"] % EVERY == 0:
            print(self.line(), file=self.stream, flush=True)

    def line(self) -> str:
        c = self.counts
        return f"asked {c['asked']}: {c['reports']} reports, {c['absent']} absent, {c['failed']} failed"

    def end(self) -> None:
        print(f"\r\x1b[K{self.line()}" if self.stream.isatty() else self.line(), file=self.stream, flush=True)
