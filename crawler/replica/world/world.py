"""The world: agencies up front, reports one at a time, and the truth about every agency and year."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from threading import Lock

from archive.errors import UsageError
from crawler.replica.world import editions
from crawler.replica.world.agencies import YEARS, Agency, build
from crawler.replica.world.columns import Columns
from crawler.replica.world.draws import chance, share
from crawler.replica.world.hosts import FIRST_PORTALS, PORTALS, hosts
from crawler.replica.world.names import Slot, file_name, slot_of
from crawler.replica.world.report import Report, make
from crawler.replica.world.truth import Record, record

REPORTS_PER_AGENCY = 10
WIDE = 30
"""Agencies from which on a world has all portals."""
MODULE_SINCE = 2020
"""The first year that a host with columns and the report module keeps in the module."""

ALTERATIONS = ("revise", "withdraw", "move", "restore")
_MOVED_BY = timedelta(days=40)


class World:
    """A miniature Shandong, the same for the same (seed, agencies, reports).

    `changes` counts what was added since. `portals` narrows it to some of the seventeen; a world of fewer than
    30 agencies has the first seven.
    Only agencies are kept in memory; a report is computed when a page asks for it. `made` counts those computations.
    """

    def __init__(
        self, seed: int = 1, agencies: int | None = None, reports: int = 600, portals: Sequence[str] = ()
    ) -> None:
        if reports < 1 or (agencies is not None and agencies < 1):
            raise UsageError("a replica needs at least one agency and one report: --size 600")
        self.seed = seed
        number = agencies or max(1, round(reports / REPORTS_PER_AGENCY))
        self.portals = tuple(portals) or (PORTALS if number >= WIDE else FIRST_PORTALS)
        self.agencies = build(seed, number, self.portals)
        self.made = 0
        self._level = editions.find_level(self.agencies, reports)
        self.columns = Columns(self)
        self.changes = 0
        self._added: set[tuple[int, int]] = set()
        self._revisions: dict[tuple[int, int], int] = {}
        self._withdrawn: set[tuple[int, int]] = set()
        self._moved: set[tuple[int, int]] = set()
        self._lock = Lock()

    @cached_property
    def _by_area(self) -> dict[tuple[str, str], Agency]:
        return {(agency.host.portal, agency.area): agency for agency in self.agencies if agency.area}

    @cached_property
    def _by_host(self) -> dict[str, list[Agency]]:
        found: dict[str, list[Agency]] = {name: [] for name in hosts()}
        for agency in self.agencies:
            found[agency.host.host].append(agency)
        return found

    def agency(self, portal: str, area: str) -> Agency | None:
        """The agency with exactly this area on this portal."""
        return self._by_area.get((portal, area))

    def agencies_of(self, host: str) -> list[Agency]:
        """What this host's directory lists."""
        return self._by_host.get(host, [])

    def published(self, agency: Agency, year: int) -> bool:
        """Whether the portal holds this report now."""
        if (agency.serial, year) in self._withdrawn:
            return False
        if (agency.serial, year) in self._added:
            return True
        return editions.is_published(self.seed, agency, year, self._level)

    def in_module(self, agency: Agency, year: int) -> bool:
        """Whether the report module is asked for this year; a host with columns too has the late years there."""
        late = not agency.host.lists or year >= MODULE_SINCE
        return bool(agency.area) and late and not self.on_own_page(agency)

    def on_own_page(self, agency: Agency) -> bool:
        """Whether the report module has nothing of this agency, and its own page lists its reports as articles."""
        return bool(agency.area) and not agency.host.lists and chance(0.05, self.seed, "own page", agency.serial)

    def by_itself(self, agency: Agency, year: int) -> bool:
        """Whether the report stands at a place of its agency alone: in the report module, or behind its own page."""
        return self.in_module(agency, year) or self.on_own_page(agency)

    def listed(self, agency: Agency, year: int) -> bool:
        """Whether the report stands in columns; of what the module has, some stands there as well."""
        if not agency.host.lists or not self.published(agency, year):
            return False
        return not self.in_module(agency, year) or chance(0.3, self.seed, "both", agency.serial, year)

    def explained(self, agency: Agency, year: int) -> bool:
        """Whether the report module answers this year with an explanation instead of the report."""
        return not self.published(agency, year) and editions.is_explanation(self.seed, agency, year)

    def explained_beside(self, agency: Agency, year: int) -> bool:
        """Whether an explanation stands beside the report, as an article of its own."""
        return self.published(agency, year) and editions.has_explanation_beside(self.seed, agency, year)

    def report(self, agency: Agency, year: int) -> Report:
        """The report, published or not; nothing is cached."""
        self.made += 1
        return make(self.seed, agency, year, self._revisions.get((agency.serial, year), 0))

    def publish(self, name: str, year: int) -> Agency:
        """Adds a report that was missing; on the portal at once."""
        agency = self._find(name, year)
        with self._lock:
            self._added.add((agency.serial, year))
            self.changes += 1
        return agency

    def revise(self, name: str, year: int) -> Agency:
        """Puts a corrected text in place of a published report."""
        agency = self._find(name, year)
        with self._lock:
            key = (agency.serial, year)
            self._revisions[key] = self._revisions.get(key, 0) + 1
        return agency

    def alter(self, what: str, share_of: float) -> list[tuple[Agency, int]]:
        """Revises, withdraws or moves a share of the published reports, or restores all withdrawn ones; gives them.

        What is moved stands in columns; its address there is another afterwards, and the old one is missing.
        """
        if what not in ALTERATIONS or not 0 <= share_of <= 1:
            raise UsageError(f"what {what!r}: write /alter?what={'|'.join(ALTERATIONS)}&share=0.1")
        with self._lock:
            chosen = self._chosen(what, share_of)
            keys = {(agency.serial, year) for agency, year in chosen}
            for key in keys if what == "revise" else ():
                self._revisions[key] = self._revisions.get(key, 0) + 1
            self._withdrawn = self._withdrawn - keys if what == "restore" else self._withdrawn
            self._withdrawn |= keys if what == "withdraw" else set()
            self._moved ^= keys if what == "move" else set()
            self.changes += 1
        return chosen

    def rehouse(self, agencies: Mapping[int, Agency]) -> None:
        """Puts agencies, by serial, in place of those that were there: on a host that has been redesigned."""
        with self._lock:
            self.agencies = tuple(agencies.get(one.serial, one) for one in self.agencies)
            self.__dict__.pop("_by_area", None)
            self.__dict__.pop("_by_host", None)
            self.columns = Columns(self)
            self.changes += 1

    def drop(self, keys: Iterable[tuple[int, int]]) -> None:
        """Withdraws reports by (serial, year)."""
        with self._lock:
            self._withdrawn |= set(keys)
            self.changes += 1

    def _chosen(self, what: str, share_of: float) -> list[tuple[Agency, int]]:
        if what == "restore":
            return [(self.agencies[serial], year) for serial, year in sorted(self._withdrawn)]
        there = [(one, year) for one in self.agencies for year in YEARS if self.published(one, year)]
        if what == "move":
            there = [(one, year) for one, year in there if self.listed(one, year) and not self.in_module(one, year)]
        there.sort(key=lambda pair: share(self.seed, what, self.changes, pair[0].serial, pair[1]))
        return there[: round(share_of * len(there))]

    def day_of(self, agency: Agency, year: int) -> date:
        """The day in lists and addresses; a moved report has a later one."""
        day = editions.published_day(self.seed, agency, year)
        return day + _MOVED_BY if (agency.serial, year) in self._moved else day

    def _find(self, name: str, year: int) -> Agency:
        """The agency by its area, or by its full name of today."""
        found = next((one for one in self.agencies if name and name in (one.area, one.name(YEARS[-1]))), None)
        if found is None:
            raise UsageError(f"{name or 'area'}: no agency of this world; take its area or name from --truth FILE")
        if year not in YEARS:
            raise UsageError(f"fbtime {year}: this world knows {YEARS[0]} to {YEARS[-1]}")
        return found

    def file_name(self, agency: Agency, year: int, number: int) -> str:
        """The 32 hex digits under which the portal keeps this file of the report."""
        return file_name(self.seed, Slot(agency.serial, year, number))

    def file_slot(self, name: str) -> tuple[Agency, int, int] | None:
        """(agency, year, number) of a file name given out by `file_name`."""
        slot = slot_of(self.seed, name)
        if slot is None or slot.serial >= len(self.agencies):
            return None
        return self.agencies[slot.serial], slot.year, slot.number

    def truth(self) -> Iterator[Record]:
        """One record per agency and year 2008 to 2025, in the order of agencies (docs/replica.md#truth)."""
        for agency in self.agencies:
            for year in YEARS:
                yield record(self, agency, year)
