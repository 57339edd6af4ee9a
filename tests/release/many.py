"""Makes a corpus many times as large: copies of its agencies under names of their own."""

import sqlite3
from pathlib import Path

RENAMED = {"agency_id", "natural_key", "bundle_key", "report_id", "version_id"}
TABLES = ("bundles", "documents", "reports", "figures", "checks", "agencies", "series", "versions", "places", "coverage")


def multiply(path: Path, times: int) -> None:
    """Adds copies until every agency that is there stands there `times` more."""
    with sqlite3.connect(path) as db:
        for number in range(times):
            for table in TABLES:
                _copy(db, table, f"-{times}.{number}")


def _copy(db: sqlite3.Connection, table: str, suffix: str) -> None:
    names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(f"{name} || '{suffix}'" if name in RENAMED else name for name in names)
    key = next(name for name in names if name in RENAMED)
    db.execute(f"INSERT INTO {table} SELECT {values} FROM {table} WHERE {key} NOT LIKE '%-%.%'")
