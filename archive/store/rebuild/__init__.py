"""Reindex: makes the ledger again from the WARC files and the review file alone (docs/store.md#reindex)."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic

from archive.clock import Clock
from archive.errors import DamagedError, OlderLedgerError
from archive.faults import fault
from archive.store.captures import keep_journal
from archive.store.ledger import Ledger
from archive.store.lock import hold
from archive.store.manifest import finish as finish_manifest
from archive.store.manifest import read_manifest, sync_folder
from archive.store.rebuild.compare import differences
from archive.store.rebuild.finish import finish
from archive.store.rebuild.fold import Fold
from archive.store.rebuild.order import Source, in_order, sources
from archive.store.reviews import mirror
from archive.store.sqlite import Database
from archive.store.swap import remove, swap
from archive.store.warc import cut_tail

LOCKS = ("crawl.lock", "nightly.lock", "derive.lock", "review.lock")
"""Whoever holds one of these writes the ledger, or reads it for long."""
REPLACED = "ledger.db.replaced"
"""Where the ledger stays that was not as the WARC files tell."""
_EVERY = 500


@dataclass(frozen=True, slots=True)
class Before:
    """How the ledger was: `sound`, `older` than the WARC files, `damaged` or `missing`."""

    state: str
    notes: tuple[str, ...] = ()

    @property
    def readable(self) -> bool:
        return self.state in ("sound", "older")


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a reindex made. `before` is the state of `Before`; `notes` is what a person should know of."""

    before: str
    equal: bool
    differing: dict[str, tuple[int, int]]
    files: int
    bytes: int
    captures: int
    tasks: int
    visits: int
    seconds: float
    notes: tuple[str, ...]
    damaged: bool

    def record(self) -> dict[str, object]:
        """It as JSON has it."""
        return asdict(self)


@contextmanager
def alone(archive: Path, purpose: str) -> Iterator[None]:
    """Nobody else writes the archive or reads it for long. Raises ArchiveBusyError."""
    with ExitStack() as locks:
        for name in LOCKS:
            locks.enter_context(hold(archive / name, purpose))
        yield


def reindex(archive: Path, clock: Clock, tell: Callable[[str], None]) -> Rebuilt:
    """Makes ledger.db again and puts it in place at once; a kill at any moment leaves the old one or the new one.

    Raises ArchiveBusyError beside a crawl, night, derive or review, ArchiveNewerError for files of a newer gongkai.
    """
    with alone(archive, "gongkai reindex"):
        return rebuild(archive, clock, tell, settled(archive / "ledger.db", clock))


def rebuild(archive: Path, clock: Clock, tell: Callable[[str], None], before: Before) -> Rebuilt:
    """`reindex` for who is `alone` already, and has `settled` the ledger before the WARC files became other ones."""
    began, path, notes = monotonic(), archive / "ledger.db", list(before.notes)
    new = path.with_name(path.name + ".new")
    files = sources(sorted((archive / "warc").glob("*.warc.gz")))
    database, told = _built(new, files, archive, tell)
    notes += told
    with closing(database):
        counts = {table: _count(database, table) for table in ("captures", "tasks", "visits")}
    differing = differences(path, new) if before.readable else {}
    equal = before.readable and not differing
    if equal:
        remove(new)
    else:
        _replace(path, new, before, clock)
    damaged = [line for one in files for line in one.scan.damage]
    size = sum(one.path.stat().st_size for one in files)
    return Rebuilt(
        before.state, equal, differing, len(files), size, **counts,
        seconds=round(monotonic() - began, 1), notes=(*damaged, *notes), damaged=bool(damaged),
    )  # fmt: skip


def settled(path: Path, clock: Clock) -> Before:
    """How the ledger is; a sound one first puts into a WARC file what it has noted."""
    if not path.exists():
        return Before("missing")
    try:
        ledger = Ledger(path, clock)
        with closing(ledger.database), ledger.database.explaining():
            if ledger.database.connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                raise DamagedError(f"{path}: its pages contradict each other")
            keep_journal(ledger, path.parent / "warc", clock)
        return Before("sound")
    except OlderLedgerError as error:
        return Before("older", (str(error),))
    except (DamagedError, sqlite3.DatabaseError) as error:
        lost = "what it had noted since the last capture is lost: the next crawl reads or asks that again"
        return Before("damaged", (f"{error}; {lost}",))


def _built(
    new: Path, files: Sequence[Source], archive: Path, tell: Callable[[str], None]
) -> tuple[Database, list[str]]:
    """A ledger of what the files tell, on disk; and what a person should know."""
    remove(new)
    database = Database(new, "ledger", synchronous="OFF")
    db = database.connection
    for pragma in ("journal_mode = OFF", "foreign_keys = OFF", "cache_size = -200000", "temp_store = FILE"):
        db.execute(f"PRAGMA {pragma}")
    with database.transaction():
        fold = Fold(db)
        for count, (source, told) in enumerate(in_order(files)):
            if count % _EVERY == 0:
                tell(f"{source.path.name}: {count} records of journal and captures read")
            fold.take(source, told)
        notes = [line for source in files for line in _file_row(db, source)]
        tell("putting the ledger together")
        notes += finish(fold)
        fold.end()
    mirror(archive, database)
    db.execute("PRAGMA journal_mode = WAL")
    with new.open("rb") as file:
        os.fsync(file.fileno())
    return database, notes


def _file_row(db: sqlite3.Connection, source: Source) -> Iterator[str]:
    """The row of a WARC file, with its manifest beside it; what a kill left behind the end is cut."""
    scan, path, opened_at = source.scan, source.path, source.opening.opened_at
    if scan.torn and scan.end and not scan.closed_at:
        yield f"{path}: {cut_tail(path, scan.end)} bytes of a torn tail are cut"
    elif scan.torn:
        yield f"{path}: {scan.torn} bytes behind its end tell nothing"
    last = db.execute(
        "SELECT captured_at FROM temp.found WHERE warc_file = ? ORDER BY rowid DESC LIMIT 1", [path.name]
    ).fetchone()
    closed_at = scan.closed_at or (last[0] if last else opened_at)
    latest_at = max(source.opening.begins, scan.latest_at)
    db.execute("INSERT INTO warcs VALUES (?, ?, ?, ?, ?)", [path.name, scan.end, opened_at, closed_at, latest_at])
    if not scan.damage:
        _manifest(path, opened_at, closed_at)


def _manifest(path: Path, opened_at: str, closed_at: str) -> None:
    try:
        known = read_manifest(path)
    except DamagedError:
        known = None
    now = (path.stat().st_size, opened_at, closed_at)
    if known is None or (known.bytes, known.opened_at, known.closed_at) != now:
        finish_manifest(path, opened_at, closed_at)


def _count(database: Database, table: str) -> int:
    return int(database.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _replace(path: Path, new: Path, before: Before, clock: Clock) -> None:
    """The new ledger in the place of the old one, which stays beside under another name."""
    kept = path.with_name(REPLACED)
    remove(kept)
    if before.readable:
        ledger = Ledger(path, clock)
        with closing(ledger.database), closing(sqlite3.connect(kept)) as copy:
            ledger.database.connection.backup(copy)
            swap(new, ledger.database)
        remove(new)
        return
    if path.exists():
        os.link(path, kept)
    # Side files belong to a name: those of the old ledger must not be laid over the new one.
    remove_beside(path)
    fault("swap.before")
    new.replace(path)
    fault("swap.after")
    sync_folder(path.parent)


def remove_beside(path: Path) -> None:
    """Removes the side files of a database that nobody has open."""
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
