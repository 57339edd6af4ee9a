"""Which cells of a row are its values: by ordinal position, and none where two readings are possible."""

from collections import defaultdict
from collections.abc import Iterable

from archive.reports.sheet import Slot
from archive.reports.words import fold

Slots = tuple[Slot, ...]


def fit(slots: Slots, count: int, headed: int = 0) -> Slots | None:
    """The `count` values among the cells behind a label (docs/formats.md#rows), or None.

    Surplus cells must be blank, all before the values, all behind them, or between; or stand under the blank cells
    that end a head row of `headed` cells. If these readings differ, there is none.
    """
    readings = {tuple(fold(slot.text) for slot in each): each for each in _readings(slots, count)}
    if 0 < count < headed == len(slots):
        readings[tuple(fold(slot.text) for slot in slots[:count])] = slots[:count]
    return next(iter(readings.values())) if len(readings) == 1 else None


def _readings(slots: Slots, count: int) -> Iterable[Slots]:
    surplus = len(slots) - count
    if surplus == 0:
        yield slots
    if surplus <= 0:
        return
    if all(slot.blank for slot in slots[count:]):
        yield slots[:count]
    if all(slot.blank for slot in slots[:surplus]):
        yield slots[surplus:]
    filled = tuple(slot for slot in slots if not slot.blank)
    if len(filled) == count:
        yield filled


class Geometry:
    """Where the values of a table's rows begin, learned from rows of the same width that allow one reading only.

    Rows of a table in text are as wide as their neighbours; a row of a width of its own whose first value is blank
    may have lost a cell, and is not read.
    """

    def __init__(self, rows: Iterable[tuple[int, Slots]], count: int) -> None:
        self._count = count
        self._starts: dict[int, set[int]] = defaultdict(set)
        self._widths: dict[int, int] = defaultdict(int)
        for label, slots in rows:
            width = label + 1 + len(slots)
            self._widths[width] += 1
            found = fit(slots, count)
            if found and any(not slot.blank for slot in found):
                self._starts[width].add(label + 1 + slots.index(found[0]))

    def fit(self, label: int, slots: Slots) -> Slots | None:
        """The values of one row; `label` is the index of its label cell."""
        width = label + 1 + len(slots)
        starts = self._starts[width]
        found = fit(slots, self._count)
        if found is None and len(starts) == 1:
            start = next(iter(starts)) - label - 1
            rest = slots[:start] + slots[start + self._count :]
            inside = 0 <= start <= len(slots) - self._count and all(slot.blank for slot in rest)
            return slots[start : start + self._count] if inside else None
        alone = self._widths[width] == 1 and len(self._widths) > 1
        if found and alone and found[0].blank and any(not slot.blank for slot in found):
            return None
        return found
