"""What stands of the reviews: the last value entered for each figure, and which reports are withheld."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from archive.store.corpus import Corpus
from archive.store.reviews import Act, Review, read


@dataclass(frozen=True, slots=True)
class Standing:
    """`values` by report and indicator, `marks` of withheld reports by report: whatever no later entry took back."""

    values: dict[str, dict[str, Review]] = field(default_factory=dict)
    marks: dict[str, Review] = field(default_factory=dict)


def standing(archive: Path, until: str | None = None) -> Standing:
    """What stands in an archive. With `until` (UTC) only values entered by then; a mark counts from when it is made."""
    return fold(read(archive).entries, until)


def fold(entries: Iterable[Review], until: str | None = None) -> Standing:
    """What stands after these entries, oldest first."""
    values, marks = dict[str, dict[str, Review]](), dict[str, Review]()
    for entry in entries:
        if entry.act == Act.WITHHOLD:
            marks[entry.report_id] = entry
        elif entry.act == Act.LIFT:
            marks.pop(entry.report_id, None)
        elif until is not None and entry.at > until:
            continue
        elif entry.act == Act.VALUE:
            values.setdefault(entry.report_id, {})[entry.indicator] = entry
        else:
            values.get(entry.report_id, {}).pop(entry.indicator, None)
    return Standing(values, marks)


_SAME_TEXT = """
WITH named AS (
    SELECT report_id, value AS mark FROM main.reports JOIN json_each(:reports) ON value = report_id
    UNION ALL
    SELECT report_id, json_extract(value, '$[1]') FROM main.reports
        JOIN json_each(:digests) ON json_extract(value, '$[0]') = content_digest
)
SELECT report_id, mark FROM named
UNION ALL
SELECT beside.report_id, mark FROM named JOIN main.places USING (report_id)
    JOIN main.places AS beside USING (version_id)
"""


def withheld(corpus: Corpus, stands: Standing) -> dict[str, Review]:
    """Every withheld report to its mark: the one named, all of the same version, and all with the same text.

    Told of the whole corpus, whatever day it is looked at as of.
    """
    digests = [(one.content_digest, report) for report, one in stands.marks.items() if one.content_digest]
    told = {"reports": json.dumps(list(stands.marks)), "digests": json.dumps(digests)}
    if not stands.marks:
        return {}
    return {str(row["report_id"]): stands.marks[str(row["mark"])] for row in corpus.rows(_SAME_TEXT, told)}


_FIGURES = "SELECT report_id, indicator FROM figures WHERE report_id IN (SELECT value FROM json_each(?))"


def without_target(corpus: Corpus, stands: Standing) -> list[Review]:
    """Standing entries whose report or figure the corpus does not have (any more), oldest first."""
    there = {(row["report_id"], row["indicator"]) for row in corpus.rows(_FIGURES, [json.dumps(list(stands.values))])}
    entered = [one for of_report in stands.values.values() for one in of_report.values()]
    lost = [one for one in entered if (one.report_id, one.indicator) not in there]
    hidden = set(withheld(corpus, stands).values())
    return sorted([*lost, *(one for one in stands.marks.values() if one not in hidden)], key=lambda one: one.at)
