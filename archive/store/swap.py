"""Puts the contents of one database in the place of another's, under the eyes of its readers (docs/store.md#swap)."""

import sqlite3
from contextlib import closing
from pathlib import Path

from archive.faults import fault
from archive.store.sqlite import Database

PAGES = 64
"""Pages copied at a time; the write lock is held from the first to the last."""


def swap(source: Path, target: Database) -> None:
    """Makes `target` what `source` is, in one transaction: a kill leaves the one or the other whole.

    A rename would not do: SQLite knows its side files by name, and a reader that comes to the name while the file under
    it changes would lay those of one file over the other. As it is, whoever reads in a snapshot keeps his state to its
    end. `source` must not be written meanwhile, and stays. Raises DiskFullError: it is all in the side file once more.
    """
    with closing(sqlite3.connect(source)) as new, target.explaining():
        fault("swap.before")
        new.backup(target.connection, pages=PAGES, progress=_between)
        fault("swap.after")


def _between(_: int, remaining: int, __: int) -> None:
    if remaining:
        fault("swap.middle")


def remove(path: Path) -> None:
    """Removes a database that nobody has open, with its side files."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
