"""Options that several commands share, spelled once."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from archive.clock import Clock, ShiftedClock, SystemClock
from archive.errors import UsageError

Archive = Annotated[Path, typer.Option("--archive", help="Folder of the archive.", metavar="DIR")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on stdout, for programs.")]
Today = Annotated[str, typer.Option("--today", help="Act as if today were this day (YYYY-MM-DD).", metavar="DATE")]
AsOf = Annotated[
    str, typer.Option("--as-of", help="What was known at the end of this day (YYYY-MM-DD).", metavar="DATE")
]
Years = Annotated[
    str, typer.Option("--year", help="Reporting years: 2023, 2008-2018, or 2019,2021.", metavar="YEARS")
]
Contact = Annotated[
    str,
    typer.Option("--contact", help="Your mail or web address, sent with every request.", envvar="GONGKAI_CONTACT"),
]
Via = Annotated[str, typer.Option("--via", help="Send every request to this forward proxy.", metavar="URL")]
RegistryFolder = Annotated[Path | None, typer.Option("--registry", help="Folder of portal files, in place of ours.")]
Delay = Annotated[float | None, typer.Option("--delay", help="Seconds between requests; only with --via.")]

DEFAULT_ARCHIVE = Path("data")
"""Where an archive lies unless `--archive` says otherwise."""


def clock_of(today: str) -> Clock:
    """The clock that `--today` asks for; the machine's where it is empty."""
    if not today:
        return SystemClock()
    try:
        return ShiftedClock.starting(date.fromisoformat(today))
    except ValueError:
        raise UsageError(f"--today {today}: not a day; write it as 2026-01-31") from None


def day_of(as_of: str) -> date | None:
    """The day of `--as-of`; None where it is empty. Raises UsageError for what is no day."""
    try:
        if as_of and not re.fullmatch(r"\d{4}-\d\d-\d\d", as_of, re.ASCII):
            raise ValueError
        return date.fromisoformat(as_of) if as_of else None
    except ValueError:
        raise UsageError(f"--as-of {as_of}: not a day; write it as 2026-01-31") from None


def years_of(text: str, now: datetime) -> tuple[int, ...]:
    """The years of `--year`; empty means all. Raises UsageError for what is no year from 2008 to last year."""
    years: set[int] = set()
    for part in filter(None, text.replace("，", ",").split(",")):
        span = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", part.strip(), re.ASCII)
        if not span or int(span[2] or span[1]) < int(span[1]):
            raise UsageError(f"--year {text}: write years as 2023, 2008-2018 or 2019,2021")
        years.update(range(int(span[1]), int(span[2] or span[1]) + 1))
    if wrong := sorted(y for y in years if not 2008 <= y < now.year):
        raise UsageError(f"--year {text}: {wrong[0]} is no reporting year; they run from 2008 to {now.year - 1}")
    return tuple(sorted(years))
