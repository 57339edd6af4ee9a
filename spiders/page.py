"""What an adapter is given and what it gives back: pure data, no Scrapy, no network."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from archive.documents.decode import declared_charsets, decode
from archive.store.ledger import NewTask, Task
from archive.words import Outcome
from spiders.registry import Portal
from spiders.walk import Ask, Walk


@dataclass(frozen=True)
class Page:
    """One answer, after its redirects. `url` is the address that answered, `status` its HTTP status.

    `walk` is what earlier answers of the visit brought, where this is a further page of a list.
    """

    task: Task
    portal: Portal
    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    today: date
    walk: Walk | None = None

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")

    @cached_property
    def text(self) -> str:
        """The body decoded, once, as the reader decodes it (docs/formats.md)."""
        return decode(self.body, declared_charsets(self.body, self.content_type)).text


@dataclass(frozen=True, slots=True)
class Parsed:
    """What an answer means: how the visit ended, the evidence in a few words, the tasks it leads to.

    With `ask` the visit has not ended: the next page of the list is asked, and `walk` goes with it.
    """

    outcome: Outcome
    detail: str
    tasks: tuple[NewTask, ...] = ()
    ask: Ask | None = None
    walk: Walk | None = None
