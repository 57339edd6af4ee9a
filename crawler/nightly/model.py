"""A night as it is told: counts per portal, news, failures, alarms (docs/operations.md#the-nights-record)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Self

from archive.clock import Clock, stamp
from archive.errors import GongkaiError

SCHEMA = 1
"""Version of the record's form."""


@dataclass(frozen=True, slots=True)
class HostNight:
    """One host in one night: questions asked, answered, never asked by any crawl; the failure that came most often."""

    asked: int = 0
    answered: int = 0
    never_asked: int = 0
    failure: str = ""


@dataclass(frozen=True, slots=True)
class PortalNight:
    """One portal in one night. `documents_fresh` are failed ones that were not so before."""

    name: str = ""
    new: int = 0
    changed: int = 0
    known: int = 0
    absent: int = 0
    failed: int = 0
    holes: int = 0
    asked: int = 0
    answered: int = 0
    requests: int = 0
    bytes: int = 0
    lists_read: int = 0
    reports_listed: int = 0
    agencies_listed: int = 0
    doubted: int = 0
    documents_failed: int = 0
    documents_fresh: int = 0
    hosts: dict[str, HostNight] = field(default_factory=dict)

    @classmethod
    def of(cls, record: object) -> Self:
        """A portal as an earlier night recorded it; what that night did not count is 0."""
        found = record if isinstance(record, dict) else {}
        known = {f.name: found[f.name] for f in fields(cls) if f.name in found and f.name != "hosts"}
        names = {f.name for f in fields(HostNight)}
        hosts = {
            host: HostNight(**{name: value for name, value in counts.items() if name in names})
            for host, counts in found.get("hosts", {}).items()
        }
        return cls(**known, hosts=hosts)


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that is not as before, in a sentence with what to do. `portal` is empty for the whole archive."""

    kind: str
    portal: str
    text: str


@dataclass(frozen=True, slots=True)
class News:
    """One series that is new, changed, read differently, or lost."""

    portal: str
    agency_id: str
    agency: str
    year: int
    title: str
    url: str
    version_id: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Questions of one host and kind that stand without an answer; `detail` and `url` are of one of them.

    `outcome` is one of docs/store.md#outcomes, never_asked, or barren: an entry that led to no agency.
    """

    host: str
    kind: str
    outcome: str
    questions: int
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class FailedDocument:
    """A document that no reader could read. `fresh`: not so on the night before."""

    portal: str
    url: str
    reason: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class Night:
    """The record of a night."""

    night: int
    started_at: str
    ended_at: str
    crawl_id: int | None
    resumed: bool
    exit_code: int
    first: bool
    faults: list[str]
    alarms: list[Alarm]
    notes: list[str]
    portals: dict[str, PortalNight]
    usual: dict[str, PortalNight | None]
    new: list[News]
    changed: list[News]
    reread: list[News]
    lost: list[dict[str, object]]
    left_out: dict[str, int]
    failures: list[Failure]
    failed_documents: list[FailedDocument]
    free_bytes: int
    schema: int = SCHEMA

    def record(self) -> dict[str, object]:
        return asdict(self)


def helpless(clock: Clock, error: GongkaiError) -> Night:
    """The record of a night, number 0, that could not even look into its archive."""
    now = stamp(clock.now())
    return Night(
        night=0, started_at=now, ended_at=now, crawl_id=None, resumed=False, exit_code=int(error.exit_code),
        first=False, faults=[str(error)], alarms=[], notes=[], portals={}, usual={},
        new=[], changed=[], reread=[], lost=[],
        left_out={}, failures=[], failed_documents=[], free_bytes=0,
    )  # fmt: skip


def total(portals: Mapping[str, PortalNight], name: str) -> int:
    """The sum of one count over all portals."""
    return sum(int(getattr(portal, name)) for portal in portals.values())
