"""Rows whose cells cannot be told apart to places: what all their readings say (docs/formats.md#decoding)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.reports.cells import read_cell
from archive.reports.decode import (
    Reading,
    agreed,
    chained_readings,
    full_or_all,
    only_zeros,
    row_readings,
    table_readings,
)
from archive.reports.dictionary import cells_of, rows_of
from archive.reports.figures import Place
from archive.reports.found import APPLICANTS, Found
from archive.reports.sheet import NEW_ROWS, Row, Slot
from archive.reports.words import fold
from archive.words import Status, Template

_TOTAL = "applications.result.total"
_FLOW = ("applications.received", "applications.carried_in", _TOTAL, "applications.carried_out")
REMEDY_BLOCKS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A row to be decoded: the names of its cells, and the flags its places get.

    `cells` are the cells that can be its values, where it has cells and it is not told which.
    """

    names: tuple[str, ...]
    found: Found
    flags: tuple[str, ...]
    cells: Sequence[tuple[Slot, ...]] = ()

    def readings(self) -> Sequence[Reading]:
        """All its readings that keep A3."""
        if not self.cells:
            return row_readings(self.found.slots, APPLICANTS)
        counted = (_counted([slot.text for slot in slots]) for slots in self.cells)
        return [each for each in counted if each is not None and _sums(each)]

    def places(self, readings: Sequence[Reading]) -> dict[str, Place]:
        """The places of what all of some readings say."""
        row = self.found.row
        if not self.cells:
            return _places(self.names, agreed(readings), row, self.found.slots, self.flags)
        texts = {reading.texts for reading in readings}
        slots = [slots for slots in self.cells if tuple(fold(slot.text) for slot in slots) in texts]
        if len(slots) != 1:
            return {}
        cells = enumerate(zip(self.names, slots[0], strict=True), 1)
        return {name: Place(slot, row, nth, "", self.flags, decoded=True) for nth, (name, slot) in cells}


def is_glued(row: Row, slots: Sequence[Slot]) -> bool:
    """Whether the marks between the cells of a row are lost: no cells at all, or all digits in one of them."""
    if not row.physical:
        return True
    valued = [fold(slot.text) for slot in slots if not slot.blank]
    return len(valued) == 1 and valued[0].isdigit() and len(valued[0]) > 1


def decode_applications(lines: Mapping[str, Line], places: Mapping[str, Place]) -> dict[str, Place]:
    """Places of the rows of table 三 (`lines`, by stem) that have none among the `places` of the others."""
    form = Template.T2021 if any(f"{stem}.total" in places for stem in NEW_ROWS) else Template.T2019
    rows = rows_of("三", form)
    single = {stem: line.readings() for stem, line in lines.items()}
    fixed = {stem: _fixed(names, places) for stem, names in rows.items() if stem not in lines}
    told: dict[str, Sequence[Reading]] = {}
    if all(fixed.values()) and all(single.values()) and set(lines) <= set(rows):
        choices = {**single, **{stem: (reading,) for stem, reading in fixed.items() if reading}}
        results = [stem for stem in rows if ".result." in stem and stem != _TOTAL]
        told.update(table_readings(full_or_all(choices), _FLOW, results))
    elif all(single.values()) and all(_sums(reading) for reading in fixed.values() if reading):
        told.update({stem: each for stem, each in single.items() if _digit_each(each) and _in_text(lines[stem])})
    decoded: dict[str, Place] = {}
    for stem, line in lines.items():
        if stem in told:
            decoded.update(line.places(told[stem]))
        elif only_zeros(line.found.slots, APPLICANTS) and _in_text(line):
            decoded.update(zeros(line.names, line.found.row, line.found.slots, line.flags))
    return decoded


def _in_text(line: Line) -> bool:
    """Whether a row is a line of text, neither of a page nor of cells."""
    return not line.cells and not line.found.on_page


