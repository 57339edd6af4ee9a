"""A visit to a list played against its adapter, without a network: pages by their addresses, what is missing is a 404."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from archive.words import TaskKind
from spiders.page import Page, Parsed
from spiders.walk import Ask
from tests.spiders import served
from tests.spiders.pages import page


def at(url: str, body: str, family: str, *, kind: TaskKind = TaskKind.COLUMN, title: str = "", depth: int = 1) -> Page:
    """One page of the family, on a portal that owns its host."""
    made = page(body, url=url, kind=kind, family=family, title=title, why="followed", depth=depth)
    host = urlsplit(url).netloc.removeprefix("www.")
    return replace(made, portal=replace(made.portal, id="here", domains=(host,), hosts=(), entries=(), family=""))


def visited(pages: Mapping[str, str], family: str, *, title: str = "政府信息公开年报") -> tuple[Parsed, list[str]]:
    """The end of a visit to the first of `pages`, and the addresses it asked after that."""
    start, body = next(iter(pages.items()))

    def server(ask: Ask) -> tuple[int, str]:
        text = pages.get(ask.url, "")
        return 200 if text else 404, text

    parsed, asked = served.visited(at(start, body, family, title=title), server, limit=99)
    return parsed, [ask.url for ask in asked]
