"""What people ask of a corpus: coverage by portal, year and agency; one report by any of its names."""

import json
from collections.abc import Sequence

from archive.errors import UsageError
from archive.store.contradictions import suspect, year_checks
from archive.store.corpus import Corpus, Row
from archive.store.who import agency

COVERAGE_COLUMNS = (
    "agency_id", "agency", "portal", "area", "level", "body_type", "year", "holding", "source", "read_state", "basis",
    "reason", "report_id", "content_hash", "task_key", "visit", "outcome", "payload_sha256", "looked_at",
)  # fmt: skip
COVERAGE = """
SELECT agency_id, name AS agency, coverage.portal AS portal, area, level, body_type, coverage.year AS year, holding,
    source, read_state, basis, coverage.reason AS reason, coverage.report_id AS report_id, content_hash,
    coverage.task_key AS task_key, visit, outcome, coverage.payload_sha256 AS payload_sha256, looked_at
FROM coverage JOIN agencies USING (agency_id) LEFT JOIN reports USING (report_id)
"""
COVERAGE_ORDER = " ORDER BY coverage.portal, area, agency_id, coverage.year"


def coverage(corpus: Corpus, portals: Sequence[str], years: Sequence[int], agency: str) -> list[Row]:
    """Coverage rows with COVERAGE_COLUMNS; each filter that is empty lets everything through.

    `agency` is an agency_id, an area code or words of a name. Raises UsageError for a portal the archive does not know.
    """
    refuse_unknown(corpus, portals)
    where, values = coverage_where(portals, years)
    within, more = _of_agency(agency)
    return corpus.rows(f"{COVERAGE} WHERE {where}{within}{COVERAGE_ORDER}", [*values, *more])


ANSWER_COLUMNS = (
    "agency_id", "agency", "portal", "year", "holding", "cell_source", "basis", "task_key", "url", "source", "reason",
    "visit", "outcome", "asked_at", "answered_at", "payload_sha256",
)  # fmt: skip
_ANSWERS = """
SELECT agency_id, name AS agency, coverage.portal AS portal, coverage.year AS year, holding,
    coverage.source AS cell_source, basis, answers.task_key AS task_key, url, answers.source AS source,
    answers.reason AS reason, answers.visit AS visit, answers.outcome AS outcome, asked_at, answered_at,
    answers.payload_sha256 AS payload_sha256
FROM coverage JOIN agencies USING (agency_id) LEFT JOIN answers USING (agency_id, year)
"""


def answers(corpus: Corpus, portals: Sequence[str], years: Sequence[int], agency: str) -> list[Row]:
    """What each cell rests on, with ANSWER_COLUMNS: a row per question, one without a question where none is known.

    Filters as in `coverage`.
    """
    refuse_unknown(corpus, portals)
    where, values = coverage_where(portals, years)
    within, more = _of_agency(agency)
    return corpus.rows(f"{_ANSWERS} WHERE {where}{within}{COVERAGE_ORDER}, answers.task_key", [*values, *more])


LIST_COLUMNS = (
    "portal", "kind", "url", "title", "agency", "complete_at", "complete_visit", "outcome", "detail", "looked_at",
    "stated", "found", "reports", "task_key",
)  # fmt: skip


def lists(corpus: Corpus, portals: Sequence[str]) -> list[Row]:
    """Every list with its last complete look, with LIST_COLUMNS; those that were never read to their end come first."""
    refuse_unknown(corpus, portals)
    within = f"WHERE portal IN ({', '.join('?' * len(portals))})" if portals else ""
    order = "ORDER BY portal, complete_at IS NOT NULL, outcome IN ('ok', 'unchanged'), url"
    return corpus.rows(f"SELECT {', '.join(LIST_COLUMNS)} FROM lists {within} {order}", list(portals))


def _of_agency(agency: str) -> tuple[str, list[object]]:
    if not agency:
        return "", []
    named = """ AND agency_id IN (SELECT agency_id FROM agencies WHERE agency_id = ? OR area = ?
        UNION SELECT agency_id FROM agency_names WHERE agency_names.name LIKE '%' || ? || '%')"""
    return named, [agency] * 3


def refuse_unknown(corpus: Corpus, portals: Sequence[str]) -> None:
    """Raises UsageError for a portal the archive does not know."""
    listed = corpus.rows("SELECT portal FROM agencies UNION SELECT portal FROM coverage")
    known = {str(row["portal"]) for row in listed}
    if wrong := [portal for portal in portals if portal not in known]:
        there = ", ".join(sorted(filter(None, known))) or "none yet; run `gongkai crawl` and `gongkai derive`"
        raise UsageError(f"{wrong[0]}: no portal of this archive; it has {there}")


