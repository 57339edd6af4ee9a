"""Whose a report is where no code says it: by what it says itself, what the directory calls it, what its list shows."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from archive.assemble.agencies import Agencies, Agency, Sighting, body_type_of, ending, is_full_of, is_short, normalised
from archive.assemble.candidates import Candidate
from archive.assemble.changes import became
from archive.reports import names
from archive.reports.titles import match_title
from archive.store.looks import Question
from archive.words import TaskKind

_RULING = ("government", "government_office")
_CITY_HOST = re.compile(r"(?:www\.)?([a-z]+)\.gov\.cn(?::\d+)?$")


class Whose:
    """Names every report and question; with the names, gathers the agencies (docs/store.md#agencies)."""

    def __init__(
        self, asked: Mapping[str, Question], listing: Mapping[str, Question], named: Mapping[tuple[str, str, str], str],
        found: Iterable[Candidate],
    ) -> None:  # fmt: skip
        self._asked, self._listing = asked, listing
        candidates = list(found)
        self._seen = _full_names(candidates, asked)
        self._former = _former_names(candidates)
        self._others = {one.bundle_key: normalised(one.agency or "") for one in candidates if _is_another_body(one)}
        self._titled = self._titles({one.bundle_key for one in candidates})
        sightings = [Sighting(portal, area, name, seen) for (portal, area, name), seen in named.items()]
        sightings += [
            Sighting(question.portal, question.area, "", question.created_at)
            for question in asked.values()
            if question.kind == TaskKind.REPORT and question.area and not question.agency
        ]
        sightings += [
            Sighting(question.portal, "", name, question.created_at, year, True)
            for question, name, year in self._titled.values() if name
        ]  # fmt: skip
        sightings += [sighting for one in candidates if (sighting := self._sighting(one))]
        self.agencies = Agencies(sightings, _listed_in_full(candidates, asked, listing))
        for one in candidates:
            self._note_alias(one)

    def _note_alias(self, one: Candidate) -> None:
        """The full name in a report that the directory shows under another one: an earlier name, mostly."""
        read = normalised(one.agency or "")
        listed = bool(read) and not one.area and not is_short(read) and self._name(one) == one.listed_agency
        if one.year and listed and (agency := self.of(one)):
            agency.reported[read].add(one.year)

    def of(self, one: Candidate) -> Agency | None:
        """The agency of a report; None where nothing tells it for sure."""
        if one.area and not contradicts(one):
            return self.agencies.find(one.portal, one.area, one.listed_agency)
        name = self._name(one)
        return self.agencies.find(one.portal, "", name) if name else None

    def of_question(self, question: Question) -> Agency | None:
        """The agency whose report a task asks for, as far as code, directory, listed title or what came say it."""
        if other := self._others.get(question.task_key):
            return self.agencies.find(question.portal, "", other)
        if question.area or question.agency:
            return self.agencies.find(question.portal, question.area, question.agency)
        _, name, _ = self._titled.get(question.task_key, (question, "", None))
        return self.agencies.find(question.portal, "", name) if name else None

    def year_of(self, question: Question) -> int | None:
        """The year a task asks for: its own, else that of its listed title."""
        _, _, year = self._titled.get(question.task_key, (question, "", None))
        return question.year or year

    def _sighting(self, one: Candidate) -> Sighting | None:
        if one.area and not contradicts(one):
            return Sighting(one.portal, one.area, one.agency or "", one.captured_at, one.year, True)
        name = self._name(one)
        listed = bool(one.portal) and name == one.listed_agency
        return Sighting(one.portal, "", name, one.captured_at, one.year, True) if name and not listed else None

    def _name(self, one: Candidate) -> str:
        """The name a report without code goes by; empty where it could be that of several bodies."""
        read, listed = normalised(one.agency or ""), normalised(one.listed_agency)
        if not one.portal:
            return one.agency or one.listed_agency
        own = not listed or read.endswith((listed, ending(listed))) or contradicts(one) or _is_another_body(one)
        if read and not is_short(read) and own:
            return read if listed else self._former.get((one.portal, read, one.year), read)
        return one.listed_agency or (self._completed(read, one.url, one.bundle_key) if read else "")

    def _completed(self, name: str, url: str, task_key: str) -> str:
        """A short name with its place, where one body only comes into question."""
        if not is_short(name):
            return name
        question = self._asked.get(task_key)
        there = {full for key in (question.listed_on if question else ()) for full in self._seen[key]}
        fitting = {full for full in there if full.endswith(name)}
        if len(fitting) == 1:
            return fitting.pop()
        host = _CITY_HOST.fullmatch(urlsplit(url).netloc)
        city = names.city_of_site(host[1]) if host and not fitting and name.startswith("市") else ""
        return city + name[1:] if city and names.starts_bare(name) else ""

    def _titles(self, read: set[str]) -> dict[str, tuple[Question, str, int | None]]:
        """What listed titles say of tasks that brought no report: task key to (task, agency, year)."""
        found = {}
        for question in self._asked.values():
            listed = question.kind == TaskKind.REPORT and not question.area and question.task_key not in read
            title = match_title(question.listed_title) if listed and question.listed_title else None
            if title is None:
                continue
            body = names.full_government(normalised(title.agency))
            body = names.body_of_place(body) if names.is_bare_place(body) else body
            url = next(iter(question.addresses), "")
            name = "" if question.agency or not names.is_agency(body) else self._completed(body, url, question.task_key)
            name = self._former.get((question.portal, name, title.year), name)
            if name or title.year:
                found[question.task_key] = (question, name, title.year)
        return {key: told for key, told in found.items() if told[1] or told[0].agency}


def contradicts(one: Candidate) -> bool:
    """Whether a file beside a page names another body in full than the page's directory entry does.

    A name that the body bore before it was renamed or united is its own.
    """
    if one.role == "main" or not one.agency or not one.listed_agency:
        return False
    read, listed = normalised(one.agency), normalised(one.listed_agency)
    same = read.endswith(listed) or listed.endswith(read) or names.abbreviates(listed, read)
    return not (is_short(read) or same or became(read, listed))


def _is_another_body(one: Candidate) -> bool:
    """Whether a report without code is a government's and stands under another body, or the other way round.

    Of two bureaus one may have become the other; a government never becomes its office, nor a bureau.
    """
    if one.role != "main" or one.area or not one.portal or not one.agency or not one.listed_agency:
        return False
    read, listed = normalised(one.agency), normalised(one.listed_agency)
    if is_short(read) or is_short(listed):
        return False
    ranks = {kind if kind in _RULING else "" for kind in (body_type_of(read, ""), body_type_of(listed, ""))}
    return len(ranks) == 2


def _former_names(found: Iterable[Candidate]) -> dict[tuple[str, str, int | None], str]:
    """(portal, former name, year) to the one body that a directory lists and that shows the report as its own."""
    shown: dict[tuple[str, str, int | None], set[str]] = defaultdict(set)
    for one in found:
        read, listed = normalised(one.agency or ""), normalised(one.listed_agency)
        if one.portal and one.year and listed and read and read != listed and became(read, listed):
            shown[one.portal, read, one.year].add(one.listed_agency)
    return {key: next(iter(listed)) for key, listed in shown.items() if len(listed) == 1}


def _full_names(found: Iterable[Candidate], asked: Mapping[str, Question]) -> dict[str, set[str]]:
    """List to the full names that the reports it shows bear."""
    seen: dict[str, set[str]] = defaultdict(set)
    for one in found:
        name = normalised(one.agency or "")
        if name and not is_short(name) and one.bundle_key in asked:
            for key in asked[one.bundle_key].listed_on:
                seen[key].add(name)
    return seen


def _listed_in_full(
    found: Iterable[Candidate], asked: Mapping[str, Question], listing: Mapping[str, Question]
) -> dict[tuple[str, str], str]:
    """(portal, name as listed) to the one full name that the reports under it bear: 城市管理局, 青岛市城市管理局."""
    bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in found:
        read = normalised(one.agency or "")
        if not one.portal or one.area or not read or is_short(read):
            continue
        for listed in {normalised(one.listed_agency), *_agencies_above(one, asked, listing)}:
            if listed and is_full_of(read, listed):
                bearers[one.portal, listed].add(read)
    return {key: next(iter(full)) for key, full in bearers.items() if len(full) == 1}


def _agencies_above(one: Candidate, asked: Mapping[str, Question], listing: Mapping[str, Question]) -> Iterator[str]:
    """The agencies whose own pages led to the list of a report that was known before as a list of nobody's."""
    question = asked.get(one.bundle_key)
    lists = [listing[key] for key in (question.listed_on if question else ()) if key in listing]
    for shown in lists:
        yield normalised(shown.agency)
        yield from (normalised(listing[key].agency) for key in shown.listed_on if key in listing)
