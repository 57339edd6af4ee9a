"""The one source of time, passed in from the start so that `--today` and tests can set it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the house asks of time: an aware UTC instant."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class ShiftedClock:
    """A clock that runs on from another day: what `--today` sets."""

    shift: timedelta

    @classmethod
    def starting(cls, today: date) -> "ShiftedClock":
        """A clock that shows `today` now and goes on at the machine's pace."""
        return cls(timedelta(days=(today - datetime.now(UTC).date()).days))

    def now(self) -> datetime:
        return datetime.now(UTC) + self.shift


@dataclass(frozen=True)
class FixedClock:
    """A clock that stands still."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def stamp(moment: datetime) -> str:
    """UTC with offset, to the millisecond, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
