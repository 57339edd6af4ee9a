"""What a probe saw: every visit of its archive, read again by the adapters of now, offline."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scrapy import Request
from scrapy.http import Response, TextResponse

from archive.documents.decode import declared_charsets, decode
from archive.store.ledger import Capture, Ledger, NewTask, Task
from archive.store.selection import OF_HOST
from archive.store.sightings import Sight
from archive.words import Outcome, TaskKind
from crawler.probe.subject import Subject
from crawler.shelf import Shelf, as_read_now, replayed
from spiders.failures import Refused

NOT_ASKED = "a probe asks no more than this"
"""What stands in place of an answer where a probe did not ask."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer as it came: `text` is empty where it is no text."""

    url: str
    status: int
    content_type: str
    payload_sha256: str
    bytes: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """One visit: what was asked, what came, and what the adapter of now makes of it."""

    task: Task
    outcome: Outcome
    detail: str
    answers: tuple[Shown, ...] = ()
    children: tuple[NewTask, ...] = ()

    @property
    def urls(self) -> tuple[str, ...]:
        return tuple(answer.url for answer in self.answers) or (self.task.url,)

    @property
    def last(self) -> Shown | None:
        return self.answers[-1] if self.answers else None

    @property
    def text(self) -> str:
        """The text of the page that the visit is about: the last of its redirects, the first of its list."""
        return next((answer.text for answer in self.answers if answer.status == 200), "")

    @property
    def reports(self) -> tuple[NewTask, ...]:
        return tuple(child for child in self.children if child.kind == TaskKind.REPORT)

    @property
    def agencies(self) -> int:
        """Agencies that the page names by code or by a link to their own pages."""
        lists = {child.url for child in self.children if child.kind.is_list and _is_of_agency(child, self.task)}
        return len({child.area for child in self.reports if child.area} | lists)


def _is_of_agency(child: NewTask, task: Task) -> bool:
    """Whether a further list is an agency's that nothing but this page names."""
    return bool(child.agency and not child.area and not task.agency)


def examine(archive: Path, ledger: Ledger, subject: Subject) -> list[Seen]:
    """Every visit that came to an answer or a failure, in the order of asking; robots.txt is left out."""
    rows = ledger.database.query(
        "SELECT task_key, visit, visits.outcome, visits.detail FROM visits JOIN tasks USING (task_key)"
        f" WHERE kind NOT IN ({OF_HOST}) ORDER BY visits.ended_at, task_key"
    ).fetchall()
    seen = (_seen(archive, ledger, subject, *row) for row in rows)
    return [one for one in seen if one]


def _seen(
    archive: Path, ledger: Ledger, subject: Subject, key: str, visit: int, outcome: str, detail: str
) -> Seen | None:
    task, captures = ledger.task(key), tuple(ledger.captures(key, visit))
    if task is None or (not captures and NOT_ASKED in detail):
        return None
    task = subject.own(task)
    if not captures:
        return Seen(task, Outcome(outcome), detail)
    shelf = Shelf(archive, ledger, Sight(task, captures))
    answers = list[Shown]()

    def answer(request: Request) -> Response | None:
        response = shelf.answer(request)
        if response is not None and shelf.given:
            answers.append(_shown(shelf.given, response))
        return response

    now = as_read_now(subject.registry, task, captures[0].url)
    result = replayed(subject.registry, now, captures[0].at, answer, _not_asked)
    return Seen(task, result.outcome, result.detail, tuple(answers), result.children)


def _not_asked(_: str) -> Exception:
    return Refused(Outcome.SHELL, NOT_ASKED)


def _shown(capture: Capture, response: Response) -> Shown:
    kind = capture.content_type
    is_text = isinstance(response, TextResponse) or re.search("text|html|xml|json|javascript", kind)
    text = decode(response.body, declared_charsets(response.body, kind)).text if is_text and response.body else ""
    return Shown(response.url, response.status, kind, capture.payload_sha256, len(response.body), text)


def robots(ledger: Ledger) -> Iterator[tuple[str, str, str]]:
    """(address, outcome, detail) of every robots.txt that was asked for."""
    sql = "SELECT url, outcome, detail FROM tasks WHERE kind = 'robots' AND outcome IS NOT NULL ORDER BY url"
    yield from ((row[0], row[1], row[2]) for row in ledger.database.query(sql))
