"""The walk over the pages of one list, within one visit: what they brought so far and what is asked next."""

import json
from dataclasses import dataclass
from urllib.parse import quote

from archive.store.ledger import NewTask

MAX_PAGES = 300
"""Pages of one list asked in one visit; a longer list is told as not complete."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: absolute address, title as listed, date as printed (empty where none is)."""

    url: str
    title: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A further page of a list: a body makes it a POST, of a form or of JSON (docs/portals.md#paging)."""

    url: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to ask a list's endpoint for more (docs/portals.md#paging).

    `kind` is address, json or search ({page} in the url), range, number, or unit (a JSON parameter from the second
    page on).
    """

    kind: str
    url: str
    body: str = ""
    size: int = 15
    first: int = 1

    def ask(self, position: int) -> Ask:
        """The request for what begins at a record (range) or is the page of that number (all others)."""
        joint = "&" if "?" in self.url else "?"
        if self.kind in ("address", "json", "search"):
            return Ask(self.url.replace("{page}", str(position)), self.body)
        if self.kind == "unit":
            page = json.dumps({"pageNo": position, "pageSize": self.size}, separators=(",", ":"))
            return Ask(self.url if position == 1 else f"{self.url}{joint}paramJson={quote(page)}")
        if self.kind == "range":
            span = f"startrecord={position}&endrecord={position + 3 * self.size - 1}&perpage={self.size}"
            return Ask(f"{self.url}{joint}{span}", self.body)
        return Ask(f"{self.url}{joint}page={position}&perpage={self.size}", self.body)


@dataclass(frozen=True, slots=True)
class Block:
    """One list of a page: the records it shows, the totals it states, the ways to ask for more, best first."""

    records: tuple[Item, ...]
    stated: int | None = None
    pages: int | None = None
    forms: tuple[Form, ...] = ()


@dataclass(frozen=True, slots=True)
class Walk:
    """What a visit to a list knows: everything found, the pages to follow, the blocks still to be walked.

    `reports` are tasks that the first page names by their module. From `form` to `stated` everything belongs to the
    first of `blocks`. `asked` holds the addresses of pages that led on by a link, `steady` the lines that stand on
    several of them; `before` is how many lines were known before the page asked last, `fresh` says that the last answer
    brought something new, `linked` that the address asked last was a link of the page before. `within` are the pages
    of the list that its first answer holds, `guesses` addresses at which its next page may lie though nothing links it,
    best first. `holes` are the reasons for which the list is not complete.
    """

    found: tuple[Item, ...]
    onward: tuple[NewTask, ...] = ()
    reports: tuple[NewTask, ...] = ()
    blocks: tuple[Block, ...] = ()
    about: bool = False
    form: int = 0
    position: int = 1
    answers: tuple[tuple[str, ...], ...] = ()
    known: frozenset[str] = frozenset()
    stated: int | None = None
    again: bool = False
    moved: bool = False
    asked: tuple[str, ...] = ()
    steady: frozenset[str] = frozenset()
    before: int = 0
    fresh: bool = True
    linked: bool = False
    pages: int = 1
    within: int = 1
    guesses: tuple[str, ...] = ()
    stated_pages: int | None = None
    notes: tuple[str, ...] = ()
    holes: tuple[str, ...] = ()
