"""A visit to a list whose further requests a function answers, without a network."""

from collections.abc import Callable
from dataclasses import replace

from archive.store.ledger import NewTask
from archive.words import TaskKind
from spiders.answers import answer
from spiders.page import Page, Parsed
from spiders.portal import ADAPTERS
from spiders.walk import Ask

Server = Callable[[Ask], tuple[int, str]]
"""(status, body) for each further request of a visit."""


def visited(first: Page, server: Server, limit: int = 80) -> tuple[Parsed, list[Ask]]:
    """The end of a visit that began with a page, and what it asked beyond that."""
    adapter, asked = ADAPTERS[first.task.family], list[Ask]()
    parsed = adapter.parse(first)
    while parsed.ask and parsed.walk:
        asked.append(parsed.ask)
        assert len(asked) <= limit, "the walk does not end"
        status, text = server(parsed.ask)
        further = replace(first, url=parsed.ask.url, status=status, body=text.encode(), walk=parsed.walk)
        end = answer(further)
        parsed = adapter.interrupted(further, end) if end else adapter.parse(further)
    return parsed, asked


def reports(parsed: Parsed) -> list[NewTask]:
    """The reports that a visit found."""
    return [task for task in parsed.tasks if task.kind == TaskKind.REPORT]
