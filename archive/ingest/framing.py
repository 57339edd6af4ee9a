"""WARC streams cut into records: gzip per record, one gzip around all, or plain; behind damage it goes on."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from archive.ingest.containers import begins_warc
from archive.store.encoding import LIMIT

_CHUNK = 1 << 16
_MEMBER, _BEGINNING = b"\x1f\x8b\x08", b"WARC/"
_HEAD_LIMIT = 1 << 20
_BODY_LIMIT = LIMIT + _HEAD_LIMIT


@dataclass(frozen=True, slots=True)
class Frame:
    """One record: the bytes of its head, and its block; no block where that is over the size limit."""

    number: int
    head: bytes
    block: bytes | None
    length: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A place where no record could be read; `number` counts records and such places from 1."""

    number: int
    reason: str


class _DamagedError(Exception):
    """What can be read ends here; it may go on behind."""


def frames(file: IO[bytes]) -> Iterator[Frame | Unreadable]:
    """Every record of a stream in order, and every place where one could not be read."""
    source, number = _Source(_plain(file)), 0
    while True:
        number += 1
        try:
            frame = _frame(source, number)
        except _DamagedError as damage:
            yield Unreadable(number, str(damage))
            source.resume()
            continue
        if frame is None:
            return
        yield frame


def _frame(source: "_Source", number: int) -> Frame | None:
    source.skip_line_ends()
    if not source.peek(1):
        if source.damage:
            raise source.damage
        return None
    if source.peek(len(_BEGINNING)) != _BEGINNING:
        raise _DamagedError("what stands there is no WARC record")
    head = source.until(b"\r\n\r\n")
    length = _length(head)
    block = source.take(length) if length <= _BODY_LIMIT else None
    if block is None:
        source.drop(length)
    source.skip_line_ends()
    if source.peek(len(_BEGINNING)) not in (b"", _BEGINNING):
        source.put_back(block or b"")
        raise _DamagedError("its length is not as its head says")
    return Frame(number, head, block, length)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return int(value)
    raise _DamagedError("its head does not tell its length")


class _Source:
    """What was inflated and not yet taken."""

    def __init__(self, pieces: "Iterator[bytes | _DamagedError]") -> None:
        self._pieces, self._buffer = pieces, bytearray()
        self.damage: _DamagedError | None = None

    def _more(self) -> bool:
        """Whether there was more in front of the end, or of the place where the stream is torn: that waits."""
        piece = None if self.damage else next(self._pieces, None)
        if isinstance(piece, _DamagedError):
            self.damage, piece = piece, None
        self._buffer += piece or b""
        return piece is not None

    def resume(self) -> None:
        """Goes on at the next thing in front of a torn place that looks like a record, else behind that place."""
        del self._buffer[:1]
        while (at := self._buffer.find(b"\n" + _BEGINNING)) < 0:
            del self._buffer[: -len(_BEGINNING)]
            if not self._more():
                self._buffer.clear()
                self.damage = None
                return
        del self._buffer[: at + 1]

    def put_back(self, block: bytes) -> None:
        """Gives back what was taken too much: there may be records in it."""
        self._buffer[:0] = block

    def peek(self, count: int) -> bytes:
        """The next bytes, fewer at the end."""
        while len(self._buffer) < count and self._more():
            pass
        return bytes(self._buffer[:count])

    def skip_line_ends(self) -> None:
        """Drops what parts two records."""
        while self.peek(1) in (b"\r", b"\n"):
            del self._buffer[:1]

    def until(self, mark: bytes) -> bytes:
        """Everything up to the mark, and takes that too."""
        while (at := self._buffer.find(mark)) < 0:
            if len(self._buffer) > _HEAD_LIMIT or not self._more():
                raise self.damage or _DamagedError("its head has no end")
        taken = bytes(self._buffer[:at])
        del self._buffer[: at + len(mark)]
        return taken

    def take(self, count: int) -> bytes:
        """Exactly so many bytes."""
        taken = self.peek(count)
        if len(taken) < count:
            raise self.damage or _DamagedError("the file ends within it")
        del self._buffer[:count]
        return taken

    def drop(self, count: int) -> None:
        """Passes over so many bytes without keeping them."""
        while count:
            piece = self.peek(min(count, _CHUNK))
            if not piece:
                raise self.damage or _DamagedError("the file ends within it")
            del self._buffer[: len(piece)]
            count -= len(piece)


def _plain(file: IO[bytes]) -> "Iterator[bytes | _DamagedError]":
    """The stream as it is, gzip undone member by member; a damaged member is told and the next sound one taken."""
    head = file.read(len(_BEGINNING))
    start = 0 if head.startswith(_MEMBER) else None if head == _BEGINNING else _next_member(file, 0)
    if start is None:
        file.seek(0)
        yield from _guarded(file)
    elif start:
        yield _DamagedError("damaged, no gzip member begins there")
    while start is not None:
        begun = start
        file.seek(start)
        try:
            for member, piece in _inflated(file, start):
                begun = member
                yield piece
            return
        except (EOFError, zlib.error, zipfile.BadZipFile, OSError) as error:
            yield _DamagedError(f"damaged ({str(error) or 'the file ends within it'})")
            start = _next_member(file, begun + 1)


def _guarded(file: IO[bytes]) -> "Iterator[bytes | _DamagedError]":
    try:
        while piece := file.read(_CHUNK):
            yield piece
    except (zlib.error, zipfile.BadZipFile, OSError) as error:
        yield _DamagedError(f"damaged ({error})")


def _inflated(file: IO[bytes], start: int) -> Iterator[tuple[int, bytes]]:
    """(where its member begins, piece) of members that follow each other."""
    waiting = file.read(_CHUNK)
    while waiting := waiting.lstrip(b"\0") if not waiting.startswith(_MEMBER) else waiting:
        inflater, taken, piece = zlib.decompressobj(31), 0, b""
        yield start, b""
        while not inflater.eof:
            if not waiting and len(piece) < _HEAD_LIMIT and not (waiting := file.read(_CHUNK)):
                raise EOFError
            piece = inflater.decompress(waiting, _HEAD_LIMIT)
            left = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            taken += len(waiting) - len(left)
            waiting = left
            yield start, piece
        start += taken
        waiting = waiting or file.read(_CHUNK)


def _next_member(file: IO[bytes], start: int) -> int | None:
    """Where the next gzip member begins that holds a WARC record."""
    file.seek(start)
    held = b""
    try:
        while piece := file.read(_CHUNK):
            held += piece
            at = held.find(_MEMBER)
            while at >= 0:
                if begins_warc(held[at : at + _CHUNK]):
                    return start + at
                at = held.find(_MEMBER, at + 1)
            kept = held[-512:]
            start, held = start + len(held) - len(kept), kept
    except (zlib.error, zipfile.BadZipFile, OSError):
        pass
    return None
