"""Hosts at rest: who refuses three times in a row, or asks to wait, is left in peace."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from archive.clock import Clock, stamp
from archive.store.refusals import IN_A_ROW, REFUSALS
from archive.store.retries import BACKOFF
from archive.words import Outcome
from spiders.portal import Result

LIMITS = 2
"""Answers in a row that ask to wait without saying how long, which make a host rest."""
REST = timedelta(days=1)
"""How long a host that refuses is left in peace; then one probe a day tells whether it still does."""


def _dead(outcome: Outcome) -> bool:
    return outcome.broken or outcome == Outcome.CERT_ERROR


class Rests:
    """Which hosts are not to be asked now. Counts refusals and dead answers in a row per host.

    `limited` are the hosts that asked an earlier crawl to wait, and until when; `refusing` those that refused an
    earlier crawl to the last, and when: one more refusal closes them again.
    """

    def __init__(
        self, clock: Clock, limited: Mapping[str, datetime], refusing: Mapping[str, datetime] | None = None
    ) -> None:
        self.clock = clock
        self.until: dict[str, datetime] = dict(limited)
        self.reasons: dict[str, str] = {
            host: f"{Outcome.RATE_LIMITED}: asked to wait until {stamp(until)}" for host, until in limited.items()
        }
        self._row: defaultdict[str, int] = defaultdict(int)
        self._limited: defaultdict[str, int] = defaultdict(int)
        for host, last in (refusing or {}).items():
            self._row[host] = IN_A_ROW
            self._rest(host, last + REST, f"refused {IN_A_ROW} times in a row, last at {stamp(last)}")

    def note(self, result: Result) -> None:
        """Learns from the end of a visit."""
        host, outcome, now = result.task.host, result.outcome, self.clock.now()
        self._limited[host] = self._limited[host] + 1 if outcome == Outcome.RATE_LIMITED else 0
        if outcome == Outcome.RATE_LIMITED and (result.retry_at or self._limited[host] >= LIMITS):
            self._rest(host, result.retry_at or now + BACKOFF[0], f"{outcome}: {result.detail}")
        if outcome == Outcome.SERVER_ERROR and result.retry_at:
            self._rest(host, result.retry_at, f"{outcome}: {result.detail}")
        self._row[host] = self._row[host] + 1 if outcome in REFUSALS or _dead(outcome) else 0
        if self._row[host] >= IN_A_ROW:
            until = now + REST if outcome in REFUSALS else now + BACKOFF[0]
            self._rest(host, until, f"{outcome} {self._row[host]} times in a row")

    def _rest(self, host: str, until: datetime, reason: str) -> None:
        self.until[host], self.reasons[host] = until, reason

    @property
    def hosts(self) -> list[str]:
        """Hosts that rest now."""
        now = self.clock.now()
        return sorted(host for host, until in self.until.items() if until > now)

    def next_awake(self) -> datetime | None:
        """When the next resting host may be asked again."""
        now = self.clock.now()
        return min((until for until in self.until.values() if until > now), default=None)
