"""Verifies WARC files against the ledger: none missing, none unknown, every length, manifest and record as it was."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.errors import DamagedError
from archive.store.lock import held
from archive.store.manifest import PART, SUFFIX, Manifest, digest_of, manifest_path, read_manifest
from archive.store.open_files import OWN
from archive.store.verify.finding import Checked, Finding, Kind, Remedy

PARTIAL_BACKUP = "backup.part"
"""Folder in an archive into which a backup is being written, or was when it broke off."""


@dataclass(frozen=True, slots=True)
class WarcRow:
    """A WARC file as the ledger knows it; `closed_at` is None while it grows."""

    path: Path
    committed: int
    opened_at: str
    closed_at: str | None


def warc_rows(ledger: sqlite3.Connection, folder: Path) -> list[WarcRow]:
    """Every WARC file of a ledger, in the order of names."""
    sql = "SELECT warc_file, committed_length, opened_at, closed_at FROM warcs ORDER BY 1"
    return [WarcRow(folder / row[0], *tuple(row)[1:]) for row in ledger.execute(sql)]


class Grown:
    """Who may have written more than the ledger says: then what lies behind its account is not looked at."""

    def __init__(self, archive: Path) -> None:
        self._lock, self._part = archive / "crawl.lock", archive / PARTIAL_BACKUP

    @property
    def at_work(self) -> bool:
        return held(self._lock)

    @property
    def broken_backup(self) -> bool:
        return self._part.exists()


def unknown_files(present: Iterable[Path], known: Iterable[WarcRow], grown: Grown) -> Iterator[Finding]:
    """Findings for files in data/warc that the ledger does not name; a merge at work brings them before it is told."""
    names = {row.path.name + kind for row in known for kind in ("", SUFFIX, SUFFIX + PART)}
    for path in present:
        if path.name in names or grown.at_work or grown.broken_backup:
            continue
        if path.match(OWN) or path.match(OWN + SUFFIX):
            yield Finding(Kind.STRAY, path, "", "the ledger does not know it", Remedy.REINDEX)
        else:
            yield Finding(Kind.STRAY, path, "", "not a file of this archive", Remedy.MOVE)


def check_lengths(row: WarcRow, grown: Grown) -> Iterator[Finding]:
    """Findings of a file that is missing, too short, or longer than it ever was acknowledged to be."""
    size = row.path.stat().st_size if row.path.exists() else None
    if size is None:
        if row.committed:
            told = f"missing, {row.committed} bytes are acknowledged"
            yield Finding(Kind.MISSING, row.path, "", told, Remedy.RESTORE)
    elif size < row.committed:
        told = f"{size} bytes, {row.committed} are acknowledged"
        yield Finding(Kind.MISSING, row.path, "", told, Remedy.RESTORE)
    elif size > row.committed and not grown.at_work and not grown.broken_backup:
        remedy = Remedy.RESTORE if row.closed_at else Remedy.CRAWL
        told = f"{size - row.committed} bytes of a torn tail behind {row.committed}"
        yield Finding(Kind.TAIL, row.path, "", told, remedy)


def check_manifest(row: WarcRow, checked: Checked, *, whole: bool) -> Iterator[Finding]:
    """Findings of the manifest of a finished file; with `whole` the file is read for its digest."""
    if row.closed_at is None:
        return
    beside = manifest_path(row.path)
    try:
        manifest = read_manifest(row.path)
    except DamagedError as error:
        yield Finding(Kind.MANIFEST, beside, "", str(error).split(": ", 1)[1], Remedy.REINDEX)
        return
    if manifest is None:
        yield Finding(Kind.MANIFEST, beside, "", f"missing, although {row.path.name} is finished", Remedy.REINDEX)
        return
    checked.add("manifests")
    for name, told, known in _differences(row, manifest):
        yield Finding(Kind.MANIFEST, beside, name, f"{told}, the ledger says {known}", Remedy.REINDEX)
    if whole and row.path.stat().st_size == manifest.bytes and digest_of(row.path) != manifest.sha256:
        told = f"its bytes do not have the digest {manifest.sha256} of its manifest"
        yield Finding(Kind.BYTES, row.path, "", told, Remedy.RESTORE)


def _differences(row: WarcRow, manifest: Manifest) -> Iterator[tuple[str, object, object]]:
    for name, told, known in (
        ("bytes", manifest.bytes, row.committed), ("opened_at", manifest.opened_at, row.opened_at),
        ("closed_at", manifest.closed_at, row.closed_at),
    ):  # fmt: skip
        if told != known:
            yield name, told, known
