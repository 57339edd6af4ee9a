"""Addresses of channel-doc: an article by its document id in its channel, files named by article and content."""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.replica.world.columns import Column, Item
from crawler.replica.world.forms.base import PICTURE, Form, object_id
from crawler.replica.world.names import Slot, short_name, short_slot

if TYPE_CHECKING:
    from crawler.replica.world.world import World

_PICTURE = re.compile(r"/resources/public/\d{8}/([0-9a-f]{24})\.png")


class ChannelDocForm(Form):
    """The same id in every column; pictures lie apart from their articles."""

    def item(self, world: "World", column: Column, item: Item) -> str:
        return f"{column.path}doc_{object_id(world, column, item)}.html"

    def file(self, world: "World", column: Column, item: Item, which: int, extension: str) -> str:
        if which == PICTURE:
            head = int(datetime(item.day.year, item.day.month, item.day.day, tzinfo=UTC).timestamp())
            slot = Slot(item.agency.serial, item.year, which)
            return f"/resources/public/{item.day:%Y%m%d}/{short_name(world.seed, f'{head:08x}', slot)}.{extension}"
        name = world.file_name(item.agency, item.year, which)
        return f"{column.path}doc_{object_id(world, column, item)}_{name}.{extension}"

    def first_page(self, column: Column) -> int:
        """Everything, where the list has no pager."""
        return super().first_page(column) if column.lists["pager"] else 10**6


def picture_slot(world: "World", path: str) -> Slot | None:
    """What the picture at an address belongs to, if it is one."""
    match = _PICTURE.fullmatch(path)
    return short_slot(world.seed, match[1]) if match else None
