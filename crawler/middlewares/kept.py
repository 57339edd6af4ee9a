"""What the archive keeps of an exchange, as the answer that the spider reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from archive.store.captures import payload
from archive.store.ledger import Capture, Ledger
from archive.store.warc import read_headers


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture with the answer made of it."""

    capture: Capture
    response: Response


def whole(ledger: Ledger, capture: Capture) -> Capture:
    """The full answer that a 304 confirmed; every other capture stands for itself."""
    full = ledger.full_answer(capture.task_key, capture.url, capture.visit)
    same = full and full.payload_sha256 == capture.payload_sha256
    return full if full and same and capture.http_status == 304 else capture


def kept(ledger: Ledger, archive: Path, capture: Capture, *flags: str) -> Kept:
    """Reads a capture back from its WARC. Raises DamagedError where its bytes are not those that were kept."""
    warcs = archive / "warc"
    headers = read_headers(warcs / capture.warc_file, capture.warc_offset)
    lost = ["dataloss"] if capture.truncated else []
    body = payload(ledger, warcs, capture.payload_sha256)
    return Kept(capture, rebuilt(capture.url, capture.http_status, headers, body, [*flags, *lost]))


def rebuilt(url: str, status: int, pairs: Iterable[tuple[str, str]], payload: bytes, flags: list[str]) -> Response:
    """The answer as the spider sees it: content encoding undone, fresh from the wire or replayed alike."""
    headers = Headers()
    for name, value in pairs:
        if name.lower() != "content-encoding":
            headers.appendlist(name, value.encode("latin-1"))
    kind = responsetypes.from_args(headers=headers, url=url, body=payload)
    return kind(url=url, status=status, headers=headers, body=payload, flags=flags)
