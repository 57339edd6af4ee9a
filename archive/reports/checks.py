"""The accounting identities of the tables: they flag, and never change a value (docs/formats.md#checks)."""

import tomllib
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from archive.reports.cells import plain
from archive.reports.dictionary import DATA, rows_of
from archive.reports.model import Check, Figure, Number
from archive.words import CheckStatus, Status, Template

_BLANK = (Status.BLANK, Status.DASH, Status.NONE_WORD)
_RESULT = "applications.result."
_RESULT_TOTAL = "applications.result.total"
_IN = ("applications.received", "applications.carried_in")
_OUT = (_RESULT_TOTAL, "applications.carried_out")
_BLOCKS = (("B1", "review"), ("B2", "litigation.direct"), ("B3", "litigation.after_review"))

DISCLOSED, TEXT = "P1", "T1"
SOFT = frozenset({DISCLOSED, "C8", TEXT})
"""Checks that need not hold in a sound report: an older document may be disclosed anew, one application get several
replies, a sentence count otherwise.
"""

Amount = int | Decimal


@dataclass(frozen=True, slots=True)
class _Identity:
    """One identity: the sum of `left` is that of `right`, times `scale`.

    With `at_most` it is that or less; with `each` every cell of `left` for itself.
    """

    id: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    column: str | None = None
    row: str | None = None
    at_most: bool = False
    each: bool = False
    scale: int = 1


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of a report that can be summed, blanks as 0; those missing or unreadable are not among them."""

    amounts: dict[str, Amount]
    blank: frozenset[str]


def apply_checks(figures: Iterable[Figure], templates: Mapping[str, str]) -> tuple[Check, ...]:
    """A1-A3, B1-B3, P1 and C1-C8 for the tables that are there, each after its own form, T1 for what sentences state.

    Blanks, dashes and 无 count as 0 inside a check only; a cell that is missing or unreadable makes it not assessable.
    """
    there = {figure.indicator: figure for figure in figures}
    cells = _cells(there.values())
    old = templates.get("stat_2014") == Template.T2014
    listed = {DISCLOSED: templates.get("二") == Template.T2019, TEXT: False}
    identities = (
        *_applications(_form(templates, "三")),
        *_remedies(_form(templates, "四")),
        *(each for each in _relations() if listed.get(each.id, old) or _states(each, there)),
    )
    return tuple(_check(each, cells) for each in identities)


def holds_cell(check: Check, indicator: str) -> bool:
    """Whether the identity that was applied has the cell among its terms."""
    stem, _, column = indicator.rpartition(".")
    if check.id in ("A1", "A2"):
        return column == check.column
    if check.id == "A3" or check.id in dict(_BLOCKS):
        return stem == (check.row or dict(_BLOCKS)[check.id])
    return any(
        indicator in (*each.left, *each.right)
        for each in _relations() if each.id == check.id and each.row == check.row
    )  # fmt: skip


def _form(templates: Mapping[str, str], table: str) -> str:
    form = templates.get(table, Template.TABLE_MISSING)
    return form if form in (Template.T2019, Template.T2021) else ""


@cache
def _applications(form: str) -> tuple[_Identity, ...]:
    """A1, A2 and A3 of one form; nothing for a table that is not there."""
    rows = rows_of("三", form) if form else {}
    columns = [name.rpartition(".")[2] for name in rows.get(_RESULT_TOTAL, ())]
    results = [stem for stem in rows if stem.startswith(_RESULT) and stem != _RESULT_TOTAL]
    return (
        *(_Identity("A1", _in_column(_IN, each), _in_column(_OUT, each), column=each) for each in columns),
        *(_Identity("A2", (f"{_RESULT_TOTAL}.{each}",), _in_column(results, each), column=each) for each in columns),
        *(_Identity("A3", names[-1:], names[:-1], row=stem) for stem, names in rows.items()),
    )


def _in_column(stems: Iterable[str], column: str) -> tuple[str, ...]:
    return tuple(f"{stem}.{column}" for stem in stems)


@cache
def _remedies(form: str) -> tuple[_Identity, ...]:
    rows = rows_of("四", form) if form else {}
    return tuple(_Identity(name, rows[stem][-1:], rows[stem][:-1]) for name, stem in _BLOCKS if rows)


@cache
def _relations() -> tuple[_Identity, ...]:
    """The identities of the data file."""
    with (DATA / "checks.toml").open("rb") as file:
        entries = tomllib.load(file)["check"]
    return tuple(_Identity(**{**each, "left": tuple(each["left"]), "right": tuple(each["right"])}) for each in entries)


def _states(identity: _Identity, there: Container[str]) -> bool:
    """Whether a sentence states what a table counts, and both are there."""
    return identity.id == TEXT and all(name in there for name in (*identity.left, *identity.right))


def _cells(figures: Iterable[Figure]) -> _Cells:
    amounts: dict[str, Amount] = {}
    blank: list[str] = []
    for figure in figures:
        if (value := figure.value) is not None:
            amounts[figure.indicator] = value if isinstance(value, int) else Decimal(str(value))
        elif figure.status in _BLANK:
            amounts[figure.indicator] = 0
            blank.append(figure.indicator)
    return _Cells(amounts, frozenset(blank))


def _check(identity: _Identity, cells: _Cells) -> Check:
    name, column, row, amounts = identity.id, identity.column, identity.row, cells.amounts
    try:
        left = [amounts[term] for term in identity.left]
        right = [amounts[term] for term in identity.right]
    except KeyError:
        return Check(name, CheckStatus.NOT_ASSESSABLE, column=column, row=row)
    one, two = max(left) if identity.each else sum(left), sum(right) * identity.scale
    blanks = cells.blank and not cells.blank.isdisjoint((*identity.left, *identity.right))
    status = CheckStatus.PASS_WITH_BLANKS if blanks else CheckStatus.PASS
    holds = one <= two if identity.at_most else one == two
    return Check(name, status if holds else CheckStatus.FAIL, _number(one), _number(two), column, row)


def _number(amount: Amount) -> Number:
    return amount if isinstance(amount, int) else plain(amount)
