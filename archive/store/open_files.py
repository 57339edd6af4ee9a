"""WARC files that a process left open, and whether the ledger is the one they belong to."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from archive.errors import OlderLedgerError
from archive.store.gzip_members import UNREADABLE, member
from archive.store.ledger import Ledger
from archive.store.warc import JOURNAL

OWN = "gongkai-*.warc.gz"
"""Names that only gongkai gives."""
_REBUILD = "run `gongkai reindex`, which makes the ledger again from the WARC files"


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that was not finished; `last_at` is when the last of its captures came."""

    name: str
    committed: int
    opened_at: str
    last_at: str


def open_files(ledger: Ledger) -> list[OpenFile]:
    """The files of the ledger that were not finished, by name."""
    rows = ledger.database.connection.execute(
        "SELECT warc_file, committed_length, opened_at, coalesce((SELECT captured_at FROM captures"
        " WHERE captures.warc_file = warcs.warc_file ORDER BY capture_id DESC LIMIT 1), opened_at)"
        " FROM warcs WHERE closed_at IS NULL ORDER BY warc_file"
    )
    return [OpenFile(*row) for row in rows]


def refuse_older_ledger(ledger: Ledger, folder: Path) -> None:
    """Raises OlderLedgerError where the files hold what was acknowledged to another ledger, a later one for instance.

    What lies behind the committed length of an open file is cut: with a ledger from a backup that would be a loss.
    """
    known = {row[0] for row in ledger.database.connection.execute("SELECT warc_file FROM warcs")}
    for path in sorted(folder.glob(OWN)):
        if path.name not in known and path.stat().st_size:
            raise OlderLedgerError(f"{path}: {ledger.database.path.name} does not know this file; {_REBUILD}")
    for left in open_files(ledger):
        if _flushes(folder / left.name, left.committed) > 1:
            raise OlderLedgerError(f"{ledger.database.path}: older than {folder / left.name}; {_REBUILD}")


def _flushes(path: Path, start: int) -> int:
    """How often the journal was flushed behind a place: once at most between two acknowledgements."""
    moments: set[str] = set()
    size = path.stat().st_size if path.exists() else 0
    try:
        with path.open("rb") as file:
            while start < size:
                plain, length = member(file, start)
                head, _, body = plain.partition(b"\r\n\r\n")
                if re.search(rb"^WARC-Target-URI: *<?" + JOURNAL.encode(), head, re.MULTILINE):
                    moments.add(str(json.loads(body)["at"]))
                start += length
    except UNREADABLE:
        pass
    return len(moments)
