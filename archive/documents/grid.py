"""Which HTML tables hold data and which only lay out the page, and the physical cells of those that hold data."""

import re
from collections.abc import Iterator

from archive.documents.model import Cell, Table
from archive.documents.tree import Node, squeeze

_SPACES = " \t\r\n\f"
_SPACE = re.compile(f"[{_SPACES}]+")
_DIGITS = re.compile(r"\d{1,4}")
_INLINE_BREAKS = frozenset({
    "p", "div", "br", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tbody", "ul", "ol",
})  # fmt: skip
_PROSE = 250
_SHORT = 60
_OWN_ROWS = 5
_MAX_SPAN = 1000


def data_table(node: Node) -> Table | None:
    """The table's physical cells, or None where it only lays out the page (docs/formats.md#layout-tables).

    Layout is told by content: a cell that holds a further table or running prose, or rows of a single cell. Rows of
    short cells around a nested table outweigh it: that is a data table whose end tag is missing.
    """
    rows = [cells for row in _rows(node) if (cells := _cells(row))]
    if not any(len(cells) > 1 for cells in rows):
        return None
    nested = {id(inner) for inner in nested_tables(node)}
    texts = [[cell_text(cell, nested) for cell in cells] for cells in rows]
    disturbed = bool(nested) or any(max(map(len, row)) > _PROSE and any(map(_is_prose, row)) for row in texts)
    if disturbed and sum(1 for row in texts if _is_data_row(row)) < _OWN_ROWS:
        return None
    return Table(tuple([tuple(map(_cell, cells, row)) for cells, row in zip(rows, texts, strict=True)]))


def nested_tables(table: Node) -> list[Node]:
    """The outermost tables below `table` that are more than a frame around one cell's text."""
    if table.tables == 1:
        return []
    found: list[Node] = []
    stack = [child for child in reversed(table.children) if isinstance(child, Node)]
    while stack:
        node = stack.pop()
        if node.tag == "table" and sum(len(_cells(row)) for row in _rows(node)) > 1:
            found.append(node)
        else:
            stack.extend(child for child in reversed(node.children) if isinstance(child, Node))
    return found


def cell_text(cell: Node, left_out: set[int]) -> str:
    """The text of one cell: breaks and inner paragraphs become line feeds, other white space is collapsed."""
    if len(cell.children) == 1 and isinstance(only := cell.children[0], str) and only.isalnum():
        return only
    pieces: list[str] = []
    _gather(cell, left_out, pieces)
    lines = (line.strip(_SPACES) for line in "".join(pieces).split("\0"))
    return "\n".join(_SPACE.sub(" ", line) for line in lines if line)


def _gather(node: Node, left_out: set[int], pieces: list[str]) -> None:
    for child in node.children:
        if isinstance(child, str):
            pieces.append(child)
        elif id(child) not in left_out:
            if child.tag in _INLINE_BREAKS:
                pieces.append("\0")
                _gather(child, left_out, pieces)
                pieces.append("\0")
            elif child.children:
                _gather(child, left_out, pieces)


def _rows(table: Node) -> Iterator[Node]:
    """Rows of this table alone."""
    for child in table.children:
        if not isinstance(child, Node) or child.tag == "table":
            continue
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def _cells(row: Node) -> list[Node]:
    return [child for child in row.children if isinstance(child, Node) and child.tag in ("td", "th")]


def _is_prose(text: str) -> bool:
    return len(text) > _PROSE and "。" in text


def _is_data_row(row: list[str]) -> bool:
    """Several short cells, most of them after the first empty or numbers."""
    if len(row) < 2 or any(len(text) > _SHORT + _PROSE for text in row):
        return False
    return any(any(char.isdigit() for char in text) for text in row) and all(
        len(squeeze(text)) <= _SHORT for text in row[1:]
    )


def _cell(node: Node, text: str) -> Cell:
    attrs = node.attrs
    return Cell(text, _span(attrs.get("colspan")), _span(attrs.get("rowspan"))) if attrs else Cell(text)


def _span(written: str | None) -> int:
    digits = _DIGITS.search(written) if written else None
    return min(max(int(digits.group()), 1), _MAX_SPAN) if digits else 1
