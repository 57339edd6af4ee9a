"""What the faults of lists leave of a report: whether any list leads to it, and whether its absence can be seen."""

from crawler.replica.faults import Faults
from crawler.replica.world import Agency, World
from crawler.replica.world.columns import Column
from crawler.replica.world.forms import FORMS


def _cut(column: Column, faults: Faults) -> bool:
    """Whether only the first page of this list can be had."""
    host, form = column.host.host, FORMS[column.family]
    return faults.active("cut_list", host) or (form.by_script == "further" and faults.active("robots_disallow", host))


def _closed(column: Column, faults: Faults) -> bool:
    host, form = column.host.host, FORMS[column.family]
    dead = column.mixed and faults.active("dead_column", host)
    forbidden = form.by_script == "all" and faults.active("robots_disallow", host)
    shell = column.lists.get("shell") or (form.shells and faults.active("shell_list", host))
    return bool(dead or forbidden or shell)


def hidden(world: World, faults: Faults, agency: Agency, year: int) -> bool:
    """Whether the lists no longer lead to this report, or no longer show that there is none."""
    if not agency.host.lists or world.in_module(agency, year):
        return False
    columns = world.columns.where(agency, year)
    there = world.listed(agency, year) or world.explained(agency, year)
    seen = [_seen(world, faults, column, agency, year) for column in columns]
    return not any(seen) if there else not all(seen)


def _seen(world: World, faults: Faults, column: Column, agency: Agency, year: int) -> bool:
    if _closed(column, faults):
        return False
    if not _cut(column, faults) or column.single:
        return True
    items, size = world.columns.items(column), FORMS[column.family].first_page(column)
    sought = {(agency.serial, year, kind) for kind in ("report", "explanation")}
    place = [rank for rank, one in enumerate(items) if (one.agency.serial, one.year, one.kind) in sought]
    return len(items) <= size or bool(place and place[0] < size)
