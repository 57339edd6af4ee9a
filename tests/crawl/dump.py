"""The contents of an archive as text, less what may differ between two runs that saw the same world."""

import sqlite3
from pathlib import Path

LEFT_OUT = {
    "crawls": None, "warcs": None, "journal": None,
    "tasks": {"created_at", "due_at", "outcome_at", "lease_crawl", "looked_crawl"},
    "addresses": {"first_seen", "last_seen"},
    "visits": {"ended_at", "crawl_id"},
    "captures": {"capture_id", "crawl_id", "captured_at", "warc_file", "warc_offset", "record_type"},
    "payloads": {"warc_file", "warc_offset", "first_at", "first_url"},
    "bundles": {"input_digest", "source_digest"},
}  # fmt: skip
"""Table to the columns that hold times, numbers or places in a WARC; None leaves out the table."""


def dump(database: Path) -> list[str]:
    """One line per row, sorted."""
    db = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    lines = []
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"):
        left_out = LEFT_OUT.get(table, set())
        if left_out is None or "_fts" in table:
            continue
        columns = [r[1] for r in db.execute(f"PRAGMA table_info({table})") if r[1] not in left_out]
        columns = [c for c in columns if not c.endswith("_at")]
        lines += [f"{table}: {row!r}" for row in db.execute(f"SELECT {', '.join(columns)} FROM {table}")]
    db.close()
    return sorted(lines)
