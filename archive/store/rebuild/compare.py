"""Compares two ledgers row by row: whether the one made again is the one that was there."""

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

_LEFT_OUT = {"journal"}
_OF_A_PROCESS = {"lease_crawl"}


def differences(old: Path, new: Path) -> dict[str, tuple[int, int]]:
    """Table to (rows that only the old has, rows that only the new has), for every table in which they differ."""
    with closing(sqlite3.connect(f"file:{quote(str(new))}?mode=ro", uri=True)) as db:
        db.execute("ATTACH ? AS old", [f"file:{quote(str(old))}?mode=ro"])
        names = [row[0] for row in db.execute("SELECT name FROM main.sqlite_master WHERE type = 'table' ORDER BY name")]
        found = {}
        for name in names:
            if name in _LEFT_OUT or name.startswith("sqlite_"):
                continue
            columns = [row[1] for row in db.execute(f"PRAGMA main.table_info({name})") if row[1] not in _OF_A_PROCESS]
            only = tuple(_only(db, name, ", ".join(columns), *pair) for pair in (("old", "main"), ("main", "old")))
            if any(only):
                found[name] = (only[0], only[1])
        return found


def _only(db: sqlite3.Connection, name: str, columns: str, here: str, there: str) -> int:
    sql = f"SELECT count(*) FROM (SELECT {columns} FROM {here}.{name} EXCEPT SELECT {columns} FROM {there}.{name})"
    return int(db.execute(sql).fetchone()[0])