def coverage_where(portals: Sequence[str], years: Sequence[int]) -> tuple[str, list[object]]:
    """An SQL condition over `coverage` and its parameters; each filter that is empty lets everything through."""
    parts, values = ["1"], list[object]()
    for column, wanted in (("coverage.portal", portals), ("coverage.year", years)):
        if wanted:
            parts.append(f"{column} IN ({', '.join('?' * len(wanted))})")
            values += wanted
    return " AND ".join(parts), values


_REPORT = """
SELECT report_id, bundle_key, reports.task_key AS task_key, reports.payload_sha256 AS payload_sha256, kind,
    reports.reason AS reason, reports.title AS title, reports.agency AS agency, reports.year AS year, year_source,
    year_candidates, scope, template, templates, dates, content_hash, content_digest, reports.flags AS flags,
    reports.reader_version AS reader_version, hash_version, documents.media AS media, documents.encoding AS encoding,
    documents.captured_at AS captured_at, documents.url AS url
FROM reports JOIN documents USING (bundle_key, task_key, payload_sha256)
"""
_JSON = ("year_candidates", "templates", "dates", "flags", "locator", "other_locator")


def find_reports(corpus: Corpus, name: str) -> list[str]:
    """report_ids for a content hash, AGENCY_ID/YEAR, a version, a bundle key or a report_id; the first one counts."""
    agency, _, year = name.rpartition("/")
    found = corpus.rows(
        """SELECT report_id, 1 AS rank FROM reports WHERE report_id = :name
        UNION SELECT report_id, 3 - is_current FROM versions WHERE agency_id = :agency AND year = :year
        UNION SELECT report_id, 1 FROM versions WHERE version_id = :name
        UNION SELECT report_id, 2 FROM versions WHERE content_hash = :name
        UNION SELECT report_id, 5 FROM reports WHERE content_hash = :name
        UNION SELECT report_id, 4 FROM reports JOIN documents USING (bundle_key, task_key, payload_sha256)
            WHERE bundle_key = :name OR task_key = :name OR payload_sha256 = :name
        ORDER BY rank, report_id""",
        {"name": name, "agency": agency, "year": int(year) if year.isdecimal() else None},
    )
    return list(dict.fromkeys(str(row["report_id"]) for row in found))


def report(corpus: Corpus, report_id: str) -> Row:
    """Everything the corpus knows of one report: identity, versions, places, events, sections, figures, checks."""
    (row,) = corpus.rows(_REPORT + "WHERE report_id = ?", [report_id])
    versions = corpus.rows(
        """SELECT version_id, agency_id, agencies.name AS agency_name, year, is_current, captured_at FROM versions
        JOIN agencies USING (agency_id) WHERE version_id IN (SELECT version_id FROM places WHERE report_id = ?)
        ORDER BY version_id""", [report_id],
    )  # fmt: skip
    for version in versions:
        sql = "SELECT url, portal, report_id FROM places WHERE version_id = ? ORDER BY portal, url, report_id"
        version["places"] = corpus.rows(sql, [version["version_id"]])
    return _plain(row) | {
        "versions": versions,
        "agencies": [agency(corpus, name) for name in dict.fromkeys(str(each["agency_id"]) for each in versions)],
        "year_checks": [_whole(each, "left_side", "right_side") for each in year_checks(corpus, report_id)],
        "suspect": _whole(found, "value", "expected") if (found := suspect(corpus, report_id)) else None,
        "disagreements": [_plain(_whole(each, "value", "other_value")) for each in corpus.rows(
            """SELECT disagreements.report_id AS report_id, other_report_id, documents.url AS other_url, indicator,
            value, other_value, disagreements.status AS status, other_status, locator, other_locator FROM disagreements
            JOIN reports ON reports.report_id = other_report_id
            JOIN documents USING (bundle_key, task_key, payload_sha256)
            WHERE :id IN (disagreements.report_id, other_report_id) ORDER BY 1, 2, indicator""", {"id": report_id},
        )],
        "renditions": corpus.rows(
            """SELECT report_id, role, media, documents.url AS url, content_hash FROM reports
            JOIN documents USING (bundle_key, task_key, payload_sha256)
            WHERE kind = 'annual_report' AND bundle_key = ? AND report_id IN (SELECT report_id FROM places
                WHERE version_id IN (SELECT version_id FROM places WHERE report_id = ?))
            ORDER BY role DESC, documents.url, report_id""", [row["bundle_key"], report_id],
        ),
        "documents": [_plain(document) for document in corpus.rows(
            "SELECT task_key, payload_sha256, role, url, media, status, reason, flags FROM documents"
            " WHERE bundle_key = ? ORDER BY role DESC, task_key, visit", [row["bundle_key"]],
        )],
        "events": corpus.rows(
            f"""{_EVENTS} WHERE task_key IN (SELECT task_key FROM documents WHERE bundle_key = ?)
            OR (events.agency_id, events.year) IN (SELECT agency_id, year FROM versions
                WHERE version_id IN (SELECT version_id FROM places WHERE report_id = ?)) {_IN_TIME}""",
            [row["bundle_key"], report_id],
        ),
        "sections": corpus.rows(
            "SELECT section AS key, title, text, stated_none FROM sections WHERE report_id = ? ORDER BY position",
            [report_id],
        ),
        "figures": [_figure(figure, row) for figure in corpus.rows(
            "SELECT indicator, value, unit, status, method, raw, flags, locator, doubtful, inferred FROM figures"
            " WHERE report_id = ? ORDER BY position", [report_id],
        )],
        "checks": [_check(check) for check in corpus.rows(
            "SELECT identity AS id, column_key AS column, row_key AS row, status, left_side AS left,"
            " right_side AS right FROM checks WHERE report_id = ? ORDER BY position", [report_id],
        )],
    }  # fmt: skip


