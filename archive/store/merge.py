"""Merge: takes in WARC files and review lines of other archives, then makes the ledger of all (docs/store.md#merge)."""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path

from archive.clock import Clock
from archive.errors import UsageError, disk_full, no_room
from archive.faults import fault
from archive.store import reviews
from archive.store.copies import Copy, checked_copy, is_beginning
from archive.store.manifest import digest_of, manifest_path, put, sync_folder
from archive.store.rebuild import Rebuilt, alone, rebuild, settled
from archive.store.rebuild.scan import sound
from archive.store.sqlite import opened_for_reading

PART = "merge.part"
"""Folder in which a file lies until it is whole and checked."""
_HASHED = re.compile(r"\.[0-9a-f]{12}(?=\.warc\.gz$)")


@dataclass
class Merged:
    """What a merge did with the files of the others, by name; `rebuilt` is the ledger that came of it."""

    taken: list[str] = field(default_factory=list)
    known: int = 0
    refused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    reviews: int = 0
    rebuilt: Rebuilt | None = None

    def record(self) -> dict[str, object]:
        """It as JSON has it."""
        return asdict(self)

    @property
    def damaged(self) -> bool:
        return bool(self.refused) or bool(self.rebuilt and self.rebuilt.damaged)


def merge(archive: Path, others: Sequence[Path], clock: Clock, tell: Callable[[str], None]) -> Merged:
    """Unites archives in `archive`. Whatever the order, and however often, the same ledger comes of it.

    Raises UsageError for what is no other archive, ArchiveBusyError beside a crawl, night, derive or review.
    """
    for other in others:
        if not (other / "warc").is_dir() and not (other / "ledger.db").exists():
            raise UsageError(f"{other}: no archive: there is neither a folder warc nor a ledger.db in it")
        if archive.exists() and other.samefile(archive):
            raise UsageError(f"{other}: the archive itself; name others")
    merged = Merged()
    with alone(archive, "gongkai merge"):
        before = settled(archive / "ledger.db", clock)
        for other in others:
            _take(archive, other, merged, tell)
        merged.reviews = _unite_reviews(archive, others)
        merged.rebuilt = rebuild(archive, clock, tell, before)
    return merged


def _take(archive: Path, other: Path, merged: Merged, tell: Callable[[str], None]) -> None:
    committed = _committed(other, merged)
    part = archive / PART
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    files = sorted((other / "warc").glob("*.warc.gz"))
    for number, path in enumerate(files, start=1):
        tell(f"{path}, {number} of {len(files)}")
        try:
            copy = _copied(path, archive / "warc", part, committed.get(path.name), merged)
            if copy is not None:
                fault("merge.copy.before")
                merged.taken.append(_placed(copy, archive / "warc"))
                fault("merge.copy.after")
        except OSError as error:
            raise disk_full(archive) if no_room(error) else error from error
    shutil.rmtree(part)


def _copied(path: Path, folder: Path, part: Path, committed: int | None, merged: Merged) -> Copy | None:
    """A checked copy of a file that the archive does not have, beside it; None where it has it or it is damaged."""
    end = path.stat().st_size if committed is None else min(committed, path.stat().st_size)
    if not end or any(is_beginning(path, end, mine) for mine in _alike(path.name, folder)):
        merged.known += bool(end)
        return None
    copy = checked_copy(path, part / path.name, end, whole=committed is not None)
    if copy.damage:
        merged.refused.append(f"{copy.damage}; the file is not taken: restore it from a backup and merge again")
        return None
    return copy if copy.end else None


def _placed(copy: Copy, folder: Path) -> str:
    """Puts a copy among the files; gives its name. Files of one name that part ways all have their digest in it."""
    folder.mkdir(exist_ok=True)
    rest = []
    for mine in _alike(copy.path.name, folder):
        if is_beginning(mine, mine.stat().st_size, copy.path) or not sound(mine):
            manifest_path(mine).unlink(missing_ok=True)
            if mine.name != copy.path.name:
                mine.unlink()
        else:
            rest.append(mine)
    for mine in rest:
        if not _HASHED.search(mine.name):
            manifest_path(mine).unlink(missing_ok=True)
            mine.rename(mine.with_name(_hashed(mine)))
    name = _hashed(copy.path) if rest else _plain(copy.path.name)
    copy.path.replace(folder / name)
    sync_folder(folder)
    return name


def _alike(name: str, folder: Path) -> list[Path]:
    """The files of the archive that have this name but for the digest in it."""
    return [path for path in sorted(folder.glob("*.warc.gz")) if _plain(path.name) == _plain(name)]


def _plain(name: str) -> str:
    return _HASHED.sub("", name)


def _hashed(path: Path) -> str:
    return _plain(path.name).removesuffix(".warc.gz") + f".{digest_of(path)[:12]}.warc.gz"


def _committed(other: Path, merged: Merged) -> dict[str, int]:
    """File to its acknowledged length, as far as the other archive has a ledger that can be read."""
    path = other / "ledger.db"
    if not path.exists():
        return {}
    again = f"run `gongkai reindex --archive {other}` and merge again to have it too"
    try:
        with closing(opened_for_reading(path)) as db:
            noted = db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'journal'").fetchone()[0]
            if not noted:
                merged.notes.append(f"{path}: from before the journal; what its visits came to is only there; {again}")
            elif db.execute("SELECT 1 FROM journal LIMIT 1").fetchone():
                merged.notes.append(f"{path}: what came last is not in its WARC files yet; {again}")
            return dict(db.execute("SELECT warc_file, committed_length FROM warcs").fetchall())
    except sqlite3.DatabaseError as error:
        merged.notes.append(f"{path}: SQLite says: {error}; its WARC files are taken as they are")
        return {}


def _unite_reviews(archive: Path, others: Sequence[Path]) -> int:
    """Every line of every review file once, in the one order they have; gives how many are new here."""
    mine = reviews.read(archive).entries
    all_ = reviews.united([*mine, *_entries(others)])
    if len(all_) > len(mine):
        put(archive / reviews.FILE, "".join(f"{entry.line}\n" for entry in all_).encode())
    return len(all_) - len(mine)


def _entries(others: Sequence[Path]) -> Iterator[reviews.Review]:
    for other in others:
        yield from reviews.read(other).entries
