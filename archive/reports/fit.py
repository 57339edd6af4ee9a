"""Which cells of a row are its values: by ordinal position, and none where two readings are possible."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from archive.reports.sheet import Slot
from archive.reports.words import fold

Slots = tuple[Slot, ...]


class Line(NamedTuple):
    """One row to be fitted: its label's index and depth (how many columns its label spans), and the cells behind it."""

    label: int
    depth: int
    slots: Slots

    @property
    def width(self) -> int:
        return self.label + 1 + len(self.slots)


def fit(slots: Slots, count: int) -> Slots | None:
    """The `count` values among the cells behind a label (docs/formats.md#rows), or None.

    Surplus cells must be blank. If more than one reading is possible, there is none.
    """
    return _only(candidates(slots, count))


def candidates(slots: Slots, count: int) -> list[Slots]:
    """All runs of `count` cells beside which the others are blank."""
    return [slots[begin : begin + count] for begin in _begins(slots, count)]


def fit_heads(slots: Slots, count: int, headed: tuple[int, ...], blank_end: bool, usual: int | None) -> Slots | None:
    """The values under `count` heads in a head row of as many cells (`headed`: printed, and with spans counted).

    A row that is as wide as the head row may hold blank cells of its own between values, as spans leave them in text;
    surplus values under the blank cells that end a head row stand under no head. Of two readings the one counts that
    begins where all rows begin that have only one (`usual`).
    """
    if len(slots) == count:
        return slots
    if len(slots) not in headed:
        return None
    begins = _begins(slots, count)
    readings = [slots[begin : begin + count] for begin in begins]
    filled = tuple(slot for slot in slots if not slot.blank)
    if len(filled) == count:
        readings.append(filled)
    if blank_end and 0 < count < len(slots):
        readings.append(slots[:count])
    only = _only(readings)
    return slots[usual : usual + count] if only is None and usual is not None and usual in begins else only


def usual_begin(rows: Iterable[tuple[Slots, int]]) -> int | None:
    """Where the values of all rows begin that can be read in one way only; None where there is none, or more."""
    begins = {found[0] for slots, count in rows if len(found := _begins(slots, count)) == 1 and count < len(slots)}
    return begins.pop() if len(begins) == 1 else None


def has_surplus(slots: Slots, read: Slots) -> bool:
    """Whether cells that are not blank were left out."""
    return sum(not slot.blank for slot in slots) > sum(not slot.blank for slot in read)


def _begins(slots: Slots, count: int) -> list[int]:
    """Where `count` cells in a row can begin, all others being blank."""
    if len(slots) == count:
        return [0]
    filled = [index for index, slot in enumerate(slots) if not slot.blank]
    first, last = (filled[0], filled[-1]) if filled else (0, 0)
    return [begin for begin in range(len(slots) - count + 1) if begin <= first and last < begin + count]


def _only(found: Iterable[Slots]) -> Slots | None:
    readings = {tuple(fold(slot.text) for slot in each): each for each in found}
    return next(iter(readings.values())) if len(readings) == 1 else None


class Geometry:
    """Where the values of a table's rows stand, learned from the rows that allow one reading only.

    A row with surplus cells is read only if another row has them in the same places, or in text, where dumps fill all
    rows to one width, if other rows of its width and labels as deep have their values there, or all rows of its width.
    A row that allows several readings begins where all rows with surplus cells begin whose labels are as deep, else, in
    text, where all rows of its width have their first value. Rows as long as one with too many values are not read:
    there is a column more. In text (`widths`) a row of a width of its own whose first value is blank may have lost a
    cell.
    """

    def __init__(self, lines: Iterable[Line], count: int, *, widths: bool) -> None:
        self._count, self._widths_tell = count, widths
        self._by_depth: dict[int, Counter[int]] = defaultdict(Counter)
        self._by_width: dict[int, Counter[int]] = defaultdict(Counter)
        self._places: Counter[tuple[int, int]] = Counter()
        self._widths: Counter[int] = Counter()
        self._overfull: set[int] = set()
        for line in lines:
            self._widths[line.width] += 1
            if len(line.slots) > count and sum(not slot.blank for slot in line.slots) > count:
                self._overfull.add(len(line.slots))
            begins = _begins(line.slots, count)
            if len(begins) == 1 and not all(slot.blank for slot in line.slots):
                self._by_depth[line.depth][begins[0]] += len(line.slots) > count
                self._by_width[line.width][line.label + 1 + begins[0]] += 1
                self._places[begins[0], len(line.slots) - begins[0] - count] += 1

    def fit(self, line: Line) -> Slots | None:
        """The values of one row."""
        begins = _begins(line.slots, self._count)
        if len(line.slots) in self._overfull:
            return None
        if not begins or all(slot.blank for slot in line.slots):
            return line.slots[: self._count] if begins else None
        begin = begins[0] if len(begins) == 1 else self._told(line, begins)
        if begin is None or (len(begins) == 1 and len(line.slots) > self._count and not self._supported(line, begin)):
            return None
        found = line.slots[begin : begin + self._count]
        alone = self._widths_tell and self._widths[line.width] == 1 and len(self._widths) > 1
        return None if alone and found[0].blank else found

    def candidates(self, line: Line) -> list[Slots]:
        """All that the values of a row can be by its blank cells, where the other rows do not tell."""
        return [] if len(line.slots) in self._overfull else candidates(line.slots, self._count)

    def _told(self, line: Line, begins: list[int]) -> int | None:
        deep = {begin for begin, seen in self._by_depth[line.depth].items() if seen}
        wide = self._by_width[line.width] if self._widths_tell else ()
        told = deep or {start - line.label - 1 for start in wide}
        return told.pop() if len(told) == 1 and told <= set(begins) else None

    def _supported(self, line: Line, begin: int) -> bool:
        rest = len(line.slots) - begin - self._count
        filled = self._widths_tell and self._by_depth[line.depth][begin] > 1 and self._widths[line.width] > 1
        grid = self._widths_tell and len(self._by_width[line.width]) == 1 and self._widths[line.width] > self._count
        return filled or grid or self._places[begin, rest] > 1
