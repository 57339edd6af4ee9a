"""Rows with numbers that no figure takes: kept as printed, each with its place (docs/formats.md#raw-rows)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile, groupby

from archive.reports.cells import is_value
from archive.reports.dictionary import cells_of
from archive.reports.labels import is_scattered
from archive.reports.model import Figure, Locator, RawRow
from archive.reports.places_2014 import STAT_2014
from archive.reports.sheet import Row, Slot
from archive.words import Template

UNKNOWN, EXTRA, OTHER = "unknown row", "extra cells", "other table"
_PROSE = 30
_DIGIT = re.compile("[0-9０-９]")


@dataclass(slots=True)
class _Taken:
    """Which cells the figures take: table, row and column on a page, None for all; by line of a text how many.

    `tables` and `texts` name the table of the forms that a table or a line belongs to.
    """

    cells: set[tuple[int | None, int | None, int | None]] = field(default_factory=set)
    lines: dict[int, int | None] = field(default_factory=dict)
    tables: dict[int, str] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)

    def add(self, at: Locator, table: str) -> None:
        if at.table is not None:
            self.tables.setdefault(at.table, table)
            self.cells.add((at.table, at.row, at.column))
        elif at.line is not None:
            self.texts[at.line] = table
            count = self.lines.get(at.line, 0)
            self.lines[at.line] = None if at.column is None or count is None else count + 1

    def table_of(self, run: Sequence[Row]) -> str:
        """The table that a run of rows is a part of, "" where no figure stands in it."""
        if run[0].table is not None:
            return self.tables.get(run[0].table, "")
        return next((self.texts[line] for row in run for line in _lines(row) if line in self.texts), "")

    def reason(self, row: Row) -> str:
        """Why a row of a form's table is kept raw; "" where its figures hold all its values, or it has none."""
        if row.table is not None:
            free = [slot for slot in row.slots if (row.table, row.row, slot.column) not in self.cells]
            if (row.table, row.row, None) in self.cells or not any(map(_is_number, free)):
                return ""
            left = any(slot in free for slot in _values(row))
            return EXTRA if left and len(free) < len(row.slots) else UNKNOWN if left else ""
        used = {line for line in _lines(row) if line in self.lines}
        if not used:
            return UNKNOWN if _values(row) else ""
        counts = [self.lines[line] for line in used]
        return EXTRA if None not in counts and len(_values(row)) > sum(filter(None, counts)) else ""


def raw_rows(
    rows: Iterable[Row], rows_2014: Iterable[Row], figures: Iterable[Figure], templates: Mapping[str, str]
) -> tuple[RawRow, ...]:
    """The rows of all tables of a report that hold numbers and are in no figure, or not wholly.

    `rows_2014` are those of the table of 2014, `rows` all others in printed order.
    """
    tables = {
        name: table
        for table, form in templates.items() if form != Template.TABLE_MISSING
        for name in cells_of(table, form)
    }  # fmt: skip
    taken = _Taken()
    for figure in figures:
        if table := tables.get(figure.indicator):
            taken.add(figure.locator, table)
    return (
        *(_raw(row, STAT_2014, reason) for row in rows_2014 if (reason := taken.reason(row))),
        *_others(rows, taken),
    )


def _others(rows: Iterable[Row], taken: _Taken) -> Iterator[RawRow]:
    """The raw rows of tables and runs of cells, and of lines that hold nothing but values within a form's table."""
    table = ""
    for (_, cells), group in groupby(rows, lambda row: (row.table, row.physical and not row.prose)):
        run = list(group)
        if cells:
            table = taken.table_of(run)
            if not table and any(_values(row) for row in run):
                yield from (_raw(row, "", OTHER) for row in run)
        for row in run:
            if not cells:
                ended = row.prose and len(row.slots[0].text) > _PROSE and not is_scattered(row.slots[0].text)
                table = "" if ended else taken.table_of([row]) or table
            if table and not row.prose and (reason := taken.reason(row)):
                yield _raw(row, table, reason)


def _values(row: Row) -> list[Slot]:
    """The numbers of a row, those before its label left out."""
    filled = [slot for slot in row.slots if not slot.blank]
    behind = list(dropwhile(_is_number, filled)) or filled
    return [slot for slot in behind if _is_number(slot)]


def _is_number(slot: Slot) -> bool:
    return bool(_DIGIT.search(slot.text)) and is_value(slot.text)


def _lines(row: Row) -> Iterator[int]:
    return (slot.line for slot in row.slots if slot.line is not None)


def _raw(row: Row, table: str, reason: str) -> RawRow:
    place = next((slot.place for slot in row.slots if slot.place), row.place)
    page, box = (place.page, place.box) if place else (None, None)
    line = None if row.table is not None else next(_lines(row), None)
    locator = Locator(row.table, row.row, line=line, page=page, box=box)
    return RawRow(table, reason, tuple(slot.text for slot in row.slots), locator)
