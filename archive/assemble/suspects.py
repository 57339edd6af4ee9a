"""Suspects of the corpus: for every report with failed checks the one cell that explains them, if there is one."""

import json
from collections.abc import Iterator

from archive.reports.model import Figure
from archive.reports.suspects import suspect
from archive.store.corpus import Corpus, Row
from archive.words import CheckStatus, Kind, Method, Status

_FAILING = f"""
SELECT report_id, templates FROM reports WHERE kind = '{Kind.ANNUAL_REPORT}'
    AND EXISTS (SELECT 1 FROM main.checks WHERE checks.report_id = reports.report_id
        AND status = '{CheckStatus.FAIL}')
ORDER BY report_id
"""
_FIGURES = "SELECT indicator, value, unit, status, method FROM main.figures WHERE report_id = ? ORDER BY position"


def suspects(corpus: Corpus) -> Iterator[Row]:
    """Rows of the table (docs/formats.md#suspects)."""
    for report_id, templates in corpus.database.query(_FAILING).fetchall():
        figures = [
            Figure(name, _whole(value), unit, Status(status), Method(method), None)
            for name, value, unit, status, method in corpus.database.query(_FIGURES, [report_id])
        ]
        if found := suspect(figures, json.loads(templates)):
            yield {
                "report_id": report_id, "indicator": found.indicator, "value": found.value,
                "expected": found.expected, "identities": json.dumps(found.identities),
            }  # fmt: skip


def _whole(value: float | None) -> int | float | None:
    return int(value) if value is not None and value.is_integer() else value
