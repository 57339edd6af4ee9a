"""Backup: a copy of an archive in another folder, taken while the archive is at work (docs/operations.md#backup)."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path

from archive.clock import Clock, stamp
from archive.errors import DamagedError, GongkaiError, UsageError, disk_full, no_room
from archive.faults import fault
from archive.store import reviews
from archive.store.backup.databases import copy_database, is_empty, plain, settle
from archive.store.backup.identity import refuse_other
from archive.store.backup.warcs import Backup, Copier
from archive.store.ledger import Ledger
from archive.store.lock import hold
from archive.store.manifest import put
from archive.store.sqlite import opened_for_reading
from archive.store.verify.files import PARTIAL_BACKUP, warc_rows

STATE = "backup.json"
"""Marks a folder as a backup, and says of when."""
Tell = Callable[[str], None]


def backup(
    archive: Path, target: Path, clock: Clock, *, corpus: bool = True, full: bool = False, tell: Tell = lambda _: None
) -> Backup:
    """Brings `target` to the present state of the archive; with `full` the WARC files there are read as well.

    Whenever it ends, `target` is a whole backup: this one, or the last. Nothing that is there is removed. Raises
    UsageError for a folder that must not be used, ArchiveBusyError where somebody works in it, DiskFullError,
    DamagedError where SQLite cannot read the ledger.
    """
    _refuse(archive, target, clock)
    with _explaining(target), _alone(target), _part(target) as part:
        done = Backup()
        if corpus:
            _copy_corpus(archive, part, done, tell)
        _copy_ledger(archive, part, done, tell)
        with closing(opened_for_reading(part / "ledger.db")) as ledger:
            known = refuse_other(ledger, part, target)
            rows = warc_rows(ledger, archive / "warc")
        Copier(target / "warc", part, known, done, full=full, tell=tell).copy(rows)
        _put_in_place(part, target)
        told = {"schema": 1, "made_at": stamp(clock.now()), "warcs": len(rows), **asdict(done)}
        put(target / STATE, json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n")
        return done


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Keeps everybody else from writing to the backup: another backup, and whoever uses it as an archive."""
    with hold(target / "crawl.lock", "gongkai backup"), hold(target / "derive.lock", "gongkai backup"):
        yield


@contextmanager
def _part(target: Path) -> Iterator[Path]:
    """Where things are copied to before they count. While it is there, WARC files may have more than counts."""
    part = target / PARTIAL_BACKUP
    fresh = not part.exists()
    part.mkdir(exist_ok=True)
    _clear(part)
    try:
        yield part
    except UsageError:
        _clear(part)
        if fresh:
            part.rmdir()
        raise
    except Exception:
        _clear(part)
        raise
    shutil.rmtree(part)


def _clear(part: Path) -> None:
    for left in part.iterdir():
        left.unlink()


def _refuse(archive: Path, target: Path, clock: Clock) -> None:
    Ledger(archive / "ledger.db", clock, read_only=True).database.close()
    here, there = archive.resolve(), target.resolve()
    if there.is_relative_to(here) or here.is_relative_to(there):
        raise UsageError(f"{target}: the archive and its backup must not lie in each other; name a folder elsewhere")
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target}: a file, not a folder; name a new folder")
    if target.exists() and any(target.iterdir()) and not any((target / n).exists() for n in (STATE, PARTIAL_BACKUP)):
        raise UsageError(f"{target}: not empty, and no backup of ours; name a new folder")


def _copy_corpus(archive: Path, part: Path, done: Backup, tell: Tell) -> None:
    """Before the ledger: what a corpus names, the ledger has from before. One that is damaged can be made again."""
    source = archive / "corpus.db"
    try:
        if source.exists() and not is_empty(source):
            done.bytes += copy_database(source, part / source.name, tell)
            done.corpus = True
    except DamagedError as error:
        (part / source.name).unlink(missing_ok=True)
        done.complaints.append(f"{error}; left out")


def _copy_ledger(archive: Path, part: Path, done: Backup, tell: Tell) -> None:
    """Before the review file, which has whatever the ledger has of it, and may have more."""
    done.bytes += copy_database(archive / "ledger.db", part / "ledger.db", tell)
    source = archive / reviews.FILE
    if source.exists():
        whole, end, _ = source.read_bytes().rpartition(b"\n")
        fault("backup.copy.before")
        put(part / reviews.FILE, whole + end)
        fault("backup.copy.after")
        reviews.load(part)
        plain(part / "ledger.db")


def _put_in_place(part: Path, target: Path) -> None:
    """From the ledger's swap on the new backup counts. What lies there for it already is not looked at before."""
    if (part / reviews.FILE).exists():
        (part / reviews.FILE).replace(target / reviews.FILE)
    for name in ("ledger.db", "corpus.db"):
        if (part / name).exists():
            settle(target / name)
            fault("backup.swap.before")
            (part / name).replace(target / name)
            fault("backup.swap.after")


@contextmanager
def _explaining(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place = error.filename or target
        if no_room(error):
            raise disk_full(place) from error
        raise GongkaiError(f"{place}: {error.strerror}; the last backup is as it was; run it again") from error
