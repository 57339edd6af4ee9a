"""What the faults of lists leave of a report: whether any list leads to it, and whether its absence can be seen."""

from crawler.replica.faults import Faults
from crawler.replica.world import Agency, World
from crawler.replica.world.columns import Column


def page_size(column: Column) -> int:
    """Records in the first page of a list: three screens where the paging endpoint counts records."""
    lists = column.host.lists
    return int(lists["perpage"]) * (3 if lists.get("endpoint") == "startrecord" else 1)


def _cut(column: Column, faults: Faults) -> bool:
    """Whether only the first page of this list can be had; jcms pages on by an address below /module/."""
    host, module = column.host.host, column.host.family == "hanweb-jcms"
    return faults.active("cut_list", host) or (module and faults.active("robots_disallow", host))


def _closed(column: Column, faults: Faults) -> bool:
    host = column.host.host
    dead = column.mixed and faults.active("dead_column", host)
    return dead or (column.host.family == "trs-wcm" and faults.active("shell_list", host))


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
    items, size = world.columns.items(column), page_size(column)
    place = [rank for rank, one in enumerate(items) if (one.agency.serial, one.year) == (agency.serial, year)]
    return len(items) <= size or bool(place and place[0] < size)
