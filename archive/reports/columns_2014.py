"""What the columns of the table of 2014 hold, told by their heads, and which of them is the year's."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.reports.labels_2014 import Column, head
from archive.reports.pieces_2014 import Kind, Piece, kind_of
from archive.reports.sheet import Row, Slot

Columns = tuple[tuple[Column, int], ...]
"""Columns behind that of the labels, each with the year that its head names, or 0."""
_MOST_HEADS, _MOST_JOINED, _SHORT = 12, 4, 20
_AMOUNTS = (Column.VALUE, Column.YEAR, Column.PERIOD, Column.OTHER)


@dataclass(frozen=True, slots=True)
class CellColumns:
    """The head row of a table: its columns, where tables side by side begin, and the amounts that span columns."""

    columns: Columns
    lanes: tuple[int, ...] = ()
    spread: Columns = ()


def cell_columns(row: Row) -> CellColumns | None:
    """The columns that a row of cells heads, or None: it names the labels' column or the units', and one more."""
    heads = [head(slot.text) if not slot.blank else None for slot in row.slots]
    known = [each[0] for each in heads if each]
    if len(known) < 2 or not {Column.LABEL, Column.UNIT}.intersection(known):
        return None
    lanes = tuple(at for at, each in enumerate(heads) if each and each[0] == Column.LABEL)
    first = lanes[0] + 1 if lanes else known_at(heads, Column.UNIT)
    end = lanes[1] if len(lanes) > 1 else len(row.slots)
    columns: list[tuple[Column, int]] = []
    wide = 0
    for slot, each in list(zip(row.slots, heads, strict=True))[first:end]:
        columns.append(each or _unknown(slot))
        wide = max(wide, slot.span if columns[-1][0] in _AMOUNTS else 0)
    found = tuple(columns[: _filled(row.slots[first:end])])
    return CellColumns(found, lanes if len(lanes) > 1 else (), found if wide > 1 else ())


def known_at(heads: list[tuple[Column, int] | None], column: Column) -> int:
    """Where a kind of head stands first."""
    return next((at for at, each in enumerate(heads) if each and each[0] == column), 0)


def _unknown(slot: Slot) -> tuple[Column, int]:
    return (Column.NOTE, 0) if slot.blank else (Column.OTHER, 0)


def _filled(slots: Sequence[Slot]) -> int:
    """How many cells there are up to the last that holds something."""
    return max((at for at, slot in enumerate(slots, 1) if not slot.blank), default=0)


def without_notes(columns: Columns) -> Columns:
    """The columns up to the last that is none for remarks: those behind it need have no cells."""
    while columns and columns[-1][0] == Column.NOTE:
        columns = columns[:-1]
    return columns


def sub_columns(row: Row, columns: Columns, spread: Columns) -> Columns:
    """The columns once the row below a head that spans several names them; nothing where it does not."""
    texts = [slot for slot in row.slots if not slot.blank]
    if len(texts) < 2 or any(kind_of(slot.text) != Kind.TEXT and not head(slot.text) for slot in texts):
        return ()
    if any(len(slot.text) > _SHORT for slot in texts):
        return ()
    below = tuple(head(slot.text) or (Column.OTHER, 0) for slot in texts)
    kept = tuple(each for each in columns if each[0] not in _AMOUNTS)
    return (*kept, *below) if len(spread) > len(kept) else ()


@dataclass(slots=True)
class Heading:
    """Heads of columns in lines of words, while they are gathered."""

    entries: list[tuple[Column, int]] = field(default_factory=list)
    blocks: set[int] = field(default_factory=set)

    def take(self, run: list[Piece], at: int) -> int:
        """Takes the head that begins at a word; where it ends, or 0 where none begins there."""
        end, found = _joined(run, at)
        if found and found[0] == Column.LABEL:
            self.entries.clear()
        if not self.entries and (not found or found[0] not in (Column.LABEL, Column.UNIT)):
            return 0
        self.blocks |= {block for piece in run[at:end] for block in piece.row.blocks}
        if not found and (len(run[at].text) > _SHORT or len(self.entries) >= _MOST_HEADS):
            self.entries.clear()
            return 0
        self.entries.append(found or (Column.OTHER, 0))
        return end

    def year(self, piece: Piece) -> bool:
        """Takes a year printed as a bare number; anything else ends a heading that is none."""
        found = head(piece.text)
        if found and found[0] == Column.YEAR:
            self.entries.append(found)
            return True
        self.entries.clear()
        return False

    def columns(self) -> Columns:
        """The columns behind that of the labels, if these words are heads at all."""
        known = [each[0] for each in self.entries if each[0] != Column.OTHER]
        columns = self.entries[1:] if self.entries[0][0] == Column.LABEL else self.entries
        numbers = any(column not in (Column.UNIT, Column.NOTE) for column, _ in columns)
        return tuple(columns) if len(known) > 1 and numbers else ()


def _joined(run: list[Piece], at: int) -> tuple[int, tuple[Column, int] | None]:
    """The head that a word is, or begins: 本年 and 累计 behind each other are two."""
    joined = ""
    for end in range(at, min(len(run), at + _MOST_JOINED)):
        joined += run[end].text
        if found := head(joined):
            return end + 1, found
    return at + 1, None


def year_column(columns: Columns, year: int | None) -> int | None:
    """Which column holds the year's values; None where none is, or where more than one could be.

    A cumulative column, one of another year, and one of several bodies beside each other never are.
    """
    amounts = [at for at, (column, named) in enumerate(columns) if column in _AMOUNTS and named in (0, year or named)]
    plain = [at for at in amounts if columns[at][0] != Column.OTHER]
    others = [at for at in amounts if columns[at][0] == Column.OTHER]
    if others and (plain or len(others) > 1):
        return None
    return amounts[0] if len(amounts) == 1 else None
