"""An archive as it was known at the end of an earlier day: read-only connections whose tables are shadowed."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from archive.assemble import TABLES, put_together
from archive.assemble.coverage import PORTAL_TIME
from archive.clock import Clock, FixedClock, SystemClock, stamp
from archive.errors import UsageError
from archive.store.bundles import bundles
from archive.store.corpus import Corpus
from archive.store.ledger import Ledger
from archive.store.shadows import shadow_ledger, shadow_readings, shadow_rows


def open_ledger(archive: Path, day: date | None) -> Ledger:
    """The ledger for reading; with `day` as it was at the end of that day in Asia/Shanghai (docs/store.md#as-of).

    Raises UsageError for a day before the archive's first or in the future.
    """
    if day is None:
        return Ledger(archive / "ledger.db", SystemClock(), read_only=True)
    ledger = Ledger(archive / "ledger.db", clock_of(day), read_only=True)
    _refuse_unknown(ledger, archive, day)
    shadow_ledger(ledger.database, stamp(end_of(day)))
    return ledger


def open_corpus(archive: Path, day: date | None) -> Corpus:
    """The corpus for reading; with `day` what today's reader makes of what was known at the end of that day.

    The connection keeps to one state of the corpus until it is closed. Raises UsageError as `open_ledger` does.
    """
    corpus = Corpus(archive / "corpus.db", read_only=True)
    if day is not None:
        ledger = open_ledger(archive, day)
        with corpus.database.explaining():
            _shadow_corpus(ledger, corpus, clock_of(day))
        ledger.database.close()
    return corpus


def end_of(day: date) -> datetime:
    """The first moment that is not of that day any more."""
    return datetime.combine(day + timedelta(days=1), time(), PORTAL_TIME)


def clock_of(day: date | None) -> Clock:
    """A clock that stands at the last moment of a day; the machine's where there is none."""
    return FixedClock(end_of(day) - timedelta(milliseconds=1)) if day else SystemClock()


def until(day: date | None) -> str | None:
    """The last moment of a day as a stamp (UTC); None where there is none."""
    return stamp(clock_of(day).now()) if day else None


def _refuse_unknown(ledger: Ledger, archive: Path, day: date) -> None:
    first, last = ledger.database.query("SELECT min(ended_at), max(ended_at) FROM visits").fetchone()
    if first is None:
        raise UsageError(f"{archive}: nothing was captured here yet; run `gongkai crawl` first")
    begin, end = (datetime.fromisoformat(moment).astimezone(PORTAL_TIME).date() for moment in (first, last))
    if day < begin:
        raise UsageError(f"--as-of {day}: before the first capture of this archive; name {begin} or a later day")
    if day > max(end, SystemClock().now().astimezone(PORTAL_TIME).date()):
        raise UsageError(f"--as-of {day}: lies in the future; the last capture of this archive is of {end}")


def _shadow_corpus(ledger: Ledger, corpus: Corpus, clock: Clock) -> None:
    """Documents and reports as far as they were known, read as they are read now; everything else assembled anew."""
    with ledger.database.snapshot():
        shadow_readings(corpus.database, bundles(ledger))
    _, tables = put_together(ledger, corpus, clock)
    for table in TABLES:
        shadow_rows(corpus.database, table, tables[table])
