"""Reads a WARC file as the ledger is made from it: pieces of the journal and captures, around what is damaged."""

import base64
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archive.store.gzip_members import UNREADABLE, member
from archive.store.warc import JOURNAL

_MAGIC = b"\x1f\x8b\x08"
_CHUNK = 1 << 20
ANSWERS = ("response", "revisit", "resource")


@dataclass(frozen=True, slots=True)
class Record:
    """One WARC record: its headers by lower-case name, and its block."""

    offset: int
    headers: Mapping[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        return self.headers.get("warc-type", "")

    @property
    def date(self) -> str:
        """WARC-Date as the ledger writes moments."""
        return moment(self.headers.get("warc-date", ""))


@dataclass(frozen=True, slots=True)
class Opening:
    """What a file says of itself; `after` is the latest moment of all files before it, `number` how many these were."""

    record_id: str = ""
    opened_at: str = ""
    after: str = ""
    number: int = 0
    agent: str = ""
    software: str = ""

    @property
    def begins(self) -> str:
        """Nothing in the file counts as earlier than this."""
        return max(self.after, self.opened_at)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing a file tells at an offset, and when: a piece of the journal, or a capture with its context."""

    at: str
    offset: int
    told: Mapping[str, object]
    answer: Record | None = None


@dataclass
class Scan:
    """One pass over a file. What is found on the way stands in the fields when it is over.

    `end` is where the last thing told ends, `closed_at` when the file was finished, empty where nothing says so. With
    `check` every record is held against its digest, beyond the checksum that it has anyway.
    """

    path: Path
    check: bool = False
    end: int = 0
    closed_at: str = ""
    latest_at: str = ""
    torn: int = 0
    damage: list[str] = field(default_factory=list)
    _answer: Record | None = None

    def told(self) -> Iterator[Told]:
        """Everything the file tells, in order."""
        for record, end in self._records():
            thing = self._thing(record)
            if thing is not None:
                self.latest_at = max(self.latest_at, thing.at)
                yield thing
            if record.kind not in (*ANSWERS, "request"):
                self.end = end

    def _thing(self, record: Record) -> Told | None:
        if record.kind in ANSWERS:
            self._answer = record
        elif record.kind == "metadata":
            told = _json(record.block)
            if record.headers.get("warc-target-uri", "").strip("<>") == JOURNAL:
                at = str(told["at"])
                self.closed_at = at if told.get("ends") else ""
                return Told(at, record.offset, told)
            answer, self._answer = self._answer, None
            concurrent = record.headers.get("warc-concurrent-to")
            if "task_key" in told and answer and answer.headers.get("warc-record-id") == concurrent:
                self.closed_at = ""
                return Told(answer.date, answer.offset, told, answer)
        return None

    def _records(self) -> Iterator[tuple[Record, int]]:
        """Every readable record with the place behind it; damage is noted and passed over."""
        size, start = self.path.stat().st_size, 0
        with self.path.open("rb") as file:
            while start < size:
                try:
                    plain, length = member(file, start)
                    record = _parsed(plain, start)
                    if self.check and not _matches_digest(record.block, record.headers.get("warc-block-digest", "")):
                        raise ValueError("not the bytes of its digest")
                    yield record, start + length
                    start += length
                except (*UNREADABLE, ValueError) as error:
                    next_start = _next_member(self.path, start + 1)
                    if next_start is None and isinstance(error, EOFError):
                        break
                    behind = size if next_start is None else next_start
                    self.damage.append(f"{self.path} at {start}: {behind - start} bytes are damaged ({error})")
                    self._answer, start = None, behind
        self.torn = size - self.end if not self.damage or start < size else 0


def opening(path: Path) -> Opening:
    """What the first record of a file says; nothing where it cannot be read."""
    try:
        with path.open("rb") as file:
            record = _parsed(member(file, 0)[0], 0)
    except (*UNREADABLE, ValueError):
        return Opening()
    lines = (line.partition(": ") for line in record.block.decode("utf-8", "replace").splitlines())
    told = {name: value.strip() for name, _, value in lines}
    return Opening(
        record.headers.get("warc-record-id", ""), told.get("opened", record.date), told.get("after", ""),
        int(told.get("number", _number_in(path))), told.get("http-header-user-agent", ""), told.get("software", ""),
    )  # fmt: skip


def sound(path: Path) -> bool:
    """Whether every record of a file can be read and has its digest."""
    scan = Scan(path, check=True)
    for _ in scan.told():
        pass
    return not scan.damage


def moment(warc_date: str) -> str:
    """A WARC-Date as the ledger writes moments: to the millisecond, with offset."""
    text = warc_date.rstrip("Z")
    return f"{text if '.' in text else text + '.000'}"[:23] + "+00:00" if text else ""


def _number_in(path: Path) -> str:
    parts = path.name.split(".")[0].split("-")
    return parts[2] if len(parts) > 2 and parts[2].isdigit() else "0"


def _parsed(plain: bytes, offset: int) -> Record:
    head, mark, rest = plain.partition(b"\r\n\r\n")
    lines = head.decode("utf-8", "replace").split("\r\n")
    if not mark or not lines[0].startswith("WARC/"):
        raise ValueError("no WARC record")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    return Record(offset, headers, rest[: int(headers.get("content-length", "0"))])


def _json(block: bytes) -> dict[str, object]:
    try:
        told = json.loads(block)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _next_member(path: Path, start: int) -> int | None:
    """Where the next readable record begins, from `start` on."""
    with path.open("rb") as file:
        while True:
            file.seek(start)
            chunk = file.read(_CHUNK)
            if len(chunk) < len(_MAGIC):
                return None
            at = chunk.find(_MAGIC)
            if at < 0:
                start += len(chunk) - len(_MAGIC) + 1
                continue
            try:
                _parsed(member(file, start + at)[0], 0)
                return start + at
            except (EOFError, OSError, ValueError, zlib.error):
                start += at + 1


def _matches_digest(block: bytes, digest: str) -> bool:
    """Whether a block has its WARC-Block-Digest, as far as that is one that can be computed here."""
    name, _, told = digest.partition(":")
    if name.lower() != "sha1":
        return True
    return base64.b32encode(hashlib.sha1(block).digest()).decode() == told
