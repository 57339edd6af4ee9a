"""Records taken out of WARC files byte for byte, with the request before each answer, and their lines in an index."""

import io
import json
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, uuid5

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.errors import DamagedError
from archive.store.gzip_members import UNREADABLE, member

_BEFORE = 1 << 16
_MEMBER = b"\x1f\x8b\x08"
_WRAPPED = ("content-encoding", "content-length", "transfer-encoding")


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it stands in its file, gzip and all, with what an index tells of it."""

    raw: bytes
    url: str
    date: str
    mime: str
    status: str
    digest: str
    type: str
    encoding: str
    request: bytes = b""

    def line(self, file: str, offset: int) -> str:
        """Its line in a CDXJ index; empty for an answer that only says that nothing has changed."""
        if self.status == "304":
            return ""
        told = {
            "url": self.url, "mime": self.mime, "status": self.status, "digest": self.digest,
            "length": str(len(self.raw)), "offset": str(offset), "filename": file,
        }  # fmt: skip
        stamp = "".join(filter(str.isdigit, self.date))[:14]
        return f"{surt(self.url)} {stamp} {json.dumps(told, ensure_ascii=False)}"


def taken(path: Path, file: BinaryIO, offset: int) -> Record:
    """The record at an offset, with the request that it answers. Raises DamagedError."""
    try:
        plain, length = member(file, offset)
        record = next(iter(ArchiveIterator(io.BytesIO(plain))))
    except (*UNREADABLE, StopIteration) as error:
        raise DamagedError(f"{path} at {offset}: no readable record ({error}); run `gongkai verify`") from error
    file.seek(offset)
    return _told(file.read(length), record, _request(file, offset, record))


def _told(raw: bytes, record: ArcWarcRecord, request: bytes) -> Record:
    head, http = record.rec_headers, record.http_headers
    mime = http.get_header("content-type", "") if http else head.get_header("Content-Type")
    kind = "warc/revisit" if record.rec_type == "revisit" else (mime or "unk").partition(";")[0].strip()
    digest = head.get_header("WARC-Payload-Digest") or head.get_header("WARC-Block-Digest") or ""
    status = http.get_statuscode() if http else "200"
    encoding = http.get_header("content-encoding", "") if http else ""
    url, date = head.get_header("WARC-Target-URI"), head.get_header("WARC-Date")
    return Record(raw, url, date, kind, status, digest, record.rec_type, encoding, request)


def _request(file: BinaryIO, offset: int, answer: ArcWarcRecord) -> bytes:
    """The member that ends where the answer begins, if it is the request for it."""
    start = max(0, offset - _BEFORE)
    file.seek(start)
    window = file.read(offset - start)
    at = window.rfind(_MEMBER)
    while at >= 0:
        inflater = zlib.decompressobj(31)
        try:
            plain = inflater.decompress(window[at:])
        except zlib.error:
            plain = b""
        if inflater.eof and not inflater.unused_data:
            head = plain.partition(b"\r\n\r\n")[0]
            own = b"WARC-Type: request" in head and answer.rec_headers.get_header("WARC-Record-ID").encode() in head
            return window[at:] if own else b""
        at = window.rfind(_MEMBER, 0, at)
    return b""


def stands_for(revisit: Record, first: Record) -> bool:
    """Whether the head of a revisit and the body of the first capture make one answer, as replay tools take it."""
    return revisit.status == "304" or (first.type == "response" and first.encoding == revisit.encoding)


def whole(revisit: Record, payload: bytes) -> Record:
    """A response record made of a revisit and the bytes it stands for, under the same address and date."""
    record = next(iter(ArchiveIterator(io.BytesIO(revisit.raw))))
    headers = [(name, value) for name, value in record.http_headers.headers if name.lower() not in _WRAPPED]
    headers.append(("Content-Length", str(len(payload))))
    head = StatusAndHeaders(record.http_headers.statusline, headers, "HTTP/1.1")
    fields = {"WARC-Record-ID": _id(revisit.url, revisit.date), "WARC-Date": revisit.date}
    raw = written("response", revisit.url, payload, fields, head)
    return _told(raw, next(iter(ArchiveIterator(io.BytesIO(raw)))), revisit.request)


def _id(*parts: str) -> str:
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, ' '.join(parts))}>"


def info(date: str, name: str, fields: str) -> bytes:
    """The warcinfo record that opens a file; the same words give the same bytes."""
    told = {"WARC-Record-ID": _id(date, name, fields), "WARC-Date": date, "WARC-Filename": name}
    return written("warcinfo", "", fields.encode(), told, kind="application/warc-fields")


def written(
    record_type: str, url: str, block: bytes, fields: dict[str, str], head: StatusAndHeaders | None = None,
    kind: str = "",
) -> bytes:  # fmt: skip
    """A record of ours, gzipped."""
    held = io.BytesIO()
    writer = WARCWriter(held, gzip=True, warc_version="1.1")
    writer.write_record(writer.create_warc_record(
        url, record_type, payload=io.BytesIO(block), length=len(block), warc_content_type=kind,
        warc_headers_dict=fields, http_headers=head,
    ))  # fmt: skip
    return held.getvalue()


def surt(url: str) -> str:
    """An address as indices sort it: host backwards without www, no scheme, lower case, the query in order."""
    parts = urlsplit(quote(url, safe="%/:=&?~#+!$,;'@()*[]").lower())
    host = re.sub(r"^www\d*\.", "", parts.hostname or "")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    path = parts.path.rstrip("/") or "/"
    query = "&".join(sorted(parts.query.split("&")))
    return f"{','.join(reversed(host.split('.')))}{port}){path}{f'?{query}' if query else ''}"
