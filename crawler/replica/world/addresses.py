"""Where things stand: an item of a column, a file of a report; each family's own form, one table (world/forms)."""

from typing import TYPE_CHECKING

from crawler.replica.world.agencies import Agency
from crawler.replica.world.columns import Column, Item
from crawler.replica.world.editions import is_direct
from crawler.replica.world.forms import FORMS
from crawler.replica.world.forms.base import FORM, PICTURE, REPORT
from crawler.replica.world.forms.jcms import module_file

if TYPE_CHECKING:
    from crawler.replica.world.world import World

__all__ = ["FORM", "PICTURE", "REPORT", "file_path", "item_path", "report_item"]


def item_path(world: "World", column: Column, item: Item) -> str:
    """Where the list leads for this item: an article, or the file itself."""
    if item.kind == "report" and is_direct(world.seed, item.agency, item.year):
        return file_path(world, column, item, REPORT, "pdf")
    return FORMS[column.family].item(world, column, item)


def file_path(world: "World", column: Column | None, item: Item, which: int, extension: str) -> str:
    """Where a file of this report lies; the report module (no column) has the download address only."""
    if column is None:
        return module_file(world.file_name(item.agency, item.year, which), which, extension)
    return FORMS[column.family].file(world, column, item, which, extension)


def report_item(world: "World", agency: Agency, year: int) -> Item:
    """The item of a report, for its addresses; its title is not needed for them."""
    return Item(agency, year, "report", "", world.day_of(agency, year))
