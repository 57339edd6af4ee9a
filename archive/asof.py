"""An archive as it was known at the end of an earlier day: read-only connections whose tables are shadowed."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from archive.assemble import TABLES, put_together
from archive.assemble.coverage import PORTAL_TIME
from archive.clock import Clock, FixedClock, SystemClock, stamp
from archive.errors import UsageError
from archive.store.bundles import Bundle, bundles
from archive.store.corpus import Corpus, Row
from archive.store.ledger import Ledger
from archive.store.shadows import shadow_ledger, twin, view


def open_ledger(archive: Path, day: date | None) -> Ledger:
    """The ledger for reading; with `day` as it was at the end of that day in Asia/Shanghai (docs/store.md#as-of).

    Raises UsageError for a day before the archive's first or in the future.
    """
    if day is None:
        return Ledger(archive / "ledger.db", SystemClock(), read_only=True)
    ledger = Ledger(archive / "ledger.db", clock_of(day), read_only=True)
    _refuse_unknown(ledger, archive, day)
    shadow_ledger(ledger.database.connection, stamp(end_of(day)))
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
    first, last = ledger.database.connection.execute("SELECT min(ended_at), max(ended_at) FROM visits").fetchone()
    if first is None:
        raise UsageError(f"{archive}: nothing was captured here yet; run `gongkai crawl` first")
    begin, end = (datetime.fromisoformat(moment).astimezone(PORTAL_TIME).date() for moment in (first, last))
    if day < begin:
        raise UsageError(f"--as-of {day}: before the first capture of this archive; name {begin} or a later day")
    if day > max(end, SystemClock().now().astimezone(PORTAL_TIME).date()):
        raise UsageError(f"--as-of {day}: lies in the future; the last capture of this archive is of {end}")


def _shadow_corpus(ledger: Ledger, corpus: Corpus, clock: Clock) -> None:
    """Documents and reports as far as they were known, read as they are read now; everything else assembled anew."""
    db = corpus.database.connection
    # A twin refers to tables that stand as views beside it; nothing is written that could break a reference.
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("BEGIN")
    with ledger.database.snapshot():
        _shadow_documents(db, bundles(ledger))
    for table in ("reports", "sections", "figures", "checks"):
        view(db, table, f"FROM main.{table} WHERE report_id IN (SELECT report_id FROM temp.known_reports)")
    _, tables = put_together(ledger, corpus, clock)
    for table in TABLES:
        twin(db, table)
        _fill(db, table, tables[table])


_KNOWN = """
CREATE TEMP TABLE known_bundles (bundle_key TEXT PRIMARY KEY, url TEXT, files_lacking INTEGER);
CREATE TEMP TABLE known_documents (bundle_key TEXT, task_key TEXT, payload_sha256 TEXT, role TEXT, url TEXT,
    visit INTEGER, captured_at TEXT, PRIMARY KEY (bundle_key, task_key, payload_sha256));
CREATE TEMP TABLE known_reports (report_id TEXT PRIMARY KEY) WITHOUT ROWID
"""
_DOCUMENT = ("bundle_key", "task_key", "payload_sha256")


def _shadow_documents(db: sqlite3.Connection, known: Iterable[Bundle]) -> None:
    for statement in _KNOWN.split(";"):
        db.execute(statement)
    for bundle in known:
        key = bundle.bundle_key
        db.execute("INSERT INTO known_bundles VALUES (?, ?, ?)", [key, bundle.context.url, bundle.files_lacking])
        db.executemany("INSERT INTO known_documents VALUES (?, ?, ?, ?, ?, ?, ?)", [
            (key, file.task_key, file.payload_sha256, file.role, file.url, file.visit, file.captured_at)
            for file in bundle.files
        ])  # fmt: skip
    _joined(db, "bundles", ("bundle_key",), ("url", "files_lacking"))
    _joined(db, "documents", _DOCUMENT, ("role", "url", "visit", "captured_at"))
    db.execute(
        "INSERT INTO known_reports SELECT report_id FROM temp.documents JOIN main.reports"
        f" USING ({', '.join(_DOCUMENT)})"
    )


def _joined(db: sqlite3.Connection, table: str, key: Sequence[str], then: Sequence[str]) -> None:
    """A twin with the rows that were known, its columns `then` as they were."""
    names = twin(db, table)
    values = ", ".join(f"{'known' if name in then else 'now'}.{name}" for name in names)
    db.execute(
        f"INSERT INTO temp.{table} ({', '.join(names)}) SELECT {values} FROM temp.known_{table} AS known"
        f" JOIN main.{table} AS now USING ({', '.join(key)})"
    )


def _fill(db: sqlite3.Connection, table: str, rows: Sequence[Row]) -> None:
    if rows:
        names = list(rows[0])
        sql = f"INSERT INTO temp.{table} ({', '.join(names)}) VALUES (:{', :'.join(names)})"
        db.executemany(sql, rows)
