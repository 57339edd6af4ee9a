"""Cells found to figures: every cell of a table's own template exactly once, with value or status."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from archive.reports.cells import UNREADABLE, read_cell
from archive.reports.dictionary import Indicator, cells_of
from archive.reports.model import Figure, Locator
from archive.reports.sheet import Row, Slot
from archive.words import Method, Status

FLAG_COLUMNS_INFERRED = "columns_inferred"
FLAG_EXTRA_CELL = "extra_cell"
FLAG_LABEL_FUZZY = "label_fuzzy"
FLAG_CONFLICT = "row_twice"
FLAG_COUNT = "cell_count"
FLAG_ORDER = "columns_disordered"


class Place(NamedTuple):
    """A cell of the form with what is printed there; `slot` is None where its row is there but cannot be read.

    `decoded` says that the identities, and no mark between cells, tell what is printed in it.
    """

    slot: Slot | None
    row: Row
    nth: int = 0
    unit: str = ""
    flags: tuple[str, ...] = ()
    decoded: bool = False


@dataclass(slots=True)
class Reading:
    """One table read: the places of its cells by name. What is not among them is not in the document."""

    template: str = ""
    places: dict[str, Place] = field(default_factory=dict)


def table_figures(table: str, reading: Reading) -> Iterator[Figure]:
    """The figures of one table, in the order of the form (docs/formats.md#figures)."""
    for name, indicator in cells_of(table, reading.template).items():
        place = reading.places.get(name)
        if place is None:
            yield Figure(name, None, indicator.unit, Status.ROW_MISSING, Method.TABLE, None)
        else:
            yield _figure(indicator, place)


def _figure(indicator: Indicator, place: Place) -> Figure:
    slot, row, nth, unit, flags, decoded = place
    value = read_cell(slot.text, indicator, unit) if slot else UNREADABLE
    stated = Status.DECODED if decoded and value.status == Status.REPORTED else value.status
    return Figure(
        indicator.name,
        value.value,
        indicator.unit,
        stated,
        Method.TABLE,
        slot.text if slot and not decoded else _raw(row),
        flags + value.flags,
        _locator(slot, row, nth),
    )


def _raw(row: Row) -> str:
    """The whole row as printed, for cells that cannot be told apart."""
    return "\t".join(slot.text for slot in row.slots)


def _locator(slot: Slot | None, row: Row, nth: int) -> Locator:
    if row.table is not None:
        at = Locator(row.table, row.row, slot.column if slot else None)
    else:
        line = slot.line if slot else next((each.line for each in row.slots if each.line is not None), None)
        at = Locator(line=line, column=nth if slot else None)
    printed = (slot or row.slots[0]).place or row.place
    return at._replace(page=printed.page, box=printed.box) if printed else at
