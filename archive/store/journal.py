"""The journal: which rows of the ledger changed since a WARC file last kept them, and the pieces it keeps of them."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.store.places import FOLLOWS
from archive.store.sqlite import Database

Piece = dict[str, object]
"""What one metadata record keeps: `at`, `rows` by table, `names` of the crawls and nights that they number."""

PIECE = 1000
"""Rows of a piece at most."""
_FIRST = ("crawls", "nights", "visits")
"""Tables that others rest on come first."""
_OF_A_PROCESS = {"lease_crawl"}
"""Columns that mean nothing without the process that set them."""
_BESIDE = {
    "visits": ("(SELECT json_group_array(json_array(hop, captured_at, substr(payload_sha256, 1, 8))) FROM captures AS c"
    " WHERE c.task_key = visits.task_key AND c.visit = visits.visit) AS hops",
    f"iif(visits.found, {FOLLOWS.format(key='visits.task_key', visit='visits.visit')}, NULL) AS follows"),
}  # fmt: skip
"""What is told of a row beside its columns: a visit is known by its captures, since numbers change in a merge."""
BESIDE = {"hops", "follows"}


@dataclass(frozen=True, slots=True)
class Table:
    """A journalled table: its primary key, its columns, and which of them number a crawl or a night."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    numbering: Mapping[str, str]


def tables(db: sqlite3.Connection) -> dict[str, Table]:
    """The tables whose rows are noted: those that have triggers for it."""
    sql = "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'journal_*' ORDER BY 1"
    names = [row[0] for row in db.execute(sql)]
    return {name: _table(db, name) for name in [*_FIRST, *(name for name in names if name not in _FIRST)]}


def _table(db: sqlite3.Connection, name: str) -> Table:
    columns = db.execute(f"PRAGMA table_info({name})").fetchall()
    key = tuple(row[1] for row in sorted(columns, key=lambda row: int(row[5])) if row[5])
    links = {row[3]: row[2] for row in db.execute(f"PRAGMA foreign_key_list({name})") if row[2] in ("crawls", "nights")}
    links |= {key[0]: name} if name in ("crawls", "nights") else {}
    return Table(name, key, tuple(row[1] for row in columns if row[1] not in _OF_A_PROCESS), links)


@dataclass(frozen=True, slots=True)
class Group:
    """Some rows of one table with the columns they tell, or the keys of some that are gone."""

    table: Table
    columns: tuple[str, ...] = ()
    rows: Sequence[tuple[object, ...]] = ()
    gone: Sequence[tuple[object, ...]] = ()

    @property
    def size(self) -> int:
        return len(self.rows) + len(self.gone)

    def numbers(self) -> Iterator[tuple[str, int]]:
        """(table, number) of every crawl and night that the rows name."""
        for column, of in self.table.numbering.items():
            if column in self.columns:
                at = self.columns.index(column)
                yield from ((of, int(str(number))) for number in {row[at] for row in self.rows} - {None})

    def told(self) -> dict[str, object]:
        """The group as JSON has it."""
        return {"table": self.table.name, "columns": self.columns, "values": self.rows, "gone": self.gone}


class Journal:
    """The notes of a ledger that is open for writing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @cached_property
    def _tables(self) -> list[Table]:
        return list(tables(self._database.connection).values())

    def last(self) -> int:
        """Number of the last note; 0 where nothing is pending."""
        return int(self._database.connection.execute("SELECT coalesce(max(entry_id), 0) FROM journal").fetchone()[0])

    def pieces(self, at: str) -> Iterator[Piece]:
        """Every row noted, as it is now. For one state of the ledger, and its `last`, call it inside a snapshot."""
        groups: list[Group] = []
        for group in self._groups():
            groups.append(group)
            if sum(one.size for one in groups) >= PIECE:
                yield self._piece(at, groups)
                groups = []
        if groups:
            yield self._piece(at, groups)

    def _groups(self) -> Iterator[Group]:
        for table in self._tables:
            gone = [tuple(json.loads(row[0])) for row in self._noted(table, "journal.key", gone=True)]
            for start in range(0, len(gone), PIECE):
                yield Group(table, gone=gone[start : start + PIECE])
            told = [*(f"{table.name}.{column}" for column in table.columns), *_BESIDE.get(table.name, ())]
            rows = self._noted(table, ", ".join(told), gone=False)
            while some := rows.fetchmany(PIECE):
                yield Group(table, tuple(some[0].keys()), [tuple(row) for row in some])

    def _noted(self, table: Table, what: str, *, gone: bool) -> sqlite3.Cursor:
        keys = (f"{table.name}.{key} = json_extract(journal.key, '$[{n}]')" for n, key in enumerate(table.key))
        return self._database.connection.execute(
            f"SELECT {what} FROM journal LEFT JOIN {table.name} ON {' AND '.join(keys)}"
            f" WHERE journal.name = ? AND {table.name}.{table.key[0]} IS {'' if gone else 'NOT '}NULL"
            f" ORDER BY {'entry_id' if gone else f'{table.name}.rowid'}", [table.name],
        )  # fmt: skip

    def _piece(self, at: str, groups: list[Group]) -> Piece:
        names: dict[str, dict[str, str]] = {}
        for group in groups:
            for of, number in group.numbers():
                names.setdefault(of, {})[str(number)] = self._token(of, number)
        return {"at": at, "names": names, "rows": [group.told() for group in groups]}

    def _token(self, of: str, number: int) -> str:
        sql = f"SELECT token FROM {of} WHERE {of[:-1]}_id = ?"
        return str(self._database.connection.execute(sql, [number]).fetchone()[0])

    def forget(self, last: int) -> None:
        """Drops the notes up to `last`, inside the transaction that acknowledges where their rows are kept."""
        db = self._database.connection
        db.execute("DELETE FROM journal WHERE entry_id <= ?", [last])
        # Two ledgers that hold the same rows are the same, however much was noted on the way.
        db.execute("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'journal' AND NOT EXISTS (SELECT 1 FROM journal)")
