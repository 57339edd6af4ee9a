"""Outcomes of requests that brought no answer: which exception is which failure class (docs/store.md#outcomes)."""

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectError, ConnectionClosed
from twisted.python.failure import Failure

from archive.words import Outcome


class Refused(IgnoreRequest):
    """A request that is not sent: robots.txt or the allow-list forbids it. Carries the outcome of the visit."""

    def __init__(self, outcome: Outcome, detail: str) -> None:
        super().__init__(detail)
        self.outcome, self.detail = outcome, detail


def outcome_of(error: BaseException) -> tuple[Outcome, str]:
    """(outcome, evidence in a few words) of the error that ended a request; raises what is no failure of the portal."""
    if isinstance(error, Refused):
        return error.outcome, error.detail
    words = "; ".join(dict.fromkeys(_told(e) for e in _causes(error)))[:300]
    if isinstance(error, DownloadCancelledError):
        return Outcome.TOO_LARGE, words
    if isinstance(error, CannotResolveHostError):
        return Outcome.UNREACHABLE_DNS, words
    if "certificate" in words.lower() or "VerificationError" in words or "Mismatch" in words:
        return Outcome.CERT_ERROR, words
    if any(isinstance(e, SSL.Error) for e in _causes(error)) or "ssl" in words.lower() or "tls" in words.lower():
        return Outcome.UNREACHABLE_TLS, words
    if isinstance(error, _NETWORK):
        return Outcome.UNREACHABLE_TCP, words or type(error).__name__
    raise error


def _told(error: BaseException) -> str:
    """What an error says; one that only wraps others, in the form a program sees them, says its name."""
    words = str(error)
    return type(error).__name__ if not words or words.startswith("[<twisted.python.failure.Failure") else words


_NETWORK = (
    OSError, ConnectError, ConnectionClosed, DownloadConnectionRefusedError, DownloadFailedError, DownloadTimeoutError,
    ResponseDataLossError, TunnelError,
)  # fmt: skip


def _causes(error: BaseException) -> list[BaseException]:
    """The error with what lies under it: causes, and the reasons Twisted keeps in a list of failures."""
    found, open_errors = list[BaseException](), [error]
    while open_errors and len(found) < 10:
        one = open_errors.pop(0)
        found.append(one)
        open_errors += [e for e in (one.__cause__, one.__context__) if e and e not in found]
        reasons = [r.value for r in getattr(one, "reasons", None) or [] if isinstance(r, Failure)]
        open_errors += [r for r in reasons if r]
    return found
