"""What every family's addresses are made of: files of a report, numbers and opaque names that lead back to an item."""

from abc import ABC, abstractmethod
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from crawler.replica.world.agencies import FIRST_YEAR, YEARS
from crawler.replica.world.columns import KINDS, Column, Item
from crawler.replica.world.draws import share
from crawler.replica.world.names import Slot, file_name, short_name, short_slot, slot_of

if TYPE_CHECKING:
    from crawler.replica.world.world import World

PICTURE, FORM, REPORT = 1, 2, 3
"""The files of a report: its chart, the application form beside it, the report itself."""
_ITEMS = 64
"""Names of items count from here; those of files lie below."""


class Number(NamedTuple):
    """What an item's address stands for; `rank` tells the columns of a report apart."""

    serial: int
    year: int
    kind: str
    rank: int


class Form(ABC):
    """How one family writes the addresses of what stands in its columns: path, with query where the family has one.

    `by_script` says what cannot be read where scripts do not run and their endpoint is closed: nothing, the further
    pages of lists, or all of them. `shells` says whether a list that only a script would fill hides its items.
    """

    by_script: ClassVar[Literal["", "further", "all"]] = ""
    shells: ClassVar[bool] = True

    @abstractmethod
    def item(self, world: "World", column: Column, item: Item) -> str:
        """Where the list leads for an article."""

    @abstractmethod
    def file(self, world: "World", column: Column, item: Item, which: int, extension: str) -> str:
        """Where a file of the item's report lies."""

    def first_page(self, column: Column) -> int:
        """How many items the page of a list shows by itself."""
        return int(column.lists["perpage"])


def plain_number(item: Item) -> int:
    """A number for this item, small and dense."""
    return (item.agency.serial * len(YEARS) + item.year - FIRST_YEAR) * 16 + KINDS.index(item.kind)


def numbered(plain: int, rank: int = 0) -> Number | None:
    """The item of a number made by `plain_number`."""
    place, kind = divmod(plain, 16)
    serial, year = divmod(place, len(YEARS))
    return Number(serial, year + FIRST_YEAR, KINDS[kind], rank) if plain >= 0 and kind < len(KINDS) else None


def _slot(column: Column, item: Item) -> Slot:
    return Slot(item.agency.serial, item.year, _ITEMS + column.rank * 32 + KINDS.index(item.kind))


def _number(slot: Slot | None) -> Number | None:
    if slot is None or slot.number < _ITEMS:
        return None
    rank, kind = divmod(slot.number - _ITEMS, 32)
    return Number(slot.serial, slot.year, KINDS[kind], rank) if kind < len(KINDS) else None


def opaque(world: "World", column: Column, item: Item) -> str:
    """32 hex digits that name this item in this column."""
    return file_name(world.seed, _slot(column, item))


def opaque_place(world: "World", name: str) -> Number | None:
    """What 32 hex digits name; None for a name that was never given out."""
    return _number(slot_of(world.seed, name))


def object_id(world: "World", column: Column, item: Item) -> str:
    """24 hex digits, of which the first 8 tell the second of the item's day, as ids of MongoDB do."""
    day, serial = item.day, item.agency.serial
    second = int(share(world.seed, "second", serial, item.year, item.kind) * 36000)
    head = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) + second
    return short_name(world.seed, f"{head:08x}", _slot(column, item))


def object_place(world: "World", name: str) -> Number | None:
    """What 24 hex digits name, if anything: whether it was given out shows when the address is made again."""
    return _number(short_slot(world.seed, name))
