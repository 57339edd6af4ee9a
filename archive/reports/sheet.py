"""Rows of cells, the common form of every layout a statistical table comes in (docs/formats.md#layouts)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archive.documents.model import Table
from archive.reports.cells import is_value
from archive.reports.labels import Label, Role, exact, recognise

_AMBIGUOUS = frozenset({"other_org", "total", "applications.result.other.residual", "applications.result.total"})


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell as printed, with its place: `column` counts physical cells of an HTML row from 1."""

    text: str
    line: int | None = None
    column: int | None = None
    span: int = 1

    @property
    def blank(self) -> bool:
        return not self.text or self.text.isspace()


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `blocks` are the document's blocks it comes from.

    `physical` says that blank cells are there as cells; in a stream of lines they vanish, and only `gap`, the number
    of cells' room left empty behind the row, tells of them. `prose` marks text that is no part of a table.
    """

    slots: tuple[Slot, ...]
    blocks: frozenset[int] = frozenset()
    table: int | None = None
    row: int | None = None
    physical: bool = True
    gap: int = 0
    prose: bool = False

    @property
    def labels(self) -> tuple[tuple[Label, ...], ...]:
        """What each slot can stand for."""
        return tuple(self.meanings(slot) for slot in self.slots)

    def meanings(self, slot: Slot) -> tuple[Label, ...]:
        """What a slot can stand for. A near label counts in cells of tables, not in lines that may be sentences."""
        if slot.blank or self.prose:
            return ()
        return recognise(slot.text) if self.physical else exact(slot.text)


def grid_rows(table: Table, number: int, block: int) -> Iterator[Row]:
    """The rows of an HTML table, one for one."""
    for index, cells in enumerate(table.rows, 1):
        slots = tuple(Slot(cell.text, None, column, cell.colspan) for column, cell in enumerate(cells, 1))
        yield Row(slots, frozenset({block}), number, index)


def is_header(labels: Iterable[tuple[Label, ...]]) -> bool:
    """Whether a row heads columns: it holds a column head that cannot be a row's label."""
    return any(
        each.role in (Role.COLUMN, Role.SPANNING, Role.HEAD, Role.CORNER) and each.name not in _AMBIGUOUS
        for meanings in labels
        for each in meanings
    )


def split_rows(row: Row) -> Iterator[Row]:
    """Cuts a row in which a further row begins: a row's label behind values, where the end of the row was lost."""
    labels = row.labels
    if is_header(labels):
        yield row
        return
    start, valued = 0, False
    for index, slot in enumerate(row.slots):
        names_row = any(each.role in (Role.ROW, Role.GROUP, Role.BAND) for each in labels[index])
        if names_row and valued:
            yield replace(row, slots=row.slots[start:index])
            start, valued = index, False
        valued = valued or is_value(slot.text)
    yield replace(row, slots=row.slots[start:])
