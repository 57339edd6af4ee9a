"""Copies of databases that are written to meanwhile: one state, checked, in one file without side files."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from archive.errors import ArchiveBusyError, DamagedError
from archive.faults import fault
from archive.store.sqlite import explaining, opened_for_reading

_PAGES = 4096


def copy_database(source: Path, copy: Path, tell: Callable[[str], None]) -> int:
    """Copies one state of a database and has SQLite check the copy; gives its bytes. Raises DamagedError."""

    def progress(_: int, left: int, pages: int) -> None:
        tell(f"{source.name}, {100 * (pages - left) // max(1, pages)} %")

    fault("backup.copy.before")
    with explaining(source), closing(opened_for_reading(source)) as old:
        # A state of its own: else every commit of another process would begin the copy anew.
        old.execute("BEGIN")
        old.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with explaining(copy), closing(sqlite3.connect(copy, isolation_level=None)) as new:
            old.backup(new, pages=_PAGES, progress=progress, sleep=0)
            told = [row[0] for row in new.execute("PRAGMA quick_check(1)")]
    if told != ["ok"]:
        raise DamagedError(f"{source}: SQLite says: {' '.join(str(told[0]).split())}; see `gongkai verify`")
    plain(copy)
    fault("backup.copy.after")
    return copy.stat().st_size


def is_empty(path: Path) -> bool:
    """Whether a database is only about to be made."""
    with explaining(path), closing(opened_for_reading(path)) as db:
        return not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def plain(copy: Path) -> None:
    """Makes a copy one file that can be read even where nothing can be written."""
    with explaining(copy), closing(sqlite3.connect(copy, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = DELETE").fetchone()


def settle(old: Path) -> None:
    """Prepares a database to be replaced: SQLite would take side files that it left for those of the new one.

    Raises ArchiveBusyError where somebody has it open with side files.
    """
    if not old.exists():
        return
    try:
        plain(old)
    except DamagedError:
        for suffix in ("-wal", "-shm", "-journal"):
            old.with_name(old.name + suffix).unlink(missing_ok=True)
    except sqlite3.OperationalError as error:
        raise ArchiveBusyError(f"{old}: somebody has it open ({error}); when that has ended, run this again") from error
