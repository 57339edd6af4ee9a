"""What is found of tables 二, 三 and 四: heads, rows with their labels, and what tells how a table is printed."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from archive.reports.labels import Label
from archive.reports.sheet import Row, Slot

APPLICANTS = 7
"""How many columns table 三 has."""


class Head(NamedTuple):
    """A column head of table 二; `suffix` is empty where the head is not known."""

    suffix: str
    template: str
    unit: str


class Found(NamedTuple):
    """One row found: its stem, the index of its label cell, and all cells behind it.

    For a row of 二 also its heads, how many cells their row has (printed, and with spans), whether its blank cells all
    stand at its end, and in which of its cells the heads stand.
    """

    stem: str
    at: int
    slots: tuple[Slot, ...]
    row: Row
    label: Label
    heads: tuple[Head, ...] = ()
    headed: tuple[int, ...] = ()
    blank_end: bool = False
    starts: tuple[int, ...] = ()

    @property
    def empty(self) -> bool:
        return all(slot.blank for slot in self.slots)

    @property
    def on_page(self) -> bool:
        """Whether the row is a line printed on a page, where the line below may hold the rest of its numbers."""
        return self.row.place is not None and not self.row.physical

    @property
    def half(self) -> bool:
        """Whether nothing but the beginning of a label is there: its values may stand with its lost end."""
        return self.empty and not self.label.whole


@dataclass(slots=True)
class Sorted:
    """All rows of the three tables, in order; rows without label stay out of them, `strays` names their tables.

    `totalled` says that table 三 has a head for the total of all applicants.
    `loose` are the values of table 三 in lines that hold nothing else, in order; `subtotal` is the number of a column
    of it that the form does not have and whose head calls it the sum of the organisations; `remarks` says that its
    last column holds none.
    """

    proactive: list[Found] = field(default_factory=list)
    applications: list[Found] = field(default_factory=list)
    remedies: list[Row] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    bands: set[str] = field(default_factory=set)
    applications_headed: bool = False
    totalled: bool = False
    remedies_head: Row | None = None
    disordered: set[str] = field(default_factory=set)
    strays: set[str] = field(default_factory=set)
    loose: list[Slot] = field(default_factory=list)
    subtotal: int | None = None
    remarks: bool = False
    blocks: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
