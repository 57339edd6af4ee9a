"""One payload to one reading: a pure function of bytes and context, run in a worker process."""

from dataclasses import dataclass, replace
from pathlib import Path

from archive.documents.model import Document, unread_reason
from archive.documents.open import read_document
from archive.errors import BadInputError, DamagedError
from archive.reports.model import Context
from archive.reports.read import read_report
from archive.store.corpus import FAILED, READ, UNREAD, Reading
from archive.store.warc import read_payload


@dataclass(frozen=True, slots=True)
class Job:
    """A payload to be read: whose it is, where its bytes are and what the portal says of them."""

    bundle_key: str
    position: int
    warc: Path
    offset: int
    payload_sha256: str
    content_type: str
    context: Context


def read_job(job: Job) -> Reading:
    """Reads a payload out of its WARC file; what cannot be read is told, not raised."""
    try:
        data = read_payload(job.warc, job.offset, job.payload_sha256)
    except DamagedError as error:
        return Reading(FAILED, f"damaged: {error}")
    return read_bytes(data, job.context, job.content_type)


def read_bytes(data: bytes, context: Context, content_type: str = "") -> Reading:
    """Document and report of one payload (docs/store.md#documents)."""
    try:
        document = read_document(data, filename=context.filename, content_type=content_type)
    except BadInputError as error:
        return Reading(FAILED, str(error))
    if reason := unread_reason(document):
        return _reading(UNREAD, document, reason)
    report = read_report(document, context)
    return replace(_reading(READ, document, ""), report=report)


def _reading(status: str, document: Document, reason: str) -> Reading:
    return Reading(status, reason, document.media, document.title, document.encoding, document.flags)
