"""The dictionary of indicators: every cell of every statistical form, with its unit and kind of number."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
TABLES = ("二", "三", "四")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One cell of one form (docs/formats.md#figures).

    `table` is 二, 三, 四, stat_2014 or text; `number` is integer, signed (the only kind that may carry a sign) or
    decimal (money, in `unit`).
    """

    name: str
    table: str
    templates: frozenset[str]
    row_label: str
    column_label: str
    unit: str
    number: str

    @property
    def stem(self) -> str:
        """The name of the row: everything before the last point."""
        return self.name.rpartition(".")[0]


@cache
def indicators() -> tuple[Indicator, ...]:
    """Every line of the dictionary, in the order of the printed forms; a name can stand under two templates."""
    with (DATA / "indicators.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Indicator(
                row["indicator"],
                row["table"],
                frozenset(row["templates"].split()),
                row["row_label"],
                row["column_label"],
                row["unit"],
                row["number"],
            )
            for row in csv.DictReader(file)
        )


@cache
def cells_of(table: str, template: str) -> dict[str, Indicator]:
    """The cells of one table in one template, by name, in the order of the form."""
    return {each.name: each for each in indicators() if each.table == table and template in each.templates}


@cache
def rows_of(table: str, template: str) -> dict[str, tuple[str, ...]]:
    """Names of the cells of each row of a table: stem to names."""
    rows: dict[str, tuple[str, ...]] = {}
    for name, each in cells_of(table, template).items():
        rows[each.stem] = (*rows.get(each.stem, ()), name)
    return rows


@cache
def text_unit(name: str) -> str:
    """The unit of a figure read from a sentence."""
    return next(each.unit for each in indicators() if each.table == "text" and each.name == name)
