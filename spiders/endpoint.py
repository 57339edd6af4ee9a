"""Lists whose records an endpoint answers: what an answer, or none, means for the visit (docs/portals.md#paging)."""

from dataclasses import replace

from archive.words import Outcome
from spiders.lists import closed, stopped
from spiders.manner import Manner
from spiders.page import Page, Parsed
from spiders.paging import at_end, step
from spiders.walk import Ask, Block, Walk


def asked(page: Page, manner: Manner, walk: Walk, ask: Ask | None) -> Parsed:
    """The next request of a list, or its end."""
    return Parsed(Outcome.OK, "", ask=ask, walk=walk) if ask else closed(page, manner, walk)


def stepped(page: Page, manner: Manner, answer: Block | None, why: str) -> Parsed:
    """The records of an answer are added, and the next request follows; None holds none, for the reason `why`."""
    assert page.walk
    return asked(page, manner, *step(page.walk, answer, why))


def broken_off(page: Page, manner: Manner, end: Parsed) -> Parsed:
    """An answer that is no page: the end of the list behind its last page, another form of the request, or the end.

    A connection that broke is tried again as it is, once; a refusal is met by the other form at once.
    """
    assert page.walk
    missing = end.outcome in (Outcome.ABSENT, Outcome.GONE)
    if (page.walk.answers and missing) or (at_end(page.walk) and end.outcome.broken):
        return stepped(page, manner, Block(()), end.detail)
    final = end.outcome in (Outcome.RATE_LIMITED, Outcome.TOKEN_REQUIRED)
    if final or (end.outcome.broken and not page.task.failures):
        return stopped(page, manner, end)
    parsed = stepped(page, manner, None, end.detail)
    broken = end.outcome.broken and parsed.outcome == Outcome.SHELL
    return replace(parsed, outcome=end.outcome) if broken else parsed
