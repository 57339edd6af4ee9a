"""A cell among its neighbours: the rows, lines or sentences of the archived document around the place of a figure."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from archive.documents.model import Cell, Document, Paragraph, Table
from archive.reports.words import fold, fold_with_offsets

T = TypeVar("T")

ROWS, LINES = (2, 1), (8, 4)
"""How many rows or printed lines are shown before and behind that of the figure; a line may be a single cell."""
_LONG, _NEAR, _WORD = 400, 120, 3
"""Characters above which only what is near is shown, how many are near, and how many are no sentence."""


def surroundings(document: Document, locator: dict[str, object], raw: str | None) -> list[str]:
    """Lines that show the place, the cell or its line in 【】; nothing where the document has no such place."""
    table, row, line, page = (_number(locator, name) for name in ("table", "row", "line", "page"))
    if table and row:
        return list(_rows(document, table, row, _number(locator, "column")))
    if line:
        printed = [(number, text) for number, text in enumerate(_texts(document), 1) if text.strip() or number == line]
        word, lines = _word(document), _around(printed, line, LINES)
        return [f"{word} {number}: {_marked(text, raw or '') if number == line else text}" for number, text in lines]
    if page:
        return list(_on_page(document, page, raw or ""))
    return list(_sentences(document, raw)) if raw else []


def _rows(document: Document, table: int, row: int, column: int | None) -> Iterator[str]:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    if table > len(tables):
        return
    for number, cells in _around(list(enumerate(tables[table - 1].rows, 1)), row, ROWS):
        texts = [_one_line(cell.text) for cell in cells]
        if number == row and column and column <= len(texts):
            texts[column - 1] = f"【{texts[column - 1]}】"
        yield f"table {table}, row {number}: {' | '.join(texts)}"


def _on_page(document: Document, page: int, raw: str) -> Iterator[str]:
    """Rows and paragraphs of a page that hold what is printed."""
    for block in document.blocks:
        parts: Sequence[Sequence[Cell | Paragraph]] = block.rows if isinstance(block, Table) else ((block,),)
        for row in parts:
            there = [bool(part.place and part.place.page == page and raw in part.text) for part in row]
            if any(there):
                pairs = zip(row, there, strict=True)
                shown = (_within(part.text, raw) if at else _one_line(part.text) for part, at in pairs)
                yield f"page {page}: {' | '.join(shown)}"


def _sentences(document: Document, raw: str) -> Iterator[str]:
    """The paragraphs, or lines, that state it; a bare word such as 无 only where nothing else stands."""
    told = fold(raw)
    for number, text in enumerate(_texts(document), 1):
        folded = fold(text)
        if told.strip("。;") == folded.strip("。;") or (told in folded and len(told) > _WORD):
            yield f"{_word(document)} {number}: {_within(text, raw)}"


def _texts(document: Document) -> Sequence[str]:
    """The lines of a text file, else the paragraphs of a page, as locators count them."""
    return document.lines or [block.text for block in document.blocks if isinstance(block, Paragraph)]


def _word(document: Document) -> str:
    return "line" if document.lines else "paragraph"


def _marked(text: str, raw: str) -> str:
    """A printed line in 【】; of a long one what is near to the cell, where its text stands there once."""
    once = len(text) > _LONG and fold(text).count(fold(raw)) == 1
    return _within(text, raw) if once else f"【{text}】"


def _within(text: str, raw: str) -> str:
    """A text with what is printed in 【】; of a long one what stands near to it, the rest as …"""
    line = _one_line(text)
    folded, told = fold_with_offsets(line), fold(raw)
    start = folded.text.find(told) if told else -1
    if start < 0:
        return line
    first = folded.offsets[start]
    last = folded.origin(start + len(told), len(line))
    before, behind = line[:first], line[last:]
    if len(line) > _LONG:
        before = f"…{before[-_NEAR:]}" if len(before) > _NEAR else before
        behind = f"{behind[:_NEAR]}…" if len(behind) > _NEAR else behind
    return f"{before}【{line[first:last].rstrip()}】{behind}"


def _around(items: Sequence[tuple[int, T]], number: int, reach: tuple[int, int]) -> Sequence[tuple[int, T]]:
    """The item of that number with as many before and behind it as `reach` says."""
    place = next((at for at, item in enumerate(items) if item[0] == number), None)
    return [] if place is None else items[max(0, place - reach[0]) : place + reach[1] + 1]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _number(locator: dict[str, object], name: str) -> int | None:
    value = locator.get(name)
    return value if isinstance(value, int) else None
