"""Whose backup a folder holds: a backup goes only over an earlier state of the same archive."""

import sqlite3
from contextlib import closing
from pathlib import Path

from archive.errors import UsageError
from archive.store import reviews
from archive.store.sqlite import opened_for_reading

_LENGTHS = "SELECT warc_file, committed_length FROM warcs WHERE committed_length > 0"


def refuse_other(ledger: sqlite3.Connection, part: Path, target: Path) -> dict[str, int]:
    """The lengths of the WARC files that the backup in `target` has, by name; none where it is the first.

    `ledger` is the copied ledger, `part` the folder of what was copied with it. Raises UsageError where the backup is
    of another archive, or has what this one has lost.
    """
    if not (target / "ledger.db").exists():
        return {}
    with closing(opened_for_reading(target / "ledger.db")) as old:
        known, crawls = dict(old.execute(_LENGTHS).fetchall()), _tokens(old)
    present = dict(ledger.execute(_LENGTHS).fetchall())
    if (known and not known.keys() & present.keys()) or (crawls and not crawls & _tokens(ledger)):
        raise UsageError(f"{target}: the backup of another archive; name another folder")
    lost = [f"{name}, {length} bytes" for name, length in sorted(known.items()) if present.get(name, 0) < length]
    lost += [f"crawl {token}" for token in sorted(crawls - _tokens(ledger))]
    lost += sorted(f"review {line[:80]}" for line in _lines(target) - _lines(part))
    if lost:
        raise UsageError(
            f"{target}: has {lost[0]}, which this archive has no longer; nothing was touched; see"
            " docs/operations.md#restoring, or name another folder"
        )
    return known


def _tokens(db: sqlite3.Connection) -> set[str]:
    return {row[0] for row in db.execute("SELECT token FROM crawls")}


def _lines(folder: Path) -> set[str]:
    path = folder / reviews.FILE
    return set(path.read_text("utf-8").splitlines()) if path.exists() else set()
