"""Rows of the ledger from single WARC records, as far as the context beside them does not tell them itself."""

import io
import sqlite3

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from archive.store.encoding import decoded
from archive.store.rebuild.scan import Record, Told, moment
from archive.store.warc import sha256

Row = dict[str, object]
_TOLD = (
    "task_key", "hop", "url", "http_status", "content_type", "payload_sha256", "length", "captured_at", "record_type",
    "truncated", "etag", "last_modified",
)  # fmt: skip
_IDENTITY = ("task_key", "hop")


def capture_row(db: sqlite3.Connection, told: Told) -> Row:
    """The row of a capture without visit, crawl and place, and the `length` of its payload."""
    assert told.answer is not None
    row = {name: told.told[name] for name in _TOLD if name in told.told}
    if len(row) < len(_TOLD):
        row = _read(db, told.answer) | {name: row[name] for name in _IDENTITY} | row
    return row


def _read(db: sqlite3.Connection, record: Record) -> Row:
    """What the record itself says: records of before the journal have nothing else."""
    http, body = _http(record)
    digest, length = _payload(db, record, http, body)
    return {
        "url": record.headers.get("warc-target-uri", "").strip("<>"), "http_status": int(http.get_statuscode() or 0),
        "content_type": http.get_header("content-type", "") or "", "payload_sha256": digest, "length": length,
        "captured_at": record.date, "record_type": record.kind, "truncated": int("warc-truncated" in record.headers),
        "etag": http.get_header("etag", "") or "", "last_modified": http.get_header("last-modified", "") or "",
    }  # fmt: skip


def _http(record: Record) -> tuple[StatusAndHeaders, bytes]:
    if record.kind == "resource":
        return StatusAndHeaders("", [("content-type", record.headers.get("content-type", ""))]), record.block
    head, _, body = record.block.partition(b"\r\n\r\n")
    return StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1"]).parse(io.BytesIO(head + b"\r\n\r\n")), body


def _payload(db: sqlite3.Connection, record: Record, http: StatusAndHeaders, body: bytes) -> tuple[str, int]:
    """Digest and length of the body; of a revisit those of the record it refers to, empty where that is not known."""
    if record.kind != "revisit":
        payload = decoded(body, http.get_header("content-encoding", "") or "")
        return sha256(payload), len(payload)
    url = record.headers.get("warc-refers-to-target-uri", "").strip("<>")
    at = moment(record.headers.get("warc-refers-to-date", ""))
    found = db.execute(
        "SELECT payload_sha256, length FROM temp.found JOIN payloads USING (payload_sha256)"
        " WHERE found.captured_at = ? AND found.url = ? AND record_type <> 'revisit'", [at, url],
    ).fetchone()  # fmt: skip
    return (found[0], found[1]) if found else ("", 0)
