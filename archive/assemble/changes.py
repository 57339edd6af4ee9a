"""What became of places and of kinds of bodies (renamed, merged, united, parted, founded), with dates and evidence."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path

_FILE = Path(__file__).parent / "predecessors.csv"


@dataclass(frozen=True, slots=True)
class Change:
    """A place or kind of body (`what`) that became another, some day from `earliest` to `latest`.

    `how`: renamed, merged into one that was there, united with others into a new one, part of its tasks went over and
    it goes on, or founded out of none (`before` is empty).
    """

    what: str
    before: str
    after: str
    earliest: date
    latest: date
    how: str
    evidence: str

    @property
    def ends(self) -> bool:
        """Whether nothing bears the earlier name after it."""
        return self.how in ("renamed", "merged", "united")

    @property
    def founds(self) -> bool:
        """Whether the later body is a new one. One that was only renamed is not: its earlier reports are missed."""
        return self.how in ("united", "part", "founded")

    def rewritten(self, name: str) -> str:
        """A name as it is after the change; "" for names that it does not concern."""
        if not self.before:
            return ""
        if self.what == "place":
            return self.after + name.removeprefix(self.before) if name.startswith(self.before) else ""
        return name.removesuffix(self.before) + self.after if name.endswith(self.before) else ""

    def told(self) -> str:
        """The change in one line, for a person."""
        days = str(self.earliest) if self.earliest == self.latest else f"{self.earliest} to {self.latest}"
        what = f"{self.before} → {self.after}, {self.how}" if self.before else f"{self.after} {self.how}"
        return f"{what}, {days}: {self.evidence}"


def became(before: str, after: str) -> bool:
    """Whether one change makes the name `after` of the name `before`; `after` may lack its place."""
    return any((later := change.rewritten(before)) and later.endswith(after) for change in changes())


@cache
def changes() -> tuple[Change, ...]:
    """All changes, one for each spelling of a name, in the order of the file."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(change for row in csv.DictReader(file) for change in _spelled(row))


def _spelled(row: dict[str, str]) -> list[Change]:
    days = (date.fromisoformat(row["earliest"]), date.fromisoformat(row["latest"]))
    return [
        Change(row["what"], before, after, *days, row["how"], row["evidence"])
        for before, after in product(row["before"].split("|"), row["after"].split("|"))
    ]
