"""Addresses of els-service: an article by the numbers of its unit and its own, files by the upload service."""

import re
from typing import TYPE_CHECKING

from crawler.replica.world.agencies import FIRST_YEAR, YEARS, Agency
from crawler.replica.world.columns import Column, Item
from crawler.replica.world.forms.base import Form, Number, numbered, plain_number

if TYPE_CHECKING:
    from crawler.replica.world.world import World

_FIRST = 1_790_000_000_000_000_000
_FILE_STEP, _FILE_REST = 1000003, 77
_FILE = re.compile(r"/upload-service/\w+/\w+/WY(\d{17})\.\w+")


class ElsForm(Form):
    """The same numbers wherever an article is listed."""

    by_script = "all"

    def item(self, world: "World", column: Column, item: Item) -> str:
        return f"/{unit_of(item.agency)}/{article_number(item)}.html"

    def file(self, world: "World", column: Column, item: Item, which: int, extension: str) -> str:
        plain = ((item.agency.serial * len(YEARS) + item.year - FIRST_YEAR) * 4 + which) * _FILE_STEP + _FILE_REST
        return f"/upload-service/{column.lists['dq']}/{unit_of(item.agency)}/WY{plain:017d}.{extension}"


def unit_of(agency: Agency) -> str:
    """The number of an agency's unit: that of its own host, else one of its city's, in the form of the city."""
    host = str(agency.host.lists["dwid"])
    if agency.host.level == "department":
        return host
    return f"{host[:-6]}{agency.serial + 0x900000:06x}" if len(host) > 6 else str(60_000 + agency.serial)


def article_number(item: Item) -> int:
    """The number of an article."""
    return _FIRST + plain_number(item)


def els_place(number: int) -> Number | None:
    """What an article's number stands for."""
    return numbered(number - _FIRST)


def els_file(path: str) -> tuple[int, int, int] | None:
    """(serial, year, which) of a file's address."""
    match = _FILE.fullmatch(path)
    if match is None or int(match[1]) % _FILE_STEP != _FILE_REST:
        return None
    place, which = divmod(int(match[1]) // _FILE_STEP, 4)
    serial, year = divmod(place, len(YEARS))
    return serial, year + FIRST_YEAR, which
