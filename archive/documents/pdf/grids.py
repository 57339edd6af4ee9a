"""Rulings to grids: lines that cross make a table, and a line that is missing joins two of its cells."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from archive.documents.pdf.page import Box, Ruling

_NEAR = 2.0
_GAP = 3.0
_THINNEST = 3.5
_COVERED = 0.7
_MOST_CROSSINGS = 1_000_000
_MOST_SQUARES = 40_000

Square = tuple[int, int]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid: its first row and column, how many it spans, and its box on the page."""

    row: int
    column: int
    down: int
    across: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the places of its lines, its cells row by row, and which cell holds each square.

    `outside` are numbers of cells that lie beyond a border that ends before them, or have more than four corners: they
    are cells only where something is printed in them. `closed` says whether there is a line above and below all rows.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    squares: dict[Square, int]
    outside: frozenset[int]
    closed: tuple[bool, bool]

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def at(self, x: float, y: float) -> int | None:
        """The number of the cell that holds a point."""
        return self.squares.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))


def find_grids(across: Iterable[Ruling], down: Iterable[Ruling], unit: float) -> list[Grid]:
    """All ruled tables of a page, from top to bottom; frames and single columns are none (docs/formats.md#pdf)."""
    rows, columns = _merged(across, unit), _merged(down, unit)
    if len(rows) * len(columns) > _MOST_CROSSINGS:
        return []
    grids = [_grid(lines, bars, unit) for lines, bars in _connected(rows, columns, unit)]
    return sorted((grid for grid in grids if grid is not None), key=lambda grid: (grid.box[1], grid.box[0]))


def _merged(rulings: Iterable[Ruling], unit: float) -> list[Ruling]:
    """Pieces of one line made one: borders are drawn cell by cell, dotted, or twice."""
    merged: list[Ruling] = []
    for level in _levels(list(rulings), unit):
        at = sum(each.at for each in level) / len(level)
        start, end = level[0].start, level[0].end
        for each in sorted(level, key=lambda each: each.start):
            if each.start > end + _GAP * unit:
                merged.append(Ruling(at, start, end))
                start, end = each.start, each.end
            start, end = min(start, each.start), max(end, each.end)
        merged.append(Ruling(at, start, end))
    return [each for each in merged if each.end - each.start > _GAP * unit]


def _levels(rulings: list[Ruling], unit: float) -> list[list[Ruling]]:
    levels: list[list[Ruling]] = []
    for each in sorted(rulings):
        if levels and each.at - levels[-1][0].at <= _NEAR * unit:
            levels[-1].append(each)
        else:
            levels.append([each])
    for level in levels:
        level.sort(key=lambda each: each.start)
    return levels


