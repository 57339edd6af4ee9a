"""What an adapter is given and what it gives back: pure data, no Scrapy, no network."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.documents.decode import declared_charsets, decode
from archive.documents.memo import memo_of
from archive.documents.model import Document
from archive.documents.open import read_document
from archive.documents.sniff import sniff
from archive.store.ledger import NewTask, Task
from archive.words import Outcome
from spiders.follow import Anchor, anchors_of, tree_of
from spiders.registry import Portal
from spiders.walk import Ask, Walk


@dataclass(frozen=True)
class Page:
    """One answer, after its redirects. `url` is the address that answered, `status` its HTTP status.

    `walk` is what earlier answers of the visit brought, where this is a further page of a list. `missing` says that the
    host answers the same for an address that does not exist. What is made of the body is made once, when asked for.
    """

    task: Task
    portal: Portal
    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    today: date
    walk: Walk | None = None
    missing: bool = False

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")

    @cached_property
    def text(self) -> str:
        """The body decoded, as the reader decodes it (docs/formats.md), with the article that a script would show."""
        text = decode(self.body, declared_charsets(self.body, self.content_type)).text
        memo = memo_of(text)
        return f"{text}\n<div>{memo}</div>" if memo else text

    @cached_property
    def visible(self) -> int:
        """Characters that a person would see."""
        return visible_length(self.text)

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The text as a tree, to be read only."""
        return tree_of(self.text)

    @cached_property
    def anchors(self) -> tuple[tuple[Anchor, LexborNode], ...]:
        """Every way on that the page shows, in order, each with its element."""
        return tuple(anchors_of(self.url, self.tree))

    @property
    def links(self) -> tuple[Anchor, ...]:
        """The same without the elements."""
        return tuple(anchor for anchor, _ in self.anchors)

    @cached_property
    def media(self) -> str:
        """What kind of file the body is (docs/formats.md#documents)."""
        return sniff(self.body, content_type=self.content_type)

    @cached_property
    def document(self) -> Document:
        """The body as the reader reads it. Raises BadInputError for an empty one and for rubbish."""
        return read_document(self.body, content_type=self.content_type)


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


def visible_length(html: str) -> int:
    """Characters of a page that a person would see."""
    text = re.sub(r"(?is)<(script|style)\b[^>]*>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", "", html)
    return len(re.sub(r"\s|&[a-z]+;", "", re.sub(r"<[^<>]*>", "", text)))
