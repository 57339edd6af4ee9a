"""Cells on lines of their own whose blank ones leave their lines: where each value stands (docs/formats.md#layouts)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.reports.sheet import Row, Slot

_GAPS, _ROWS = 2, 3


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How many lines there are from cell to cell, and from the last cell of a row to what follows."""

    step: int
    gap: int

    def fit(self, row: Row, slots: Sequence[Slot], count: int) -> tuple[Slot, ...] | None:
        """The cells of a row, blank ones included; None where its lines are not those of `count` cells."""
        start, end = _start(row, slots), row.until
        if start is None or end is None or end - start != count * self.step + self.gap:
            return None
        return self.cells(start, slots, count)

    def cells(self, start: int | None, slots: Sequence[Slot], count: int) -> tuple[Slot, ...] | None:
        """The cells behind a label on line `start`, whatever follows them; None where a value stands between two."""
        if start is None:
            return None
        cells = [Slot("", start) for _ in range(count)]
        for slot in slots:
            at, rest = divmod((slot.line or start) - start, self.step)
            if rest or not 0 < at <= count or not cells[at - 1].blank:
                return None
            cells[at - 1] = slot
        return tuple(cells)

    def last(self, row: Row, slots: Sequence[Slot], count: int) -> tuple[Slot, ...] | None:
        """The cells of a row behind which another table or text begins, at whatever distance."""
        return self.cells(_start(row, slots), slots, count)

    def below(self, head: Row, slots: Sequence[Slot], count: int) -> tuple[Slot, ...] | None:
        """The cells of a row without a label, below the row of its heads."""
        line = head.slots[-1].line
        return None if line is None else self.cells(line + self.gap - self.step, slots, count)


def find_rhythm(rows: Iterable[tuple[Row, Sequence[Slot]]], count: int) -> Rhythm | None:
    """The rhythm of the rows of `count` cells of a table, given with the values of each.

    Most rows are equally long, and in some a blank cell has left its lines between two values: where no row has such a
    gap, blank cells may have left nothing.
    """
    rows = [(row, slots) for row, slots in rows if slots and not row.physical]
    steps = [two - one for _, slots in rows for one, two in pairwise(_lines(slots))]
    longs = Counter(row.until - start for row, slots in rows if row.until and (start := _start(row, slots)) is not None)
    if not steps or not longs or min(steps) < 1:
        return None
    step, (long, often) = min(steps), longs.most_common(1)[0]
    gaps = sum(1 for each in steps if each > step and each % step == 0)
    if gaps < _GAPS or often < _ROWS or 2 * often < len(rows) or long - count * step < step:
        return None
    rhythm = Rhythm(step, long - count * step)
    whole = [(row, slots) for row, slots in rows if len(slots) == count]
    agree = all(rhythm.cells(_start(row, slots), slots, count) for row, slots in whole)
    return rhythm if agree else None


def _lines(slots: Sequence[Slot]) -> list[int]:
    return [slot.line for slot in slots if slot.line is not None]


def _start(row: Row, slots: Sequence[Slot]) -> int | None:
    """The line of the label before the values."""
    return next((label.line for label, slot in zip(row.slots, row.slots[1:], strict=False) if slot is slots[0]), None)
