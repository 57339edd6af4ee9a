"""Web archives made by others: which files are WARC or WACZ, and the WARC streams inside."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from archive.errors import BadInputError

_NAMES = (".warc", ".warc.gz", ".wacz")
_WARCS = (".warc", ".warc.gz")
_GZIP, _ZIP, _WARC = b"\x1f\x8b", b"PK\x03\x04", b"WARC/"
_HEAD = 4096


def is_container(path: Path) -> bool:
    """Whether a file holds WARC records, told by its bytes; BadInputError for one that only its name says so of."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise BadInputError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None
    if head.startswith(_WARC) or begins_warc(head) or (head.startswith(_ZIP) and _warcs(path)):
        return True
    if path.name.lower().endswith(_NAMES):
        raise BadInputError(f"{path}: named like a web archive, but holds no record; fetch it again or leave it out")
    return False


def begins_warc(data: bytes) -> bool:
    """Whether a gzip member begins here whose content begins with a WARC record."""
    if not data.startswith(_GZIP):
        return False
    try:
        return zlib.decompressobj(31).decompress(data, len(_WARC)) == _WARC
    except zlib.error:
        return False


def _warcs(path: Path) -> list[str]:
    """The WARC files in a WACZ; none for any other ZIP file, or one that cannot be opened."""
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError):
        return []
    warcs = [name for name in names if name.startswith("archive/") and name.lower().endswith(_WARCS)]
    return sorted(warcs) if "datapackage.json" in names else []


def parts(path: Path) -> list[str]:
    """The WARC streams of a container by name; the one of a WARC file is nameless."""
    return _warcs(path) or [""]


@contextmanager
def opened(path: Path, part: str) -> Iterator[IO[bytes]]:
    """The bytes of one WARC stream of a container."""
    if not part:
        with path.open("rb") as file:
            yield file
        return
    with zipfile.ZipFile(path) as package, package.open(part) as member:
        yield member
