"""Shadows: TEMP views and tables of a read-only connection that stand before the tables of the same name."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from urllib.parse import urlsplit

from archive.store.bundles import Bundle
from archive.store.corpus import Row
from archive.store.sqlite import Database
from archive.words import Outcome

Replaced = Mapping[str, str]
"""Column to the SQL expression that stands in its place."""


def _view(db: sqlite3.Connection, table: str, source: str, replaced: Replaced = MappingProxyType({})) -> None:
    """A TEMP view with the columns of a table; `source` is everything from FROM on."""
    shown = ", ".join(f"{replaced[name]} AS {name}" if name in replaced else name for name in _columns(db, table))
    db.execute(f"CREATE TEMP VIEW {table} AS SELECT {shown} {source}")


def _twin(db: sqlite3.Connection, table: str) -> list[str]:
    """An empty TEMP table like a table, with its indexes; gives the names of its columns."""
    made = "SELECT sql FROM main.sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY rowid"
    for (sql,) in db.execute(made, [table]).fetchall():
        db.execute(sql.replace("CREATE TABLE ", "CREATE TEMP TABLE ", 1).replace(" INDEX ", " INDEX temp.", 1))
    return _columns(db, table)


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA main.table_info({table})")]


def shadow_ledger(database: Database, until: str) -> None:
    """Lets the tables of a ledger show what had happened before a moment (a stamp), and nothing that was planned."""
    db = database.connection
    db.create_function("host_of", 1, _host_of, deterministic=True)
    _view(db, "visits", f"FROM main.visits WHERE ended_at < '{until}'")
    # By their visits and not by their own dates: what others captured was not known before it was handed in.
    _view(db, "captures", f"FROM main.captures AS own WHERE EXISTS (SELECT 1 {_OF_VISIT})")
    _view(db, "payloads", f"FROM main.payloads AS own WHERE EXISTS (SELECT 1 {_OF_PAYLOAD})")
    _view(db, "tasks", f"FROM main.tasks AS task WHERE created_at < '{until}'", _TASK)
    _view(db, "addresses", f"FROM main.addresses WHERE first_seen < '{until}'", {
        "last_seen": f"CASE WHEN last_seen < '{until}' THEN last_seen ELSE {_LAST_SEEN} END",
    })  # fmt: skip
    ended = f"CASE WHEN ended_at < '{until}' THEN {{}} END"
    _view(db, "crawls", f"FROM main.crawls WHERE started_at < '{until}'", {
        "ended_at": ended.format("ended_at"), "summary": ended.format("summary"),
    })  # fmt: skip


def _host_of(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2].lower()


_OF_VISIT = "FROM visits WHERE visits.task_key = own.task_key AND visits.visit = own.visit"
_OF_PAYLOAD = "FROM captures WHERE captures.payload_sha256 = own.payload_sha256"
_VISITS = "FROM visits WHERE visits.task_key = task.task_key"
_COUNTED = ", ".join(f"'{outcome}'" for outcome in Outcome if outcome.settled or outcome.again)
# Where it was asked next: the first exchange of the visit that came after.
_URL = f"""
coalesce((SELECT captures.url FROM main.captures WHERE captures.task_key = task.task_key AND hop = 0
    AND captures.visit = 1 + (SELECT count(*) {_VISITS})), task.url)"""
_TASK = {
    **{name: f"(SELECT visits.{of} {_VISITS} ORDER BY visits.visit DESC LIMIT 1)" for name, of in (
        ("outcome", "outcome"), ("detail", "detail"), ("outcome_at", "ended_at"), ("looked_crawl", "crawl_id"),
    )},
    "visits": f"(SELECT count(*) {_VISITS})",
    "failures": f"(SELECT count(*) {_VISITS} AND visits.visit > coalesce((SELECT max(visits.visit) {_VISITS}"
                f" AND visits.outcome IN ({_COUNTED})), 0))",
    "url": _URL, "host": f"host_of({_URL})", "due_at": "NULL", "revisit_at": "NULL", "lease_crawl": "NULL",
}  # fmt: skip
# Seen again since: the list's last complete answer by then stands for the moment.
_LAST_SEEN = """coalesce((SELECT max(ended_at) FROM visits WHERE visits.task_key = found_on AND outcome = 'ok'
    AND ended_at >= first_seen), first_seen)"""


_KNOWN = """
CREATE TEMP TABLE known_bundles (bundle_key TEXT PRIMARY KEY, url TEXT, files_lacking INTEGER);
CREATE TEMP TABLE known_documents (bundle_key TEXT, task_key TEXT, payload_sha256 TEXT, role TEXT, url TEXT,
    visit INTEGER, captured_at TEXT, PRIMARY KEY (bundle_key, task_key, payload_sha256));
CREATE TEMP TABLE known_reports (report_id TEXT PRIMARY KEY) WITHOUT ROWID
"""
_DOCUMENT = ("bundle_key", "task_key", "payload_sha256")


def shadow_readings(database: Database, known: Iterable[Bundle]) -> None:
    """Lets bundles, documents and reports of a corpus show these bundles alone, read as they are read now.

    The connection keeps to one state of the file from here on.
    """
    db = database.connection
    # A twin refers to tables that stand as views beside it; nothing is written that could break a reference.
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("BEGIN")
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
    for table in ("reports", "sections", "figures", "checks"):
        _view(db, table, f"FROM main.{table} WHERE report_id IN (SELECT report_id FROM temp.known_reports)")


def _joined(db: sqlite3.Connection, table: str, key: Sequence[str], then: Sequence[str]) -> None:
    """A twin with the rows that were known, its columns `then` as they were."""
    names = _twin(db, table)
    values = ", ".join(f"{'known' if name in then else 'now'}.{name}" for name in names)
    db.execute(
        f"INSERT INTO temp.{table} ({', '.join(names)}) SELECT {values} FROM temp.known_{table} AS known"
        f" JOIN main.{table} AS now USING ({', '.join(key)})"
    )


def shadow_rows(database: Database, table: str, rows: Sequence[Row]) -> None:
    """Lets a table show these rows in place of its own."""
    _twin(database.connection, table)
    if rows:
        names = list(rows[0])
        sql = f"INSERT INTO temp.{table} ({', '.join(names)}) VALUES (:{', :'.join(names)})"
        database.connection.executemany(sql, rows)
