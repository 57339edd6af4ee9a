"""Records of a web archive made by others: which of them are documents, with everything they say of themselves."""

import base64
import hashlib
import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from archive.documents.sniff import sniff
from archive.errors import BadInputError
from archive.ingest.framing import Frame
from archive.store.bundles import filename_of
from archive.store.encoding import LIMIT, decoded
from archive.store.warc import sha256

Headers = tuple[tuple[str, str], ...]

_SCHEMES = frozenset({"http", "https", "ftp", "file"})
_TEXTS = ("", "text/plain", "text/html", "text/markdown", "application/xhtml+xml", "application/octet-stream")
_NO_DOCUMENT = frozenset({"binary", "gzip"})
_CHUNK_HEAD = re.compile(rb"(?:\r?\n)?([0-9a-fA-F]{1,8})[ \t]{0,9}(?:;[^\r\n]{0,999})?\r?\n")
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z")
_CLOCKS_DIFFER = timedelta(days=1)
_VERSIONS = ["HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "HTTP/2", "HTTP/3.0", "HTTP/3"]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a record: its own fields, by name in lower case."""

    number: int
    fields: dict[str, str]

    @property
    def type(self) -> str:
        return self.fields.get("warc-type", "")

    @property
    def url(self) -> str:
        return self.original_url.strip("<>").replace(" ", "%20")

    @property
    def original_url(self) -> str:
        """The address as the record writes it."""
        return self.fields.get("warc-target-uri", "")


@dataclass(frozen=True, slots=True)
class Found:
    """A document in a record, as it came: `body` is without transfer encoding, `headers` without the line for it.

    `status` 0 marks a `resource` record; `printed` are the HTTP headers as they stand in the record.
    """

    head: Head
    at: datetime
    status: int
    reason: str
    headers: Headers
    printed: Headers
    body: bytes
    payload: bytes
    media: str

    @property
    def digest(self) -> str:
        """SHA-256 of the payload."""
        return sha256(self.payload)

    @property
    def content_type(self) -> str:
        return _header(self.headers, "content-type")


def head_of(frame: Frame) -> Head:
    """The fields of a record's head; of a name that stands twice, the first. Folded lines are joined."""
    text = re.sub(r"\r\n[ \t]+", " ", frame.head.decode("utf-8", "replace"))
    fields: dict[str, str] = {}
    for line in re.split(r"\r?\n", text)[1:]:
        name, _, value = line.partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    return Head(frame.number, fields)


def document(frame: Frame, head: Head, now: datetime) -> Found | str:
    """The document that a response or resource record holds, or in a few words what it holds instead.

    Raises BadInputError for a record that is damaged or that nobody can read.
    """
    if urlsplit(head.url).scheme.lower() not in _SCHEMES:
        return "no web address"
    if frame.block is None:
        raise BadInputError(f"{frame.length >> 20} MB, over the limit of {LIMIT >> 20} MB")
    _check(frame.block, head.fields.get("warc-block-digest", ""))
    at = _date(head.fields.get("warc-date", ""), now)
    if head.type == "resource":
        told: Headers = (("Content-Type", head.fields.get("content-type", "application/octet-stream")),)
        status, reason, printed, body = 0, "", told, frame.block
    else:
        status, reason, printed, raw = _http(frame.block)
        if status != 200:
            return f"status {status}"
        body = _unchunked(raw, _header(printed, "transfer-encoding"))
    if head.fields.get("warc-truncated"):
        return "truncated"
    headers = tuple((name, value) for name, value in printed if name.lower() != "transfer-encoding")
    payload = decoded(body, _header(headers, "content-encoding"))
    media = sniff(payload, filename=filename_of(head.url), content_type=_header(headers, "content-type"))
    if reason_not := _no_document(media, _header(headers, "content-type")):
        return reason_not
    return Found(head, at, status, reason, headers, printed, body, payload, media)


def _no_document(media: str, content_type: str) -> str:
    """What something is that is no document, or empty: scripts, styles and data are often text that looks like one."""
    said = content_type.partition(";")[0].strip().lower()
    if media == "empty":
        return "empty"
    if media in _NO_DOCUMENT:
        return f"no document ({said or 'of unknown type'})"
    return f"no document ({said})" if media in ("html", "text", "markdown") and said not in _TEXTS else ""


def _check(block: bytes, told: str) -> None:
    """Raises BadInputError where a block does not have the digest that its head tells."""
    name, _, value = told.partition(":")
    name = name.strip().lower().replace("-", "")
    if not value or name not in hashlib.algorithms_available:
        return
    digest = hashlib.new(name, block).digest()
    if value.strip().rstrip("=").lower() not in (digest.hex(), base64.b32encode(digest).decode().rstrip("=").lower()):
        raise BadInputError("its bytes do not have the digest it tells")


def _date(text: str, now: datetime) -> datetime:
    if not _DATE.fullmatch(text):
        raise BadInputError(f"its date cannot be read: {text or 'none'}")
    try:
        at = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text.replace("Z", "+00:00"))).astimezone(UTC)
    except ValueError:
        raise BadInputError(f"its date cannot be read: {text}") from None
    if at > now + _CLOCKS_DIFFER:
        raise BadInputError(f"its date lies ahead: {text}")
    return at


def _http(block: bytes) -> tuple[int, str, Headers, bytes]:
    stream = io.BytesIO(block)
    try:
        parsed = StatusAndHeadersParser(_VERSIONS).parse(stream)
        status = int(parsed.get_statuscode())
    except (StatusAndHeadersParserException, EOFError, ValueError) as error:
        raise BadInputError(f"no HTTP answer in it ({error or 'empty'})") from None
    reason = parsed.statusline.partition(" ")[2]
    return status, reason, tuple((str(name), str(value or "")) for name, value in parsed.headers), stream.read()


def _unchunked(raw: bytes, transfer_encoding: str) -> bytes:
    """The body; many tools undo the chunks and leave the header that speaks of them."""
    if "chunked" not in transfer_encoding.lower() or not _CHUNK_HEAD.match(raw):
        return raw
    body, at = bytearray(), 0
    while chunk := _CHUNK_HEAD.match(raw, at):
        size, start = int(chunk[1], 16), chunk.end()
        if not size:
            return bytes(body)
        at = start + size
        body += raw[start:at]
    raise BadInputError("its chunks do not fit together, or the last one is missing")


def _header(headers: Headers, name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")