def _connected(rows: list[Ruling], columns: list[Ruling], unit: float) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Lines that touch one another, directly or through others."""
    heads = list(range(len(rows) + len(columns)))

    def head(index: int) -> int:
        while heads[index] != index:
            heads[index] = heads[heads[index]]
            index = heads[index]
        return index

    near = _NEAR * unit
    for one, row in enumerate(rows):
        for two, column in enumerate(columns, len(rows)):
            if row.start - near <= column.at <= row.end + near and column.start - near <= row.at <= column.end + near:
                heads[head(one)] = head(two)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = defaultdict(lambda: ([], []))
    for index in range(len(heads)):
        lines, bars = groups[head(index)]
        if index < len(rows):
            lines.append(rows[index])
        else:
            bars.append(columns[index - len(rows)])
    return [(lines, bars) for lines, bars in groups.values() if lines and bars]


def _grid(lines: list[Ruling], bars: list[Ruling], unit: float) -> Grid | None:
    """The grid of connected lines. Where lines reach beyond the last crossing line, the table is open on that side."""
    xs = _places([bar.at for bar in bars], [(line.start, line.end) for line in lines], unit)
    ys = _places([line.at for line in lines], [(bar.start, bar.end) for bar in bars], unit)
    if len(xs) < 3 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > _MOST_SQUARES:
        return None
    walls = _walls(bars, xs, ys, unit)
    floors = _walls(lines, ys, xs, unit)
    regions = _regions(xs, ys, walls, floors)
    cells = tuple(_cell(region, xs, ys) for region in regions)
    squares = {square: number for number, region in enumerate(regions) for square in region}
    widest = max(sum(1 for cell in cells if cell.row == row) for row in range(len(ys) - 1))
    sides = _Sides(len(ys) - 2, len(xs) - 2, walls, floors)
    odd = (
        number
        for number, (cell, region) in enumerate(zip(cells, regions, strict=True))
        if len(region) < cell.down * cell.across or sides.open_at(region)
    )
    ruled = {place for place, _ in floors}
    closed = (0 in ruled, len(ys) - 1 in ruled)
    return Grid(xs, ys, cells, squares, frozenset(odd), closed) if widest > 1 else None


class _Sides:
    """The four sides of a table, by the numbers of its last row and column, and where they are ruled."""

    def __init__(self, row: int, column: int, walls: set[Square], floors: set[Square]) -> None:
        self._sides = [
            ((1, 0), self._ruled(walls, 0)), ((1, column), self._ruled(walls, column + 1)),
            ((0, 0), self._ruled(floors, 0)), ((0, row), self._ruled(floors, row + 1)),
        ]  # fmt: skip

    def _ruled(self, lines: set[Square], place: int) -> set[int]:
        return {step for at, step in lines if at == place}

    def open_at(self, region: list[Square]) -> bool:
        """Whether squares lie on a side that is ruled elsewhere, but nowhere along them."""
        for (axis, last), ruled in self._sides:
            along = {square[1 - axis] for square in region if square[axis] == last}
            if along and ruled and not along & ruled:
                return True
        return False


def _places(own: list[float], spans: list[tuple[float, float]], unit: float) -> tuple[float, ...]:
    """The places of crossing lines, and the ends of the others where these reach further than a line is thick."""
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    found: list[float] = []
    for place in sorted(own):
        if not found or place - found[-1] > _THINNEST * unit:
            found.append(place)
    if found[0] - first > 2 * _GAP * unit:
        found.insert(0, first)
    if last - found[-1] > 2 * _GAP * unit:
        found.append(last)
    return tuple(found)


def _walls(lines: list[Ruling], places: tuple[float, ...], steps: tuple[float, ...], unit: float) -> set[Square]:
    """(place, step) for every step along a place that is mostly ruled."""
    found: set[Square] = set()
    covered: dict[Square, float] = defaultdict(float)
    near = _NEAR * unit
    for line in lines:
        place = min(range(len(places)), key=lambda index: abs(places[index] - line.at))
        for step in range(max(bisect_right(steps, line.start - near) - 1, 0), len(steps) - 1):
            low, high = steps[step], steps[step + 1]
            if low > line.end:
                break
            covered[place, step] += max(min(high, line.end) - max(low, line.start), 0)
    for (place, step), length in covered.items():
        if length >= _COVERED * (steps[step + 1] - steps[step]):
            found.add((place, step))
    return found


def _regions(
    xs: tuple[float, ...], ys: tuple[float, ...], walls: set[Square], floors: set[Square]
) -> list[list[Square]]:
    """Squares without a line between them, put together; in the order of reading."""
    heads = {(row, column): (row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1)}

    def head(square: Square) -> Square:
        while heads[square] != square:
            heads[square] = heads[heads[square]]
            square = heads[square]
        return square

    for row, column in heads:
        if column + 2 < len(xs) and (column + 1, row) not in walls:
            heads[head((row, column + 1))] = head((row, column))
        if row + 2 < len(ys) and (row + 1, column) not in floors:
            heads[head((row + 1, column))] = head((row, column))
    groups: dict[Square, list[Square]] = defaultdict(list)
    for square in heads:
        groups[head(square)].append(square)
    return sorted(groups.values(), key=min)


def _cell(group: list[Square], xs: tuple[float, ...], ys: tuple[float, ...]) -> GridCell:
    """The box around squares."""
    top, bottom = min(row for row, _ in group), max(row for row, _ in group) + 1
    left, right = min(column for _, column in group), max(column for _, column in group) + 1
    return GridCell(top, left, bottom - top, right - left, (xs[left], ys[top], xs[right], ys[bottom]))
