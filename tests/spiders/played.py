"""A visit to a list played against its adapter, without a network: pages by their addresses, what is missing is a 404."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from archive.store.ledger import NewTask
from archive.words import TaskKind
from spiders.answers import answer
from spiders.page import Page, Parsed
from spiders.portal import ADAPTERS
from tests.spiders.pages import page


def at(url: str, body: str, family: str, *, kind: TaskKind = TaskKind.COLUMN, title: str = "", depth: int = 1) -> Page:
    """One page of the family, on a portal that owns its host."""
    made = page(body, url=url, kind=kind, family=family, title=title, why="followed", depth=depth)
    host = urlsplit(url).netloc.removeprefix("www.")
    return replace(made, portal=replace(made.portal, id="here", domains=(host,), hosts=(), entries=(), family=""))


def visited(pages: Mapping[str, str], family: str, *, title: str = "政府信息公开年报") -> tuple[Parsed, list[str]]:
    """The end of a visit to the first of `pages`, and the addresses it asked after that."""
    adapter, asked = ADAPTERS[family], list[str]()
    start, body = next(iter(pages.items()))
    first = at(start, body, family, title=title)
    parsed = adapter.parse(first)
    while parsed.ask and parsed.walk:
        url = parsed.ask.url
        asked.append(url)
        text = pages.get(url, "")
        status = 200 if text else 404
        further = replace(first, url=url, status=status, body=text.encode(), walk=parsed.walk)
        end = answer(further)
        parsed = adapter.interrupted(further, end) if end else adapter.parse(further)
        assert len(asked) < 100, "the walk does not end"
    return parsed, asked


def reports(parsed: Parsed) -> list[NewTask]:
    """The reports that a visit leads to."""
    return [task for task in parsed.tasks if task.kind == TaskKind.REPORT]
