"""What differs between two reports: figures, what was carried over between years, text line by line."""

from dataclasses import dataclass

from archive.diff.figures import Carried, Changed, carried, changed, figures
from archive.diff.texts import Line, lines_of, text_changes
from archive.store.corpus import Corpus, Row


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two reports. `agency_id`, `version_id` and `year` are those of its series, where one took it."""

    report_id: str
    version_id: str | None
    agency_id: str | None
    agency: str | None
    year: int | None
    is_current: int | None
    kind: str
    url: str
    captured_at: str
    payload_sha256: str
    content_hash: str | None
    template: str
    reader_version: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Two reports compared. `same_figures` and `same_lines` count what is alike; `carried` only between two years."""

    before: Side
    after: Side
    figures: tuple[Changed, ...]
    same_figures: int
    carried: tuple[Carried, ...]
    text: tuple[Line, ...]
    same_lines: int

    @property
    def notes(self) -> list[str]:
        """What to know of the comparison as a whole."""
        one, other = self.before, self.after
        told = {
            "the same report": one.report_id == other.report_id,
            "the same bytes": one.payload_sha256 == other.payload_sha256 and one.report_id != other.report_id,
            "the same text": one.content_hash == other.content_hash and one.payload_sha256 != other.payload_sha256,
            "no text was read of one of them": not (one.content_hash and other.content_hash),
            f"forms differ: {one.template}, {other.template}": one.template != other.template,
            f"readers differ: {one.reader_version}, {other.reader_version}; run `gongkai derive`":
                one.reader_version != other.reader_version,
            "reports of two agencies": one.agency_id != other.agency_id,
        }  # fmt: skip
        return [text for text, holds in told.items() if holds]


_SIDE = """
SELECT reports.report_id AS report_id, version_id, agency_id, coalesce(agencies.name, reports.agency) AS agency,
    coalesce(versions.year, reports.year) AS year, is_current, kind, documents.url AS url,
    documents.captured_at AS captured_at, reports.payload_sha256 AS payload_sha256,
    reports.content_hash AS content_hash, template, reports.reader_version AS reader_version
FROM reports JOIN documents USING (bundle_key, task_key, payload_sha256)
    LEFT JOIN versions ON version_id = (SELECT min(version_id) FROM places WHERE places.report_id = reports.report_id)
    LEFT JOIN agencies USING (agency_id)
WHERE reports.report_id = ?
"""

_TEXT = "SELECT text FROM reports WHERE report_id = ?"


def compare(corpus: Corpus, before: str, after: str) -> Difference:
    """The difference from one report (by id) to another; both are in the corpus."""
    with corpus.database.snapshot():
        one, other = (Side(**_row(corpus, _SIDE, name)) for name in (before, after))  # type: ignore[arg-type]
        texts = [str(_row(corpus, _TEXT, name)["text"]) for name in (before, after)]
        mine, theirs = (figures(corpus, side.report_id, side.payload_sha256) for side in (one, other))
    differing = changed(mine, theirs)
    lines, same_lines = text_changes(*map(lines_of, texts))
    over = carried(one.year, mine, other.year, theirs) if one.agency_id and one.agency_id == other.agency_id else ()
    same = len(mine.keys() | theirs.keys()) - len(differing)
    return Difference(one, other, differing, same, over, lines, same_lines)


def _row(corpus: Corpus, sql: str, report_id: str) -> Row:
    (row,) = corpus.rows(sql, [report_id])
    return row
