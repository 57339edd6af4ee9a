"""Exchanges: records to be copied out of an archive, and index lines of the copies, sorted outside of memory."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

_TABLES = """
CREATE TABLE wanted (warc_file TEXT, warc_offset INTEGER, payload TEXT, PRIMARY KEY (warc_file, warc_offset));
CREATE TABLE lines (line TEXT);
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One record of a WARC file; `payload` is the SHA-256 of what it is the revisit of, if it is one."""

    warc_file: str
    warc_offset: int
    payload: str = ""


class Exchanges:
    """A scratch database without a file of its own."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("")
        self._db.executescript(_TABLES)

    def want(self, records: Iterable[Wanted]) -> None:
        """Notes records; one that is noted already stays as it is."""
        rows = ((one.warc_file, one.warc_offset, one.payload) for one in records)
        self._db.executemany("INSERT OR IGNORE INTO wanted VALUES (?, ?, ?)", rows)

    def wanted(self) -> Iterator[tuple[str, Iterator[Wanted]]]:
        """WARC files by name, each with its records in the order in which they lie there."""
        rows = self._db.execute("SELECT * FROM wanted ORDER BY warc_file, warc_offset")
        return groupby((Wanted(*row) for row in rows), key=lambda one: one.warc_file)

    def add_line(self, line: str) -> None:
        """Notes a line of the index."""
        self._db.execute("INSERT INTO lines VALUES (?)", [line])

    def lines(self) -> Iterator[str]:
        """The lines of the index in their order."""
        return (str(row[0]) for row in self._db.execute("SELECT line FROM lines ORDER BY line"))

    def close(self) -> None:
        self._db.close()
