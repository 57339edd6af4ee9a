"""What persons say of the reports that a release is made of: values entered beside those read, reports withheld."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archive.store.corpus import Corpus
from archive.store.reviews import Review
from archive.store.standing import standing
from archive.store.standing import withheld as withheld_reports
from archive.words import Method

WITHHELD = ("agency_id", "name", "year", "is_current", "withheld_at", "reason")
"""Columns of withheld.csv."""
REVIEWED = ("reviewed_value", "reviewed_method", "reviewed_by", "reviewed_at", "reviewed_reason")
"""Columns of long.csv that tell what a person entered."""


@dataclass(frozen=True, slots=True)
class Persons:
    """`values` by report and indicator; `hidden` are all withheld reports with their marks."""

    values: Mapping[str, Mapping[str, Review]] = field(default_factory=dict)
    hidden: Mapping[str, Review] = field(default_factory=dict)

    @property
    def shown(self) -> tuple[str, list[object]]:
        """An SQL condition over `reports` that lets no withheld one through, and its parameters."""
        return "reports.report_id NOT IN (SELECT value FROM json_each(?))", [json.dumps(sorted(self.hidden))]


def persons(archive: Path, corpus: Corpus, until: str | None = None) -> Persons:
    """What stands in the review file of an archive, laid over its corpus; with `until` values entered by then only."""
    stands = standing(archive, until)
    return Persons(stands.values, withheld_reports(corpus, stands))


def reviewed(entry: Review | None) -> list[object]:
    """The columns of REVIEWED."""
    return [None] * len(REVIEWED) if entry is None else [entry.value, Method.PERSON, entry.by, entry.at, entry.reason]


_WITHHELD = """
SELECT versions.agency_id AS agency_id, agencies.name AS name, versions.year AS year, is_current,
    versions.report_id AS report_id
FROM versions JOIN coverage USING (agency_id, year) JOIN agencies USING (agency_id)
WHERE versions.report_id IN (SELECT value FROM json_each(?)) AND {where}
ORDER BY versions.agency_id, versions.year, is_current DESC, version_id
"""


def withheld_rows(corpus: Corpus, told: Persons, where: tuple[str, list[object]]) -> Iterator[list[object]]:
    """One row for each text that is left out: whose, of which year, since when, why."""
    sql, values = _WITHHELD.format(where=where[0]), [json.dumps(sorted(told.hidden)), *where[1]]
    for row in corpus.rows(sql, values):
        mark = told.hidden[str(row["report_id"])]
        yield [*(row[name] for name in WITHHELD[:4]), mark.at, mark.reason]
