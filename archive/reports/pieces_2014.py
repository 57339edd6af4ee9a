"""A document's rows and lines to pieces: labels, units, values and other text, as the table of 2014 prints them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from archive.documents.model import Document, Paragraph, Table
from archive.reports.cells import is_value
from archive.reports.glued_2014 import cut
from archive.reports.labels_2014 import exact, head, is_open, unit
from archive.reports.lines import PAGE_MARK
from archive.reports.sheet import Row, Slot, grid_rows
from archive.reports.words import fold

_UNIT_MAX = 2
_MOST_CELLS, _LONGEST, _LONGEST_LINE = 200, 120, 100_000
_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r":?-{2,}:?")
_COLON = re.compile("[:：]")
_GAP = re.compile(r"[ \u3000\u00a0]{2,}")
_WORD = re.compile(r"(?:[(（][^()（）\n]{0,80}[)）]|\S)+")
_DASH = re.compile(r"[-\u2010-\u2015\u2212\u2500]{1,8}")
_NUMERALS = re.compile(r"[-\d.,、OoIl〇○零一二三四五六七八九十百千万两余约多\ufffd?*×xX]{1,14}[条件次篇个人份项元]?")


class Kind(StrEnum):
    """What a piece is by itself."""

    TEXT = "text"
    UNIT = "unit"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Piece:
    """One cell, or one word of a line. `at` is its cell in a row of cells, `line` counts lines or blocks.

    `glued` is a word cut out of one without marks, `doubt` says that it may be cut wrongly.
    """

    kind: Kind
    slot: Slot
    row: Row
    at: int
    line: int
    glued: bool = False
    doubt: bool = False

    @property
    def text(self) -> str:
        return self.slot.text

    @property
    def cells(self) -> bool:
        """Whether it stands in a row whose cells are marked, blank ones too."""
        return self.row.physical


@lru_cache(maxsize=20_000)
def kind_of(text: str) -> Kind:
    """What a text is by itself: a unit, a value, or other text."""
    if len(text) > _LONGEST:
        return Kind.TEXT
    if unit(text):
        return Kind.UNIT
    return Kind.VALUE if is_value(text) else Kind.TEXT


def is_dash(text: str) -> bool:
    """Whether a text is nothing but dashes."""
    return len(text) <= _LONGEST and bool(_DASH.fullmatch(fold(text)))


def damaged(text: str) -> bool:
    """Whether a text could be the remains of a number: it belongs in no label."""
    given = fold(text) if len(text) <= _LONGEST else ""
    return bool(_NUMERALS.fullmatch(given)) and not exact(text)


def document_pieces(document: Document) -> Iterator[Piece]:
    """All pieces in order: cells of tables as they are, lines cut at their marks or at white space."""
    if document.lines:
        starts = {block.line: index for index, block in enumerate(document.blocks) if block.line is not None}
        block = -1
        for number, text in enumerate(document.lines, 1):
            block = starts.get(number, block)
            yield from _line(text, number, number, block, None)
        return
    tables = paragraphs = 0
    for index, each in enumerate(document.blocks):
        if isinstance(each, Table):
            tables += 1
            for row in grid_rows(each, tables, index):
                yield from _cells(row, index)
        else:
            paragraphs += 1
            paged = each if document.media == "pdf" else None
            for text in each.text.split("\n"):
                yield from _line(text, None if paged else paragraphs, index, index, paged)


def _cells(row: Row, line: int) -> Iterator[Piece]:
    for at, slot in enumerate(row.slots):
        if not slot.blank:
            yield Piece(kind_of(slot.text), slot, row, at, line)


def _line(text: str, number: int | None, position: int, block: int, paged: Paragraph | None) -> Iterator[Piece]:
    """The pieces of one line: its cells where TABs or pipes part several, else its words."""
    if not text.strip() or len(text) > _LONGEST_LINE or PAGE_MARK.fullmatch(text):
        return
    cells = _marked(text)
    if len(cells) > 1:
        if not all(_RULE.fullmatch(cell) for cell in cells):
            row = Row(tuple(Slot(cell, number) for cell in cells), frozenset({block}))
            yield from _cells(row, position)
        return
    place = paged.place if paged else None
    for word in _words(cells[0] if cells else ""):
        parts = cut(word) if not _whole(word) else []
        for part, doubt in parts or [(word, False)]:
            slot = Slot(part, number)
            row = Row((slot,), frozenset({block}), physical=False, place=place)
            yield Piece(kind_of(part), slot, row, 0, position, bool(parts), doubt)


def _marked(text: str) -> list[str]:
    """The cells of a line: one where neither pipes nor TABs part several that hold something."""
    parts = [part.strip().replace("\\|", "|") for part in _PIPE.split(text)] if "|" in text else text.split("\t")
    if "|" in text and not parts[0]:
        parts = parts[1:]
    while parts and not parts[-1].strip():
        parts.pop()
    filled = [part for part in parts if part.strip()]
    several = len(filled) > 1 and len(parts) <= _MOST_CELLS
    return parts if several else ["".join(filled)] if len(filled) < 2 else [" ".join(filled)]


def _words(text: str) -> Iterator[str]:
    """The words of a line of text: itself where it is a label, unit, value or head, else as colons behind labels and
    white space cut it.
    """
    text = text.strip()
    if _whole(text) and not (_GAP.search(text) and is_open(text)):
        yield text
        return
    colons = (mark for mark in _COLON.finditer(text[:_LONGEST]) if exact(text[: mark.start()]))
    if colon := next(colons, None):
        yield text[: colon.start()]
        yield from _words(text[colon.end() :])
        return
    for chunk in _GAP.split(text):
        if _whole(chunk):
            yield chunk
        else:
            for word in _WORD.findall(chunk):
                yield from _without_unit(word)


def _without_unit(word: str) -> Iterator[str]:
    """A word, or the unit before a value and the value where nothing parts them."""
    cut_at = next((at for at in range(1, min(len(word), _UNIT_MAX + 1)) if unit(word[:at]) and is_value(word[at:])), 0)
    yield from (word[:cut_at], word[cut_at:]) if cut_at else (word,)


def _whole(text: str) -> bool:
    if not text or len(text) > _LONGEST:
        return False
    if exact(text) or head(text) or unit(text):
        return True
    return kind_of(text) == Kind.VALUE and not any(char.isspace() for char in text)
