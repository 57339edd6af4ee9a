"""WARC files: appends captures record by record, gives back payloads by place, cuts a torn tail."""

import base64
import hashlib
import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.errors import DamagedError
from archive.store.encoding import decoded

ROTATE_AT = 1 << 30
"""Bytes after which a WARC file is finished and a new one begun."""


NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
"""Profile of a revisit record whose server said by 304 that nothing has changed (WARC 1.1, 6.7.3)."""


JOURNAL = "urn:gongkai:journal"
"""Target URI of the metadata records that keep pieces of the journal (docs/store.md#journal)."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP exchange to be kept. `body` is what came over the wire, content encoding and all.

    `truncated` says that the connection ended before the body did. `confirms` is the SHA-256 of the payload that an
    answer 304 says is still the same; such an answer has no body of its own.
    `status` 0 marks a file that a person handed in: it becomes a `resource` record. `method` is empty where nobody
    here has asked for it.
    """

    url: str
    method: str
    request_headers: tuple[tuple[str, str], ...]
    request_body: bytes
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    captured_at: datetime
    context: dict[str, object]
    truncated: bool = False
    confirms: str = ""

    @property
    def content_type(self) -> str:
        return self.header("content-type")

    def header(self, name: str) -> str:
        """The first header of that name, or empty."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def payload(self) -> bytes:
        """The body with its content encoding undone: what the digest is over."""
        return decoded(self.body, self.header("content-encoding"))


@dataclass(frozen=True, slots=True)
class First:
    """Where the same bytes were first kept, for a revisit record; `at` is its WARC-Date.

    `digest` is the WARC-Payload-Digest written there, needed only where the new answer has no body.
    """

    url: str
    at: str
    digest: str = ""


def sha256(data: bytes) -> str:
    """SHA-256 in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


class WarcFile:
    """One WARC file open for appending. Not thread-safe: the capture store owns it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._open()

    def _open(self) -> None:
        self._file: BinaryIO = self.path.open("ab")
        self._writer = WARCWriter(self._file, gzip=True, warc_version="1.1")

    @property
    def length(self) -> int:
        return self._file.tell()

    def info(self, fields: dict[str, str]) -> None:
        """The warcinfo record that opens a file."""
        self._writer.write_record(self._writer.create_warcinfo_record(self.path.name, fields))

    def keep(self, piece: dict[str, object], at: datetime) -> None:
        """Appends a piece of the journal."""
        self._write("metadata", JOURNAL, _json(piece), {"WARC-Date": warc_date(at)}, content_type="application/json")

    def append(self, exchange: Exchange, first: First | None) -> int:
        """Appends request, answer and metadata; gives the offset of the answer, of the type that `record_type` says."""
        date, name = warc_date(exchange.captured_at), f"<urn:uuid:{uuid4()}>"
        beside = {"WARC-Concurrent-To": name, "WARC-Date": date}
        if exchange.method:
            head = StatusAndHeaders(f"{exchange.method} {exchange.url} HTTP/1.1", list(exchange.request_headers))
            self._write("request", exchange.url, exchange.request_body, beside, head)
        offset = self.length
        own = {"WARC-Record-ID": name, "WARC-Date": date}
        own |= {"WARC-Truncated": "disconnect"} if exchange.truncated else {}
        self._write_answer(exchange, first, own)
        self._write("metadata", exchange.url, _json(exchange.context), beside, content_type="application/json")
        return offset

    def _write_answer(self, exchange: Exchange, first: First | None, headers: dict[str, str]) -> None:
        if not exchange.status:
            self._write("resource", exchange.url, exchange.body, headers, content_type=exchange.content_type)
            return
        head = StatusAndHeaders(f"{exchange.status} {exchange.reason}", list(exchange.headers), "HTTP/1.1")
        if first is None:
            self._write("response", exchange.url, exchange.body, headers, head)
            return
        digest = first.digest or "sha1:" + base64.b32encode(hashlib.sha1(exchange.body).digest()).decode()
        record = self._writer.create_revisit_record(
            exchange.url, digest, first.url, first.at, http_headers=head, warc_headers_dict=headers
        )
        if exchange.confirms:
            record.rec_headers.replace_header("WARC-Profile", NOT_MODIFIED)
        self._writer.write_record(record)

    def _write(
        self, kind: str, url: str, body: bytes, headers: dict[str, str],
        head: StatusAndHeaders | None = None, content_type: str = "",
    ) -> None:  # fmt: skip
        self._writer.write_record(self._writer.create_warc_record(
            url, kind, payload=io.BytesIO(body), length=len(body), http_headers=head,
            warc_content_type=content_type, warc_headers_dict=headers,
        ))  # fmt: skip

    def sync(self) -> None:
        """Returns once the bytes are on disk."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def cut(self, length: int) -> None:
        """Forgets what was appended behind `length`, written or still buffered."""
        os.truncate(self.path, length)
        # On a full disk the buffer cannot be flushed, yet closing insists on it: let it go where there is room.
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), self._file.fileno())
        self._file.close()
        self._open()

    def close(self) -> None:
        self._file.close()


def record_type(exchange: Exchange, first: First | None) -> str:
    """A response, a revisit where `first` holds the same bytes, or a resource (a file handed in)."""
    if not exchange.status:
        return "resource"
    return "response" if first is None else "revisit"


def _json(told: dict[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def warc_date(moment: datetime) -> str:
    """A WARC-Date to the millisecond, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:23] + "Z"


def cut_tail(path: Path, committed: int) -> int:
    """Cuts a file back to its acknowledged length, gives the bytes cut; DamagedError if acknowledged bytes are gone."""
    size = path.stat().st_size if path.exists() else 0
    if size < committed:
        raise DamagedError(f"{path}: {committed} bytes are acknowledged but {size} are there; restore it from a backup")
    if size > committed:
        os.truncate(path, committed)
    return size - committed


@contextmanager
def _record(path: Path, offset: int) -> Iterator[ArcWarcRecord]:
    """The record at `offset`; DamagedError where none can be read there."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            yield next(iter(ArchiveIterator(file)))
    except (OSError, StopIteration, EOFError, ArchiveLoadFailed) as error:
        raise DamagedError(f"{path} at {offset}: no readable record ({error}); restore it from a backup") from error


def read_payload(path: Path, offset: int, digest: str) -> bytes:
    """The decoded body of the response or resource record at `offset`; DamagedError unless it has that SHA-256."""
    with _record(path, offset) as record:
        raw = record.raw_stream.read()
        encoding = record.http_headers.get_header("content-encoding", "") if record.http_headers else ""
    payload = decoded(raw, encoding)
    if sha256(payload) != digest:
        raise DamagedError(f"{path} at {offset}: the bytes do not have the digest {digest}; restore it from a backup")
    return payload


def read_headers(path: Path, offset: int) -> tuple[tuple[str, str], ...]:
    """The HTTP headers of the response or revisit record at `offset`; DamagedError where none can be read."""
    with _record(path, offset) as record:
        return tuple(record.http_headers.headers) if record.http_headers else ()


def payload_digest(path: Path, offset: int) -> str:
    """The WARC-Payload-Digest of the record at `offset`, over the body as it came; DamagedError as above."""
    with _record(path, offset) as record:
        return str(record.rec_headers.get_header("WARC-Payload-Digest"))
