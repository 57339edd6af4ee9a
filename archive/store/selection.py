"""Which tasks a crawl is about, and which of them come first, as conditions in SQL."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from archive.words import Outcome, TaskKind

LISTS = f"kind IN ({', '.join(repr(k.value) for k in TaskKind if k.is_list)})"
OF_HOST = ", ".join(f"'{kind}'" for kind in TaskKind if kind.of_host)
"""The kinds of tasks about a host itself, as a list in SQL."""
RESERVE = "reserve"
"""Why an agency's own page is known: it is asked where the report module has none of the agency's last two reports."""


def asked(years: Collection[int] = ()) -> str:
    """The SQL condition for what a crawl of these years, or of all, asks a portal for.

    The rest is the host's rules, files that a person handed in, and pages in reserve that nothing calls upon.
    """
    within = f"AND other.year IN ({', '.join(map(str, years))})" if years else ""
    called_upon = f"""(SELECT min(missing) FROM (
        SELECT coalesce(other.outcome IN ('absent', 'gone'), 0) AS missing FROM tasks AS other WHERE other.area <> ''
        AND other.portal = tasks.portal AND other.area = tasks.area AND other.kind = 'report' {within}
        ORDER BY other.year DESC LIMIT 2))"""
    return f"family <> 'ingest' AND kind NOT IN ({OF_HOST}) AND (why <> '{RESERVE}' OR {called_upon})"


ASKED = asked()
"""What a crawl asks a portal for."""
ANSWERED = ", ".join(f"'{outcome}'" for outcome in Outcome if outcome.answered)
"""The outcomes that are an answer, as a list in SQL."""
_NAMELESS = (
    "(area = '' AND agency = '' AND"
    " (kind != 'report' OR listed_title = '' OR listed_title GLOB '[0-9][0-9][0-9][0-9]*'))"
)
"""Files whose report was asked, and reports that no list says whose they are: in doubt they belong."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which tasks a crawl is about; empty means all. Lists always belong, and so do files of a selected report.

    A report of unknown year belongs to every choice of years; one without an agency is chosen by its listed title.
    """

    portals: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    agency: str = ""

    def where(self) -> tuple[str, list[object]]:
        """An SQL condition over `tasks`, for what a crawl asks a portal for, and its parameters."""
        parts, values = [asked(self.years)], list[object]()
        if self.portals:
            parts.append(f"portal IN ({','.join('?' * len(self.portals))})")
            values += self.portals
        if self.years:
            parts.append(f"(year IS NULL OR year IN ({','.join('?' * len(self.years))}))")
            values += self.years
        if self.agency:
            parts.append(f"({LISTS} OR area = ? OR agency LIKE ? OR listed_title LIKE ? OR {_NAMELESS})")
            values += [self.agency, f"%{self.agency}%", f"%{self.agency}%"]
        return " AND ".join(parts), values


class Turn(StrEnum):
    """What is asked before everything else: always lists, then files, then reports, of each the oldest year first."""

    OLDEST = "oldest"
    NEW = "new"
    RECENT = "recent"


READ = f"outcome IN ('{Outcome.OK}', '{Outcome.UNCHANGED}')"
"""How a visit ends that knows its list: read to the end, or its first page unchanged since then."""
LACKING = (
    f"(outcome NOT IN ({ANSWERED}) OR NOT {READ} AND {LISTS}) AND (why <> '{RESERVE}' OR outcome NOT IN"
    f" ({ANSWERED}, '{Outcome.SHELL}'))"
)
"""What was asked and leaves a hole: no answer, or a list that is not there. A page in reserve owes no list."""
SENT = "CASE http_status WHEN 304 THEN 0 ELSE length END"
"""Bytes of a capture's body on the way: a 304 has none."""
