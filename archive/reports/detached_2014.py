"""The table of 2014 printed column by column: numbers given back to the labels above them, where there are as many."""

from collections.abc import Sequence

from archive.reports.labels_2014 import unit
from archive.reports.pieces_2014 import is_dash
from archive.reports.rows_2014 import Line
from archive.reports.sheet import Slot

_FEWEST = 6


def give_back(lines: Sequence[Line]) -> None:
    """Gives what stands behind the last label to all rows in turn: their numbers, or units and then numbers.

    Only if the rows have none and are as many, dashes for the heads of groups counted or left out. The rows
    are marked as glued: the identities have to confirm them.
    """
    words = [line for line in lines if not line.cells and (line.labels or _has_unit(line))]
    rows = [line for line in words if not _is_group(line)]
    if not rows:
        return
    words = words[_first(words) : max(at for at, line in enumerate(words) if line is rows[-1]) + 1]
    last = rows[-1]
    own = [slot for slot in last.filled[:1] if unit(slot.text) and any(_has_unit(line) for line in rows[:-1])]
    behind = last.filled[len(own) :]
    for heads in (False, True):
        taking = words if heads else rows
        empty = [line for line in taking if line is last or _is_group(line) or not _has_number(line)]
        parts = _parts(behind, len(empty))
        if parts and all(_fits(part, empty) for part in parts):
            last.tail = own
            for part in parts:
                for line, slot in zip(empty, part, strict=True):
                    line.tail.append(slot)
            for line in words:
                line.places, line.glued = [], True
            return


def _first(words: list[Line]) -> int:
    """Where the table begins: at its first row, or the head of the group above that."""
    at = next(index for index, line in enumerate(words) if not _is_group(line))
    return at - 1 if at and _is_group(words[at - 1]) else at


def _parts(behind: list[Slot], count: int) -> list[list[Slot]]:
    """One column of numbers, or one of units and one of numbers; nothing where it is neither."""
    if count < _FEWEST or len(behind) not in (count, 2 * count):
        return []
    parts = [behind[at : at + count] for at in range(0, len(behind), count)]
    kinds = [{bool(unit(slot.text)) for slot in part if not is_dash(slot.text)} for part in parts]
    return parts if kinds in ([{False}], [{True}, {False}]) else []


def _fits(part: list[Slot], lines: list[Line]) -> bool:
    """Whether the heads of groups, where they count, have dashes."""
    return all(is_dash(slot.text) for slot, line in zip(part, lines, strict=True) if _is_group(line))


def _is_group(line: Line) -> bool:
    return bool(line.labels) and not any(label.name for label in line.labels)


def _has_unit(line: Line) -> bool:
    return any(unit(slot.text) for slot in line.filled)


def _has_number(line: Line) -> bool:
    return any(not unit(slot.text) for slot in line.filled)
