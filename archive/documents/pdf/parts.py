"""What a page is made of in the order of reading: pieces of tables, and lines."""

from dataclasses import dataclass

from archive.documents.pdf.page import Box, Page
from archive.documents.pdf.words import TextLine


@dataclass(frozen=True, slots=True)
class Part:
    """One cell of a table on one page; places across are counted from the table's left edge.

    `full` says that its last line leaves no room for another character: its text may go on behind a page break.
    """

    text: str
    left: float
    right: float
    row: int
    down: int
    page: Page
    box: Box
    full: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a table that stands on one page; `closed` says whether a line is drawn above and below it."""

    parts: tuple[Part, ...]
    rows: int
    box: Box
    unit: float
    closed: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as lines and pieces of tables."""

    page: Page
    items: tuple[TextLine | Piece, ...]
