"""Identities across the years of a series: what one report says against what the one before it said."""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Required, TypedDict

from archive.assemble.series import Series
from archive.reports.cells import plain
from archive.reports.model import Number
from archive.store.corpus import Corpus, Row
from archive.words import CheckStatus, Status

_FILE = Path(__file__).parent / "year_checks.toml"
_BLANK = (Status.BLANK, Status.DASH, Status.NONE_WORD)


class _Term(TypedDict, total=False):
    """A cell on the right side, of this year or of the one before."""

    cell: Required[str]
    before: bool
    minus: bool


class _Relation(TypedDict, total=False):
    """An identity as its data file states it."""

    id: Required[str]
    kind: Required[str]
    each: Required[list[str]]
    left: Required[str]
    right: Required[list[_Term]]
    at_most: bool


_Cells = Mapping[str, tuple[float | None, Status]]


def year_checks(corpus: Corpus, texts: Series) -> Iterator[Row]:
    """Rows of the table: every identity for each two years in a row whose current reports have all its cells."""
    earlier: tuple[tuple[str, int], str, _Cells] | None = None
    for agency_id, year in sorted(texts.versions):
        current = texts.current(agency_id, year)
        if current is None:
            continue
        cells = _cells(corpus, current.report_id)
        if earlier and earlier[0] == (agency_id, year - 1):
            told = {
                "agency_id": agency_id, "year": year, "report_id": current.report_id, "report_before": earlier[1],
            }  # fmt: skip
            yield from (told | found for found in compare(earlier[2], cells))
        earlier = (agency_id, year), current.report_id, cells


def compare(before: _Cells, now: _Cells) -> Iterator[Row]:
    """The identities between the cells of two years, by indicator (docs/formats.md#across-the-years)."""
    for relation in _relations():
        for key in relation["each"]:
            terms = [(term, term["cell"].format(key)) for term in relation["right"]]
            left = now.get(relation["left"].format(key))
            right = [(before if term.get("before") else now).get(cell) for term, cell in terms]
            if left is None or None in right:
                continue
            signs = [-1 if term.get("minus") else 1 for term, _ in terms]
            operands = [left, *(each for each in right if each)]
            yield {
                "identity": relation["id"], "column_key": key if relation["kind"] == "column" else None,
                "row_key": key if relation["kind"] == "row" else None,
                **_judged(operands, signs, at_most=relation.get("at_most", False)),
            }  # fmt: skip


def _judged(operands: list[tuple[float | None, Status]], signs: list[int], *, at_most: bool) -> Row:
    if any(not (status.has_value or status in _BLANK) for _, status in operands):
        return {"status": str(CheckStatus.NOT_ASSESSABLE), "left_side": None, "right_side": None}
    left, *parts = (Decimal(str(value or 0)) for value, _ in operands)
    right = sum((sign * part for sign, part in zip(signs, parts, strict=True)), Decimal(0))
    holds = left <= right if at_most else left == right
    blanks = any(status in _BLANK for _, status in operands)
    passed = CheckStatus.PASS_WITH_BLANKS if blanks else CheckStatus.PASS
    sides: tuple[Number, Number] = plain(left), plain(right)
    return {
        "status": str(passed if holds else CheckStatus.FAIL), "left_side": sides[0], "right_side": sides[1],
    }  # fmt: skip


def _cells(corpus: Corpus, report_id: str) -> _Cells:
    """The cells of a report that any identity names."""
    # `main`: a report's figures are those of its bytes, whenever it was known (archive/asof.py).
    sql = f"""SELECT indicator, value, status FROM main.figures
        WHERE report_id = ? AND indicator IN ({", ".join("?" * len(_named()))})"""
    rows = corpus.database.query(sql, [report_id, *_named()])
    return {name: (value, Status(status)) for name, value, status in rows}


@cache
def _named() -> tuple[str, ...]:
    found = (
        pattern.format(key)
        for relation in _relations()
        for pattern in (relation["left"], *(term["cell"] for term in relation["right"]))
        for key in relation["each"]
    )
    return tuple(dict.fromkeys(found))


@cache
def _relations() -> list[_Relation]:
    with _FILE.open("rb") as file:
        found: list[_Relation] = tomllib.load(file)["check"]
    return found
