"""The contents of every table of a database, as they must come again."""

import sqlite3
from pathlib import Path

LEFT_OUT = {("tasks", "lease_crawl"), ("readers", "first_at")}
"""Leases are nobody's after a rebuild, and a corpus read anew was first read then."""


def dump(path: Path) -> list[str]:
    """Every row of every table, table by table in the order of the rows."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    lines = []
    for name in names:
        if "_fts" not in name:
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({name})") if (name, row[1]) not in LEFT_OUT]
            lines += [f"{name}: {row!r}" for row in db.execute(f"SELECT {', '.join(columns)} FROM {name}")]
    db.close()
    return lines
