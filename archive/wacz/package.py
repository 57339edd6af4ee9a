"""A WACZ file while it is written: a ZIP whose bytes depend on nothing but what is put in."""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from archive.errors import GongkaiError, UsageError, disk_full, no_room

VERSION = "1.1.1"


class Package:
    """The members of a WACZ, each with its digest, in the order they are written."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file, self._resources = file, list[dict[str, object]]()

    @contextmanager
    def member(self, path: str) -> Iterator["Member"]:
        """A member to be written now, stored as it is: replay tools read from the middle of it."""
        told = zipfile.ZipInfo(path)
        told.create_system, told.external_attr = 3, 0o644 << 16
        with self._file.open(told, "w") as opened:
            member = Member(opened)
            yield member
        self._resources.append({
            "name": path.rpartition("/")[2], "path": path, "hash": f"sha256:{member.digest.hexdigest()}",
            "bytes": member.length,
        })  # fmt: skip

    def finish(self, told: dict[str, object]) -> None:
        """Writes datapackage.json, which lists everything before it, and its digest."""
        package = {"profile": "data-package", "wacz_version": VERSION, **told, "resources": self._resources}
        text = json.dumps(package, ensure_ascii=False, indent=1).encode()
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(text).hexdigest()}"}
        for path, data in (("datapackage.json", text), ("datapackage-digest.json", json.dumps(digest).encode())):
            with self.member(path) as member:
                member.write(data)


class Member:
    """One member; `length` and `digest` are of what was written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.length, self.digest = file, 0, hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Appends bytes; gives where they begin."""
        begins = self.length
        self._file.write(data)
        self.digest.update(data)
        self.length += len(data)
        return begins


@contextmanager
def new_package(target: Path) -> Iterator[Package]:
    """A WACZ that appears under its name only when the block has ended well.

    Raises UsageError where something is there already, DiskFullError.
    """
    if target.exists():
        raise UsageError(f"{target}: already there; name another file")
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as opened:
                yield Package(opened)
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
    except OSError as error:
        raise disk_full(target) if no_room(error) else GongkaiError(
            f"{target}: {error.strerror}; name a file that can be written"
        ) from error
    finally:
        part.unlink(missing_ok=True)
