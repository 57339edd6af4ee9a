"""Rows of the table of 2014 to the places of its cells, or to none (docs/formats.md#table-of-2014)."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from archive.reports.columns_2014 import Columns, without_notes, year_column
from archive.reports.dictionary import Indicator, cells_of
from archive.reports.figures import FLAG_CONFLICT, FLAG_COUNT, FLAG_LABEL_FUZZY, Place
from archive.reports.labels import head_unit
from archive.reports.labels_2014 import Column, RowLabel, near, unit
from archive.reports.pieces_2014 import is_dash
from archive.reports.rows_2014 import Line
from archive.reports.sheet import Row, Slot
from archive.reports.words import fold, numeral
from archive.words import Template

STAT_2014 = "stat_2014"
FLAG_COLUMNS = "columns_several"
FLAG_BLOCK = "label_ambiguous"
FLAG_UNIT = "unit_differs"
_MONEY = ("元", "万元", "亿元")
_NUMBERED = re.compile(r"^\W?([一二三四五六七八九十]{1,3})[、.)]")
_DIGITS = re.compile(r"\d{1,15}(?:\.\d{1,6})?")
_CODES, _SURPLUS = 5, 3


@dataclass(frozen=True, slots=True)
class Named:
    """A row with the indicator it stands for; `doubtful` where another could be meant as well."""

    name: str
    line: Line
    label: RowLabel
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class _Told:
    """What one row says: the cell of the year, or None with the reason why it cannot be told."""

    slot: Slot | None
    unit: str = ""
    flags: tuple[str, ...] = ()
    blank: bool = False


def named_rows(lines: Iterable[Line]) -> list[Named]:
    """The rows that stand for an indicator.

    A label of two blocks is that of the block it stands in, if none of the block's rows is missing above it.
    """
    found: list[Named] = []
    block, above = "", 0
    for line in lines:
        labels = line.labels or (near(line.printed) if line.filled else ())
        if not labels:
            above = _number(line) or -1 if line.filled else above
            continue
        here = [label for label in labels if label.block == block]
        label = labels[0] if len(labels) == 1 else here[0] if here and _in_order(line, here[0], above) else None
        if label is None:
            found += [Named(each.name, line, each, doubtful=True) for each in labels]
            continue
        block, above = label.block, 0 if not label.name or label.name.endswith(".total") else _number(line) or -1
        if label.name and _has_unit(line, label):
            found.append(Named(label.name, line, label))
    sure = {each.name for each in found if not each.doubtful}
    return [each for each in found if not each.doubtful or each.name not in sure]


def _number(line: Line) -> int:
    """The number printed before a label, or 0."""
    number = _NUMBERED.match(fold(line.printed))
    return numeral(number[1]) or 0 if number else 0


def _in_order(line: Line, label: RowLabel, above: int) -> bool:
    """Whether no row of the block is missing above: （三） follows （二）, the first row the block's own."""
    number = _number(line)
    return not number or number == above + 1 or (not above and label.name.endswith(".upheld"))


def _has_unit(line: Line, label: RowLabel) -> bool:
    """Whether the row prints the unit that this spelling of its label needs."""
    return not label.unit or any(unit(slot.text) == label.unit for slot in line.filled)


def place_rows(named: Sequence[Named], lines: list[Line], strays: bool, year: int | None) -> dict[str, Place]:
    """The places of all cells of the form that the document has.

    `lines` are all rows of the table, also of no form; `strays` says that values stand in it behind no label.
    """
    words = [each.line for each in named if not each.line.cells]
    usual = _usual(words)
    detached = strays or any(len(line.filled) > _width(line.columns) + _SURPLUS for line in words)
    coded = _counts_up(lines)
    cells = cells_of(STAT_2014, Template.T2014)
    told: dict[str, list[tuple[Named, _Told]]] = {}
    for each in named:
        if each.doubtful:
            said = _Told(None, flags=(FLAG_BLOCK,))
        elif coded or each.line.torn or _apart(each.line, usual):
            said = _Told(None, flags=(FLAG_COUNT,))
        else:
            said = _read(each.line, cells[each.name], year)
            said = _Told(None, flags=(FLAG_COUNT,)) if said.blank and detached else said
        told.setdefault(each.name, []).append((each, said))
    return {name: _place(readings) for name, readings in told.items()}


def _usual(lines: list[Line]) -> tuple[int | None, ...]:
    """How far below their labels units and values stand in most rows of words."""
    gaps = [Counter(line.gaps[at] for line in lines if line.gaps[at] is not None) for at in (0, 1)]
    return tuple(next(iter(each.most_common(1)), (None, 0))[0] for each in gaps)


def _apart(line: Line, usual: tuple[int | None, ...]) -> bool:
    """Whether a unit or value stands elsewhere than in other rows of words: it may belong elsewhere."""
    return not line.cells and any(gap not in (None, own) for gap, own in zip(line.gaps, usual, strict=True))


