"""What indicators are called: Chinese as the forms print it, English as translated in data/labels.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.release.shorts import short_name
from archive.reports.dictionary import Indicator, indicators

_FILE = Path(__file__).parent / "data" / "labels.toml"
_CLASSES = {"integer": "Int64", "signed": "Int64", "decimal": "Float64"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """An indicator as the codebook tells it.

    `number` is the pandas dtype of its values, `printed` its labels in each form, `places` the pairs of table and
    forms that have it, `forms` all these in the order of their years, `least` the smallest possible value or None.
    """

    name: str
    short: str
    zh: str
    en: str
    unit: str
    number: str
    note: str
    printed: str
    places: tuple[tuple[str, frozenset[str]], ...]
    forms: tuple[str, ...]
    least: int | None


@cache
def labelled() -> dict[str, Labelled]:
    """Every indicator by name, in the order of the dictionary."""
    lines: dict[str, list[Indicator]] = {}
    for line in indicators():
        lines.setdefault(line.name, []).append(line)
    return {name: _labelled(name, each) for name, each in lines.items()}


def _labelled(name: str, lines: list[Indicator]) -> Labelled:
    first, number = lines[0], lines[0].number
    return Labelled(
        name=name, short=short_name(name), zh=_chinese(lines), en=_english(first), unit=first.unit,
        number=_CLASSES[number], note=_note(first),
        printed=" | ".join(_printed(line) for line in lines if line.row_label),
        places=tuple((line.table, line.templates) for line in lines),
        forms=tuple(sorted(frozenset[str]().union(*(line.templates for line in lines)))),
        least=None if number == "signed" else 0,
    )  # fmt: skip


def _chinese(lines: list[Indicator]) -> str:
    """Group, row and column of the newest form that has it; older labels stand among the printed ones."""
    line = max(lines, key=lambda each: max(each.templates, default=""))
    told = _data()["chinese"].get(line.name)
    if told:
        return told
    group = _data()["group"].get(line.stem.rpartition(".")[0], "")
    row = f"{group}{line.row_label}"
    return row if line.column_label == "统计数" else f"{row}：{line.column_label}"


def _english(line: Indicator) -> str:
    data = _data()
    if told := data["cell"].get(line.name):
        return told
    return f"{data['row'][line.stem]} – {data['column'][line.name.rpartition('.')[2]]}"


def _note(line: Indicator) -> str:
    notes = _data()["note"]
    return notes.get(line.name) or notes.get(line.stem, "")


def _printed(line: Indicator) -> str:
    return f"{' '.join(sorted(line.templates))}: {line.row_label} × {line.column_label}"


@cache
def _data() -> dict[str, dict[str, str]]:
    with _FILE.open("rb") as file:
        return tomllib.load(file)
