"""Lock files: one process at a time for a piece of work, told by name who else holds it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from archive.errors import ArchiveBusyError, UsageError, disk_full, no_room


@contextmanager
def hold(path: Path, purpose: str) -> Iterator[None]:
    """Holds the lock file `path` while the block runs; `purpose` is what a second process is told is going on.

    The lock is the kernel's (flock): it ends with the process, however that ends, and the file stays.
    Raises ArchiveBusyError naming the other's process id where another process holds it.
    """
    with _opened(path) as file:
        try:
            # A look by `held` takes the lock for an instant: that is not yet a busy archive.
            for attempt in Retrying(
                retry=retry_if_exception_type(BlockingIOError), stop=stop_after_delay(0.3), wait=wait_fixed(0.02),
                reraise=True,
            ):  # fmt: skip
                with attempt:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ArchiveBusyError(
                f"{path}: {_holder(path)} is at work here ({purpose}); wait until it has ended, or stop it"
            ) from None
        _sign(path, file)
        yield


def held(path: Path) -> bool:
    """Whether a process holds the lock file now."""
    if not path.exists():
        return False
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def _opened(path: Path) -> IO[str]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("a+", encoding="utf-8")
    except OSError as error:
        raise _explained(error, path) from error


def _sign(path: Path, file: IO[str]) -> None:
    try:
        # Unbuffered: what a full disk does not take must not be tried again when the file is closed.
        os.ftruncate(file.fileno(), 0)
        os.write(file.fileno(), f"{os.getpid()}\n".encode())
    except OSError as error:
        raise _explained(error, path) from error


def _explained(error: OSError, path: Path) -> Exception:
    if no_room(error):
        return disk_full(path)
    return UsageError(f"{path}: cannot be used as a lock file ({error.strerror}); choose a folder that can be written")


def _holder(path: Path) -> str:
    number = path.read_text(encoding="utf-8").strip()
    return f"process {number}" if number else "another process"
