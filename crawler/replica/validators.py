"""ETag and Last-Modified as a portal gives them, honest or lying, and 304 where a client has the same already."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from crawler.replica.faults import Faults
from crawler.replica.messages import Answer, Request

_START = datetime(2015, 1, 1, tzinfo=UTC)
_SPAN = 5 * 365 * 86400


def validated(answer: Answer, request: Request, faults: Faults) -> Answer:
    """The answer with its marks, or 304. Honest marks follow the body, lying ones the address alone."""
    lying = faults.active("lying_validators", request.host)
    if not (lying or faults.active("validators", request.host)) or request.method != "GET":
        return answer
    if answer.status != 200 or not answer.body or request.path == "/robots.txt":
        return answer
    digest = hashlib.sha256(request.url.encode() if lying else answer.body).hexdigest()
    etag = f'"{digest[:20]}"'
    modified = format_datetime(_START + timedelta(seconds=int(digest[:12], 16) % _SPAN), usegmt=True)
    marks = (("ETag", etag), ("Last-Modified", modified))
    if _known(request, etag, modified):
        return Answer(304, b"", answer.content_type, marks)
    return replace(answer, headers=(*answer.headers, *marks))


def _known(request: Request, etag: str, modified: str) -> bool:
    """Whether the client names what it would get (RFC 9110 13.2.2: the ETag alone, where it names one)."""
    if named := request.headers.get("if-none-match"):
        return etag in named
    return request.headers.get("if-modified-since") == modified
