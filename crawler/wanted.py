"""What a crawl is asked for, and what is refused. Loads nothing of Scrapy: a night asks too."""

import re
from dataclasses import dataclass
from pathlib import Path

from archive.errors import UsageError
from archive.store.selection import Turn
from crawler.budget import budget_of

BACKFILL_LOCK = "backfill.lock"
"""Held, beside crawl.lock, by a crawl that ends when a night begins."""


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """What `gongkai crawl` was asked for; `delay` in seconds, None for the politeness of the house.

    `again` asks everything that was ever asked, in full. A crawl with a `budget` is a backfill: it ends when that is
    spent, gives way to a night, and the next one goes on where it was. With `recent_first` the last two reporting
    years come before the oldest.
    """

    archive: Path
    contact: str
    portals: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    agency: str = ""
    limit: int | None = None
    via: str = ""
    registry: Path | None = None
    delay: float | None = None
    again: bool = False
    budget: str = ""
    recent_first: bool = False

    @property
    def turn(self) -> Turn:
        """What a crawl asks first."""
        return Turn.NEW if self.budget else Turn.RECENT if self.recent_first else Turn.OLDEST


def check(options: CrawlOptions) -> None:
    """Refuses options that must not be carried out, each with what to write instead."""
    if not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+|https?://\S+", options.contact):
        raise UsageError(
            "a contact is required, so that a portal's operator can reach you: "
            "--contact you@example.org or an https address, or GONGKAI_CONTACT"
        )
    budget_of(options.budget)
    if options.delay is not None and not options.via:
        raise UsageError("--delay is for worlds behind --via; real portals are asked at the pace of the house (5-10 s)")
    if options.delay is not None and options.delay < 0:
        raise UsageError(f"--delay {options.delay}: seconds are 0 or more")
    if options.via and not re.fullmatch(r"http://[^\s/:]+:\d+/?", options.via):
        raise UsageError(f"--via {options.via}: write it as http://127.0.0.1:PORT")
