"""Manifests: what a finished WARC file is, in a small file beside it that goes wherever it goes."""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from archive.errors import DamagedError
from archive.store.gzip_members import UNREADABLE, members

SUFFIX, PART = ".manifest.json", ".part"
_CHUNK = 1 << 20
_TYPE = re.compile(rb"^WARC-Type: *(\w+)\r?$", re.MULTILINE | re.IGNORECASE)
_ANSWERS = (b"response", b"revisit", b"resource")


@dataclass(frozen=True, slots=True)
class Manifest:
    """A finished WARC file in figures; `captures` are its response, revisit and resource records."""

    bytes: int
    sha256: str
    records: int
    captures: int
    opened_at: str
    closed_at: str


def manifest_path(warc: Path) -> Path:
    """Where the manifest of a WARC file lies: beside it."""
    return warc.with_name(warc.name + SUFFIX)


def finish(warc: Path, opened_at: str, closed_at: str) -> Manifest:
    """Reads a WARC file whole and writes its manifest, on disk when this returns.

    Called before the ledger says that the file is closed: a file that is closed has one, whenever a kill comes.
    Raises DamagedError where the file cannot be read back, OSError where the manifest cannot be written.
    """
    made = measured(warc, opened_at, closed_at)
    put(manifest_path(warc), json.dumps(asdict(made), indent=1).encode() + b"\n")
    return made


def measured(warc: Path, opened_at: str, closed_at: str) -> Manifest:
    """The manifest that a WARC file ought to have, by its bytes."""
    size, records, captures = warc.stat().st_size, 0, 0
    try:
        for _, record in members(warc, size):
            kind = _TYPE.search(record[: record.find(b"\r\n\r\n")])
            records += 1
            captures += bool(kind and kind[1].lower() in _ANSWERS)
    except UNREADABLE as error:
        told = f"record {records + 1} cannot be read ({error}); restore it from a backup"
        raise DamagedError(f"{warc}: {told}") from error
    return Manifest(size, digest_of(warc), records, captures, opened_at, closed_at)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, lower-case hex."""
    digest = hashlib.sha256()
    for chunk in chunks(path):
        digest.update(chunk)
    return digest.hexdigest()


def chunks(path: Path, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """A file's bytes from `start` to `end`, a megabyte at a time."""
    left = (path.stat().st_size if end is None else end) - start
    with path.open("rb") as file:
        file.seek(start)
        while left > 0 and (chunk := file.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk


def read_manifest(warc: Path) -> Manifest | None:
    """The manifest beside a WARC file; None where there is none. Raises DamagedError for one that is no manifest."""
    path = manifest_path(warc)
    if not path.exists():
        return None
    try:
        told = json.loads(path.read_bytes())
        counts = (int(told["bytes"]), str(told["sha256"]), int(told["records"]), int(told["captures"]))
        return Manifest(*counts, str(told["opened_at"]), str(told["closed_at"]))
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedError(f"{path}: not a manifest ({error}); run `gongkai reindex`") from error


def forget(warc: Path) -> None:
    """Removes the manifest of a file that will grow again: a kill came between its manifest and its closing."""
    manifest_path(warc).unlink(missing_ok=True)


def put(path: Path, data: bytes) -> None:
    """Writes a file so that it is there whole or not at all, and on disk when this returns."""
    part = path.with_name(path.name + PART)
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        part.unlink(missing_ok=True)
        raise
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Returns once the names in a folder are on disk."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
