"""A redesign: a host speaks another family from now on, every address is new, and its oldest reports are dropped."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from archive.errors import UsageError
from crawler.replica.world.agencies import YEARS, Agency
from crawler.replica.world.hosts import Host, hosts

if TYPE_CHECKING:
    from crawler.replica.world.world import World

DROPPED = 1 / 3
"""Share of the reporting years, the oldest, that nobody carries over."""


def redesigned(host: Host, like: Host) -> Host:
    """The host as it is afterwards: with the family, the columns and the habits of another one."""
    return replace(
        host, skin=like.skin, depth=like.depth, columns=like.columns, params=like.params, family=like.family,
        also=like.also, lists=like.lists, empty=like.empty, http="same",
    )  # fmt: skip


def redesign(world: "World", name: str, like: str) -> list[tuple[Agency, int]]:
    """Redesigns a host after the pattern of another; gives the (agency, year) of the reports that are dropped.

    Hosts belong to the process, so every world in it has the redesigned one. UsageError for hosts nobody knows.
    """
    known = hosts()
    if name not in known or like not in known:
        raise UsageError(f"{name}, {like}: write /alter?what=redesign&host=www.taian.gov.cn&like=www.zzszq.gov.cn")
    kept_from = YEARS[round(len(YEARS) * DROPPED)]
    mine = world.agencies_of(name)
    dropped = [(one, year) for one in mine for year in YEARS if year < kept_from and world.published(one, year)]
    known[name] = redesigned(known[name], known[like])
    world.rehouse({one.serial: _rehoused(one, known[name]) for one in mine})
    world.drop((one.serial, year) for one, year in dropped)
    return dropped


def _rehoused(agency: Agency, host: Host) -> Agency:
    """An agency on its new host; codes are for hosts that have the report module."""
    return replace(agency, host=host, area=agency.area if "agency" in host.columns else "")


@contextmanager
def as_before(*names: str) -> Iterator[None]:
    """Puts these hosts back at the end of a test, whatever became of them."""
    before = {name: hosts()[name] for name in names}
    try:
        yield
    finally:
        hosts().update(before)
