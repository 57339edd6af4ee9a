"""Plays a visit to a list again out of the archive: the same spider, and kept pages in place of the network."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.store.ledger import Capture, Ledger, NewTask, Task
from archive.store.sightings import Sight
from crawler.middlewares.kept import kept, whole
from spiders.manners import MANNERS, manner_at
from spiders.portal import PortalSpider, Result
from spiders.registry import Registry


class NotKeptError(OSError):
    """A page that the archive does not have: to the spider like a broken connection."""


class Shelf:
    """The kept pages of one list, given out as they are asked for; `lacks` once one was asked for that is not there.

    `given` is the capture of the last one.
    """

    def __init__(self, archive: Path, ledger: Ledger, sight: Sight) -> None:
        self.archive, self.ledger, self.sight = archive, ledger, sight
        self.left = list(sight.captures)
        self.lacks = False
        self.given: Capture | None = None

    def answer(self, request: Request) -> Response | None:
        """The answer to a request; None, and noted, where there is none. Raises DamagedError."""
        capture = self.given = self._capture(request.url)
        self.lacks = self.lacks or capture is None
        if capture is None:
            return None
        response = kept(self.ledger, self.archive, whole(self.ledger, capture)).response
        response.request = request
        return response

    def _capture(self, url: str) -> Capture | None:
        """Of this look the next exchange with the address, or the last if it is asked once more; else one before."""
        following = next((one for one in self.left if one.url == url), None)
        if following:
            self.left.remove(following)
            return following
        last = next((one for one in reversed(self.sight.captures) if one.url == url), None)
        first = self.sight.captures[0]
        return last or self.ledger.full_answer(first.task_key, url, first.visit)


@dataclass(frozen=True, slots=True)
class _Then:
    """The time at which a list was seen: what it says of years is to be read as of that day."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def parsed(registry: Registry, shelf: Shelf) -> tuple[NewTask, ...]:
    """What a list leads to as the spider reads it now, by the family that the registry gives its host now."""
    task, first = shelf.sight.task, shelf.sight.captures[0]
    task = replace(as_read_now(registry, task, first.url), url=first.url)
    return replayed(registry, task, first.at, shelf.answer, NotKeptError).children


def as_read_now(registry: Registry, task: Task, url: str) -> Task:
    """A task with the family by which its address is read now."""
    usual = MANNERS[task.family]
    manner = manner_at(registry.portal(task.portal), url, usual)
    return replace(task, family=task.family if manner is usual else manner.family)


def replayed(
    registry: Registry, task: Task, at: datetime, answer: Callable[[Request], Response | None],
    lacking: Callable[[str], Exception],
) -> Result:  # fmt: skip
    """How a visit of that time ends as the spider reads it now; what has no `answer` fails as `lacking` says."""
    spider = PortalSpider(registry, _Then(at))
    request = spider.request_for(task)
    while True:
        response = answer(request)
        made = next(spider.parse(response)) if response else next(spider.failed(_failure(request, lacking)))
        if isinstance(made, Result):
            return made
        assert isinstance(made, Request)
        request = made


def _failure(request: Request, lacking: Callable[[str], Exception]) -> Failure:
    failure = Failure(lacking(f"{request.url} was not kept"))  # type: ignore[no-untyped-call]
    failure.request = request  # type: ignore[attr-defined]
    return failure
