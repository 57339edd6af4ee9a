"""What all families have in common: their columns, the part of a list that a page shows, items and files by address."""

from abc import ABC, abstractmethod
from typing import ClassVar

from crawler.replica.faults import Faults
from crawler.replica.messages import Answer, Request
from crawler.replica.portal.files import file_answer
from crawler.replica.world import Agency, Host, World
from crawler.replica.world.addresses import file_path, item_path, report_item
from crawler.replica.world.columns import Column, Item
from crawler.replica.world.forms.base import Number

MORE = 7
"""Records by which a list says too much under the fault wrong_total."""


class Family(ABC):
    """The pages of one family on whatever host speaks it; None from `answer` where a path is not theirs."""

    name: ClassVar[str]

    def __init__(self, world: World, faults: Faults) -> None:
        self.world, self.faults = world, faults

    @abstractmethod
    def answer(self, site: Host, request: Request) -> Answer | None:
        """The page at this address of this host."""

    def columns(self, site: Host) -> list[Column]:
        """The host's columns that this family writes, in the order of its navigation."""
        return [column for column in self.world.columns.shown(site) if column.family == self.name]

    def is_dead(self, column: Column, request: Request) -> bool:
        """Whether a fault has taken the column away."""
        return column.mixed and self.faults.active("dead_column", request.host)

    def is_shell(self, request: Request) -> bool:
        """Whether a list is to come without its items, for a script to fill."""
        return self.faults.active("shell_list", request.host)

    def told(self, number: int, more: int, request: Request) -> int:
        """How many records or pages a list says it has: `more` than there are under the fault."""
        return number + (more if self.faults.active("wrong_total", request.host) else 0)

    def part(self, items: list[Item], start: int, end: int, request: Request) -> list[Item]:
        """The items [start, end) of a list as the faults of paging leave them; empty beyond the end."""
        if start and self.faults.active("cut_list", request.host):
            return []
        rows = items[start:end]
        key = request.url + request.body.decode("utf-8", "replace")
        unstable = start and rows and self.faults.active("unstable_pages", request.host)
        if unstable and self.faults.meet("unstable_pages", key) == 1:
            return [items[start - 1], *rows[1:]]
        return rows

    def item(self, site: Host, address: str, place: Number | None, request: Request) -> tuple[Column, Item] | None:
        """The item that stands for `place` at exactly this address (as its form writes it), and its column.

        None where there is none, where it has been moved away from its first column, or removed.
        """
        if place is None or place.serial >= len(self.world.agencies):
            return None
        agency = self.world.agencies[place.serial]
        where = self.world.columns.where(agency, place.year)
        for column in where:
            for item in self._in(column, site, agency, place.year):
                if item.kind == place.kind and item_path(self.world, column, item) == address:
                    moved = self.faults.active("moved_article", request.host) and len(where) > 1 and where[0] is column
                    gone = self.faults.active("gone", request.host) and place.year <= 2012
                    return None if moved or gone else (column, item)
        return None

    def _in(self, column: Column, site: Host, agency: Agency, year: int) -> list[Item]:
        """What of the agency and year is an article in a list of this host."""
        there = column.host is site and not column.single
        return self.world.columns.of_year(column, agency, year) if there else []

    def file(self, site: Host, address: str, serial: int, year: int, which: int) -> Answer | None:
        """The file of this report that lies at exactly this address; its extension ends the address."""
        if serial >= len(self.world.agencies):
            return None
        agency, extension = self.world.agencies[serial], address.rpartition(".")[2]
        if not self.world.listed(agency, year):
            return None
        item = report_item(self.world, agency, year)
        for column in self.world.columns.where(agency, year):
            if column.host is site and file_path(self.world, column, item, which, extension) == address:
                return file_answer(self.world.report(agency, year), which, extension)
        return None
