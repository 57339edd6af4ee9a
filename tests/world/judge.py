"""What a reading is worth against what the replica says is true: right, flagged, missing or wrong, cell by cell."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

READ_NOW = ("t2014", "t2019", "t2021")
"""Templates whose cells the reader gives now."""
LEAST_RIGHT = {"html": 0.99, "docx": 0.99, "pdf": 0.98}
"""The share of right cells that each kind of document has to reach."""

Truth = Mapping[str, Any]


class Cell(NamedTuple):
    """A figure as read."""

    value: float | None
    status: str


@dataclass
class Verdicts:
    """The cells of many reports, counted by kind of document; `wrong` names each that is silently wrong or not there."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    wrong: list[tuple[object, ...]] = field(default_factory=list)

    def judge(self, media: str, url: str, truth: Truth, cells: Mapping[str, Cell]) -> None:
        """Compares one report; `truth` holds figures and statuses as the replica tells them."""
        counts = self.counts.setdefault(media, Counter())
        for name, value in truth["figures"].items():
            found = verdict(cells.get(name), value, truth["statuses"].get(name, "blank"))
            counts[found] += 1
            if found in ("wrong", "missing"):
                self.wrong.append((url, name, value, cells.get(name)))
        self.wrong += [
            (url, name, "not printed", cell)
            for name, cell in cells.items()
            if name not in truth["figures"] and cell.value is not None
        ]

    def enough(self) -> dict[str, float]:
        """The share of right cells where it is too small."""
        shares = {media: counts["right"] / counts.total() for media, counts in self.counts.items() if counts}
        return {media: share for media, share in shares.items() if share < LEAST_RIGHT[media]}


def verdict(cell: Cell | None, value: float | None, status: str) -> str:
    """right; flagged where no value is stated and one is printed, or the wrong kind of blank; missing; wrong."""
    if cell is None:
        return "missing"
    if cell.value is None:
        return "right" if value is None and cell.status == status else "flagged"
    return "right" if value is not None and abs(cell.value - value) < 0.005 else "wrong"


def as_file(truth: Truth) -> Truth:
    """The truth of the attached file, which may differ from its page in one cell."""
    other = truth["attachment_differs"]
    if not other:
        return truth
    statuses = {name: status for name, status in truth["statuses"].items() if name != other["indicator"]}
    return {**truth, "figures": {**truth["figures"], other["indicator"]: other["file"]}, "statuses": statuses}


def without_text(names: Iterable[tuple[str, Cell]]) -> dict[str, Cell]:
    """The table's cells; what sentences state is judged elsewhere."""
    return {name: cell for name, cell in names if not name.startswith("text.")}
