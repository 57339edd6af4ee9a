"""Gzip members one by one: each holds one WARC record, and its checksum is checked."""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

UNREADABLE = (EOFError, OSError, zlib.error)
"""What a damaged member raises."""
_CHUNK = 1 << 16


def member(file: BinaryIO, start: int) -> tuple[bytes, int]:
    """The gzip member that begins at `start`, checksum and all, and its length. A WARC library would skip a bad one."""
    file.seek(start)
    inflater, plain, taken = zlib.decompressobj(31), [], 0
    while not inflater.eof:
        chunk = file.read(_CHUNK)
        if not chunk:
            raise EOFError("the file ends within it")
        plain.append(inflater.decompress(chunk))
        taken += len(chunk)
    return b"".join(plain), taken - len(inflater.unused_data)


def members(path: Path, end: int) -> Iterator[tuple[int, bytes]]:
    """(offset, content) of every member up to `end`; raises one of UNREADABLE at the first that is damaged."""
    start = 0
    with path.open("rb") as file:
        while start < end:
            plain, length = member(file, start)
            yield start, plain
            start += length
