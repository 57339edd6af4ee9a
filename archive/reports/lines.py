"""Lines of text to rows: cells by TAB, one cell per line, else a stream of labels and values; pipes in pipes.py."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from archive.reports.labels import exact
from archive.reports.pipes import TextLine, pipe_rows
from archive.reports.scan import Token, line_tokens, stream_rows
from archive.reports.sheet import Row, Slot

_MOST_CELLS = 200
_CELL = re.compile(r"\t[^\t]*")
PAGE_MARK = re.compile(
    r"\s*(?:[-—–―]{1,2}\s*\d{1,3}\s*[-—–―]{1,2}|第\s*\d{1,3}\s*页(?:[,，/]?\s*共\s*\d{1,3}\s*页)?|\f)\s*"
)
"""A line that is nothing but a page's number or its end."""
_HEADING = re.compile(r"[#\s]*[一二三四五六]、.{0,40}(?:情况|事项|问题)")


@dataclass(slots=True)
class _Cells:
    """A row of a cell-per-line table while it is gathered."""

    cells: list[tuple[str, int | None]] = field(default_factory=list)
    blocks: set[int] = field(default_factory=set)

    def add(self, line: TextLine) -> None:
        self.cells.append((line.text[1:], line.number))
        self.blocks.add(line.block)

    def extend(self, line: TextLine) -> None:
        """Joins a line without TAB to the cell above it."""
        text, number = self.cells[-1]
        self.cells[-1] = (f"{text}\n{line.text}", number)
        self.blocks.add(line.block)

    def row(self) -> Row:
        return Row(tuple(Slot(text, number) for text, number in self.cells), frozenset(self.blocks))


def text_rows(lines: Iterable[TextLine]) -> Iterator[Row]:
    """Rows of all lines in order. Lines with TABs and pipes give cells, others a stream of labels and values."""
    lines = [part for line in lines if not PAGE_MARK.fullmatch(line.text) for part in _parted(line)]
    single = sum(1 for line in lines if _CELL.fullmatch(line.text))
    several = sum(1 for line in lines if "\t" in line.text) - single
    if single > several:
        yield from _cell_lines(lines)
    else:
        yield from _row_lines(lines)


def _parted(line: TextLine) -> Iterator[TextLine]:
    """A line by itself; one with pipes behind all cells of the report as a line for each cell."""
    if line.text.count("|") < _MOST_CELLS:
        yield line
    else:
        yield from (line._replace(text=cell) for cell in line.text.split("|"))


def _row_lines(lines: list[TextLine]) -> Iterator[Row]:
    """Each line with TABs or pipes is a row; what lies between them is read as a stream."""
    stream: list[Token] = []
    for line in pipe_rows(lines):
        row = line if isinstance(line, Row) else _tab_row(line)
        if row is not None:
            yield from stream_rows(stream)
            stream = []
            yield row
        elif isinstance(line, TextLine) and line.text.strip():
            stream.extend(line_tokens(line.text, line.number, line.block))
    yield from stream_rows(stream)


def _tab_row(line: TextLine) -> Row | None:
    if not 0 < line.text.count("\t") < _MOST_CELLS:
        return None
    return Row(tuple(Slot(text, line.number) for text in line.text.split("\t")), frozenset({line.block}))


def _cell_lines(lines: list[TextLine]) -> Iterator[Row]:
    """Each line that begins with TAB is a cell, an empty line ends the row; other lines continue a cell or are text."""
    held = _Cells()
    parted = False
    for position, line in enumerate(lines):
        if line.text.startswith("\t"):
            if parted and held.cells:
                yield held.row()
                held = _Cells()
            held.add(line)
            parted = False
        elif not line.text.strip():
            parted = True
        elif held.cells and _continues(held, line, parted, lines[position + 1 : position + 2]):
            held.extend(line)
            parted = False
        else:
            if held.cells:
                yield held.row()
                held = _Cells()
            yield from stream_rows(line_tokens(line.text, line.number, line.block))
    if held.cells:
        yield held.row()


def _continues(held: _Cells, line: TextLine, parted: bool, following: list[TextLine]) -> bool:
    """Whether a line without TAB belongs to the cell above it.

    Behind an empty line it does only where the two together are a label and cells follow: a label can hold an empty
    line, and an empty line can end a row.
    """
    if _HEADING.match(line.text):
        return False
    if not parted:
        return True
    whole = f"{held.cells[-1][0]}\n{line.text}"
    return bool(following) and following[0].text.startswith("\t") and bool(exact(whole))
