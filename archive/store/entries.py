"""From a person's words to entries of the review file: the target must be there, a value must be one of its kind."""

from dataclasses import dataclass, replace
from math import isfinite

from archive.clock import Clock, stamp
from archive.errors import UsageError
from archive.reports.dictionary import indicators
from archive.store.corpus import Corpus
from archive.store.reviews import Act, Review
from archive.store.standing import Standing, withheld
from archive.store.views import find_reports


@dataclass(frozen=True, slots=True)
class Said:
    """Who says something, why, and when. Raises UsageError where one of the first two is missing."""

    by: str
    reason: str
    clock: Clock

    def __post_init__(self) -> None:
        for option, text in (("--by", self.by), ("--reason", self.reason)):
            if not text.strip():
                raise UsageError(f"{option} is missing: an entry says who makes it and why")

    def entry(self, act: Act, report_id: str, indicator: str = "", value: float | None = None) -> Review:
        """An entry of theirs."""
        at, by, reason = stamp(self.clock.now()), " ".join(self.by.split()), " ".join(self.reason.split())
        return Review(at, by, act, report_id, indicator, value, reason)


def value_entry(corpus: Corpus, name: str, indicator: str, text: str, said: Said) -> Review:
    """A value for one figure of a report. Raises UsageError for an unknown report or figure, or what is no value."""
    entry = said.entry(Act.VALUE, _report(corpus, name), indicator, _number(indicator, text))
    rows = corpus.rows(
        "SELECT status, raw FROM figures WHERE report_id = ? AND indicator = ?", [entry.report_id, indicator]
    )
    if not rows:
        raise UsageError(f"{name}: no figure {indicator} in this report; `gongkai show {name}` lists them")
    raw = rows[0]["raw"]
    entry = replace(entry, status=str(rows[0]["status"]), raw=None if raw is None else str(raw))
    return _described(corpus, entry)


def withdrawal(corpus: Corpus, stands: Standing, name: str, indicator: str, said: Said) -> Review:
    """Takes the value entered for a figure back. Raises UsageError where none stands."""
    report_id = name if name in stands.values else _report(corpus, name)
    entered = stands.values.get(report_id, {}).get(indicator)
    if entered is None:
        raise UsageError(f"{name}: no value is entered for {indicator}; `gongkai review --log` lists what is")
    return _taking_back(entered, said.entry(Act.WITHDRAW, report_id, indicator))


def withholding(corpus: Corpus, name: str, said: Said) -> Review:
    """A mark on a report. Raises UsageError for an unknown one."""
    return _described(corpus, said.entry(Act.WITHHOLD, _report(corpus, name)))


def liftings(corpus: Corpus, stands: Standing, name: str, said: Said) -> list[Review]:
    """Takes back every mark that withholds a report. Raises UsageError where there is none."""
    hidden, reports = withheld(corpus, stands), [name, *find_reports(corpus, name)[:1]]
    found = [mark for report in reports if (mark := hidden.get(report, stands.marks.get(report)))]
    marks = {mark.report_id: mark for mark in found}
    if not marks:
        raise UsageError(f"{name}: is not withheld; `gongkai withhold --list` lists what is")
    return [_taking_back(mark, said.entry(Act.LIFT, report_id)) for report_id, mark in marks.items()]


def _report(corpus: Corpus, name: str) -> str:
    found = find_reports(corpus, name)
    if not found:
        raise UsageError(f"{name}: no report by this name; `gongkai coverage --json` and `gongkai review` give names")
    return found[0]


_WHOSE = """
SELECT coalesce(agencies.name, reports.agency, '') AS agency, coalesce(versions.year, reports.year) AS year,
    reports.content_digest AS content_digest
FROM reports LEFT JOIN places USING (report_id) LEFT JOIN versions USING (version_id)
    LEFT JOIN agencies USING (agency_id)
WHERE reports.report_id = ? ORDER BY version_id LIMIT 1
"""


def _described(corpus: Corpus, entry: Review) -> Review:
    """The entry with whose report it is about and which text that has, as known now."""
    agency, year, digest = corpus.database.connection.execute(_WHOSE, [entry.report_id]).fetchone()
    return replace(entry, agency=agency, year=year, content_digest=digest)


def _taking_back(earlier: Review, entry: Review) -> Review:
    return replace(
        earlier, at=entry.at, by=entry.by, reason=entry.reason, act=entry.act, indicator=entry.indicator, value=None
    )


def _number(indicator: str, text: str) -> float:
    kinds = {line.number for line in indicators() if line.name == indicator}
    if not kinds:
        raise UsageError(f"{indicator}: no indicator; docs/codebook.md lists them all")
    try:
        value = float(text)
    except ValueError:
        raise UsageError(f"{text}: not a number; give the value in the unit of the indicator") from None
    if not isfinite(value) or (value < 0 and "signed" not in kinds):
        raise UsageError(f"{text}: {indicator} cannot be that; give the value in the unit of the indicator")
    if not value.is_integer() and "decimal" not in kinds:
        raise UsageError(f"{text}: {indicator} is a count, give a whole number")
    return value
