"""Short names of indicators, valid in Stata and SQL, derived by a rule (docs/release.md#short-names)."""

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
LONGEST = 32


def short_name(indicator: str) -> str:
    """The short name: each part of the dotted name by its own abbreviation, joined with `_`.

    No abbreviation holds a `_` and no two parts share one, so that two indicators cannot get the same name.
    Raises KeyError for a part that `data/short.csv` does not list.
    """
    parts = abbreviations()
    return "_".join(parts[part] for part in indicator.split("."))


@cache
def abbreviations() -> dict[str, str]:
    """Part of a dotted name to its abbreviation."""
    with (DATA / "short.csv").open(encoding="utf-8", newline="") as file:
        return {row["part"]: row["short"] for row in csv.DictReader(file)}
