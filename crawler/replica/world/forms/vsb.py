"""Addresses of VSB: a number below the tree of its list, files by a number or a name below their owner."""

from typing import TYPE_CHECKING

from crawler.replica.world.agencies import FIRST_YEAR, YEARS
from crawler.replica.world.columns import Column, Item
from crawler.replica.world.forms.base import PICTURE, REPORT, Form, Number, numbered, plain_number
from crawler.replica.world.names import Slot

if TYPE_CHECKING:
    from crawler.replica.world.world import World

_FIRST = 20_000
_FILE_STEP, _FILE_REST = 101, 77
DOWNLOAD = "/system/_content/download.jsp"


class VsbForm(Form):
    """Articles below /info/, files by download.jsp, pictures and what a viewer shows below /__local/."""

    def item(self, world: "World", column: Column, item: Item) -> str:
        return f"/info/{column.number}/{plain_number(item) + _FIRST}.htm"

    def file(self, world: "World", column: Column, item: Item, which: int, extension: str) -> str:
        name = world.file_name(item.agency, item.year, which)
        if which == PICTURE or (which == REPORT and extension == "pdf" and column.lists.get("viewer")):
            return f"/__local/{name[0]}/{name[1:3]}/{name[3:5]}/{name}.{extension}"
        number = ((item.agency.serial * len(YEARS) + item.year - FIRST_YEAR) * 4 + which) * _FILE_STEP + _FILE_REST
        named = name if column.lists.get("fileid") == "hex" else str(number)
        return f"{DOWNLOAD}?urltype=news.DownloadAttachUrl&owner={column.lists['owner']}&wbfileid={named}"


def vsb_place(number: int) -> Number | None:
    """What an article's number stands for."""
    return numbered(number - _FIRST)


def vsb_file(number: int) -> Slot | None:
    """What a file's number stands for."""
    if number % _FILE_STEP != _FILE_REST:
        return None
    place, which = divmod(number // _FILE_STEP, 4)
    serial, year = divmod(place, len(YEARS))
    return Slot(serial, year + FIRST_YEAR, which)
