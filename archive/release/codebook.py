"""The codebook of a release: every variable of every CSV file."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.release.labels import Labelled, labelled
from archive.release.tables import CODEBOOK, columns

_FILE = Path(__file__).parent / "data" / "variables.csv"
STATUSES = "Status of the cell, else not_in_template or table_missing; empty: no sentence states it, or not read yet."


@dataclass(frozen=True, slots=True)
class Variable:
    """A column of one file: field by field a row of codebook.csv (CODEBOOK)."""

    file: str
    variable: str
    short: str
    indicator: str
    label_zh: str
    label_en: str
    unit: str
    type: str
    templates: str
    printed_labels: str
    min: int | None
    max: int | None
    note: str

    def row(self) -> list[object]:
        """The row of codebook.csv."""
        return [getattr(self, name) for name in CODEBOOK]


@cache
def variables() -> tuple[Variable, ...]:
    """Every variable, file by file in the order of its columns. Raises KeyError for one that nothing describes."""
    by_short = {each.short: each for each in labelled().values()}
    return tuple(
        _indicator(file, by_short[name]) if name in by_short else _described(file, name)
        for file, names in columns().items()
        for name in names
    )


def _indicator(file: str, each: Labelled) -> Variable:
    forms, status = " ".join(each.forms), file == "panel_status.csv"
    return Variable(
        file=file, variable=each.short, short=each.short, indicator=each.name, label_zh=each.zh, label_en=each.en,
        unit="" if status else each.unit, type="category" if status else each.number, templates=forms or "text",
        printed_labels=each.printed, min=None if status else each.least, max=None,
        note=STATUSES if status else each.note,
    )  # fmt: skip


def _described(file: str, name: str) -> Variable:
    told = descriptions().get(f"{file}:{name}") or descriptions()[name]
    least, most = (int(told[name]) if told[name] else None for name in ("min", "max"))
    return Variable(
        file=file, variable=name, short=name, indicator="", label_zh=told["label_zh"], label_en=told["label_en"],
        unit=told["unit"], type=told["type"], templates="", printed_labels="", min=least, max=most, note=told["note"],
    )  # fmt: skip


@cache
def descriptions() -> dict[str, dict[str, str]]:
    """What data/variables.csv says of columns that are no indicators, by name or FILE:NAME."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}
