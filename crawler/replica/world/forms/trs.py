"""Addresses of TRS WCM: another number in each column, the day of publication, files beside their article."""

import re
from typing import TYPE_CHECKING

from crawler.replica.world.agencies import FIRST_YEAR, YEARS
from crawler.replica.world.columns import Column, Item
from crawler.replica.world.draws import chance
from crawler.replica.world.forms.base import PICTURE, Form, Number, numbered, plain_number

if TYPE_CHECKING:
    from crawler.replica.world.world import World

_FIRST = 400_000
_FILE_STEP, _FILE_REST = 1000003, 77
_FILE = re.compile(r"[PW]020\d{8}(\d{17})\.(\w+)")


class TrsForm(Form):
    """Articles in a directory per month below their column."""

    def item(self, world: "World", column: Column, item: Item) -> str:
        agency, extension = item.agency, column.lists["extension"]
        number = plain_number(item) * 2 + column.rank + _FIRST
        if column.lists["null_dates"] and chance(0.05, world.seed, "tnull", agency.serial, item.year, item.kind):
            return f"{column.path}tnull_{number}.{extension}"
        return f"{_folder(column, item)}t{item.day:%Y%m%d}_{number}.{extension}"

    def file(self, world: "World", column: Column, item: Item, which: int, extension: str) -> str:
        plain = ((item.agency.serial * len(YEARS) + item.year - FIRST_YEAR) * 4 + which) * _FILE_STEP + _FILE_REST
        letter = "W" if which == PICTURE else "P"
        return f"{_folder(column, item)}{letter}020{item.day:%Y%m%d}{plain:017d}.{extension}"


def _folder(column: Column, item: Item) -> str:
    inside = f"{item.year}/" if column.year_folders and item.year != 2023 else ""
    return f"{column.path}{inside}{item.day:%Y%m}/"


def trs_place(number: int) -> Number | None:
    """What an article's number stands for."""
    plain, rank = divmod(number - _FIRST, 2)
    return numbered(plain, rank)


def trs_file(name: str) -> tuple[int, int, int] | None:
    """(serial, year, which) of a file name."""
    match = _FILE.fullmatch(name)
    if match is None or int(match[1]) % _FILE_STEP != _FILE_REST:
        return None
    place, which = divmod(int(match[1]) // _FILE_STEP, 4)
    serial, year = divmod(place, len(YEARS))
    return serial, year + FIRST_YEAR, which
