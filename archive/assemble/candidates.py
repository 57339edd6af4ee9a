"""Candidates: every annual report of the corpus with what decides whose it is and how it ranks."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from archive.errors import DamagedError
from archive.store.corpus import Corpus
from archive.words import Kind, Method, Status


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading of kind annual_report. `stated` counts its table cells with a value."""

    report_id: str
    bundle_key: str
    task_key: str
    payload_sha256: str
    role: str
    visit: int
    captured_at: str
    url: str
    portal: str
    area: str
    listed_agency: str
    agency: str | None
    year: int | None
    published: str
    content_hash: str | None
    content_digest: str | None
    media: str = "html"
    stated: int = 0

    @property
    def content(self) -> str:
        """What makes two readings one version: the text, else the bytes."""
        return self.content_digest or self.payload_sha256


_CANDIDATES = f"""
SELECT report_id, bundle_key, task_key, payload_sha256, role, visit, captured_at, documents.url, portal, area,
    bundles.agency AS listed_agency, reports.agency AS agency, reports.year AS year, dates, content_hash,
    content_digest, media, CASE WHEN role = 'main' AND files = 1 THEN 0 ELSE (
        SELECT count(*) FROM figures WHERE figures.report_id = reports.report_id AND method <> '{Method.TEXT}'
            AND figures.status IN ('{Status.REPORTED}', '{Status.DECODED}')) END AS stated
FROM reports JOIN documents USING (bundle_key, task_key, payload_sha256) JOIN bundles USING (bundle_key)
    JOIN (SELECT bundle_key, count(*) AS files FROM reports WHERE kind = '{Kind.ANNUAL_REPORT}' GROUP BY bundle_key)
        USING (bundle_key)
WHERE kind = '{Kind.ANNUAL_REPORT}' ORDER BY report_id
"""


def candidates(corpus: Corpus) -> list[Candidate]:
    """Every annual report of the corpus; the cells of one that stands alone are not counted."""
    found = []
    for row in corpus.database.query(_CANDIDATES):
        dates = json.loads(row["dates"])
        values = {name: row[name] for name in row.keys() if name != "dates"}  # noqa: SIM118 (sqlite3.Row)
        found.append(Candidate(**values, published=str(dates.get("published_shown", ""))))
    _refuse_collisions(found)
    return found


def _refuse_collisions(found: Iterable[Candidate]) -> None:
    digests: dict[str, Candidate] = {}
    for one in found:
        if one.content_hash is None:
            continue
        other = digests.setdefault(one.content_hash, one)
        if other.content_digest != one.content_digest:
            raise DamagedError(
                f"content hash {one.content_hash}: two different texts share it (reports {other.report_id} and"
                f" {one.report_id}); report this to the project, the hash must become longer"
            )
