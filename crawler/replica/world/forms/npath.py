"""Addresses of n-path: one sequence of numbers over all hosts of a portal, an article in its column's directory."""

from typing import TYPE_CHECKING

from crawler.replica.world.agencies import Agency
from crawler.replica.world.columns import Column, Item
from crawler.replica.world.forms.base import PICTURE, Form, Number, numbered, plain_number
from crawler.replica.world.names import Slot

if TYPE_CHECKING:
    from crawler.replica.world.world import World

_FIRST = 60_000_000
_CHILDREN = {"government": 91936012, "office": 91936016}


class NPathForm(Form):
    """Articles as content.html in a directory of their own, with their files below it."""

    def item(self, world: "World", column: Column, item: Item) -> str:
        return f"{_folder(column, item)}c{plain_number(item) + _FIRST}/content.html"

    def file(self, world: "World", column: Column, item: Item, which: int, extension: str) -> str:
        number = plain_number(item) + _FIRST
        if which == PICTURE:
            return f"/dbsource/{number}/{number * 4 + which}.{extension}"
        return f"{_folder(column, item)}c{number}/part/{number * 4 + which}.{extension}"


def child(agency: Agency) -> int:
    """The number of an agency's column below a year's."""
    return _CHILDREN.get(agency.kind, 91936100 + agency.serial)


def _folder(column: Column, item: Item) -> str:
    return f"{column.path}n{child(item.agency)}/" if column.lists.get("children") else column.path


def npath_place(number: int) -> Number | None:
    """What an article's number stands for."""
    return numbered(number - _FIRST)


def npath_file(number: int) -> Slot | None:
    """What a file's number stands for."""
    number, which = divmod(number, 4)
    place = npath_place(number)
    return Slot(place.serial, place.year, which) if place else None
