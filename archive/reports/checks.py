"""The accounting identities of the tables: they flag, and never change a value (docs/formats.md#checks)."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Required, TypedDict

from archive.reports.cells import plain
from archive.reports.dictionary import DATA, rows_of
from archive.reports.model import Check, Figure
from archive.words import CheckStatus, Status, Template

_BLANK = (Status.BLANK, Status.DASH, Status.NONE_WORD)
_RESULT = "applications.result."
_RESULT_TOTAL = "applications.result.total"
_BLOCKS = (("B1", "review"), ("B2", "litigation.direct"), ("B3", "litigation.after_review"))

DISCLOSED, TEXT = "P1", "T1"
SOFT = frozenset({DISCLOSED, "C8", TEXT})
"""Checks that need not hold in a sound report: an older document may be disclosed anew, one application get several
replies, a sentence count otherwise.
"""

Cells = Mapping[str, Figure]
Amount = int | Decimal


def apply_checks(figures: Iterable[Figure], templates: Mapping[str, str]) -> tuple[Check, ...]:
    """A1-A3, B1-B3, P1 and C1-C8 for the tables that are there, each after its own form, T1 for what sentences state.

    Blanks, dashes and 无 count as 0 inside a check only; a cell that is missing or unreadable makes it not assessable.
    """
    cells = {figure.indicator: figure for figure in figures}
    old = templates.get("stat_2014") == Template.T2014
    there = {DISCLOSED: templates.get("二") == Template.T2019, TEXT: False}
    return (
        *_applications(cells, _form(templates, "三")),
        *_remedies(cells, _form(templates, "四")),
        *(_listed(each, cells) for each in _relations() if there.get(each["id"], old) or _states(each, cells)),
    )


def holds_cell(check: Check, indicator: str) -> bool:
    """Whether the identity that was applied has the cell among its terms."""
    stem, _, column = indicator.rpartition(".")
    if check.id in ("A1", "A2"):
        return column == check.column
    if check.id == "A3" or check.id in dict(_BLOCKS):
        return stem == (check.row or dict(_BLOCKS)[check.id])
    return any(
        indicator in (*each["left"], *each["right"])
        for each in _relations() if each["id"] == check.id and each.get("row") == check.row
    )  # fmt: skip


def _form(templates: Mapping[str, str], table: str) -> str:
    form = templates.get(table, Template.TABLE_MISSING)
    return form if form in (Template.T2019, Template.T2021) else ""


def _applications(cells: Cells, form: str) -> Iterator[Check]:
    rows = rows_of("三", form) if form else {}
    columns = [name.rpartition(".")[2] for name in rows.get(_RESULT_TOTAL, ())]
    results = [stem for stem in rows if stem.startswith(_RESULT) and stem != _RESULT_TOTAL]
    for column in columns:
        flow = [f"applications.received.{column}", f"applications.carried_in.{column}"]
        out = [f"{_RESULT_TOTAL}.{column}", f"applications.carried_out.{column}"]
        yield _check("A1", cells, flow, out, column=column)
    for column in columns:
        parts = [f"{stem}.{column}" for stem in results]
        yield _check("A2", cells, [f"{_RESULT_TOTAL}.{column}"], parts, column=column)
    for stem, names in rows.items():
        yield _check("A3", cells, [names[-1]], names[:-1], row=stem)


def _remedies(cells: Cells, form: str) -> Iterator[Check]:
    for name, stem in _BLOCKS if form else ():
        names = rows_of("四", form)[stem]
        yield _check(name, cells, [names[-1]], names[:-1])


class _Relation(TypedDict, total=False):
    """An identity as its data file states it."""

    id: Required[str]
    left: Required[list[str]]
    right: Required[list[str]]
    row: str
    at_most: bool
    each: bool
    scale: int


@cache
def _relations() -> list[_Relation]:
    with (DATA / "checks.toml").open("rb") as file:
        found: list[_Relation] = tomllib.load(file)["check"]
    return found


def _states(relation: _Relation, cells: Cells) -> bool:
    """Whether a sentence states what a table counts, and both are there."""
    return relation["id"] == TEXT and all(name in cells for name in (*relation["left"], *relation["right"]))


def _listed(relation: _Relation, cells: Cells) -> Check:
    """One identity of the data file."""
    left, right, row = relation["left"], relation["right"], relation.get("row")
    bounds = relation.get("at_most", False), relation.get("each", False)
    return _check(relation["id"], cells, left, right, row=row, bounds=bounds, scale=relation.get("scale", 1))


def _check(
    name: str,
    cells: Cells,
    left: Sequence[str],
    right: Sequence[str],
    *,
    column: str | None = None,
    row: str | None = None,
    bounds: tuple[bool, bool] = (False, False),
    scale: int = 1,
) -> Check:
    """Both sides summed. `bounds`: left is at most right instead of equal, and each of left for itself."""
    at_most, each = bounds
    operands = [cells.get(every) for every in (*left, *right)]
    if any(cell is None or not (cell.status.has_value or cell.status in _BLANK) for cell in operands):
        return Check(name, CheckStatus.NOT_ASSESSABLE, column=column, row=row)
    one = max(_amount(cells, every) for every in left) if each else _sum(cells, left)
    two = _sum(cells, right) * scale
    blanks = any(cell is not None and cell.status in _BLANK for cell in operands)
    status = CheckStatus.PASS_WITH_BLANKS if blanks else CheckStatus.PASS
    holds = one <= two if at_most else one == two
    return Check(name, status if holds else CheckStatus.FAIL, plain(Decimal(one)), plain(Decimal(two)), column, row)


def _sum(cells: Cells, names: Sequence[str]) -> Amount:
    return sum((_amount(cells, name) for name in names), 0)


def _amount(cells: Cells, name: str) -> Amount:
    value = cells[name].value or 0
    return value if isinstance(value, int) else Decimal(str(value))
