"""Copies WARC files between archives: every record checked on the way, and files compared from their beginning."""

import os
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from archive.store.manifest import chunks
from archive.store.rebuild.scan import Scan


@dataclass(frozen=True, slots=True)
class Copy:
    """A copied file up to `end`, or what is wrong with the original."""

    path: Path
    end: int
    damage: str


def checked_copy(source: Path, target: Path, end: int, *, whole: bool) -> Copy:
    """Copies a file up to `end`, on disk when this returns, and reads every record of the copy against its digest.

    Without `whole` nobody has acknowledged that length: the copy then ends where the last complete thing does.
    """
    with target.open("wb") as file:
        for chunk in chunks(source, 0, end):
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    scan = Scan(target, check=True)
    for _ in scan.told():
        pass
    damage = [line.replace(str(target), str(source)) for line in scan.damage]
    if whole and scan.torn and not damage:
        damage = [f"{source}: {end} bytes are acknowledged, {scan.end} can be read"]
    if not damage and scan.torn:
        os.truncate(target, scan.end)
    return Copy(target, scan.end, damage[0] if damage else "")


def is_beginning(path: Path, end: int, other: Path) -> bool:
    """Whether the first `end` bytes of a file are those with which the other begins."""
    if other.stat().st_size < end:
        return False
    return all(a == b for a, b in zip_longest(chunks(path, 0, end), chunks(other, 0, end)))
