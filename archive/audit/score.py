"""From a filled sheet the rate of errors with its confidence interval, by form and file kind."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from math import sqrt

from archive.audit.cells import EMPTY, FLAGGED, STATED, Drawn, Listed
from archive.audit.sheet import Entry

ALL = "all"
_Z = 1.959963984540054
_ORDER = (STATED, EMPTY, FLAGGED)


@dataclass(frozen=True, slots=True)
class Line:
    """A stratum: `errors` of `checked` cells, that share with its Wilson interval of 95 %; `cells` in the archive.

    An error is another number than the printed one, a value where none is printed, or none where one is. Of flagged
    cells those count in which a person could read a number: they are gaps, nothing wrong was stated.
    """

    group: str
    template: str
    media: str
    cells: int
    checked: int
    errors: int
    rate: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell in which person and reader differ."""

    cell: str
    group: str
    entered: float | None
    value: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """What an audit came to; `open` were not filled in, `unclear` could not be told by the person either."""

    lines: tuple[Line, ...]
    wrong: tuple[Wrong, ...]
    open: int
    unclear: int

    def record(self) -> dict[str, object]:
        """The same for programs."""
        return asdict(self)


def wilson(errors: int, checked: int) -> tuple[float, float]:
    """The Wilson score interval of 95 % of a share, within 0 and 1; the whole range where nothing was checked."""
    if not checked:
        return 0.0, 1.0
    share, square = errors / checked, _Z * _Z
    middle = (share + square / (2 * checked)) / (1 + square / checked)
    reach = _Z * sqrt(share * (1 - share) / checked + square / (4 * checked * checked)) / (1 + square / checked)
    return (0.0 if errors == 0 else middle - reach), (1.0 if errors == checked else middle + reach)


def score_of(entries: Sequence[Entry], drawn: Mapping[str, Drawn], every: Iterable[Listed]) -> Score:
    """Counts the sheet by what the reader said, form and file kind; all of a group come before its parts."""
    sizes = Counter(key for cell in every for key in _strata(cell))
    checked, errors, wrong = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]](), list[Wrong]()
    for entry in entries:
        if not entry.told or entry.unclear:
            continue
        cell = drawn[entry.cell]
        checked.update(_strata(cell))
        if differs(cell, entry.entered):
            errors.update(_strata(cell))
            entered = None if entry.entered is None else float(entry.entered)
            wrong.append(Wrong(cell.cell, cell.group, entered, cell.value))
    keys = sorted(checked, key=lambda key: (_ORDER.index(key[0]), key[1] != ALL, key))
    lines = tuple(_line(key, sizes[key], checked[key], errors[key]) for key in keys)
    unclear = sum(entry.unclear for entry in entries)
    return Score(lines, tuple(wrong), sum(not entry.told for entry in entries), unclear)


def _strata(cell: Listed) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    return (cell.group, ALL, ALL), (cell.group, cell.template, cell.media)


def differs(cell: Drawn, entered: Decimal | None) -> bool:
    """Whether what a person entered is not what the reader says (Line)."""
    if cell.group == STATED:
        return entered is None or entered != Decimal(str(cell.value))
    return entered is not None


def _line(key: tuple[str, str, str], cells: int, checked: int, errors: int) -> Line:
    low, high = wilson(errors, checked)
    return Line(*key, cells, checked, errors, errors / checked, low, high)
