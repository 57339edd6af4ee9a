"""Records of nights made by hand: one portal, one host."""

from collections.abc import Mapping
from dataclasses import asdict, replace

from archive.store.nights import PastNight
from crawler.nightly.alarms import Past
from crawler.nightly.model import Alarm, HostNight, Night, PortalNight

HOST = "www.taian.gov.cn"
USUAL = PortalNight(
    name="泰安市", new=12, known=100, absent=40, asked=60, answered=60, requests=60, lists_read=20, reports_listed=500,
    agencies_listed=30, doubted=1, hosts={HOST: HostNight(60, 60)},
)  # fmt: skip


def host(**counts: object) -> dict[str, HostNight]:
    """The one host with other counts."""
    return {HOST: replace(HostNight(60, 60), **counts)}  # type: ignore[arg-type]


def night(portals: Mapping[str, PortalNight], *, number: int = 1, alarms: tuple[Alarm, ...] = ()) -> Night:
    """A night on which nothing else happened."""
    return Night(
        night=number, started_at="2026-03-01T17:30:00.000+00:00", ended_at="2026-03-01T19:30:00.000+00:00", crawl_id=number,
        resumed=False, exit_code=0, first=False, faults=[], alarms=list(alarms), notes=[], portals=dict(portals),
        usual=dict.fromkeys(portals), new=[], changed=[], reread=[], lost=[], left_out={}, failures=[],
        failed_documents=[], free_bytes=10**11,
    )  # fmt: skip


def past(*nights: Night | None) -> Past:
    """The nights before, the latest first; None for an interrupted one."""
    return Past([
        PastNight(100 - n, f"2026-02-{28 - n:02}T17:30:00.000+00:00", asdict(one) if one else None) for n, one in enumerate(nights)
    ])


def usual_nights(number: int = 7) -> Past:
    """So many usual nights."""
    return past(*[night({"taian": USUAL})] * number)
