"""What a verdict is, and how the reason for none is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.probe.sight import Seen

CONFIRMED, CONTRADICTED, UNSEEN = "confirmed", "contradicted", "unseen"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was seen of one statement of the registry: `says` is the statement, `seen` the evidence in words.

    `captures` are addresses of answers in the bundle; `toml` is what the portal file might say instead or besides.
    """

    what: str
    subject: str
    says: str
    verdict: str
    seen: str
    captures: tuple[str, ...] = ()
    toml: str = ""


def why_not(mine: Sequence[Seen]) -> str:
    """Why a statement stays open: not asked, or the answer was none."""
    return "; ".join(dict.fromkeys(f"{one.outcome}: {one.detail}" for one in mine)) or "not asked"


def urls_of(mine: Sequence[Seen]) -> tuple[str, ...]:
    """Every address that answered in these visits, once."""
    return tuple(dict.fromkeys(url for one in mine for url in one.urls))
