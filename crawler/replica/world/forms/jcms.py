"""Addresses of Hanweb jcms: one number in every column, beginning anew after the change of platform."""

from typing import TYPE_CHECKING

from crawler.replica.world.columns import Column, Item
from crawler.replica.world.forms.base import PICTURE, Form, Number, numbered, plain_number

if TYPE_CHECKING:
    from crawler.replica.world.world import World

_MOVED = 2018
_OLD, _NEW = 10_000_000, 1000


class JcmsForm(Form):
    """Articles below /art/, files by name."""

    by_script = "further"
    shells = False

    def item(self, world: "World", column: Column, item: Item) -> str:
        day, number = item.day, plain_number(item) + (_OLD if item.year <= _MOVED else _NEW)
        return f"/art/{day.year}/{day.month}/{day.day}/art_{column.number}_{number}.html"

    def file(self, world: "World", column: Column, item: Item, which: int, extension: str) -> str:
        name = world.file_name(item.agency, item.year, which)
        if which != PICTURE and column.lists["file"] == "attach":
            return f"/attach/0/{name}.{extension}"
        return module_file(name, which, extension)

    def first_page(self, column: Column) -> int:
        """Three screens where the paging endpoint counts records."""
        return int(column.lists["perpage"]) * (3 if column.lists.get("endpoint") == "startrecord" else 1)


def module_file(name: str, which: int, extension: str) -> str:
    """Where the report module keeps a file of this name."""
    if which == PICTURE:
        return f"/picture/0/{name}.png"
    return f"/module/download/downfile.jsp?classid=0&filename={name}.{extension}"


def jcms_place(number: int) -> Number | None:
    """What an article's number stands for."""
    return numbered(number - (_OLD if number >= _OLD else _NEW))
