"""Figures of two reports side by side, and what one year hands on to the next."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from archive.store.corpus import Corpus, Row

Number = int | float


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as the corpus has it. `locator` names the payload and where in it the figure stands."""

    indicator: str
    value: Number | None
    unit: str
    status: str
    raw: str | None
    locator: Row


Key = tuple[str, int]
"""(indicator, how often the report states it before): only sentences state one twice."""
Figures = dict[Key, Figure]


@dataclass(frozen=True, slots=True)
class Changed:
    """An indicator that differs in value or status; a side is None where the report has no such cell."""

    indicator: str
    unit: str
    before: Figure | None
    after: Figure | None


@dataclass(frozen=True, slots=True)
class Carried:
    """What one year says it carries over and the next says it carried in; `agree` is None where one gives no value."""

    column: str
    from_year: int
    carried_out: Figure | None
    to_year: int
    carried_in: Figure | None

    @property
    def agree(self) -> bool | None:
        values = [one.value if one else None for one in (self.carried_out, self.carried_in)]
        return None if None in values else values[0] == values[1]


_FIGURES = "SELECT indicator, value, unit, status, raw, locator FROM figures WHERE report_id = ? ORDER BY position"


def figures(corpus: Corpus, report_id: str, payload_sha256: str) -> Figures:
    """Every figure of a report, in its order."""
    found: Figures = {}
    for row in corpus.rows(_FIGURES, [report_id]):
        name, value = str(row["indicator"]), row["value"]
        whole = int(value) if isinstance(value, float) and value.is_integer() else value
        locator = {"payload": payload_sha256, **json.loads(str(row["locator"]))}
        times = sum(1 for known, _ in found if known == name) if name.startswith("text.") else 0
        found[name, times] = Figure(**row | {"value": whole, "locator": locator})  # type: ignore[arg-type]
    return found


def changed(before: Figures, after: Figures) -> tuple[Changed, ...]:
    """What differs, in the order of the first report and then of the second."""
    found = []
    for key in dict.fromkeys([*before, *after]):
        one, other = before.get(key), after.get(key)
        if _told(one) != _told(other):
            unit = next(figure.unit for figure in (one, other) if figure)
            found.append(Changed(key[0], unit, one, other))
    return tuple(found)


def _told(figure: Figure | None) -> tuple[object, object]:
    return (figure.value, figure.status) if figure else (None, None)


_OUT, _IN = "applications.carried_out.", "applications.carried_in."


def carried(
    year: int | None, own: Mapping[Key, Figure], other_year: int | None, other: Mapping[Key, Figure]
) -> tuple[Carried, ...]:
    """The applications that the earlier of two consecutive years hands on; nothing for other years."""
    if year is None or other_year is None or abs(year - other_year) != 1:
        return ()
    earlier, later = (own, other) if year < other_year else (other, own)
    columns = dict.fromkeys(
        name.removeprefix(start) for start, side in ((_OUT, earlier), (_IN, later)) for name, _ in side
        if name.startswith(start)
    )  # fmt: skip
    first, last = sorted((year, other_year))
    return tuple(
        Carried(column, first, earlier.get((_OUT + column, 0)), last, later.get((_IN + column, 0)))
        for column in columns
    )
