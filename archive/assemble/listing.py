"""What complete lists say of a report that none of them shows (docs/store.md#lists)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from archive.assemble.agencies import Agency
from archive.assemble.coverage import Answer, Content, absent, closed_answer, is_on_other_subject, unclear
from archive.assemble.whose import Whose
from archive.store.looks import Look, Question
from archive.words import Kind, Outcome, Source, TaskKind

_YEARS = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@dataclass
class Lists:
    """Lists by key, which of them show an agency's reports, and what stands in them that nobody could place."""

    lists: Mapping[str, Question]
    closed: Mapping[str, Look]
    of_agency: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    loose: dict[tuple[str, int | None], Question] = field(default_factory=dict)
    parts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def answers(self, agency: Agency, year: int, deadline: date) -> list[Answer]:
        """One answer for each list that would show the agency's report about a year; none where no list is known."""
        shown = self._about(self.of_agency[agency.agency_id], year)
        found = [self._answer(self.lists[key], deadline) for key in sorted(self._standing(shown))]
        places = [(key, asked) for key in (agency.agency_id, *shown) for asked in (year, None)]
        open_ones = {q.task_key: q for place in places if (q := self.loose.get(place))}
        return found + [unclear(q, f"stands in the list and may be it: {_told(q)}") for q in open_ones.values()]

    def _about(self, own: Iterable[str], year: int) -> set[str]:
        """The lists themselves; of the parts of one list that are named by years, the parts of this year.

        Where a list is parted by years and none of its parts is this year's, the list itself must say so.
        """
        shown = set[str]()
        for key in own:
            if not (years := self._years(key)):
                shown |= {key, *(part for part in self.parts[key] if year in self._years(part))}
                continue
            wholes = {whole for whole in self.lists[key].listed_on if whole in self.lists}
            beside = {part for whole in wholes for part in self.parts[whole] if year in self._years(part)}
            shown |= {key} if year in years else beside or wholes or {key}
        return shown

    def _standing(self, shown: set[str]) -> set[str]:
        """Without the lists that are gone from hosts on which another such list was read to its end: a redesign."""
        ends = {key: last.outcome for key in shown if (last := self.lists[key].last)}
        whole = {self.lists[key].host for key, outcome in ends.items() if outcome == Outcome.OK}
        gone = {key for key, outcome in ends.items() if outcome in (Outcome.ABSENT, Outcome.GONE)}
        return shown - {key for key in gone if self.lists[key].host in whole}

    def _years(self, key: str) -> set[int]:
        return {int(found) for found in _YEARS.findall(self.lists[key].listed_title.rpartition("›")[2])}

    def _answer(self, one: Question, deadline: date) -> Answer:
        last = one.last
        if last is None:
            return closed_answer(one, self.closed) or Answer(Source.NOT_TRIED, "its list was not read yet", one)
        if last.outcome == Outcome.OK:
            return absent(one, "not in its list, which was read to its end", deadline)
        if last.outcome.answered:
            return unclear(one, f"its list is no longer there: {last.detail or last.outcome}")
        return Answer(f"{Source.BLOCKED}:{last.outcome}", f"its list: {last.detail or last.outcome}", one)


def _told(question: Question) -> str:
    return " ".join(filter(None, (question.listed_title, next(iter(question.addresses), question.task_key))))


def gather(
    whose: Whose, asked: Mapping[str, Question], listing: Mapping[str, Question],
    bodies: Mapping[str, set[str]], contents: Mapping[str, Content], closed: Mapping[str, Look],
) -> Lists:  # fmt: skip
    """Which lists show whose reports. `bodies` maps a task to the agencies of the reports it brought."""
    lists = Lists(listing, closed)
    for one in listing.values():
        for whole in one.listed_on:
            if one.kind == TaskKind.COLUMN:
                lists.parts[whole].add(one.task_key)
        if one.agency and (agency := whose.agencies.find(one.portal, "", one.agency)):
            lists.of_agency[agency.agency_id].add(one.task_key)
    for key in sorted(asked):
        question = asked[key]
        if question.kind != TaskKind.REPORT or question.area:
            continue
        agency = whose.of_question(question)
        owners = bodies.get(key, set()) or ({agency.agency_id} if agency else set())
        for owner in owners:
            lists.of_agency[owner].update(one for one in question.listed_on if one in listing)
        year = whose.year_of(question)
        if key not in bodies and not (owners and year) and _open(question, contents.get(key)):
            for place in owners or question.listed_on:
                lists.loose.setdefault((place, year), question)
    return lists


def _open(question: Question, content: Content | None) -> bool:
    """Whether a task may yet turn out to be a report: not answered, or answered with something unclear."""
    last = question.last
    if last is None or not last.outcome.answered:
        return True
    if last.outcome not in (Outcome.OK, Outcome.NOT_A_REPORT):
        return False
    if content is None or content.kind in (None, Kind.ANNUAL_REPORT):
        return True
    return content.kind == Kind.UNSURE and not is_on_other_subject(question, content)
