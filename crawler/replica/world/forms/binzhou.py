"""Addresses of 滨州's own CMS: a name in braces, and the name of the list it was reached by."""

from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.replica.world.columns import Column, Item
from crawler.replica.world.forms.base import Form, opaque

if TYPE_CHECKING:
    from crawler.replica.world.world import World

DETAIL = "/zwgk/news/detail"


class BinzhouForm(Form):
    """One name in every list, in capitals in some; nothing is known of where files lie."""

    def item(self, world: "World", column: Column, item: Item) -> str:
        name = dashed(opaque(world, replace(column, rank=0), item))
        code = name.upper() if column.lists.get("capitals") else name
        return f"{DETAIL}?tcode={column.lists['tcode']}&code=%7B{code}%7D"

    def file(self, world: "World", column: Column, item: Item, which: int, extension: str) -> str:
        return f"/upload/{item.day:%Y%m}/{world.file_name(item.agency, item.year, which)}.{extension}"


def dashed(name: str) -> str:
    """32 hex digits as a GUID."""
    return "-".join((name[:8], name[8:12], name[12:16], name[16:20], name[20:]))
