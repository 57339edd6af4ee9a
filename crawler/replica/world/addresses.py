"""Addresses that lead back to what they show: of reports in columns, of other items, of the files that hang on them."""

import re
from typing import TYPE_CHECKING, NamedTuple

from crawler.replica.world.agencies import FIRST_YEAR, YEARS, Agency
from crawler.replica.world.columns import KINDS, Column, Item
from crawler.replica.world.draws import chance
from crawler.replica.world.editions import is_direct

if TYPE_CHECKING:
    from crawler.replica.world.world import World

PICTURE, FORM, REPORT = 1, 2, 3
"""The files of a report: its chart, the application form beside it, the report itself."""
_MOVED = 2018
_FILE_STEP, _FILE_REST = 1000003, 77


class Number(NamedTuple):
    """What an article's number stands for."""

    serial: int
    year: int
    kind: str
    rank: int


def _plain(item: Item) -> int:
    return (item.agency.serial * len(YEARS) + item.year - FIRST_YEAR) * 16 + KINDS.index(item.kind)


def _numbered(plain: int, rank: int) -> Number | None:
    place, kind = divmod(plain, 16)
    serial, year = divmod(place, len(YEARS))
    return Number(serial, year + FIRST_YEAR, KINDS[kind], rank) if plain >= 0 and kind < len(KINDS) else None


def article_number(column: Column, item: Item) -> int:
    """jcms: one number in every column, beginning anew after the change of platform. trs: another in each column."""
    if column.host.family == "hanweb-jcms":
        return _plain(item) + (10_000_000 if item.year <= _MOVED else 1000)
    return _plain(item) * 2 + column.rank + 400_000


def number_of(family: str, number: int) -> Number | None:
    """The number taken apart again."""
    if family == "hanweb-jcms":
        return _numbered(number - (10_000_000 if number >= 10_000_000 else 1000), 0)
    plain, rank = divmod(number - 400_000, 2)
    return _numbered(plain, rank)


def _folder(column: Column, item: Item) -> str:
    inside = f"{item.year}/" if column.year_folders and item.year != 2023 else ""
    return f"{column.path}{inside}{item.day:%Y%m}/"


def item_path(world: "World", column: Column, item: Item) -> str:
    """Where the list leads for this item: an article, or the file itself."""
    agency, day = item.agency, item.day
    if item.kind == "report" and is_direct(world.seed, agency, item.year):
        return file_path(world, column, item, REPORT, "pdf")
    number = article_number(column, item)
    if column.host.family == "hanweb-jcms":
        return f"/art/{day.year}/{day.month}/{day.day}/art_{column.number}_{number}.html"
    extension = column.host.lists["extension"]
    if column.host.lists["null_dates"] and chance(0.05, world.seed, "tnull", agency.serial, item.year, item.kind):
        return f"{column.path}tnull_{number}.{extension}"
    return f"{_folder(column, item)}t{day:%Y%m%d}_{number}.{extension}"


def file_path(world: "World", column: Column | None, item: Item, which: int, extension: str) -> str:
    """Where a file of this report lies; the report module (no column) has the download address only."""
    agency, year = item.agency, item.year
    if column is not None and column.host.family == "trs-wcm":
        plain = ((agency.serial * len(YEARS) + year - FIRST_YEAR) * 4 + which) * _FILE_STEP + _FILE_REST
        letter = "W" if which == PICTURE else "P"
        return f"{_folder(column, item)}{letter}020{item.day:%Y%m%d}{plain:017d}.{extension}"
    name = world.file_name(agency, year, which)
    if which == PICTURE:
        return f"/picture/0/{name}.png"
    if column is not None and column.host.lists["file"] == "attach":
        return f"/attach/0/{name}.{extension}"
    return f"/module/download/downfile.jsp?classid=0&filename={name}.{extension}"


_TRS_FILE = re.compile(r"[PW]020\d{8}(\d{17})\.(\w+)")


def trs_file(name: str) -> tuple[int, int, int] | None:
    """(serial, year, which) of a file name on a trs host."""
    match = _TRS_FILE.fullmatch(name)
    if match is None or int(match[1]) % _FILE_STEP != _FILE_REST:
        return None
    place, which = divmod(int(match[1]) // _FILE_STEP, 4)
    serial, year = divmod(place, len(YEARS))
    return serial, year + FIRST_YEAR, which


def report_item(world: "World", agency: Agency, year: int) -> Item:
    """The item of a report, for its addresses; its title is not needed for them."""
    return Item(agency, year, "report", "", world.day_of(agency, year))
