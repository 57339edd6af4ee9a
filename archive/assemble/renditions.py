"""Renditions: a page and the files beside it that are one report; which counts, and where they differ."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from archive.assemble.candidates import Candidate
from archive.store.corpus import Corpus, Row, short_hash
from archive.words import Method, Status

_MEDIA = ("html", "docx", "pdf")
"""Order between renditions that state equally many cells; other media come behind."""
_PRINTED = (Status.BLANK, Status.DASH, Status.NONE_WORD)

@dataclass(frozen=True, slots=True)
class Version:
    """One text of a series with every reading of it; the first is the rendition that counts.

    `renditions` are the other documents of its bundle, to be compared with it.
    """

    agency_id: str
    year: int
    is_current: bool
    readings: tuple[Candidate, ...]
    renditions: tuple[Candidate, ...] = ()

    @property
    def primary(self) -> Candidate:
        return self.readings[0]

    @property
    def version_id(self) -> str:
        return short_hash(self.agency_id, str(self.year), self.primary.content)


Groups = list[tuple[Candidate, ...]]


def groups(members: Iterable[Candidate], superseded: Callable[[Candidate], bool]) -> Groups:
    """The annual reports of one agency and year as renditions, the one that counts first (docs/store.md#renditions).

    What the documents of one bundle show now are renditions of one report; what one of them showed before stands alone.
    """
    together: dict[str, list[Candidate]] = defaultdict(list)
    alone: Groups = []
    ordered = sorted(members, key=_order)
    newest: dict[tuple[str, str], int] = defaultdict(int)
    for one in ordered:
        newest[one.bundle_key, one.task_key] = max(newest[one.bundle_key, one.task_key], one.visit)
    for one in ordered:
        if superseded(one) if one.role == "main" else one.visit < newest[one.bundle_key, one.task_key]:
            alone.append((one,))
        else:
            together[one.bundle_key].append(one)
    return [*(tuple(group) for group in together.values()), *alone]


def _order(one: Candidate) -> tuple[int, int, str, int, str]:
    medium = _MEDIA.index(one.media) if one.media in _MEDIA else len(_MEDIA)
    return -one.stated, medium, one.task_key, -one.visit, one.payload_sha256


_FIGURES = f"""
SELECT indicator, value, status, locator FROM figures
WHERE report_id = ? AND method <> '{Method.TEXT}' AND indicator NOT LIKE 'text.%' ORDER BY position
"""


def disagreements(corpus: Corpus, version: Version) -> list[Row]:
    """Rows of the table: cells that two renditions of a version both print and in which they differ."""
    if not version.renditions:
        return []
    primary = version.primary
    rows = list[Row]()
    own = _cells(corpus, primary)
    for other in sorted(version.renditions, key=lambda one: one.report_id):
        for indicator, theirs in _cells(corpus, other).items():
            mine = own.get(indicator)
            if mine is None or mine["value"] == theirs["value"]:
                continue
            rows.append({
                "report_id": primary.report_id, "other_report_id": other.report_id, "indicator": indicator,
                **mine, **{f"other_{name}": value for name, value in theirs.items()},
            })  # fmt: skip
    return rows


def _cells(corpus: Corpus, one: Candidate) -> dict[str, Row]:
    """Indicator to value, status and locator of what is printed: a value, or a blank, dash or 无."""
    found = {row.pop("indicator"): row for row in corpus.rows(_FIGURES, [one.report_id])}
    told = {str(name): row for name, row in found.items()}
    return {name: row for name, row in told.items() if row["value"] is not None or row["status"] in _PRINTED}
