"""Folds what WARC files tell, thing by thing in their one order, into an empty ledger (docs/store.md#reindex)."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence

from archive.errors import ArchiveNewerError
from archive.store.journal import BESIDE, Table, tables
from archive.store.places import see_again
from archive.store.rebuild.order import Source
from archive.store.rebuild.rows import capture_row
from archive.store.rebuild.scan import Told

Row = dict[str, object]

_BIRTH = (
    "portal", "family", "rank", "kind", "politeness_group", "method", "body", "parent_key", "why", "depth", "area",
    "agency", "year", "listed_title", "created_at",
)  # fmt: skip
"""Columns of a task as it was first known; all others say how it stands since its last visit."""


class Fold:
    """A ledger that grows by what it is told; `finish.finish` makes it whole. Its triggers rest meanwhile."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.tables = tables(db)
        sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid"
        self._triggers = db.execute(sql).fetchall()
        for name, _ in self._triggers:
            db.execute(f"DROP TRIGGER {name}")
        self.numbers: dict[str, dict[str, int]] = {"crawls": {}, "nights": {}}
        self._takers: dict[str, Callable[[Table, Row], None]] = {
            "crawls": self._run, "nights": self._run, "visits": self._visit, "tasks": self._task,
            "addresses": self._address,
        }  # fmt: skip
        for statement in _SCRATCH:
            db.execute(statement)

    def end(self) -> None:
        """Triggers are at work again."""
        for _, sql in self._triggers:
            self.db.execute(sql)

    def take(self, source: Source, told: Told) -> None:
        """One thing more."""
        if told.answer is None:
            self._piece(source, told.told)
        else:
            self._capture(source, told)

    # --- pieces of the journal

    def _piece(self, source: Source, piece: Mapping[str, object]) -> None:
        names = {of: dict(known) for of, known in _mapping(piece["names"]).items()}
        for group in _list(piece["rows"]):
            name, columns = str(group["table"]), [str(column) for column in _list(group["columns"])]
            table = self.tables.get(name)
            if table is None or not set(columns) <= {*table.columns, *BESIDE}:
                raise ArchiveNewerError(f"{source.path}: written by a newer gongkai; install that version")
            taker = self._takers.get(name, self._plain)
            for values in _list(group["values"]):
                row: Row = dict(zip(columns, _values(values), strict=True))
                for column, of in table.numbering.items():
                    if row.get(column) is not None:
                        row[column] = self.number(of, names[of][str(row[column])], row[column])
                taker(table, row)
            for key in _list(group["gone"]):
                where = " AND ".join(f"{column} = ?" for column in table.key)
                self.db.execute(f"DELETE FROM {name} WHERE {where}", _values(key))

    def number(self, of: str, token: object, told: object = None) -> int:
        """The number of a crawl or night: they count in the order in which they are first told."""
        known = self.numbers[of]
        number = known.setdefault(str(token), len(known) + 1)
        if told is not None and of == "crawls":
            self.db.execute("INSERT OR IGNORE INTO temp.numbered VALUES (?, ?)", [told, number])
        return number

    def _run(self, table: Table, row: Row) -> None:
        """A crawl or a night: its last image counts, but what has ended stays so."""
        self._upsert(table, row, f"WHERE {table.name}.ended_at IS NULL OR excluded.ended_at IS NOT NULL")

    def _plain(self, table: Table, row: Row) -> None:
        self.db.execute(f"INSERT OR REPLACE {into(table.name, row)}", list(row.values()))

    def _upsert(self, table: Table, row: Row, condition: str = "", changes: str = "") -> None:
        changes = changes or ", ".join(f"{column} = excluded.{column}" for column in row)
        self.db.execute(
            f"INSERT {into(table.name, row)} ON CONFLICT ({', '.join(table.key)}) DO UPDATE SET {changes} {condition}",
            list(row.values()),
        )

    def _address(self, table: Table, row: Row) -> None:
        self._upsert(table, row, changes=_ADDRESS)

    def _visit(self, table: Table, row: Row) -> None:
        """A visit is the same if it ended at the same moment or rests on the same captures; else it is the next one."""
        hops, follows = json.loads(str(row.pop("hops"))), row.pop("follows", None)
        key, same = row["task_key"], self._same_visit(row, hops)
        if same is not None:
            if same:
                self._upsert(table, row | {"visit": same})
            return
        last = self.db.execute("SELECT coalesce(max(visit), 0) FROM visits WHERE task_key = ?", [key]).fetchone()[0]
        self._plain(table, row | {"visit": last + 1})
        if follows:
            see_again(self.db, str(key), str(follows), str(row["ended_at"]))
        self.db.executemany(
            "INSERT OR IGNORE INTO temp.claims VALUES (?, ?, ?, ?, ?)", [(key, *hop, last + 1) for hop in hops]
        )

    def _same_visit(self, row: Row, hops: Sequence[tuple[int, str, str]]) -> int | None:
        """The number of the visit it is; 0 where another visit already rests on its captures; None for a new one."""
        sql = "SELECT visit FROM visits WHERE task_key = ? AND ended_at = ? AND outcome = ?"
        known = self.db.execute(sql, [row["task_key"], row["ended_at"], row["outcome"]]).fetchone()
        if known:
            return int(known[0])
        sql = "SELECT 1 FROM temp.claims WHERE task_key = ? AND hop = ? AND captured_at = ? AND begins = ?"
        return 0 if any(self.db.execute(sql, [row["task_key"], *hop]).fetchone() for hop in hops) else None

    def _task(self, table: Table, row: Row) -> None:
        """A task as it was first known, and as the archive that visited it last has it."""
        known = self.db.execute("SELECT created_at FROM tasks WHERE task_key = ?", [row["task_key"]]).fetchone()
        if known is None:
            self._plain(table, row)
            return
        sql = "SELECT ended_at FROM visits WHERE task_key = ? ORDER BY visit DESC LIMIT 1"
        visited = self.db.execute(sql, [row["task_key"]]).fetchone()
        changed = [column for column in _BIRTH if column in row] if str(row["created_at"]) <= known[0] else []
        if visited is None or visited[0] == row["outcome_at"]:
            changed += [column for column in row if column not in _BIRTH and column != "task_key"]
        if changed:
            sets = ", ".join(f"{column} = ?" for column in changed)
            values = [row[column] for column in changed]
            self.db.execute(f"UPDATE tasks SET {sets} WHERE task_key = ?", [*values, row["task_key"]])

    # --- captures

    def _capture(self, source: Source, told: Told) -> None:
        assert told.answer is not None
        record = told.answer.headers.get("warc-record-id", "")
        if self.db.execute("SELECT 1 FROM temp.found WHERE record = ?", [record]).fetchone():
            return  # two files that grew out of one: what they share is told twice
        row, token = capture_row(self.db, told), told.told.get("crawl")
        row |= {
            "warc_file": source.path.name, "warc_offset": told.offset, "visit_told": told.told["visit"],
            "crawl_id": self.number("crawls", token) if token else None,
            "crawl_told": None if token else told.told["crawl_id"], "agent": source.opening.agent, "record": record,
        }  # fmt: skip
        length = row.pop("length")
        if row["record_type"] != "revisit":
            self.db.execute(_PAYLOAD, row | {"length": length})
        self.db.execute(f"INSERT {into('temp.found', row)}", list(row.values()))
        if not self.db.execute("SELECT 1 FROM tasks WHERE task_key = ?", [row["task_key"]]).fetchone():
            context = json.dumps({**told.told, "url": row["url"]}, ensure_ascii=False)
            told_of = [row["task_key"], context, row["captured_at"]]
            self.db.execute("INSERT OR IGNORE INTO temp.contexts VALUES (?, ?, ?)", told_of)


