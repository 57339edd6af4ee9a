"""Which agency continues which, where a place was renamed or merged: the same body of the place before and after."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.assemble.agencies import Agency, without_city
from archive.store.corpus import Row

_FILE = Path(__file__).parent / "predecessors.csv"


@dataclass(frozen=True, slots=True)
class Change:
    """A place that became another in a year: `renamed`, or `merged` into a larger one; without the city before it."""

    before: str
    after: str
    year: int
    how: str


@cache
def changes() -> tuple[Change, ...]:
    """All changes of places, oldest first."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(Change(row["before"], row["after"], int(row["year"]), row["how"]) for row in csv.DictReader(file))


def predecessors(agencies: Iterable[Agency]) -> Iterator[Row]:
    """Rows of the table: pairs of agencies that bear the same name but for the place (docs/store.md#predecessors).

    A name that several agencies bear tells none of them.
    """
    bearers: dict[str, set[str]] = defaultdict(set)
    for agency in agencies:
        for name in agency.names:
            bearers[without_city(name)].add(agency.agency_id)
    found: dict[tuple[str, str], Change] = {}
    for name in sorted(bearers):
        for change in changes():
            if not name.startswith(change.before):
                continue
            old, new = bearers[name], bearers.get(change.after + name.removeprefix(change.before), set())
            if len(old) == len(new) == 1 and old != new:
                found[min(new), min(old)] = change
    for (agency_id, before_id), change in sorted(found.items(), key=lambda item: item[0]):
        yield {"agency_id": agency_id, "before_id": before_id, "year": change.year, "how": change.how}
