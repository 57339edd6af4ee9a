"""Tables joined over page breaks: repeated heads once, a row that the break cuts as one row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.documents.model import Cell, Table
from archive.documents.pdf.doubt import SAME_PLACE, doubted, first_of_values, in_doubt
from archive.documents.pdf.marks import is_number, is_numbered
from archive.documents.pdf.parts import Part, Piece

_SAME_WIDTH = 0.02
_STRIP = 8.0


@dataclass(slots=True)
class Joined:
    """A table that grows page by page."""

    parts: list[Part]
    rows: int
    width: float
    unit: float
    latest: Piece

    @classmethod
    def of(cls, piece: Piece) -> "Joined":
        """The table that begins with a piece."""
        return cls(list(piece.parts), piece.rows, piece.box[2] - piece.box[0], piece.unit, piece)

    def fits(self, piece: Piece) -> bool:
        """Whether a piece at the top of the next page can be this table's continuation: it is as wide."""
        width = piece.box[2] - piece.box[0]
        return abs(width - self.width) <= max(_SAME_WIDTH * self.width, SAME_PLACE * self.unit)

    def add(self, piece: Piece) -> None:
        """Takes the continuation."""
        self._drop_strip()
        parts, rows = self._without_heads(piece)
        above, below = self._last_row(), _first_row(parts)
        offset = self.rows
        aligned = _aligned(above, below, self.unit)
        if aligned and _cut(above, below, self.unit):
            self._replace(above, [_merge(one, two) for one, two in zip(above, below, strict=True)])
            parts = [part for part in parts if part.row > 0]
            offset -= 1
        else:
            parts = self.met(parts)
            above, below = self._last_row(), _first_row(parts)
            spanned = _spanned(above, below) if aligned else []
            self._replace([a for a, _ in spanned], [replace(a, down=a.down + b.down) for a, b in spanned])
            parts = [part for part in parts if all(part is not b for _, b in spanned)]
        self.parts.extend(replace(part, row=part.row + offset) for part in parts)
        self.rows = offset + rows

    def met(self, parts: Sequence[Part]) -> list[Part]:
        """The cells of the next page; where its first row and the last here may be one, the values of both are lost."""
        above, first = self._last_row(), first_of_values(parts)
        below = sorted((part for part in parts if part.row == first), key=lambda part: part.left)
        if not in_doubt(above, below, self.unit):
            return list(parts)
        self._replace(above, [doubted(part, self.parts) for part in above])
        return [doubted(part, parts) if part.row == first else part for part in parts]

    def table(self) -> Table:
        """The whole table; columns are counted where any of its pages has a line."""
        places = sorted({each for part in self.parts for each in (part.left, part.right)})
        columns: dict[float, int] = {}
        number, last = -1, float("-inf")
        for place in places:
            if place - last > SAME_PLACE * self.unit:
                number += 1
            columns[place], last = number, place
        rows: list[list[Part]] = [[] for _ in range(self.rows)]
        for part in self.parts:
            rows[part.row].append(part)
        return Table(tuple(tuple(_cells(row, columns)) for row in rows if row))

    def _drop_strip(self) -> None:
        """Drops an empty strip below the last row: what a table without a line at the break leaves of its page."""
        last = [part for part in self.parts if part.row == self.rows - 1]
        if self.rows > 1 and len(last) == 1 and not last[0].text:
            self.rows -= 1
            kept = (part for part in self.parts if part is not last[0])
            self.parts = [replace(part, down=min(part.down, self.rows - part.row)) for part in kept]

    def _last_row(self) -> list[Part]:
        return sorted((part for part in self.parts if part.row + part.down == self.rows), key=lambda part: part.left)

    def _replace(self, old: list[Part], new: list[Part]) -> None:
        changed = {id(one): two for one, two in zip(old, new, strict=True)}
        self.parts = [changed.get(id(part), part) for part in self.parts]

    def _without_heads(self, piece: Piece) -> tuple[list[Part], int]:
        """The piece without the rows that repeat the first rows of the table."""
        repeated = 0
        while repeated < piece.rows - 1 and any(
            _repeats(first, piece.parts, repeated) for first in (self.parts, self.latest.parts)
        ):
            repeated += 1
        self.latest = piece
        while repeated and any(part.row < repeated < part.row + part.down for part in piece.parts):
            repeated -= 1
        kept = [replace(part, row=part.row - repeated) for part in piece.parts if part.row >= repeated]
        return kept, piece.rows - repeated


def _first_row(parts: Sequence[Part]) -> list[Part]:
    return sorted((part for part in parts if part.row == 0), key=lambda part: part.left)


def _repeats(first: list[Part] | tuple[Part, ...], other: tuple[Part, ...], row: int) -> bool:
    """Whether a row of heads is printed again: the same words in the same cells, and no number."""
    one, two = (
        [("".join(part.text.split()), part.down, round(part.left / 4)) for part in parts if part.row == row]
        for parts in (first, other)
    )
    return one == two and any(text for text, _, _ in one) and not any(is_number(text) for text, _, _ in one)


def _aligned(above: list[Part], below: list[Part], unit: float) -> bool:
    """Whether two rows have the same cells side by side."""
    return len(above) == len(below) and all(
        abs(one.left - two.left) + abs(one.right - two.right) <= 2 * SAME_PLACE * unit
        for one, two in zip(above, below, strict=True)
    )


def _cut(above: list[Part], below: list[Part], unit: float) -> bool:
    """Whether the break runs through one row (docs/formats.md#pdf): only labels have text on both."""
    pairs = [(one, two) for one, two in zip(above, below, strict=True) if not (one.down > 1 and two.down > 1)]
    if len(above) < 2:
        return False
    both = [(one, two) for one, two in pairs if one.text and two.text]
    if both:
        return len(both) < len(pairs) and all(_label_goes_on(one, two) for one, two in both)
    strips = [part for part in (above, below) if not any(each.text for each in part)]
    return not strips or any(each.box[3] - each.box[1] < _STRIP * unit for row in strips for each in row)


def _spanned(above: list[Part], below: list[Part]) -> list[tuple[Part, Part]]:
    """Labels of several rows that go on below the break: nothing is printed there, before the label of the row."""
    label = next((at for at, part in enumerate(below) if part.text), 0)
    if is_number(below[label].text):
        return []
    pairs = zip(above[:label], below[:label], strict=True)
    return [(one, two) for one, two in pairs if one.text and max(one.down, two.down) > 1]


def _label_goes_on(one: Part, two: Part) -> bool:
    """Whether a label goes on: it fills its line, or is numbered; what follows is no number, nor numbered itself."""
    if one.text == two.text or is_numbered(two.text) or is_number(one.text) or is_number(two.text):
        return False
    return one.full or is_numbered(one.text)


def _merge(one: Part, two: Part) -> Part:
    """The two halves of a cell; its place is the half that has its text."""
    text = "\n".join(filter(None, (one.text, two.text)))
    where = one if one.text or not two.text else two
    down = one.down + two.down - 1
    return replace(where, text=text, left=one.left, right=one.right, row=one.row, down=down, full=two.full)


def _cells(row: list[Part], columns: dict[float, int]) -> Iterator[Cell]:
    for part in sorted(row, key=lambda part: part.left):
        across = max(columns[part.right] - columns[part.left], 1)
        yield Cell(part.text, across, part.down, part.page.place(part.box))
