"""When a failed visit is tried again (docs/operations.md#retries). Pure rules."""

from datetime import datetime, timedelta

from archive.words import Outcome

BACKOFF = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
"""Wait after the first, second, ... failed visit in a row; the last one repeats (docs/operations.md#retries)."""

PROMISES = 3
"""How often in a row a short Retry-After is taken at its word."""

BREATHS = (timedelta(seconds=30), timedelta(seconds=60))
"""Waits before all these where a connection merely broke: a crawl asks again before it ends."""


def retry_at(now: datetime, outcome: Outcome, failures: int, asked: datetime | None) -> datetime:
    """Our own pause, or the one the portal asks for: a day at most, and a short one not again and again."""
    pauses = (*BREATHS, *BACKOFF) if outcome.broken else BACKOFF
    own = now + pauses[min(failures, len(pauses)) - 1]
    if asked is None:
        return own
    return min(asked if failures <= PROMISES else max(asked, own), now + BACKOFF[-1])
