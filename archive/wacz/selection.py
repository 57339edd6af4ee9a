"""Which reports go into a WACZ, and which exchanges brought them and the files beside them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.errors import UsageError
from archive.store.corpus import Corpus, Row
from archive.store.exchanges import Wanted
from archive.store.ledger import Ledger
from archive.store.standing import Standing, withheld
from archive.store.views import find_reports, refuse_unknown


@dataclass(frozen=True, slots=True)
class Selection:
    """Annual reports of these portals, reporting years and agency (an agency_id, an area or words of a name), or the
    `reports` named; what is empty lets everything through."""

    portals: Sequence[str] = ()
    years: Sequence[int] = ()
    agency: str = ""
    reports: Sequence[str] = ()


_PAGES = """
SELECT DISTINCT reports.report_id AS report_id, reports.bundle_key AS bundle_key, reports.title AS title,
    documents.url AS url, documents.captured_at AS captured_at, reports.payload_sha256 AS payload_sha256,
    agencies.name AS name, versions.year AS year
FROM reports JOIN documents USING (bundle_key, task_key, payload_sha256) JOIN bundles USING (bundle_key)
    LEFT JOIN places ON places.report_id = reports.report_id AND places.url = documents.url
    LEFT JOIN versions USING (version_id) LEFT JOIN agencies USING (agency_id)
WHERE {where} ORDER BY agencies.name, versions.year, documents.url, documents.captured_at, reports.report_id
"""
_AGENCY = """(versions.agency_id = ? OR agencies.area = ? OR versions.agency_id IN (
    SELECT agency_id FROM agency_names WHERE instr(agency_names.name, ?)))"""


def pages(corpus: Corpus, stands: Standing, chosen: Selection) -> list[Row]:
    """The reports of a selection, by agency, year and address; none that is withheld.

    Raises UsageError for an unknown portal or report.
    """
    refuse_unknown(corpus, chosen.portals)
    where, values = _where(corpus, chosen)
    hidden = withheld(corpus, stands)
    return [row for row in corpus.rows(_PAGES.format(where=where), values) if row["report_id"] not in hidden]


def _where(corpus: Corpus, chosen: Selection) -> tuple[str, list[object]]:
    if chosen.reports:
        named = [name for report in chosen.reports for name in _named(corpus, report)]
        return "reports.report_id IN (SELECT value FROM json_each(?))", [json.dumps(named)]
    parts, values = ["versions.version_id IS NOT NULL"], list[object]()
    for column, wanted in (("bundles.portal", chosen.portals), ("versions.year", chosen.years)):
        if wanted:
            parts.append(f"{column} IN ({', '.join('?' * len(wanted))})")
            values += wanted
    if chosen.agency:
        parts.append(_AGENCY)
        values += [chosen.agency] * 3
    return " AND ".join(parts), values


def _named(corpus: Corpus, report: str) -> list[str]:
    if not (found := find_reports(corpus, report)):
        raise UsageError(f"{report}: no report by this name; `gongkai coverage --json` and `gongkai search` give names")
    return found[:1]


def has_address(url: object) -> bool:
    """Whether something can be asked for on the web: not so what came by post."""
    return str(url).lower().startswith(("http:", "https:"))


_TASKS = "SELECT DISTINCT task_key FROM documents WHERE bundle_key IN (SELECT value FROM json_each(?)) ORDER BY 1"
_SECRET = "SELECT DISTINCT payload_sha256 FROM reports WHERE report_id IN (SELECT value FROM json_each(?))"
_CAPTURES = """
SELECT own.url AS url, own.warc_file AS warc_file, own.warc_offset AS warc_offset, own.record_type AS record_type,
    own.payload_sha256 AS payload_sha256, payloads.warc_file AS first_file, payloads.warc_offset AS first_offset,
    first_url
FROM captures AS own JOIN payloads USING (payload_sha256) WHERE own.task_key = ? ORDER BY own.visit, own.hop
"""


def exchanges(corpus: Corpus, ledger: Ledger, stands: Standing, bundles: Sequence[object]) -> Iterator[Wanted]:
    """Every exchange that a report's task and those of its files ever had, redirects and refusals too, and the first
    capture of what came again. Payloads of withheld reports, and what has no web address, are left out."""
    hidden = json.dumps(sorted(withheld(corpus, stands)))
    secret = {row["payload_sha256"] for row in corpus.rows(_SECRET, [hidden])}
    for (task_key,) in corpus.database.query(_TASKS, [json.dumps(sorted(map(str, bundles)))]).fetchall():
        for row in ledger.database.query(_CAPTURES, [task_key]):
            if row["payload_sha256"] in secret or not has_address(row["url"]):
                continue
            again = row["record_type"] == "revisit"
            yield Wanted(row["warc_file"], row["warc_offset"], row["payload_sha256"] if again else "")
            if again and has_address(row["first_url"]):
                yield Wanted(row["first_file"], row["first_offset"])
