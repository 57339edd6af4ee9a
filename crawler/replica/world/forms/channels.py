"""Addresses of channels-articles: a uuid below its channel and month."""

import re
from typing import TYPE_CHECKING

from crawler.replica.world.columns import Column, Item
from crawler.replica.world.forms.base import Form, opaque
from crawler.replica.world.forms.binzhou import dashed

if TYPE_CHECKING:
    from crawler.replica.world.world import World

WITHIN = 50
"""Pages that the first answer of a list holds."""


class ChannelsForm(Form):
    """Articles and their files below /articles/."""

    def item(self, world: "World", column: Column, item: Item) -> str:
        return f"{_folder(column, item)}{dashed(opaque(world, column, item))}.shtml"

    def file(self, world: "World", column: Column, item: Item, which: int, extension: str) -> str:
        return f"{_folder(column, item)}files/{world.file_name(item.agency, item.year, which)}.{extension}"

    def first_page(self, column: Column) -> int:
        """Fifty pages at once."""
        return int(column.lists["perpage"]) * WITHIN


def _folder(column: Column, item: Item) -> str:
    channel = re.search(r"ch\d+", column.path)
    return f"/articles/{channel[0] if channel else 'ch00000'}/{item.day:%Y%m}/"
