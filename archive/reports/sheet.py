"""Rows of cells, the common form of every layout a statistical table comes in (docs/formats.md#layouts)."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from archive.documents.model import Place, Table
from archive.reports.cells import is_value
from archive.reports.labels import Label, Role, exact, key, recognise
from archive.reports.words import fold

OTHER_ALL = "applications.result.other.all"
"""（六）其他处理: a row of one form, in the other the label above three."""
NEW_ROWS = (
    "applications.result.other.correction_overdue", "applications.result.other.fee_overdue",
    "applications.result.other.residual",
)  # fmt: skip
"""The three rows that only the form of 2021 has."""
REMEDIES = 15
"""How many columns table 四 has."""
_BEGINNINGS = (Role.ROW, Role.GROUP, Role.BAND)
_HEADS = (Role.COLUMN, Role.SPANNING, Role.HEAD, Role.CORNER)
_AMBIGUOUS = frozenset({"other_org", "total", "applications.result.other.residual", "applications.result.total"})


class Slot(NamedTuple):
    """One cell as printed, with its place: `column` counts physical cells of an HTML row from 1."""

    text: str
    line: int | None = None
    column: int | None = None
    span: int = 1
    place: Place | None = None

    @property
    def blank(self) -> bool:
        return not self.text or self.text.isspace()


Labels = tuple[tuple[Label, ...], ...]
"""For each slot of a row the labels that it can be."""


class Row(NamedTuple):
    """One row. `blocks` are the document's blocks it comes from.

    `physical` says that blank cells are there as cells; in a stream of lines they vanish. `prose` marks text that is no
    part of a table. `place` is that of the first paragraph of a paged document from which its lines come; `until` the
    line of a text file where what follows a row of a stream begins.
    """

    slots: tuple[Slot, ...]
    blocks: frozenset[int] = frozenset()
    table: int | None = None
    row: int | None = None
    physical: bool = True
    prose: bool = False
    place: Place | None = None
    until: int | None = None

    @property
    def labels(self) -> Labels:
        """What each slot can stand for. A near label counts in cells of tables, not in lines that may be sentences."""
        if self.prose:
            return ((),) * len(self.slots)
        meanings = recognise if self.physical else exact
        return tuple([() if slot.text.isdecimal() else meanings(slot.text) for slot in self.slots])


def grid_rows(table: Table, number: int, block: int) -> Iterator[Row]:
    """The rows of an HTML table, one for one."""
    blocks = frozenset({block})
    for index, cells in enumerate(table.rows, 1):
        slots = [Slot(text, None, at, span, place) for at, (text, span, _, place) in enumerate(cells, 1)]
        yield Row(tuple(slots), blocks, number, index)


def is_header(meanings: Iterable[Label]) -> bool:
    """Whether a row of these labels heads columns: one is a column head that cannot be a row's label."""
    return any(each.role in _HEADS and each.name not in _AMBIGUOUS for each in meanings)


def split_rows(row: Row) -> Iterator[tuple[Row, Labels]]:
    """Cuts a row in which a further row begins, where the ends of rows were lost; gives each with its labels.

    A row begins at its label behind values, heads or another row's label, and at the first value behind the heads of
    table 四.
    """
    labels = row.labels
    first = _sign(row.slots[0].text, row.physical) if labels and labels[0] else _NO_SIGN
    if not any(labels[1:]) and first.heads != "四":
        yield row, labels
        return
    start, valued, heads, named, leaves = 0, False, "", "", 0
    for index, slot in enumerate(row.slots):
        if valued and not labels[index]:
            continue
        value, sign = is_value(slot.text), _sign(slot.text, row.physical) if labels[index] else _NO_SIGN
        within = named == OTHER_ALL and sign.new
        begins = (valued and sign.begins) or ((heads or named) and sign.only and not within)
        if begins or (heads == "四" and not valued and (value or leaves == REMEDIES)):
            yield row._replace(slots=row.slots[start:index]), labels[start:index]
            start, valued, heads, named, leaves = index, False, "", "", 0
        valued = valued or value
        named, heads, leaves = sign.name or named, sign.heads or heads, leaves + sign.leaf
    yield (row._replace(slots=row.slots[start:]), labels[start:]) if start else (row, labels)


class _Sign(NamedTuple):
    """What a text says of its row: whether a row can begin at it, and whether it can be nothing else.

    `name` is that of the row that can only begin at it, `heads` the table to whose band or column heads it belongs;
    `leaf` says that it heads a column of 四, `new` that it is a row of the form of 2021.
    """

    begins: bool = False
    only: bool = False
    name: str = ""
    heads: str = ""
    leaf: bool = False
    new: bool = False


_NO_SIGN = _Sign()


@lru_cache(maxsize=20_000)
def _sign(text: str, physical: bool) -> _Sign:
    meanings = recognise(text) if physical else exact(text)
    begins = any(each.role in _BEGINNINGS or (each.table, each.role) == ("二", Role.CORNER) for each in meanings)
    # 其他 and 总计 can be heads too unless an ordinal stands before them.
    only = begins and (all(each.role != Role.COLUMN for each in meanings) or key(text) != fold(text))
    heads = (each for each in meanings if each.role == Role.BAND or each.role in _HEADS)
    return _Sign(
        begins,
        only,
        next((each.name for each in meanings if only and each.role == Role.ROW), ""),
        next((each.table for each in heads if each.name not in _AMBIGUOUS), ""),
        any((each.table, each.role) == ("四", Role.COLUMN) for each in meanings),
        any(each.name in NEW_ROWS for each in meanings),
    )
