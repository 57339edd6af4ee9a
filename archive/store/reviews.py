"""The review file: what persons say of reports and figures, appended line by line and never rewritten."""

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from archive.clock import SystemClock, stamp
from archive.errors import ArchiveNewerError, DamagedError, GongkaiError, disk_full, no_room
from archive.store.ledger import Ledger
from archive.store.lock import hold
from archive.store.sqlite import Database

FILE = "review.jsonl"
_MOMENT = timedelta(milliseconds=1)


class Act(StrEnum):
    """What an entry does (docs/store.md#reviews)."""

    VALUE = "value"
    WITHDRAW = "withdraw"
    WITHHOLD = "withhold"
    LIFT = "lift"


@dataclass(frozen=True, slots=True)
class Review:
    """One entry. `indicator` is empty where it is about the whole report; behind `reason` is how things stood.

    `value` is in the indicator's unit; only `Act.VALUE` has one.
    """

    at: str
    by: str
    act: Act
    report_id: str
    indicator: str
    value: float | None
    reason: str
    status: str = ""
    raw: str | None = None
    agency: str = ""
    year: int | None = None
    content_digest: str | None = None

    @property
    def line(self) -> str:
        """The entry as it stands in the file, without the line feed."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @property
    def review_id(self) -> str:
        """First 16 hex digits of SHA-256 of the line."""
        return hashlib.sha256(self.line.encode()).hexdigest()[:16]


_FIELDS = {field.name for field in fields(Review)}


@dataclass(frozen=True, slots=True)
class Log:
    """The entries of a review file, in the order of their times; `torn` counts the bytes of an unfinished last line."""

    entries: tuple[Review, ...]
    torn: int = 0


def read(archive: Path) -> Log:
    """The review file of an archive; nothing where there is none. A last line without its end was never acknowledged.

    Raises DamagedError for a line that is no entry, ArchiveNewerError for one that only a newer gongkai knows.
    """
    path = archive / FILE
    data = path.read_bytes() if path.exists() else b""
    whole, end, rest = data.rpartition(b"\n")
    lines = (whole + end).splitlines()
    return Log(united(_entry(path, number, line) for number, line in enumerate(lines, 1)), len(rest))


def united(entries: Iterable[Review]) -> tuple[Review, ...]:
    """Entries of one file or of several, each once, in the one order that does not depend on the files."""
    return tuple(sorted({entry.review_id: entry for entry in entries}.values(), key=lambda e: (e.at, e.review_id)))


def _entry(path: Path, number: int, line: bytes) -> Review:
    try:
        told = json.loads(line)
        if told["act"] not in list(Act):
            raise ArchiveNewerError(f"{path}, line {number}: written by a newer gongkai; install that version")
        datetime.fromisoformat(told["at"])
        return Review(**{name: told[name] for name in _FIELDS} | {"act": Act(told["act"])})
    except (ValueError, KeyError, TypeError):
        raise DamagedError(f"{path}, line {number}: no entry of a review; restore the file from a backup") from None


def append(archive: Path, entries: Iterable[Review]) -> tuple[Review, ...]:
    """Puts entries at the end, in order, and returns them once they are on disk and in the ledger.

    What an earlier kill left of a line is cut. Each gets a time behind all that are there, whatever the clock says.
    Raises ArchiveBusyError beside another writer, DiskFullError; an entry is then whole in the file or not in it.
    """
    path = archive / FILE
    with hold(archive / "review.lock", "gongkai review"), _opened(archive) as ledger:
        log, added = read(archive), list[Review]()
        for entry in entries:
            last = (*log.entries, *added)[-1:]
            added.append(replace(entry, at=max([entry.at, *(_after(one.at) for one in last)])))
        try:
            _write(path, log.torn, "".join(f"{entry.line}\n" for entry in added).encode())
        except OSError as error:
            if no_room(error):
                raise disk_full(path) from error
            raise GongkaiError(f"{path}: {error.strerror}; make it writable and run the command again") from error
        mirror(archive, ledger)
    return tuple(added)


def _after(at: str) -> str:
    return stamp(datetime.fromisoformat(at) + _MOMENT)


def _write(path: Path, torn: int, data: bytes) -> None:
    with path.open("ab") as file:
        whole = file.tell() - torn
        os.truncate(path, whole)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            os.truncate(path, whole)
            raise
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def load(archive: Path) -> int:
    """Brings the ledger's table `reviews` into line with the review file; gives the number of entries."""
    with _opened(archive) as ledger:
        return mirror(archive, ledger)


def _opened(archive: Path) -> "closing[Database]":
    return closing(Ledger(archive / "ledger.db", SystemClock()).database)


def mirror(archive: Path, database: Database) -> int:
    """The same for a ledger that is open for writing, such as one that is being rebuilt."""
    entries = read(archive).entries
    rows = [{"review_id": entry.review_id, **asdict(entry)} for entry in entries]
    names = ("review_id", *(field.name for field in fields(Review)))
    with database.transaction() as db:
        db.execute("DELETE FROM reviews")
        db.executemany(f"INSERT INTO reviews ({', '.join(names)}) VALUES (:{', :'.join(names)})", rows)
    return len(rows)
