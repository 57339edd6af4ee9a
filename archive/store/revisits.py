"""When a task is visited again: from its kind, its age, its history and the calendar (docs/operations.md#re-visits).

Pure rules. Days are those of Shandong; a gap of n days ends with the beginning of the n-th day after the look.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from archive.words import Outcome, TaskKind

PORTAL_TIME = timezone(timedelta(hours=8))
"""Asia/Shanghai, which has had no summer time since before the first reporting year."""
LONGEST = 180
"""Days after which everything that can change has been visited again, and every answer held has been asked in full."""
AFTERMATH = 42
"""Days after the due day for which late reports are still expected any night."""
STEADY = 3
"""Unchanged looks in a row from which on a document is visited half as often."""
SPREAD_FROM = 7
"""Gaps of so many days and more end anywhere in their second half, by key: what came in one night comes due in many."""
LOOKS = 16
"""Looks back that the rules need at most."""
TRUSTED_VISITS, TRUSTED_DAYS = 3, 30
"""A validator is relied on for less than so many visits and days since the last full answer."""
LIST_DAYS = 7
"""Days after which a list is read to its end although its first page is unchanged, and one that does not grow again."""
_YEARS = re.compile(r"(?<!\d)20\d\d(?!\d)")
_HELD = ((AFTERMATH, 7), (365, 30), (3 * 365, 60), (None, 90))
_MISSING = ((AFTERMATH, 1), (365, 7), (2 * 365, 30), (None, 90))
"""Days since the report was due, and the gap until then."""


@dataclass(frozen=True, slots=True)
class Answered:
    """How one visit was answered; `payload` is what it brought in the end, or empty."""

    at: datetime
    outcome: Outcome
    payload: str = ""

    @property
    def told(self) -> str:
        """What it told: the same twice means that nothing has changed."""
        return self.payload if self.outcome.settled else self.outcome


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a task: its reporting year, when it was first seen, its answered looks, the latest first.

    `grows` says of a list that any night may add reports to it: others only lead on to lists, or are of one year.
    """

    task_key: str
    kind: TaskKind
    year: int | None
    first_seen: datetime
    looks: Sequence[Answered]
    grows: bool = False

    @property
    def unchanged(self) -> int:
        """Looks in a row that told the same as the one before."""
        told = [look.told for look in self.looks]
        return next((n for n, one in enumerate(told) if one != told[0]), len(told)) - 1

    @property
    def changed(self) -> bool:
        """Whether it ever told something else. Bytes that are others at every look are no news: a counter counts."""
        last = self.looks[:3]
        restless = len({look.told for look in last}) == 3 and all(look.outcome.settled for look in last)
        return self.unchanged + 1 < len(self.looks) and not restless


def next_visit(past: Past) -> datetime | None:
    """When a task is to be visited again after its last answered look; None for what follows other rules.

    So do lists that every crawl reads, what is asked about a host itself, and files handed in.
    """
    if past.kind.of_host or past.kind == TaskKind.INGEST or not past.looks:
        return None
    last = past.looks[0]
    day = last.at.astimezone(PORTAL_TIME).date()
    if past.kind.is_list:
        gap = 0 if past.grows or in_wave(last.at) else _gap_of_list(past, last.outcome)
        planned = day + timedelta(days=_spread(past.task_key, gap))
        return _begin_of(min(planned, date(day.year + 1, 1, 1))) if gap else None
    return _begin_of(day + timedelta(days=_spread(past.task_key, _gap(past, last.outcome))))


def is_of_one_year(listed_title: str) -> bool:
    """Whether a list is one of those into which reports are parted by years, or below one."""
    return len(set(_YEARS.findall(listed_title))) == 1


def far_ahead(now: datetime) -> datetime:
    """What is planned later than this was planned by a clock that went wrong, and is due now."""
    return now + timedelta(days=LONGEST + 1)


def _gap_of_list(past: Past, outcome: Outcome) -> int:
    """Days until a list that no report is awaited on; none where every crawl reads it."""
    if outcome in (Outcome.SHELL, Outcome.ABSENT, Outcome.GONE) and past.unchanged:
        return min(1 << past.unchanged, LIST_DAYS)
    return LIST_DAYS if outcome == Outcome.OK else 0


def _gap(past: Past, outcome: Outcome) -> int:
    doubling: int = 2 ** min(past.unchanged, LOOKS)
    if not outcome.answered:
        return min(doubling, LIST_DAYS)
    age = (past.looks[0].at.astimezone(PORTAL_TIME).date() - _due_day(past)).days
    table = _HELD if outcome.settled else _MISSING
    gap = next(days for until, days in table if until is None or age < until)
    if outcome.settled and past.unchanged >= STEADY:
        gap *= 2
    return min(gap, doubling) if past.changed else gap


def _due_day(past: Past) -> date:
    """31 March of the next year; of what has no year, mostly no report, nobody awaits anything any more."""
    if past.year:
        return date(past.year + 1, 3, 31)
    return past.first_seen.astimezone(PORTAL_TIME).date() - timedelta(days=AFTERMATH)


def _spread(task_key: str, gap: int) -> int:
    if gap < SPREAD_FROM:
        return gap
    share = int.from_bytes(hashlib.sha256(task_key.encode()).digest()[:4], "big") / 2**32
    return gap - int(share * (gap // 2 + 1))


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), PORTAL_TIME).astimezone(UTC)


def in_wave(moment: datetime) -> bool:
    """Whether reports are being published: from 1 January until AFTERMATH days after 31 March."""
    day = moment.astimezone(PORTAL_TIME).date()
    return day <= date(day.year, 3, 31) + timedelta(days=AFTERMATH)


def may_be_short(task_key: str, complete_at: datetime, now: datetime) -> bool:
    """Whether a list whose first page is unchanged needs no look at the rest: read to its end a few days ago."""
    return not in_wave(now) and timedelta() <= now - complete_at < timedelta(days=_spread(task_key, LIST_DAYS))


def is_trusted(visit: int, full_visit: int, full_at: datetime, now: datetime) -> bool:
    """Whether `visit` may ask with the validators of the full answer that `full_visit` brought at `full_at`."""
    recent = timedelta() <= now - full_at < timedelta(days=TRUSTED_DAYS)
    return recent and visit - full_visit < TRUSTED_VISITS
