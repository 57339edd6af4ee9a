"""Evidence of coverage: every question that a cell rests on, and every list with its last complete look."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from archive.assemble.agencies import Agency
from archive.assemble.coverage import Answer
from archive.assemble.homes import city_of
from archive.reports import names
from archive.store.corpus import Row
from archive.store.looks import Question
from archive.words import Outcome

_COUNTS = re.compile(r"(\d+) of (\d+) (?:records found|items)")
"""How the detail of a list's visit tells items found and items stated (docs/store.md#lists)."""


def basis_of(agency: Agency, year: int, held: Iterable[int], body_type: str) -> str:
    """Why a report of that year is expected (docs/store.md#basis)."""
    if any(known <= year for known in held):
        return "own_series"
    if agency.listed:
        return "directory"
    if body_type == "government":
        return "law"
    elsewhere = all(not names.city_of_site(portal) for portal in agency.portals)
    return "provincial_list" if elsewhere and agency.portals and city_of(agency.name) else "own_series"


def answer_rows(agency_id: str, year: int, answers: Sequence[Answer]) -> Iterator[Row]:
    """One row of the table answers for each question."""
    for one in {answer.question.task_key: answer for answer in answers}.values():
        question, last = one.question, one.question.last
        yield {
            "agency_id": agency_id, "year": year, "task_key": question.task_key,
            "url": next(iter(question.addresses), ""), "source": str(one.source), "reason": one.reason,
            "visit": last.visit if last else None, "outcome": str(last.outcome) if last else None,
            "asked_at": last.ended_at if last else None, "answered_at": question.answered_at,
            "payload_sha256": last.payload_sha256 if last else None,
        }  # fmt: skip


def list_rows(listed: Iterable[Question], asked: Iterable[Question]) -> Iterator[Row]:
    """One row of the table lists for each list."""
    shown = Counter(key for question in asked for key in question.listed_on)
    for one in listed:
        whole = next((look for look in reversed(one.looks) if look.outcome == Outcome.OK), None)
        counts = [[int(number) for number in pair] for pair in _counts(one)]
        yield {
            "task_key": one.task_key, "portal": one.portal, "kind": str(one.kind),
            "url": next(iter(one.addresses), ""), "title": one.listed_title, "agency": one.agency,
            "complete_at": whole.ended_at if whole else None, "complete_visit": whole.visit if whole else None,
            "outcome": str(one.last.outcome) if one.last else None, "detail": one.last.detail if one.last else "",
            "looked_at": one.last.ended_at if one.last else None,
            "stated": sum(stated for _, stated in counts) if counts else None,
            "found": sum(found for found, _ in counts) if counts else None, "reports": shown[one.task_key],
        }  # fmt: skip


def _counts(one: Question) -> list[tuple[str, str]]:
    """(found, stated) of each block of the list, at the last look that told them."""
    told = (_COUNTS.findall(look.detail) for look in reversed(one.looks))
    return next(filter(None, told), [])
