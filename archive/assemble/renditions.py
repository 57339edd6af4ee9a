"""Renditions: a page and the files beside it that are one report; which counts, and where they differ."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from archive.assemble.candidates import Candidate
from archive.store.corpus import Corpus, Row, short_hash
from archive.words import Method, Status

_MEDIA = ("html", "docx", "pdf")
"""Order between renditions that state equally many cells; other media come behind, a file behind its page."""
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


def groups(members: Iterable[Candidate], superseded: Collection[str]) -> Groups:
    """The annual reports of one agency and year as renditions, the one that counts first (docs/store.md#renditions).

    What the documents of one bundle show now are renditions of one report; what one of them showed before stands alone.
    `superseded` names the reports whose place has shown other bytes since.
    """
    together: dict[str, list[Candidate]] = defaultdict(list)
    alone: Groups = []
    ordered = sorted(members, key=_order)
    newest: dict[tuple[str, str], int] = defaultdict(int)
    for one in ordered:
        newest[one.bundle_key, one.task_key] = max(newest[one.bundle_key, one.task_key], one.visit)
    for one in ordered:
        if one.report_id in superseded if one.role == "main" else one.visit < newest[one.bundle_key, one.task_key]:
            alone.append((one,))
        else:
            together[one.bundle_key].append(one)
    return [*(tuple(group) for group in together.values()), *alone]


def _order(one: Candidate) -> tuple[int, int, bool, str, int, str]:
    medium = _MEDIA.index(one.media) if one.media in _MEDIA else len(_MEDIA)
    return -one.stated, medium, one.role != "main", one.task_key, -one.visit, one.payload_sha256


_CELLS = f"""
SELECT indicator, value FROM figures WHERE report_id = ?
    AND method <> '{Method.TEXT}' AND (value IS NOT NULL OR status IN ({", ".join(f"'{s}'" for s in _PRINTED)}))
"""
_FIGURE = "SELECT value, status, locator FROM figures WHERE report_id = ? AND indicator = ? AND method <> ?"


def disagreements(corpus: Corpus, version: Version) -> list[Row]:
    """Rows of the table: cells that two renditions of a version both print and in which they differ."""
    rows = list[Row]()
    own = _cells(corpus, version.primary) if version.renditions else {}
    for other in sorted(version.renditions, key=lambda one: one.report_id):
        theirs = _cells(corpus, other)
        for indicator in sorted(name for name in own.keys() & theirs.keys() if own[name] != theirs[name]):
            mine, beside = (_figure(corpus, one, indicator) for one in (version.primary, other))
            rows.append({
                "report_id": version.primary.report_id, "other_report_id": other.report_id, "indicator": indicator,
                **mine, **{f"other_{name}": value for name, value in beside.items()},
            })  # fmt: skip
    return rows


def _cells(corpus: Corpus, one: Candidate) -> dict[str, float | None]:
    """Indicator to its value, None for a printed blank, dash or 无; what is not printed or not readable is left out."""
    return dict(corpus.database.query(_CELLS, [one.report_id]).fetchall())


def _figure(corpus: Corpus, one: Candidate, indicator: str) -> Row:
    return corpus.rows(_FIGURE, [one.report_id, indicator, Method.TEXT])[0]
