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
    """Cuts a row in which a further row begins, where the ends of rows were lost.

    A row begins at its label behind values or heads, and at the first value behind the heads of table 四.
    """
    start, valued, heads = 0, False, ""
    for index, (slot, meanings) in enumerate(zip(row.slots, row.labels, strict=True)):
        value = is_value(slot.text)
        begins = (valued and _can_begin(meanings)) or (heads and _begins(meanings))
        if begins or (value and heads == "四" and not valued):
            yield replace(row, slots=row.slots[start:index])
            start, valued, heads = index, False, ""
        valued = valued or value
        heads = _heads_of(meanings) or heads
    yield replace(row, slots=row.slots[start:])


def _can_begin(meanings: tuple[Label, ...]) -> bool:
    return any(
        each.role in (Role.ROW, Role.GROUP, Role.BAND) or (each.table, each.role) == ("二", Role.CORNER)
        for each in meanings
    )


def _begins(meanings: tuple[Label, ...]) -> bool:
    """Whether a slot can only begin a row: 其他 and 总计 behind heads are heads themselves."""
    return _can_begin(meanings) and not any(each.role == Role.COLUMN for each in meanings)


def _heads_of(meanings: tuple[Label, ...]) -> str:
    """The table whose band or column heads a slot belongs to."""
    heads = (Role.BAND, Role.HEAD, Role.CORNER, Role.COLUMN, Role.SPANNING)
    return next((each.table for each in meanings if each.role in heads and each.name not in _AMBIGUOUS), "")
