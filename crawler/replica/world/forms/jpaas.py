"""Addresses of Hanweb's new generation: articles below their column and year, old ones as jcms wrote them."""

import re
from typing import TYPE_CHECKING

from crawler.replica.world.columns import Column, Item
from crawler.replica.world.forms.base import Form, Number, numbered, opaque, opaque_place, plain_number
from crawler.replica.world.forms.jcms import module_file

if TYPE_CHECKING:
    from crawler.replica.world.world import World

_FIRST, _OLD = 4_780_000, 30_000
_HEX = re.compile(r"/col/col\d+/art/\d{4}/art_([0-9a-f]{32})\.html")
_NUMBERED = re.compile(r"/col\d+/art/\d{4}/art_\d+_(\d+)\.html")
_OF_JCMS = re.compile(r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_(\d+)\.html")


class JpaasForm(Form):
    """The path may name another column than the list; up to the year `old` articles kept their jcms addresses."""

    by_script = "all"
    shells = False

    def item(self, world: "World", column: Column, item: Item) -> str:
        lists, day = column.lists, item.day
        number = column.number + int(lists.get("elsewhere", 0))
        if item.year <= int(lists.get("old", 0)):
            return f"/art/{day.year}/{day.month}/{day.day}/art_{number}_{plain_number(item) + _OLD}.html"
        if lists.get("art") == "numbered":
            return f"/col{number}/art/{day.year}/art_{number}_{plain_number(item) + _FIRST}.html"
        return f"/col/col{number}/art/{day.year}/art_{opaque(world, column, item)}.html"

    def file(self, world: "World", column: Column, item: Item, which: int, extension: str) -> str:
        return module_file(world.file_name(item.agency, item.year, which), which, extension)


def jpaas_place(world: "World", path: str) -> Number | None:
    """What an article's address stands for; None for an address of another form."""
    if match := _HEX.fullmatch(path):
        return opaque_place(world, match[1])
    if match := _NUMBERED.fullmatch(path):
        return numbered(int(match[1]) - _FIRST)
    match = _OF_JCMS.fullmatch(path)
    return numbered(int(match[1]) - _OLD) if match else None
