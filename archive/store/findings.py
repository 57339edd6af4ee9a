"""The most telling findings of the checks: published totals that their own parts contradict."""

from dataclasses import dataclass

from archive.reports.checks import SOFT
from archive.store.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Finding:
    """One failed identity of a current report: its two sides as printed, blanks counted as 0."""

    agency: str
    year: int
    report_id: str
    content_hash: str
    identity: str
    place: str
    left: float
    right: float


def findings(corpus: Corpus, limit: int) -> list[Finding]:
    """Failed identities with the widest gap first, at most one per report; soft checks are no findings."""
    rows = corpus.rows(
        f"""SELECT agencies.name AS agency, versions.year AS year, report_id, versions.content_hash AS content_hash,
            identity, coalesce(column_key, row_key, '') AS place, left_side, right_side,
            max(abs(left_side - right_side)) AS gap
        FROM versions JOIN agencies USING (agency_id) JOIN checks USING (report_id)
        WHERE is_current AND checks.status = 'fail' AND identity NOT IN ({", ".join("?" * len(SOFT))})
        GROUP BY report_id ORDER BY gap DESC, report_id LIMIT ?""",
        [*SOFT, limit],
    )
    return [
        Finding(
            str(r["agency"]), int(str(r["year"])), str(r["report_id"]), str(r["content_hash"]), str(r["identity"]),
            str(r["place"]), float(str(r["left_side"])), float(str(r["right_side"])),
        )
        for r in rows
    ]
