"""Which address a probe asks next: the shortest way to the reports, and a little of everything on it."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from enum import IntEnum

from archive.store.ledger import NewTask, Task
from archive.words import FIRST_YEAR, TaskKind
from crawler.probe.subject import Subject
from crawler.probe.tasks import FACT, GIVEN
from spiders.addresses import page_key
from spiders.columns import ABOUT
from spiders.registry import bare_host


class Turn(IntEnum):
    """What an address is to a probe, the most telling first."""

    GIVEN = 0
    ENTRY = 1
    COLUMN = 2
    ARTICLE = 3
    FILE = 4
    MODULE = 5
    FACT = 6
    WAY = 7
    AGENCY = 8


_FIRST_HOST = {
    Turn.GIVEN: 1, Turn.ENTRY: 4, Turn.COLUMN: 2, Turn.ARTICLE: 1, Turn.FILE: 1, Turn.MODULE: 2, Turn.FACT: 3,
    Turn.WAY: 4, Turn.AGENCY: 1,
}  # fmt: skip
_OTHER_HOSTS = {Turn.ENTRY: 2, Turn.COLUMN: 1, Turn.ARTICLE: 1, Turn.MODULE: 1, Turn.FACT: 1, Turn.WAY: 1}
"""How many of each a probe asks of a host."""


_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def turn_of(task: NewTask) -> Turn | None:
    """What an address is to a probe; None for what it never asks."""
    if task.kind in (TaskKind.IMAGE, TaskKind.ROBOTS):
        return None
    if task.why == GIVEN:
        return Turn.GIVEN
    if task.why == FACT:
        return Turn.FACT
    if task.kind == TaskKind.ATTACHMENT:
        return Turn.FILE
    if task.kind == TaskKind.REPORT:
        return Turn.MODULE if task.area else Turn.ARTICLE
    if task.why == "entry":
        return Turn.ENTRY
    if ABOUT.search(task.listed_title):
        return Turn.COLUMN
    return Turn.AGENCY if task.agency else Turn.WAY


def choose(open_tasks: Iterable[Task], asked: Collection[Task], subject: Subject, last_year: int) -> Task | None:
    """The next task, or None where a probe has seen enough. Depends on nothing but what it is given."""
    counts = Counter((bare_host(task.host), turn_of(task)) for task in asked)
    known = {(page_key("", task.url), task.body) for task in asked}
    fitting = [
        (_order(task, turn, subject, last_year), task) for task in open_tasks
        if (page_key("", task.url), task.body) not in known and (turn := turn_of(task)) is not None
        and counts[bare_host(task.host), turn] < _share(subject, task.host).get(turn, 0)
    ]  # fmt: skip
    return min(fitting, key=lambda one: one[0])[1] if fitting else None


def _share(subject: Subject, host: str) -> dict[Turn, int]:
    return _FIRST_HOST if subject.turn_of(host) == 0 else _OTHER_HOSTS


def _order(task: Task, turn: Turn, subject: Subject, last_year: int) -> tuple[int, int, int, str, int, int, str]:
    """By host, turn, kind, agency, then the last year that is due, the first one, the others; steady in the end."""
    kind = list(TaskKind).index(task.kind)
    named = [task.year] if task.year else [int(found) for found in _YEAR.findall(task.listed_title)]
    year = 0 if last_year in named else 1 if FIRST_YEAR in named else 2
    return subject.turn_of(task.host), turn, kind, task.area, year, task.depth, task.task_key