def decode_detached(found: Sequence[Found], loose: Sequence[Slot], flags: tuple[str, ...]) -> dict[str, Place]:
    """Places of table 三 where all labels stand above all numbers, these in rows or in columns.

    Whichever of the two keeps all identities is the reading. Every row of a form must be there once, in its order and
    without a value of its own, and every number.
    """
    stems = [row.stem for row in found]
    form = next((form for form in (Template.T2019, Template.T2021) if stems == list(rows_of("三", form))), None)
    if form is None or any(not row.empty for row in found[:-1]):
        return {}
    slots = [*found[-1].slots, *loose]
    if len(slots) != len(stems) * APPLICANTS:
        return {}
    by_rows = [slots[at : at + APPLICANTS] for at in range(0, len(slots), APPLICANTS)]
    by_columns = [slots[at :: len(stems)] for at in range(len(stems))]
    told = [rows for rows in (by_rows, by_columns) if _keeps_all(dict(zip(stems, rows, strict=True)))]
    if len({tuple(fold(slot.text) for row in rows for slot in row) for rows in told}) != 1:
        return {}
    return {
        name: Place(slot, row.row, nth, "", flags, decoded=True)
        for row, values in zip(found, told[0], strict=True)
        for nth, (name, slot) in enumerate(zip(rows_of("三", form)[row.stem], values, strict=True), 1)
    }


def _keeps_all(rows: Mapping[str, Sequence[Slot]]) -> bool:
    """Whether a table keeps A1, A2 and A3 throughout."""
    readings = {stem: _counted([slot.text for slot in slots]) for stem, slots in rows.items()}
    results = [stem for stem in rows if ".result." in stem and stem != _TOTAL]
    choices = {stem: (each,) for stem, each in readings.items() if each is not None and _sums(each)}
    return len(choices) == len(rows) and bool(table_readings(choices, _FLOW, results))


def _counted(texts: Sequence[str]) -> Reading | None:
    """Cells as counts; None where one is none."""
    indicator = next(iter(cells_of("三", Template.T2021).values()))
    cells = [read_cell(text, indicator) for text in texts]
    if any(cell.status == Status.UNREADABLE for cell in cells):
        return None
    return Reading(tuple(map(fold, texts)), tuple(int(cell.value or 0) for cell in cells))


def decode_remedies(
    names: tuple[str, ...], row: Row, slots: Sequence[Slot], flags: tuple[str, ...], *, full: bool
) -> dict[str, Place]:
    """Places of the row of table 四: three blocks, each of which ends in its sum; `full` where no cell is blank."""
    readings = chained_readings(slots, REMEDY_BLOCKS, len(names) // REMEDY_BLOCKS, full=full)
    return _places(names, agreed(readings), row, slots, flags) if readings else {}


def adds_up(slots: Sequence[Slot], blocks: int = 1) -> bool:
    """Whether cells are counts, and the last of each block of them the sum of the others."""
    size = len(slots) // blocks
    parts = (_counted([slot.text for slot in slots[at : at + size]]) for at in range(0, len(slots), size))
    return all(part is not None and _sums(part) for part in parts)


def leaves_no_blank(places: Mapping[str, Place]) -> bool:
    """Whether a table is told apart to its last cell, and something is printed in each."""
    return bool(places) and all(place.slot is not None and not place.slot.blank for place in places.values())


def zeros(names: Iterable[str], row: Row, slots: Sequence[Slot], flags: tuple[str, ...]) -> dict[str, Place]:
    """Places of a row that prints a zero for each of its cells."""
    names = tuple(names)
    return _places(names, ("0",) * len(names), row, slots, flags)


def _fixed(names: Sequence[str], places: Mapping[str, Place]) -> Reading | None:
    """The reading of a row whose cells are told apart; None if it is not there or a cell has no number."""
    slots = [place.slot for name in names if (place := places.get(name)) is not None and place.slot is not None]
    return _counted([slot.text for slot in slots]) if len(slots) == len(names) else None


def _digit_each(readings: Sequence[Reading]) -> bool:
    """Whether there is one reading alone, a digit in each cell."""
    return len(readings) == 1 and all(len(text) == 1 for text in readings[0].texts)


def _sums(reading: Reading) -> bool:
    return reading.values[-1] == sum(reading.values[:-1])


def _places(
    names: Iterable[str], texts: Sequence[str | None], row: Row, slots: Sequence[Slot], flags: tuple[str, ...]
) -> dict[str, Place]:
    line = next((slot.line for slot in slots if slot.line is not None), None)
    column = next((slot.column for slot in slots if not slot.blank), None)
    return {
        name: Place(Slot(text, line, column), row, nth, "", flags, decoded=True)
        for nth, (name, text) in enumerate(zip(names, texts, strict=True), 1)
        if text is not None
    }
