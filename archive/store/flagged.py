"""Figures that a person should look at: those of current versions that are in doubt and that nobody has reviewed."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.store.corpus import Corpus, Row
from archive.store.standing import Standing, withheld
from archive.store.views import coverage_where, refuse_unknown
from archive.words import Status

DIFFERS = "renditions_differ"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the list; empty lets everything through. `agency` is an agency_id, an area or words of a name."""

    portals: Sequence[str] = ()
    years: Sequence[int] = ()
    agency: str = ""


_DIFFERS = """EXISTS (SELECT 1 FROM disagreements
    WHERE disagreements.report_id = figures.report_id AND disagreements.indicator = figures.indicator)"""
_RANK = f"""CASE WHEN figures.status = '{Status.UNREADABLE}' THEN 1 WHEN figures.status = '{Status.UNCONFIRMED}' THEN 2
    WHEN {_DIFFERS} THEN 3 WHEN inferred IS NOT NULL THEN 4 WHEN figures.status = '{Status.ROW_MISSING}' THEN 5
    WHEN figures.flags <> '[]' THEN 6 END"""
_FLAGGED = f"""
SELECT versions.agency_id AS agency_id, agencies.name AS agency, versions.year AS year, coverage.portal AS portal,
    versions.report_id AS report_id, indicator, raw, figures.status AS status, value, unit, doubtful, inferred,
    figures.flags AS flags, locator, {_DIFFERS} AS differs, documents.url AS url, {_RANK} AS rank
FROM versions JOIN coverage USING (agency_id, year) JOIN agencies USING (agency_id)
    JOIN figures ON figures.report_id = versions.report_id JOIN reports ON reports.report_id = versions.report_id
    JOIN documents USING (bundle_key, task_key, payload_sha256)
WHERE is_current AND rank IS NOT NULL AND {{where}}
ORDER BY rank, portal, agencies.name, versions.agency_id, versions.year, figures.position
"""
_AGENCY = """(versions.agency_id = ? OR agencies.area = ? OR versions.agency_id IN (
    SELECT agency_id FROM agency_names WHERE instr(agency_names.name, ?)))"""


def flagged(corpus: Corpus, stands: Standing, wanted: Wanted) -> Iterator[Row]:
    """Rows of figures in doubt, the worst first (docs/operations.md#review); withheld reports have none.

    Raises UsageError for a portal the archive does not know.
    """
    refuse_unknown(corpus, wanted.portals)
    where, values = coverage_where(wanted.portals, wanted.years)
    if wanted.agency:
        where, values = f"{where} AND {_AGENCY}", [*values, *[wanted.agency] * 3]
    hidden = withheld(corpus, stands)
    for row in corpus.database.connection.execute(_FLAGGED.format(where=where), values):
        report = str(row["report_id"])
        if report not in hidden and row["indicator"] not in stands.values.get(report, {}):
            yield _told(dict(row))


def _told(row: Row) -> Row:
    flags = [*json.loads(str(row["flags"])), *([DIFFERS] if row["differs"] else [])]
    plain = {name: value for name, value in row.items() if name not in ("rank", "differs")}
    return plain | {"flags": flags, "locator": json.loads(str(row["locator"]))}