EVENT_COLUMNS = (
    "agency_id", "agency", "year", "seen_at", "event", "url", "other_url", "detail", "task_key", "visit",
    "payload_before", "payload_after", "report_before", "report_after", "other_task_key",
)  # fmt: skip
_EVENTS = """
SELECT events.agency_id AS agency_id, agencies.name AS agency, events.year AS year, seen_at, event, url, other_url,
    detail, task_key, visit, payload_before, payload_after, report_before, report_after, other_task_key
FROM events LEFT JOIN agencies USING (agency_id)
"""
_IN_TIME = " ORDER BY events.rowid"


def events(corpus: Corpus, portals: Sequence[str], years: Sequence[int], agency: str) -> list[Row]:
    """What happened to reports, oldest first, with EVENT_COLUMNS (docs/store.md#events); filters as in `coverage`."""
    refuse_unknown(corpus, portals)
    if not (portals or years or agency):
        return corpus.rows(_EVENTS + _IN_TIME)
    where, values = coverage_where(portals, years)
    within, more = _of_agency(agency)
    cells = f"SELECT agency_id, year FROM coverage WHERE {where}{within}"
    return corpus.rows(f"{_EVENTS} WHERE (events.agency_id, events.year) IN ({cells}) {_IN_TIME}", [*values, *more])


def documents(corpus: Corpus, name: str) -> list[Row]:
    """Documents of a bundle, task or payload, for what was never read as a report."""
    sql = """SELECT bundle_key, task_key, payload_sha256, role, url, media, status, reason, flags FROM documents
        WHERE bundle_key = :name OR task_key = :name OR payload_sha256 = :name
        ORDER BY bundle_key, role DESC, task_key"""
    return [_plain(row) for row in corpus.rows(sql, {"name": name})]


def _plain(row: Row) -> Row:
    return {key: json.loads(str(value)) if key in _JSON else value for key, value in row.items()}


def _figure(row: Row, report_row: Row) -> Row:
    plain = _whole(_plain(row), "value", "doubtful", "inferred")
    locator = plain["locator"]
    if isinstance(locator, dict):
        plain["locator"] = {"payload": report_row["payload_sha256"], **locator}
    return {key: value for key, value in plain.items() if value is not None or key not in ("doubtful", "inferred")}


def _check(row: Row) -> Row:
    plain = _whole(row, "left", "right")
    return {key: value for key, value in plain.items() if value is not None or key not in ("column", "row")}


def _whole(row: Row, *names: str) -> Row:
    """Whole numbers as they were read: SQLite keeps every number of a REAL column as a fraction."""
    def whole(value: object) -> object:
        return int(value) if isinstance(value, float) and value.is_integer() else value

    return row | {name: whole(row[name]) for name in names}
