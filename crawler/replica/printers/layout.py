"""Where cells stand: spans laid on a grid, texts broken into lines, rows given heights, tables cut into pages."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Width = Callable[[str, float], float]
_SHARES: dict[int, tuple[float, ...]] = {
    3: (5, 1, 1.2), 4: (2, 1, 1, 1), 5: (2, 1, 1, 1, 1), 10: (1.2, 1.6, 3.2, 1, 1, 1, 1, 1, 1, 1),
}  # fmt: skip
_WORD = re.compile(r"[0-9A-Za-z.,]+|.")


@dataclass(slots=True)
class Box:
    """One cell on the grid: its text, first row and column, and how many of each it fills."""

    text: str
    row: int
    column: int
    rows: int
    columns: int
    lines: list[str] = field(default_factory=list)


def on_grid(rows: Sequence[Sequence[tuple[str, int, int]]]) -> list[Box]:
    """Cells given as (text, colspan, rowspan), put where the spans above them leave room."""
    taken: set[tuple[int, int]] = set()
    boxes: list[Box] = []
    for number, row in enumerate(rows):
        column = 0
        for text, width, height in row:
            while (number, column) in taken:
                column += 1
            height = min(height, len(rows) - number)
            taken |= {(number + down, column + right) for down in range(height) for right in range(width)}
            boxes.append(Box(text, number, column, height, width))
            column += width
    return boxes


def shares(columns: int) -> list[float]:
    """How the width of a table falls to its columns: labels get more than numbers."""
    weights = _SHARES.get(columns, (1.0,) * columns)
    return [weight / sum(weights) for weight in weights]


def wrap(text: str, room: float, size: float, width: Width) -> list[str]:
    """The text in lines no wider than `room`; breaks in the text stay, a number is cut only where it has no room."""
    lines: list[str] = []
    for part in text.split("\n"):
        line, used = "", 0.0
        for word in _WORD.findall(part):
            whole = width(word, size) <= room
            for piece in (word,) if whole else tuple(word):
                wide = width(piece, size)
                if line and used + wide > room:
                    lines.append(line)
                    line, used = "", 0.0
                line, used = line + piece, used + wide
        lines.append(line)
    return lines


def heights(boxes: Sequence[Box], rows: int, leading: float, padding: float) -> list[float]:
    """Row heights that hold every text; the last row of a span takes what its text needs more."""
    found = [leading + padding] * rows
    for box in sorted(boxes, key=lambda one: one.rows):
        need = len(box.lines) * leading + padding
        have = sum(found[box.row : box.row + box.rows])
        found[box.row + box.rows - 1] += max(0.0, need - have)
    return found


def cuts(found: list[float], first: float, full: float, head: float, leading: float, *, inside: bool) -> list[float]:
    """Where the table's length is cut so that the pieces fit: `first` is left on this page, `full` on every other.

    `head` is taken from each later page by the rows that are shown again. With `inside` a row may be cut through; it
    grows by more than a line, so that no line of text has to stand on the cut. `found` is changed accordingly.
    """
    points, top, room = [0.0], 0.0, first
    for row, height in enumerate(found):
        if top + height - points[-1] > room + 0.01:
            over = room - (top - points[-1])
            if inside and height > 2 * leading and over > leading:
                found[row] = height = height + 1.25 * leading
                points.append(points[-1] + room)
            elif top > points[-1]:
                points.append(top)
            room = full - head
        top += height
    return [*points, top]


def line_tops(box: Box, top: float, bottom: float, leading: float, points: Sequence[float]) -> list[float]:
    """Where each line of the cell begins: centred in the cell, and never across a cut."""
    at = top + max(0.0, (bottom - top - len(box.lines) * leading) / 2)
    tops = []
    for _ in box.lines:
        cut = next((point for point in points if at < point < at + leading), None)
        at = at if cut is None else cut + leading * 0.15
        tops.append(at)
        at += leading
    return tops
