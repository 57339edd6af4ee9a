"""The accounting identities of tables 三 and 四: they flag, and never change a value (docs/formats.md#checks)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from archive.reports.cells import plain
from archive.reports.dictionary import rows_of
from archive.reports.model import Check, Figure
from archive.words import CheckStatus, Status, Template

_BLANK = (Status.BLANK, Status.DASH, Status.NONE_WORD)
_RESULT = "applications.result."
_RESULT_TOTAL = "applications.result.total"
_BLOCKS = (("B1", "review"), ("B2", "litigation.direct"), ("B3", "litigation.after_review"))

Cells = Mapping[str, Figure]


def apply_checks(figures: Iterable[Figure], templates: Mapping[str, str]) -> tuple[Check, ...]:
    """A1-A3 and B1-B3 for the tables that are there, each after the form the table follows itself.

    Blanks, dashes and 无 count as 0 inside a check only; a cell that is missing or unreadable makes it not assessable.
    """
    cells = {figure.indicator: figure for figure in figures}
    return (*_applications(cells, _form(templates, "三")), *_remedies(cells, _form(templates, "四")))


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


def _check(
    name: str,
    cells: Cells,
    left: Sequence[str],
    right: Sequence[str],
    *,
    column: str | None = None,
    row: str | None = None,
) -> Check:
    operands = [cells.get(each) for each in (*left, *right)]
    if any(each is None or not (each.status.has_value or each.status in _BLANK) for each in operands):
        return Check(name, CheckStatus.NOT_ASSESSABLE, column=column, row=row)
    one, two = _sum(cells, left), _sum(cells, right)
    blanks = any(each is not None and each.status in _BLANK for each in operands)
    status = CheckStatus.PASS_WITH_BLANKS if blanks else CheckStatus.PASS
    return Check(name, status if one == two else CheckStatus.FAIL, plain(one), plain(two), column, row)


def _sum(cells: Cells, names: Sequence[str]) -> Decimal:
    return sum((Decimal(str(cells[name].value or 0)) for name in names), Decimal(0))
