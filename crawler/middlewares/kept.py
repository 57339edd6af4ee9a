"""What the archive keeps of an exchange, as the answer that the spider reads."""

from collections.abc import Iterable
from dataclasses import dataclass

from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from archive.store.captures import payload
from archive.store.ledger import Capture
from archive.store.warc import read_headers
from crawler.job import Job


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture with the answer made of it."""

    capture: Capture
    response: Response


def kept(job: Job, capture: Capture, *flags: str) -> Kept:
    """Reads a capture back from its WARC. Raises DamagedError where its bytes are not those that were kept."""
    warcs = job.folder / "warc"
    headers = read_headers(warcs / capture.warc_file, capture.warc_offset)
    lost = ["dataloss"] if capture.truncated else []
    body = payload(job.ledger, warcs, capture.payload_sha256)
    return Kept(capture, rebuilt(capture.url, capture.http_status, headers, body, [*flags, *lost]))


def rebuilt(url: str, status: int, pairs: Iterable[tuple[str, str]], payload: bytes, flags: list[str]) -> Response:
    """The answer as the spider sees it: content encoding undone, fresh from the wire or replayed alike."""
    headers = Headers()
    for name, value in pairs:
        if name.lower() != "content-encoding":
            headers.appendlist(name, value.encode("latin-1"))
    kind = responsetypes.from_args(headers=headers, url=url, body=payload)
    return kind(url=url, status=status, headers=headers, body=payload, flags=flags)
