"""The folder of a release while it is written: beside its final name, with digests, renamed at the end."""

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from archive.errors import ArchiveBusyError, DiskFullError, GongkaiError, UsageError, no_room

MANIFEST = "manifest.sha256"
_QUOTED = re.compile(r'[",\r\n\0]')


class File:
    """One file of a release. What is written is UTF-8 and goes into its digest."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._digest = hashlib.sha256()

    def write(self, text: str) -> None:
        """Appends text."""
        data = text.encode()
        self._digest.update(data)
        self._file.write(data)

    def row(self, values: Iterable[object]) -> None:
        """Appends a CSV row (RFC 4180, ended by LF)."""
        self.write(csv_line(values))

    def close(self) -> str:
        """Closes the file; gives the SHA-256 of what it holds."""
        self._file.close()
        return self._digest.hexdigest()


class Output:
    """The files of a release; `names` lists the tables in the order they were begun."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._manifest = (folder / MANIFEST).open("wb")
        self._tables: dict[str, File] = {}

    def text(self, name: str, content: str) -> None:
        """Writes a whole file."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        file = File(path)
        file.write(content)
        self._list(name, file)

    def table(self, name: str, columns: Sequence[str]) -> File:
        """Begins a CSV file with its head."""
        file = self._tables[name] = File(self.folder / name)
        file.row(columns)
        return file

    def finish(self) -> None:
        """Closes every table and the manifest."""
        for name, file in self._tables.items():
            self._list(name, file)
        self._manifest.close()

    def _list(self, name: str, file: File) -> None:
        self._manifest.write(f"{file.close()}  {name}\n".encode())


def csv_line(values: Iterable[object]) -> str:
    """A CSV row: nothing for None, whole numbers as integers, quotes around what holds comma, quote, CR, LF or NUL."""
    return ",".join(map(_field, values)) + "\n"


def _field(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    text = value if isinstance(value, str) else str(value)
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


@contextmanager
def new_folder(target: Path) -> Iterator[Output]:
    """Gives the output for a folder that appears under its name only when the block has ended.

    Raises UsageError where something is there already, ArchiveBusyError where another process is at it, DiskFullError.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target}: already there and not empty; a release is written into a new folder, name another")
    part = target.parent / f".{target.name}.part"
    try:
        with _alone(part, target):
            output = Output(part)
            yield output
            output.finish()
            os.sync()
            part.rename(target)
    except OSError as error:
        raise _explained(error, target) from error


@contextmanager
def _alone(part: Path, target: Path) -> Iterator[None]:
    """Makes the folder empty and ours; what a killed run left in it goes. It goes too where the block fails."""
    part.mkdir(parents=True, exist_ok=True)
    handle = os.open(part, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise ArchiveBusyError(f"{target}: another process is writing this release; wait until it has ended") from None
    try:
        for left in part.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        yield
    finally:
        os.close(handle)
        shutil.rmtree(part, ignore_errors=True)


def _explained(error: OSError, target: Path) -> GongkaiError:
    if no_room(error):
        return DiskFullError(f"{target}: the disk is full; free some space or name a folder elsewhere, nothing is lost")
    return GongkaiError(f"{target}: {error.strerror}; name a folder that can be written")
