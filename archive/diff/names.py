"""Which two reports a person means: two names, an agency and two years, or one series with its last two texts."""

import re
from collections.abc import Sequence

from archive.errors import UsageError
from archive.store.corpus import Corpus
from archive.store.views import find_reports

_YEAR = re.compile(r"\d{4}", re.ASCII)
_HOW = "give two names that `gongkai show` takes, AGENCY YEAR YEAR, or one AGENCY/YEAR for its last two texts"


def pair(corpus: Corpus, names: Sequence[str]) -> tuple[str, str]:
    """(report before, report after) by id. Raises UsageError for what names no report, or not one only."""
    if len(names) == 1:
        return _last_two(corpus, names[0])
    if len(names) == 2 and not _YEAR.fullmatch(names[1]):
        return _report(corpus, names[0]), _report(corpus, names[1])
    if len(names) == 3 and all(map(_YEAR.fullmatch, names[1:])):
        agency = _agency(corpus, names[0])
        return _of_year(corpus, names[0], agency, names[1]), _of_year(corpus, names[0], agency, names[2])
    raise UsageError(f"{' '.join(names)}: names no two reports; {_HOW}")


def _report(corpus: Corpus, name: str) -> str:
    if found := find_reports(corpus, name):
        return found[0]
    agency, _, year = name.rpartition("/")
    if agency and _YEAR.fullmatch(year):
        return _of_year(corpus, agency, _agency(corpus, agency), year)
    raise UsageError(
        f"{name}: no report by this name; `gongkai coverage --json` lists reports, `gongkai coverage --events` versions"
    )


def _of_year(corpus: Corpus, name: str, agency_id: str, year: str) -> str:
    if found := find_reports(corpus, f"{agency_id}/{year}"):
        return found[0]
    raise UsageError(f"{name} {year}: no report is held; `gongkai coverage --agency {agency_id}` shows which years are")


def _agency(corpus: Corpus, name: str) -> str:
    for sql in (
        "SELECT agency_id, name FROM agencies WHERE agency_id = ?1 OR area = ?1",
        "SELECT agency_id, agencies.name AS name FROM agency_names JOIN agencies USING (agency_id)"
        " WHERE agency_names.name = ?1 GROUP BY 1",
        "SELECT agency_id, agencies.name AS name FROM agency_names JOIN agencies USING (agency_id)"
        " WHERE instr(agency_names.name, ?1) GROUP BY 1",
    ):
        found = corpus.rows(sql, [name])
        if len(found) == 1:
            return str(found[0]["agency_id"])
        if found:
            some = ", ".join(f"{row['agency_id']} {row['name']}" for row in found[:3])
            raise UsageError(f"{name}: {len(found)} agencies go by this name, such as {some}; give the agency_id")
    raise UsageError(f"{name}: no agency by this name; `gongkai coverage` lists them")


_BEFORE = """
SELECT beside.report_id AS report_id FROM versions JOIN versions AS beside USING (agency_id, year)
WHERE versions.report_id = ? AND beside.version_id <> versions.version_id
ORDER BY beside.captured_at DESC, beside.version_id LIMIT 1
"""
_CURRENT = """
SELECT beside.report_id AS report_id FROM places JOIN versions USING (version_id)
    JOIN versions AS beside USING (agency_id, year) WHERE places.report_id = ? AND beside.is_current
"""


def _last_two(corpus: Corpus, name: str) -> tuple[str, str]:
    """The current text of a series, and before it the one that is named, or else the last one captured."""
    own = _report(corpus, name)
    current = next((str(row["report_id"]) for row in corpus.rows(_CURRENT, [own])), own)
    if own != current:
        return own, current
    before = corpus.rows(_BEFORE, [current])
    if not before:
        raise UsageError(f"{name}: only one text of it is known; {_HOW}")
    return str(before[0]["report_id"]), current
