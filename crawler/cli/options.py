"""Options that several commands share, spelled once."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from archive.clock import Clock, ShiftedClock, SystemClock
from archive.errors import UsageError

Archive = Annotated[Path, typer.Option("--archive", help="Folder of the archive.", metavar="DIR")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on stdout, for programs.")]
Today = Annotated[str, typer.Option("--today", help="Act as if today were this day (YYYY-MM-DD).", metavar="DATE")]

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
