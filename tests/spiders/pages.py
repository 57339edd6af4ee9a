"""Pages for the adapter tests, built by hand."""

from datetime import date

from archive.store.ledger import Task
from archive.words import TaskKind
from spiders.page import Page
from spiders.registry import Portal, load
from spiders.walk import Walk

TODAY = date(2026, 6, 1)


def portal() -> Portal:
    """The built-in portal of 济宁."""
    return load().portal("jining")


def page(
    body: str | bytes, *, url: str = "https://www.jining.gov.cn/", kind: TaskKind = TaskKind.HOME, status: int = 200,
    headers: dict[str, str] | None = None, depth: int = 0, outcome: str | None = None, family: str = "hanweb-xxgk",
    title: str = "", why: str = "entry", walk: Walk | None = None,
) -> Page:  # fmt: skip
    task = Task(
        "k", "jining", family, kind, "jining", url, why, depth, "A", "", 2020, listed_title=title, outcome=outcome
    )
    data = body.encode() if isinstance(body, str) else body
    return Page(task, portal(), url, status, headers or {"content-type": "text/html"}, data, TODAY, walk)
