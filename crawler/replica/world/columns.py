"""The columns of sites that keep reports in lists: who and what stands in each, in the order in which it is listed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from crawler.replica.world.agencies import YEARS, Agency
from crawler.replica.world.article import explanation_title
from crawler.replica.world.data import load
from crawler.replica.world.draws import chance, pick, share
from crawler.replica.world.hosts import STANDING, Host, hosts
from crawler.replica.world.report import title_of

if TYPE_CHECKING:
    from crawler.replica.world.world import World

KINDS = ("report", "explanation", *load("lists")["lookalikes"])
"""What an item may be; its place here is part of its number."""
SPECIAL_YEARS = range(2015, 2022)

_WHO: dict[str, Callable[[Agency], bool]] = {
    "all": lambda agency: True,
    "government": lambda agency: agency.kind == "government",
    "governments": lambda agency: agency.kind in ("government", "office"),
    "rest": lambda agency: agency.kind != "government",
    "others": lambda agency: agency.kind not in ("government", "office"),
    "departments": lambda agency: agency.kind != "township",
    "townships": lambda agency: agency.kind == "township",
    "own": lambda agency: agency.kind != "government" and agency.serial % 3 != 2,
    "shared": lambda agency: (
        agency.kind not in ("government", "zone") and (agency.serial % 3 != 0 or agency.host.level == "department")
    ),
    "central": lambda agency: agency.kind != "government",
    "office": lambda agency: agency.kind == "office",
    "departments_only": lambda agency: agency.kind not in ("government", "office", "township"),
    "collection": lambda agency: agency.kind == "government" and agency.host.level == "city",
    "special": lambda agency: agency.kind == "government" or agency.serial % 4 == 0,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One list. `path` is its address below the host; `rank` tells a report's columns apart in its numbers.

    `form` is the path with names in braces for what differs between the columns of its kind. `family` writes it,
    `lists` tells how: the habits of the host, and those of this column where they differ. A column `of_one` is an
    agency's own; a `mixed` one holds other items between the reports; a `single` one is a report itself and no list.
    """

    host: Host
    path: str
    title: str
    agencies: tuple[Agency, ...]
    years: tuple[int, ...]
    number: int = 0
    rank: int = 0
    mixed: bool = False
    single: bool = False
    year_folders: bool = False
    form: str = ""
    of_one: bool = False
    family: str = ""
    lists: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list, whatever stands behind it; `kind` is one of KINDS."""

    agency: Agency
    year: int
    kind: str
    title: str
    day: date


def lookalike_title(seed: int, agency: Agency, year: int, kind: str) -> str:
    """The title of an item that is no report."""
    form = pick(load("lists")["lookalikes"][kind]["titles"], seed, kind, agency.serial, year)
    return str(form.format(n=agency.name(year), y=year, next=year + 1))


def _lookalike(seed: int, agency: Agency, year: int, kind: str) -> Item | None:
    rule = load("lists")["lookalikes"][kind]
    since = max(agency.since, rule.get("since", agency.since))
    if year < since or not chance(rule["chance"], seed, "lookalike", kind, agency.serial, year):
        return None
    month = year * 12 + 12 + int(rule["month"])
    first = date(month // 12, month % 12 + 1, 1)
    day = first + timedelta(days=int(share(seed, "lookday", kind, agency.serial, year) * 27))
    return Item(agency, year, kind, lookalike_title(seed, agency, year, kind), day)


class Columns:
    """All columns of a world, made when first asked for; `items` says what one holds now."""

    def __init__(self, world: "World") -> None:
        self._world = world

    @cached_property
    def _all(self) -> dict[str, tuple[Column, ...]]:
        sites = [host for host in hosts().values() if host.lists and host.portal in self._world.portals]
        return {host.host: tuple(self._of(host)) for host in sites}

    @cached_property
    def _by_serial(self) -> dict[int, list[Column]]:
        found: dict[int, list[Column]] = {}
        for column in (column for columns in self._all.values() for column in columns):
            for agency in column.agencies:
                found.setdefault(agency.serial, []).append(column)
        return found

    def of(self, host: Host) -> tuple[Column, ...]:
        """The columns of one host, in the order of its navigation."""
        return self._all.get(host.host, ())

    def shown(self, host: Host) -> list[Column]:
        """Those that the host has made: one of a single year only where something stands in it."""
        return self._shown(host.host, self._world.changes)

    @lru_cache(maxsize=64)  # noqa: B019 - a world lives as long as its process
    def _shown(self, host: str, changes: int) -> list[Column]:
        return [column for column in self._all.get(host, ()) if len(column.years) > 1 or self.items(column)]

    def _members(self, host: Host, who: str) -> tuple[Agency, ...]:
        found = list(self._world.agencies_of(host.host))
        if who == "collection":
            found = list(self._world.agencies)
        if who in ("shared", "central"):
            below = [other for other in hosts().values() if other.portal == host.portal and other.level == "department"]
            found += [agency for other in below for agency in self._world.agencies_of(other.host)]
        return tuple({agency.serial: agency for agency in found if _WHO[who](agency)}.values())

    def _of(self, host: Host) -> list[Column]:
        found: list[Column] = []
        for spec in host.lists["columns"]:
            if spec.get("family", host.family) not in STANDING:
                continue
            members, per = self._members(host, spec["who"]), spec.get("per", "")
            for agency in members if per == "agency" else (None,):
                # A list of the whole host is there even where no agency of this world belongs in it.
                first, last = spec.get("years", (YEARS[0], YEARS[-1]))
                years = SPECIAL_YEARS if spec["who"] == "special" else range(first, last + 1)
                for year in years if per == "year" else (0,):
                    chosen = (agency,) if agency else members
                    found.append(_column(host, spec, chosen, (year,) if year else tuple(years)))
        return found

    def where(self, agency: Agency, year: int) -> list[Column]:
        """The columns in which this agency's report on `year` stands, its own host's first."""
        found = [column for column in self._by_serial.get(agency.serial, []) if year in column.years]
        return sorted(found, key=lambda column: (column.host.host != agency.host.host, column.rank))

    def items(self, column: Column) -> list[Item]:
        """What stands in the column, the latest first."""
        return self._items(column.host.host, column.path, self._world.changes)

    @lru_cache(maxsize=4)  # noqa: B019 - a world lives as long as its process
    def _items(self, host: str, path: str, changes: int) -> list[Item]:
        column = next(one for one in self._all[host] if one.path == path)
        found = [
            item for agency in column.agencies for year in column.years for item in self.of_year(column, agency, year)
        ]
        return sorted(found, key=lambda item: (item.day, item.agency.serial, item.year, item.kind), reverse=True)

    def of_year(self, column: Column, agency: Agency, year: int) -> list[Item]:
        """What this agency has in this column on `year`."""
        world, found = self._world, list[Item]()
        day = world.day_of(agency, year)
        if world.listed(agency, year):
            found.append(Item(agency, year, "report", title_of(world.seed, agency, year), day))
        instead = world.explained(agency, year) and not world.in_module(agency, year)
        beside = world.listed(agency, year) and world.explained_beside(agency, year) and not column.single
        if instead or beside:
            found.append(Item(agency, year, "explanation", explanation_title(world.seed, agency, year), day))
        if column.mixed:
            found += [item for kind in KINDS[2:] if (item := _lookalike(world.seed, agency, year, kind))]
        return found


def _column(host: Host, spec: dict[str, Any], members: tuple[Agency, ...], years: tuple[int, ...]) -> Column:
    one = members[0] if spec.get("per") == "agency" and members else None
    year = years[0] if spec.get("per") == "year" else 0
    number = int(spec.get("number", 0)) + (one.serial if one else year)
    folders = host.lists.get("folders", ["{year}"])
    folder = folders[year % len(folders)].format(year=year)
    slug = one.slug if one else ""
    form = spec.get("path", f"/col/col{number}/index.html")
    path = form.format(slug=slug, year=year, folder=folder, number=number)
    title = spec["title"].format(name=one.name(YEARS[-1]) if one else "", year=year)
    habits = {name: spec.get(name, False) for name in ("mixed", "single", "year_folders")}
    lists = {**host.lists, **spec.get("lists", {})}
    return Column(
        host, path, title, members, years, number, int(spec["who"] == "special"), form=form,
        of_one=spec.get("per") == "agency", family=spec.get("family", host.family), lists=lists, **habits,
    )  # fmt: skip
