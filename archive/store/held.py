"""What is held: the current version of each agency and year, with everything that hangs on its report."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.store.corpus import Corpus, Row
from archive.store.reviews import Review

Reviewed = Mapping[str, Mapping[str, Review]]
"""Report and indicator to the value that a person entered."""

_CURRENT = """
FROM versions JOIN coverage USING (agency_id, year) JOIN agencies USING (agency_id)
    JOIN reports ON reports.report_id = versions.report_id
    JOIN documents ON documents.bundle_key = reports.bundle_key AND documents.task_key = reports.task_key
        AND documents.payload_sha256 = reports.payload_sha256
WHERE is_current AND reports.kind = 'annual_report' AND """
_HELD = """
SELECT versions.agency_id AS agency_id, versions.year AS year, versions.report_id AS report_id, agencies.name AS name,
    reports.bundle_key AS bundle_key,
    uscc, division_code, level, body_type, scope, template, templates, dates, reports.flags AS flags,
    reports.content_hash AS content_hash, reports.content_digest AS content_digest, documents.url AS source_url,
    documents.captured_at AS captured_at, reports.payload_sha256 AS sha256, documents.title AS document_title,
    read_state, (SELECT versions FROM series WHERE series.agency_id = versions.agency_id
        AND series.year = versions.year) AS versions
"""
_FIGURES = """
SELECT indicator, value, raw, unit, status, method, flags, doubtful, inferred, locator FROM figures
WHERE report_id = ? ORDER BY position
"""
_CHECKS = """
SELECT identity, column_key, row_key, status, left_side, right_side FROM checks WHERE report_id = ? ORDER BY position
"""
_YEAR_CHECKS = """
SELECT * FROM year_checks WHERE agency_id = ? AND year = ? AND report_before NOT IN (SELECT value FROM json_each(?))
ORDER BY year_checks.rowid
"""
_SUSPECTS = "SELECT indicator, value, expected, identities FROM suspects WHERE report_id = ?"
_DIFFER = """
SELECT count(DISTINCT indicator) AS differ, (
    SELECT count(*) FROM versions JOIN places USING (version_id) JOIN reports ON reports.report_id = places.report_id
    WHERE versions.report_id = :report AND bundle_key = :bundle AND places.report_id <> :report) AS compared
FROM disagreements WHERE report_id = :report
"""
_PLACES = """
SELECT versions.agency_id AS agency_id, versions.year AS year, version_id, is_current,
    reports.content_hash AS content_hash, places.report_id AS report_id, places.url AS url,
    places.portal AS portal, documents.captured_at AS captured_at, reports.payload_sha256 AS payload_sha256, media,
    role, reader_version, (SELECT reader_id FROM bundles WHERE bundles.bundle_key = reports.bundle_key) AS reader_id,
    hash_version
FROM versions JOIN places USING (version_id) JOIN reports ON reports.report_id = places.report_id
    JOIN documents USING (bundle_key, task_key, payload_sha256)
ORDER BY versions.agency_id, versions.year, is_current DESC, version_id, places.portal, places.url, places.report_id
"""


@dataclass(frozen=True, slots=True)
class Held:
    """One agency and year that is held: the report whose figures count, its figures and checks, every place.

    `reviewed` are the values that persons entered, by indicator. `renditions_differ` counts the cells in which a page
    and the files beside it disagree (docs/store.md#renditions); None where nothing was compared.
    """

    row: Row
    figures: tuple[Row, ...]
    checks: tuple[Row, ...]
    year_checks: tuple[Row, ...]
    suspects: tuple[Row, ...]
    places: tuple[Row, ...]
    renditions_differ: int | None
    reviewed: Mapping[str, Review]

    @property
    def templates(self) -> dict[str, str]:
        """Table to the form it follows, or table_missing."""
        return {str(table): str(form) for table, form in _object(self.row["templates"]).items()}

    @property
    def dates(self) -> dict[str, str]:
        """Dates of the report by kind, as ISO text."""
        return {str(kind): str(day) for kind, day in _object(self.row["dates"]).items()}

    @property
    def flags(self) -> list[str]:
        """What to know of the report."""
        told = json.loads(str(self.row["flags"]))
        return [str(each) for each in told] if isinstance(told, list) else []


def held(
    corpus: Corpus, where: str, values: Sequence[object], hidden: Collection[str], reviewed: Reviewed
) -> Iterator[Held]:
    """Everything held that the condition over `coverage` and `reports` allows, by agency and year, one at a time.

    What hangs on `hidden` reports is left out.
    """
    db, left_out = corpus.database.connection, json.dumps(sorted(hidden))
    # In step with a second query in the same order: no index of the corpus leads from agency and year to all versions.
    places = groupby(map(dict, db.execute(_PLACES)), key=_agency_year)
    reports = db.execute(f"{_HELD} {_CURRENT} {where} ORDER BY versions.agency_id, versions.year", values)
    for found in map(dict, reports):
        report = [found["report_id"]]
        yield Held(
            found,
            tuple(map(dict, db.execute(_FIGURES, report))),
            tuple(map(dict, db.execute(_CHECKS, report))),
            tuple(map(dict, db.execute(_YEAR_CHECKS, [found["agency_id"], found["year"], left_out]))),
            tuple(map(dict, db.execute(_SUSPECTS, report))),
            tuple(place for place in _group(places, found) if place["report_id"] not in hidden),
            _differing(db.execute(_DIFFER, {"report": found["report_id"], "bundle": found["bundle_key"]}).fetchone()),
            reviewed.get(str(found["report_id"]), {}),
        )


def texts_held(corpus: Corpus, where: str, values: Sequence[object]) -> int:
    """How many of them have a text."""
    sql = f"SELECT count(*) AS texts {_CURRENT} {where} AND reports.content_hash IS NOT NULL"
    return int(str(corpus.rows(sql, values)[0]["texts"]))


def report_text(corpus: Corpus, report_id: str) -> str:
    """The text of a report as it was read."""
    return str(corpus.rows("SELECT text FROM reports WHERE report_id = ?", [report_id])[0]["text"])


def _group(places: Iterator[tuple[object, Iterator[Row]]], found: Row) -> Iterator[Row]:
    return next(group for key, group in places if key == _agency_year(found))


def _differing(row: Mapping[str, int]) -> int | None:
    return row["differ"] if row["compared"] else None


def _agency_year(row: Row) -> tuple[object, object]:
    return row["agency_id"], row["year"]


def _object(text: object) -> dict[str, object]:
    told = json.loads(str(text))
    return told if isinstance(told, dict) else {}
