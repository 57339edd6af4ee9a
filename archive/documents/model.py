"""What a document is once read: paragraphs and tables in the order of the source, with their places in it."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

FLAG_MISLABELLED = "charset_mislabelled"
FLAG_UNDECODABLE = "undecodable_bytes"
FLAG_UNSUPPORTED = "unsupported"
FLAG_HIDDEN = "hidden_content"
FLAG_NO_TEXT = "no_text_layer"
FLAG_PAGE_WITHOUT_TEXT = "page_without_text"
FLAG_UNMAPPED = "unmapped_glyphs"
_FILE = re.compile(
    r"\.(?:pdf|docx?|wps|xlsx?|et|ofd|rtf|zip|rar|7z)(?:$|[?#&])|/(?:downfile|download)\.jsp", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the pages of a paged document something is printed.

    `page` counts from 1; `box` is (left, top, right, bottom) in points from the page's top left corner.
    """

    page: int
    box: tuple[float, float, float, float]


class Cell(NamedTuple):
    """One physical cell. `text` keeps what is printed; a break inside the cell is a line feed."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text. `line` counts from 1 in the decoded source of a text file; None in HTML."""

    text: str
    line: int | None = None
    heading: bool = False
    place: Place | None = None


@dataclass(frozen=True)
class Table:
    """Physical cells, row by row, spans not expanded: what the source prints, nothing filled in."""

    rows: tuple[tuple[Cell, ...], ...]
    line: int | None = None

    @cached_property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """What the cells print, row by row: many look through it."""
        return tuple([tuple([cell.text for cell in row]) for row in self.rows])


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Link:
    """An anchor or image of the document's body, or a file that a viewer shows; the address as written."""

    address: str
    text: str
    image: bool = False

    @property
    def file(self) -> bool:
        """Whether it leads to a document to be downloaded."""
        return not self.image and bool(_FILE.search(self.address) or _FILE.search(self.text))


@dataclass(frozen=True, slots=True)
class Document:
    """One payload read.

    `media` is html, docx, pdf, text or markdown (other kinds stay `unsupported`, with no blocks). `title` is its own
    (heading or meta), `meta` the lower-cased meta tags and labelled fields of an index block, `encoding` the codec that
    decoded the bytes, `flags` what a reader should know (`charset_mislabelled`, ...).
    `lines` are the raw decoded lines of a text or Markdown source, without line ends; empty for others. `unbroken` is
    the longest run of a page's text that no link interrupts, in characters; None for what is no page.
    """

    media: str
    blocks: tuple[Block, ...] = ()
    title: str = ""
    encoding: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    flags: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    unbroken: int | None = None


def unread_reason(document: Document) -> str:
    """Why nothing of a document can be read: a kind that is not read, or a scan without text; else nothing."""
    if FLAG_UNSUPPORTED in document.flags:
        return f"{FLAG_UNSUPPORTED}: {document.media}"
    return f"{FLAG_NO_TEXT}: a scan without text" if FLAG_NO_TEXT in document.flags else ""