_SCRATCH = (
    "CREATE TEMP TABLE found AS SELECT *, 0 AS visit_told, 0 AS crawl_told, '' AS agent, '' AS record"
    " FROM captures WHERE 0",
    "CREATE INDEX temp.found_by_task ON found (task_key, hop, captured_at)",
    "CREATE INDEX temp.found_by_moment ON found (captured_at)",
    "CREATE INDEX temp.found_by_record ON found (record)",
    # A visit and the captures it rests on, with the beginning of their digests.
    "CREATE TEMP TABLE claims (task_key, hop, captured_at, begins, visit,"
    " PRIMARY KEY (task_key, hop, captured_at, begins))",
    # The context of the first capture of a task that no piece of the journal had told.
    "CREATE TEMP TABLE contexts (task_key PRIMARY KEY, context, captured_at)",
    # What number a crawl had where it was told, and has now.
    "CREATE TEMP TABLE numbered (told, crawl_id, PRIMARY KEY (told, crawl_id))",
)
_PAYLOAD = (
    "INSERT INTO payloads VALUES (:payload_sha256, :length, :warc_file, :warc_offset, :url, :captured_at)"
    " ON CONFLICT DO NOTHING"
)
_ADDRESS = (
    "listed_title = iif(excluded.first_seen <= first_seen, excluded.listed_title, listed_title),"
    " first_seen = min(first_seen, excluded.first_seen), last_seen = excluded.last_seen"
)


def into(table: str, row: Row) -> str:
    """The part of an INSERT that names a table and the columns of a row."""
    return f"INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"


def _mapping(value: object) -> Mapping[str, Mapping[str, str]]:
    return value if isinstance(value, dict) else {}


def _values(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _list(value: object) -> Iterator[Mapping[str, object]]:
    return iter(value if isinstance(value, list) else [])
