"""Small file systems of their own: one that fills up, one that can only be read."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_LIBC = ctypes.CDLL(None, use_errno=True)
_READ_ONLY, _AGAIN = 1, 32
"""Flags of mount(2)."""


@contextmanager
def mounted(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of this size on the folder; skips where this user may not mount one."""
    folder.mkdir(exist_ok=True)
    if os.geteuid() or _LIBC.mount(b"tmpfs", bytes(folder), b"tmpfs", 0, f"size={megabytes}m".encode()):
        pytest.skip("mounting a small file system needs root")
    try:
        yield folder
    finally:
        _LIBC.umount2(bytes(folder), 2)


def freeze(folder: Path) -> None:
    """From now on the file system can only be read."""
    assert not _LIBC.mount(None, bytes(folder), None, _READ_ONLY | _AGAIN, None), os.strerror(ctypes.get_errno())


def fill(folder: Path, leave: int = 0) -> Path:
    """Takes all room but `leave` bytes; gives the file that does."""
    ballast = folder / "ballast"
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    ballast.write_bytes(bytes(max(0, free - leave)))
    return ballast
