"""Tables made of blocks instead of `table`: a block for each row with one for each cell, or one block for each cell."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.documents.grid import cell_text
from archive.documents.model import Cell, Table
from archive.documents.tree import Node

_BLOCKS = frozenset({"p", "div", "ul", "ol", "li", "dl", "dt", "dd", "section", "article"})
_WITHIN = _BLOCKS | {"table", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
_VALUE = re.compile(r"[-+]?\d[\d,.]*")
_HEADING = re.compile(r"[#\s]*[一二三四五六]、.{0,40}(?:情况|事项|问题)")
_ROWS, _WIDE, _VALUES, _LONGEST = 3, 8, 21, 80

Child = Node | str


def block_tables(children: Sequence[Child]) -> Iterator[tuple[int, int, Table]]:
    """Neighbours that are a table: where each run begins and ends, and its cells (docs/formats.md#layout-tables)."""
    if len(children) <= _ROWS:
        return
    for start, end in _runs([_is_row(child) for child in children]):
        rows = [_cells(child) for child in children[start:end] if isinstance(child, Node)]
        if sum(map(_is_data, rows)) >= _ROWS or any(len(row) >= _WIDE and _is_data(row) for row in rows):
            yield start, end, _table(rows)
    if len(children) > _VALUES:
        yield from _streams(children)


def _streams(children: Sequence[Child]) -> Iterator[tuple[int, int, Table]]:
    """Runs of cells; where one of them is long and plain, those with some values are tables too."""
    runs = [
        (start, end, [cell_text(child, set()) for child in children[start:end] if isinstance(child, Node)])
        for start, end in _runs([_is_cell(child) for child in children])
    ]
    if any(_is_stream(cells) for _, _, cells in runs):
        for start, end, cells in runs:
            if sum(map(_is_value, cells)) >= _ROWS:
                yield start, end, _table([cells])


def _runs(members: Sequence[bool | None]) -> Iterator[tuple[int, int]]:
    """Where neighbours that belong together begin and end; None stands for what parts nothing."""
    start, end = -1, -1
    for at, member in enumerate(members):
        if member:
            start, end = (at if start < 0 else start), at + 1
        elif member is False and start >= 0:
            yield start, end
            start = -1
    if start >= 0:
        yield start, end


def _is_row(child: Child) -> bool | None:
    """Whether a block holds nothing but blocks without blocks of their own."""
    if isinstance(child, str):
        return None if not child.strip() else False
    if child.tag not in _BLOCKS:
        return False
    inner = (each for each in child.children if isinstance(each, Node) or each.strip())
    held = [isinstance(each, Node) and each.tag in _BLOCKS and _is_leaf(each) for each in inner]
    return bool(held) and all(held)


def _is_cell(child: Child) -> bool | None:
    """Whether a block can be a cell: short, and the heading of no section."""
    if isinstance(child, str):
        return None if not child.strip() else False
    if child.tag not in _BLOCKS or not _is_leaf(child):
        return False
    text = cell_text(child, set())
    return len(text) <= _LONGEST and not _HEADING.match(text)


def _is_leaf(node: Node) -> bool:
    return all(isinstance(child, str) or (child.tag not in _WITHIN and _is_leaf(child)) for child in node.children)


def _cells(row: Node) -> list[str]:
    return [cell_text(child, set()) for child in row.children if isinstance(child, Node)]


def _is_data(cells: Sequence[str]) -> bool:
    """A label with values or blanks behind it, one value at least."""
    values = [_is_value(cell) for cell in cells]
    last = list(zip(values, cells, strict=True))[max(len(cells) - 2, 1) :]
    return any(values) and bool(last) and all(value or not _shown(cell) for value, cell in last)


def _is_stream(cells: Sequence[str]) -> bool:
    """Many values, some of them blank, that stand directly behind one another: blanks part no cells here."""
    values = [_is_value(cell) for cell in cells]
    together = sum(one and two for one, two in pairwise(values))
    blank = [not _shown(cell) for cell in cells]
    apart = sum(one and middle and two for one, middle, two in zip(values, blank[1:], values[2:], strict=False))
    return any(blank) and sum(values) + sum(blank) >= _VALUES and together > apart


def _is_value(cell: str) -> bool:
    return bool(_VALUE.fullmatch(cell.strip()))


def _shown(cell: str) -> bool:
    return bool(cell.strip("\u00a0\u3000\u200b\ufeff \n"))


def _table(rows: Sequence[Sequence[str]]) -> Table:
    return Table(tuple(tuple(Cell(text) for text in row) for row in rows))
