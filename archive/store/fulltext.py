"""Keeps the full-text index in step with the reports, inside the transaction that changes them."""

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from archive.store.grams import GRAMS_VERSION, grams, normal

Columns = tuple[str, str, str]
"""Title, agency and text of a report in normal form."""
_TEXTS = "SELECT report_id, title, coalesce(agency, ''), text FROM reports"
_AMONG = " WHERE report_id IN (SELECT value FROM json_each(?))"
_ADD = "INSERT INTO reports_fts (rowid, title, agency, text) VALUES (?, ?, ?, ?)"
_REMOVE = "INSERT INTO reports_fts (reports_fts, rowid, title, agency, text) VALUES ('delete', ?, ?, ?, ?)"


class Fulltext:
    """The index of one corpus. FTS5 holds no text: to take a report out it must be told what was put in."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    @contextmanager
    def following(self, bundle_key: str) -> Iterator[None]:
        """Whatever is done to the reports of a bundle inside, the index has it too."""
        before = self._texts(bundle_key)
        yield
        after = self._texts(bundle_key)
        changed = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
        if not all(self._takes_out(name, before[name]) for name in changed if name in before):
            self.rebuild()
            return
        for name in sorted(changed):
            if name in after:
                self._put_in(name, after[name])

    def complete(self) -> None:
        """Indexes reports that never were: those of an archive of an older schema."""
        missing = self._db.execute(
            "SELECT report_id FROM reports WHERE report_id NOT IN (SELECT report_id FROM reports_fts_rows) ORDER BY 1"
        ).fetchall()
        for (name,) in missing:
            row = self._db.execute(f"{_TEXTS} WHERE report_id = ?", [name]).fetchone()
            self._put_in(name, _columns(row))

    def rebuild(self) -> None:
        """Indexes every report anew."""
        self._db.execute("INSERT INTO reports_fts (reports_fts) VALUES ('delete-all')")
        self._db.execute("DELETE FROM reports_fts_rows")
        self.complete()

    def _texts(self, bundle_key: str) -> dict[str, Columns]:
        rows = self._db.execute(f"{_TEXTS} WHERE bundle_key = ?", [bundle_key])
        return {row[0]: _columns(row) for row in rows}

    def _put_in(self, report_id: str, columns: Columns) -> None:
        number = self._db.execute(
            "INSERT INTO reports_fts_rows (report_id, characters, digest) VALUES (?, ?, ?)",
            [report_id, sum(map(len, columns)), indexed_digest(columns)],
        ).lastrowid
        self._db.execute(_ADD, [number, *_tokens(columns)])

    def _takes_out(self, report_id: str, columns: Columns) -> bool:
        """Takes a report out; not if the index has it with another text, which only a foreign hand can bring about."""
        sql = "SELECT number, digest FROM reports_fts_rows WHERE report_id = ?"
        row = self._db.execute(sql, [report_id]).fetchone()
        if row is None or row[1] != indexed_digest(columns):
            return False
        self._db.execute(_REMOVE, [row[0], *_tokens(columns)])
        self._db.execute("DELETE FROM reports_fts_rows WHERE number = ?", [row[0]])
        return True


def disagreements(connection: sqlite3.Connection, among: Collection[str] | None = None) -> Iterator[str]:
    """What the index and the reports do not agree on, one line each; changes nothing.

    `among` keeps to these reports, and leaves out what only the whole index can tell.
    """
    kept = dict(connection.execute("SELECT report_id, digest FROM reports_fts_rows").fetchall())
    chosen, names = ("", []) if among is None else (_AMONG, [json.dumps(list(among))])
    for row in connection.execute(_TEXTS + chosen, names):
        if kept.get(row[0]) != indexed_digest(_columns(row)):
            yield f"report {row[0]} has another text than the full-text index, or is not in it"
    if among is not None:
        return
    connection.execute("CREATE VIRTUAL TABLE temp.reports_fts_tokens USING fts5vocab (main, reports_fts, row)")
    (held,) = connection.execute("SELECT coalesce(sum(cnt), 0) FROM temp.reports_fts_tokens").fetchone()
    (expected,) = connection.execute("SELECT coalesce(sum(characters), 0) FROM reports_fts_rows").fetchone()
    connection.execute("DROP TABLE temp.reports_fts_tokens")
    if held != expected:
        yield f"the full-text index holds {held} characters, the reports have {expected}"


def _columns(row: sqlite3.Row) -> Columns:
    _, title, agency, text = row
    return normal(title), normal(agency), normal(text)


def _tokens(columns: Columns) -> list[str]:
    return [" ".join(grams(column)) for column in columns]


def indexed_digest(columns: Columns) -> str:
    """First 16 hex digits of SHA-256 over what the index has of a report."""
    return hashlib.sha256("\n".join((GRAMS_VERSION, *columns)).encode()).hexdigest()[:16]
