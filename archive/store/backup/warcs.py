"""WARC files into a backup: what is finished once, what grows by what it has grown; never over sounder bytes."""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import DamagedError
from archive.faults import fault
from archive.store.manifest import Manifest, chunks, digest_of, manifest_path, put, read_manifest, sync_folder
from archive.store.verify.files import WarcRow


@dataclass(slots=True)
class Backup:
    """What a run did: WARC files copied and found as they were, bytes written, and what is wrong with the archive."""

    copied: int = 0
    kept: int = 0
    bytes: int = 0
    corpus: bool = False
    complaints: list[str] = field(default_factory=list)


class Copier:
    """Brings the WARC files of a backup to what a ledger says of them.

    `known` are the lengths that the ledger of the last backup vouches for: those bytes are never written to. What is
    added behind them counts only when the new ledger is in place.
    """

    def __init__(
        self, folder: Path, part: Path, known: Mapping[str, int], done: Backup, *, full: bool,
        tell: Callable[[str], None],
    ) -> None:  # fmt: skip
        self.folder, self.part, self.known, self.done, self.full, self.tell = folder, part, known, done, full, tell

    def copy(self, rows: Sequence[WarcRow]) -> None:
        """All of them."""
        self.folder.mkdir(exist_ok=True)
        total, done = sum(row.committed for row in rows), 0
        for row in rows:
            self.tell(f"{done / 1e6:.1f} of {total / 1e6:.1f} MB, {row.path.name}")
            if row.committed:
                self._copy(row, self.folder / row.path.name)
            done += row.committed
        sync_folder(self.folder)

    def _copy(self, row: WarcRow, there: Path) -> None:
        manifest, lacking = self._manifest(row), _length(row.path) < row.committed
        if lacking:
            self._complain(f"{row.path}: {row.committed} bytes are acknowledged, {_length(row.path)} are there", there)
        if (manifest and self._kept(there, manifest)) or (lacking and _length(there) >= _length(row.path)):
            self.done.kept += 1
            return
        fault("backup.copy.before")
        self._bring(row, there, manifest)
        if row.closed_at and manifest_path(row.path).exists():
            put(manifest_path(there), manifest_path(row.path).read_bytes())
        fault("backup.copy.after")
        self.done.copied += 1

    def _manifest(self, row: WarcRow) -> Manifest | None:
        try:
            return read_manifest(row.path) if row.closed_at else None
        except DamagedError as error:
            self.done.complaints.append(str(error))
            return None

    def _kept(self, there: Path, manifest: Manifest) -> bool:
        """Whether the backup has this finished file: the same manifest and length, and with `full` the same bytes."""
        try:
            same = read_manifest(there) == manifest and _length(there) == manifest.bytes
        except DamagedError:
            same = False
        if same and self.full and digest_of(there) != manifest.sha256:
            self._complain(f"{there}: its bytes have changed in the backup; copied anew")
            return False
        return same

    def _bring(self, row: WarcRow, there: Path, manifest: Manifest | None) -> None:
        """Adds what has grown, else copies the file; what is finished must come to the digest of its manifest."""
        begun = self.known.get(row.path.name, 0)
        if begun and _length(there) >= begun:
            self._append(row, there, begun)
            if manifest is None or digest_of(there) == manifest.sha256:
                return
        digest = self._copied(row)
        if manifest and digest != manifest.sha256:
            self._complain(f"{row.path}: its bytes do not have the digest of its manifest", there)
            if there.exists():
                return
        (self.part / row.path.name).replace(there)

    def _append(self, row: WarcRow, there: Path, begun: int) -> None:
        with there.open("r+b") as file:
            file.truncate(begun)
            file.seek(begun)
            for chunk in chunks(row.path, begun, row.committed):
                self.done.bytes += file.write(chunk)
            file.flush()
            os.fsync(file.fileno())

    def _copied(self, row: WarcRow) -> str:
        """Copies a file to beside; gives the SHA-256 of what was copied."""
        digest = hashlib.sha256()
        with (self.part / row.path.name).open("wb") as file:
            for chunk in chunks(row.path, 0, row.committed):
                digest.update(chunk)
                self.done.bytes += file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        return digest.hexdigest()

    def _complain(self, what: str, there: Path | None = None) -> None:
        held = f"; the backup has {_length(there)} bytes of it" if there else ""
        self.done.complaints.append(f"{what}{held}")


def _length(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
