"""Which cells of a row are its values: by ordinal position, and none where two readings are possible."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from archive.reports.sheet import Slot
from archive.reports.words import fold

Slots = tuple[Slot, ...]


def fit(slots: Slots, count: int) -> Slots | None:
    """The `count` values among the cells behind a label (docs/formats.md#rows), or None.

    Surplus cells must be blank, and all before the values or all behind them. If these readings differ, there is none.
    """
    return _only(_readings(slots, count))


def fit_heads(slots: Slots, count: int, headed: tuple[int, ...], blank_end: bool) -> Slots | None:
    """The values under `count` heads in a head row of as many cells (`headed`: printed, and with spans counted).

    A row that is as wide as the head row may hold blank cells of its own between values, as spans leave them in text;
    surplus values under the blank cells that end a head row stand under no head.
    """
    if len(slots) == count:
        return slots
    if len(slots) not in headed:
        return None
    readings = list(_readings(slots, count))
    filled = tuple(slot for slot in slots if not slot.blank)
    if len(filled) == count:
        readings.append(filled)
    if blank_end and 0 < count < len(slots):
        readings.append(slots[:count])
    return _only(readings)


def has_surplus(slots: Slots, read: Slots) -> bool:
    """Whether cells that are not blank were left out."""
    return sum(not slot.blank for slot in slots) > sum(not slot.blank for slot in read)


def _only(found: Iterable[Slots]) -> Slots | None:
    readings = {tuple(fold(slot.text) for slot in each): each for each in found}
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


class Geometry:
    """Where the values of a table's rows stand, learned from all its rows.

    A row with surplus cells is read only if another row has its surplus in the same place. In text, where rows are as
    wide as their neighbours, a row that allows two readings begins where rows of its width begin, and a row of a width
    of its own whose first value is blank may have lost a cell, and is not read.
    """

    def __init__(self, rows: Iterable[tuple[int, Slots]], count: int, *, widths: bool) -> None:
        self._count, self._by_width = count, widths
        self._starts: dict[int, set[int]] = defaultdict(set)
        self._widths: Counter[int] = Counter()
        self._surplus: Counter[tuple[int, int]] = Counter()
        for label, slots in rows:
            width = label + 1 + len(slots)
            self._widths[width] += 1
            found = fit(slots, count)
            if found and any(not slot.blank for slot in found):
                begin = _begin(slots, found)
                self._starts[width].add(label + 1 + begin)
                self._surplus[begin, len(slots) - begin - count] += 1

    def fit(self, label: int, slots: Slots) -> Slots | None:
        """The values of one row; `label` is the index of its label cell."""
        found = fit(slots, self._count)
        if found and all(slot.blank for slot in found):
            return found
        if found and len(slots) > self._count:
            begin = _begin(slots, found)
            return found if self._surplus[begin, len(slots) - begin - self._count] > 1 else None
        return self._by_neighbours(label, slots, found) if self._by_width else found

    def _by_neighbours(self, label: int, slots: Slots, found: Slots | None) -> Slots | None:
        width = label + 1 + len(slots)
        starts = self._starts[width]
        if found is None and len(starts) == 1:
            start = next(iter(starts)) - label - 1
            rest = slots[:start] + slots[start + self._count :]
            inside = 0 <= start <= len(slots) - self._count and all(slot.blank for slot in rest)
            return slots[start : start + self._count] if inside else None
        alone = self._widths[width] == 1 and len(self._widths) > 1
        return None if found and alone and found[0].blank else found


def _begin(slots: Slots, found: Slots) -> int:
    return next(index for index, slot in enumerate(slots) if slot is found[0])
