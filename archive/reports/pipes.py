"""Lines with pipes to rows of cells, wherever the pipe stands: around a row, behind a cell, on a line of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import NamedTuple

from archive.documents.markdown import pipe_cells
from archive.reports.cells import is_value
from archive.reports.labels import exact
from archive.reports.sheet import Row, Slot

_MOST_CELLS = 200
_FEWEST_LINES = 3
_LABEL_LINES = 6
_SHARE = 8
_RULE = re.compile(r":?-+:?")
_BELOW_HEAD = re.compile(r":?-{3,}:?")
_PIPE = re.compile(r"(?<!\\)\|")
_MARKS = "*_ \t"
_ALONE = ("|", "||")
_PADDED = re.compile(r"(?:(?<=\|)[ \t]|^)(\|+)\s*$")
"""Pipes without space between them that a tool set behind the last cell of a row, to one width."""
_BLANK_BEFORE = re.compile(r"(?:\|[ \t]+|\n[ \t]*)\|\s*[\d.,]+[ \t]*\|")
"""A blank cell before a value: in a line, or as a line of its own."""


class TextLine(NamedTuple):
    """One line with its number (None outside a text file) and the document block it belongs to."""

    text: str
    number: int | None
    block: int


@dataclass(slots=True)
class _Reader:
    """The row being gathered and the lines without pipe behind it: the beginning of a cell, or other text."""

    apart: bool = False
    cells: list[tuple[str, TextLine]] = field(default_factory=list)
    loose: list[TextLine] = field(default_factory=list)

    def row(self) -> Iterator[Row]:
        if self.cells:
            slots = tuple(Slot(text, line.number) for text, line in self.cells)
            yield Row(slots, frozenset(line.block for _, line in self.cells))
            self.cells = []

    def text(self) -> Iterator[Row | TextLine]:
        """The loose lines as other text, behind the row before them, whose last value may have lost its pipe."""
        first = next((line for line in self.loose if line.text.strip()), None)
        if self.apart and self.cells and first and is_value(first.text):
            self.cells.append((first.text.strip(), first))
            self.loose = self.loose[self.loose.index(first) + 1 :]
        if any(line.text.strip() for line in self.loose):
            yield from self.row()
        yield from self.loose
        self.loose = []

    def close(self, lead: str, line: TextLine) -> Iterator[Row | TextLine]:
        """Ends the cell that `lead` is, or the last part of."""
        parts = [each for each in self.loose if each.text.strip()]
        taken = _belonging([each.text.strip() for each in parts], lead)
        cell = "\n".join(filter(None, [*(each.text.strip() for each in parts[len(parts) - taken :]), lead]))
        first = parts[len(parts) - taken] if taken else line
        self.loose = parts[: len(parts) - taken]
        yield from self.text()
        self.cells.append((cell, first))


def pipe_rows(lines: list[TextLine]) -> Iterator[Row | TextLine]:
    """Rows of the lines with pipes, all other lines as they are (docs/formats.md#layouts)."""
    if sum(1 for line in lines if "|" in line.text) < _FEWEST_LINES:
        yield from lines
        return
    lines = _unpadded(_halved(lines))
    opened, apart, between = _opened(lines), _apart(lines), _between(lines)
    reader = _Reader(apart)
    for line in lines:
        pieces = [piece.strip(_MARKS).replace("\\|", "|") for piece in _PIPE.split(line.text)]
        if not 1 < len(pieces) <= _MOST_CELLS:
            reader.loose.append(line)
        elif opened and len(pieces) > 2 and pieces[0] == "" and any(pieces):
            yield from reader.text()
            yield from reader.row()
            yield from _whole(line)
        elif not all(_BELOW_HEAD.fullmatch(piece) for piece in pieces):
            if not (pieces[0] or apart):
                yield from reader.text()
            yield from reader.close(pieces[0], line)
            last = [pieces[-1]] if pieces[-1] or between else []
            reader.cells.extend((piece, line) for piece in [*pieces[1:-1], *last])
            if len(pieces) > 2 or last:
                yield from reader.row()
    yield from reader.text()
    yield from reader.row()


def _halved(lines: list[TextLine]) -> list[TextLine]:
    """The lines with half their pipes, where those on lines of their own are two by two: each pair parts cells once."""
    runs = [(alone, list(run)) for alone, run in groupby(lines, lambda line: line.text.strip() in _ALONE)]
    pipes = ["".join(line.text.strip() for line in run) for alone, run in runs if alone]
    pairs = sum(alone and [line.text.strip() for line in run] == ["|", "|"] for alone, run in runs)
    if pairs < _FEWEST_LINES or 2 * pairs <= len(pipes) or any(len(each) % 2 for each in pipes):
        return lines
    halves: list[TextLine] = []
    for alone, run in runs:
        half = sum(line.text.count("|") for line in run) // 2 if alone else len(run)
        halves.extend(line._replace(text="|") if alone else line for line in run[:half])
    return halves


def _unpadded(lines: list[TextLine]) -> list[TextLine]:
    """The lines without the pipes that pad rows of values to one width, where a tool set them.

    Such a tool may leave blank cells out: if none stands before a value, also a single pipe more than cells is padding.
    Behind a label with no value all cells are blank, whatever stands for them.
    """
    padded = [found for line in lines if (found := _PADDED.search(line.text))]
    if sum(len(found[1]) > 1 for found in padded) < _FEWEST_LINES:
        return lines
    fewest = 2 if _BLANK_BEFORE.search("\n".join(line.text for line in lines)) else 1
    bare, valued = [], False
    for line in lines:
        pieces = [piece.strip(_MARKS) for piece in line.text.split("|")]
        valued = any(map(is_value, pieces)) or (valued and not any(pieces))
        found = _PADDED.search(line.text) if valued else None
        bare.append(line._replace(text=line.text[: found.start()]) if found and len(found[1]) >= fewest else line)
    return bare


def _opened(lines: list[TextLine]) -> bool:
    """Whether pipes open rows: most lines of several cells begin with one."""
    several = [line.text.strip() for line in lines if line.text.count("|") > 1 and line.text.strip("| \t")]
    return 2 * sum(text.startswith("|") for text in several) > len(several)


def _between(lines: list[TextLine]) -> bool:
    """Whether pipes stand only between cells: not few lines of several cells end without one, the others in a blank."""
    several = [line.text.rstrip() for line in lines if line.text.count("|") > 1]
    ended = sum(text.endswith("|") for text in several)
    return len(several) - ended >= max(_FEWEST_LINES, len(several) // _SHARE)


def _apart(lines: list[TextLine]) -> bool:
    """Whether pipes stand on lines of their own below their cells, more often than behind them."""
    texts = [line.text.strip() for line in lines]
    alone = sum(1 for one, two in pairwise(texts) if one and "|" not in one and two == "|")
    return alone > sum(1 for text in texts if text.count("|") == 1 and text != "|")


def _whole(line: TextLine) -> Iterator[Row]:
    """A line that begins with a pipe is a row of its own; the line of dashes below a head is none."""
    texts = [cell.text.strip(_MARKS) for cell in pipe_cells(line.text) or ()]
    if not all(_RULE.fullmatch(text) for text in texts):
        yield Row(tuple(Slot(text, line.number) for text in texts), frozenset({line.block}))


def _belonging(above: list[str], lead: str) -> int:
    """How many of the lines above a pipe are its cell: as many as make a label with it, else one where it has none."""
    for count in range(0 if lead else 1, min(len(above), _LABEL_LINES) + 1):
        if exact("".join([*above[len(above) - count :], lead])):
            return count
    return 0 if lead else min(len(above), 1)