def _width(columns: Columns) -> int:
    """How many values a row has."""
    return sum(column not in (Column.UNIT, Column.NOTE, Column.LABEL) for column, _ in columns) or 1


def _counts_up(lines: list[Line]) -> bool:
    """Whether values under no head count up from row to row: they are the rows' codes."""
    run, last = 0, None
    for line in lines:
        digits = [fold(slot.text) for slot in line.filled if not unit(slot.text)]
        number = int(digits[0]) if len(digits) == 1 and digits[0].isdecimal() and len(digits[0]) < 4 else None
        run = run + 1 if number is not None and last is not None and number == last + 1 and not line.columns else 0
        last = number
        if run >= _CODES:
            return True
    return False


def _read(line: Line, indicator: Indicator, year: int | None) -> _Told:
    """The cell of the year's column in one row, by position where the row has the head's cells, else by number."""
    at = year_column(line.columns, year) if line.columns else 0
    if at is None:
        return _Told(None, flags=(FLAG_COLUMNS,))
    cells = dict(enumerate(line.tail)) if _aligned(line) else _in_turn(line)
    if cells is None:
        return _Told(None, flags=(FLAG_COUNT,))
    slot = cells.get(at) or Slot("", line.last.slot.line, line.last.slot.column)
    if not _plausible(cells, line.columns, at):
        return _Told(None, flags=(FLAG_COLUMNS,))
    units = [unit(each.text) for each in line.filled if unit(each.text)]
    if len(units) > 1:
        return _Told(None, flags=(FLAG_COUNT,))
    return _measured(line, slot, units[0] if units else "", indicator)


def _aligned(line: Line) -> bool:
    """Whether a row has a cell for each column of its head, surplus ones blank, and its unit where units stand."""
    wide, least = len(line.columns), len(without_notes(line.columns))
    if not (line.cells and 0 < least <= len(line.tail) and all(slot.blank for slot in line.tail[wide:])):
        return False
    units = [slot for slot, (column, _) in zip(line.tail, line.columns, strict=False) if column == Column.UNIT]
    return all(slot.blank or unit(slot.text) or is_dash(slot.text) for slot in units)


def _in_turn(line: Line) -> dict[int, Slot] | None:
    """The values of a row by column in the order they come, blank cells being lost: all, or none; else nothing."""
    rest = [slot for slot in line.filled if not unit(slot.text)]
    columns = [i for i, (column, _) in enumerate(line.columns) if column not in (Column.UNIT, Column.NOTE)] or [0]
    dashed = len(rest) == len(line.filled) == len(columns) + 1 and is_dash(rest[0].text)
    rest = rest[1:] if dashed else rest
    if not rest:
        return {}
    if len(rest) != len(columns) or (line.cells and len(columns) > 1):
        return None
    return dict(zip(columns, rest, strict=True))


def _plausible(cells: dict[int, Slot], columns: Columns, at: int) -> bool:
    """Whether no cumulative column holds less than the year's, and, beside a period's, anything else."""
    value = _whole(cells.get(at))
    for other, (column, _) in enumerate(columns):
        if column == Column.CUMULATIVE:
            total = _whole(cells.get(other))
            if columns[at][0] == Column.PERIOD and total != value:
                return False
            if value is not None and total is not None and total < value:
                return False
    return True


def _whole(slot: Slot | None) -> Decimal | None:
    """The number in a cell, units aside; None where there is none."""
    digits = _DIGITS.match(fold(slot.text).replace(",", "")) if slot else None
    return Decimal(digits[0]) if digits else None


def _measured(line: Line, slot: Slot, printed: str, indicator: Indicator) -> _Told:
    """The cell with the unit of its row, unless that is none of the indicator's kind."""
    money = indicator.number == "decimal"
    named = printed or (head_unit(line.printed) if money else "")
    if named and (named in _MONEY) != money and not slot.blank:
        return _Told(None, flags=(FLAG_UNIT,))
    return _Told(slot, named if money else "", blank=slot.blank)


def _place(readings: list[tuple[Named, _Told]]) -> Place:
    """The one reading of a row; a row printed twice counts where both agree or one is blank."""
    valued = [(each, told) for each, told in readings if not told.blank]
    each, told = (valued or readings)[0]
    row = printed_row(each.line)
    flags = (*told.flags, *((FLAG_LABEL_FUZZY,) if each.label.fuzzy or not each.label.whole else ()))
    if len({(fold(said.slot.text), said.unit) if said.slot else None for _, said in valued}) > 1:
        return Place(None, row, flags=(FLAG_CONFLICT,))
    values = [slot for slot in each.line.filled if not unit(slot.text)]
    nth = next((i for i, slot in enumerate(values, 1) if slot is told.slot), 1)
    return Place(told.slot, row, nth, told.unit, flags, decoded=each.line.glued and told.slot is not None)


def printed_row(line: Line) -> Row:
    """The row as printed: in lines of words, its label and all that stands behind it."""
    last = line.last
    if line.cells:
        return last.row
    return Row((last.slot, *line.tail), frozenset(line.blocks), physical=False, place=last.row.place)
