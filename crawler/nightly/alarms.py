"""Alarms: what is not as on the nights before. Few, each a sentence with what to do (docs/operations.md#alarms)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from archive.store.night_counts import DryList
from archive.store.nights import PastNight
from crawler.nightly.model import Alarm, HostNight, PortalNight

USUAL = 7
"""Nights without an alarm of that portal whose median is its usual night."""
FALL = 0.5
"""A list or a portal that names less than this share of the reports it usually names has fallen."""
FAILED = 0.5
"""Share of a host's questions without an answer from which on it counts as refusing."""
FEW = 3
"""Fewer failures than this on a host are no alarm while others are answered."""
GONE = 0.3
"""Share of the reports asked again from which on their going is no single deletion."""
DOUBT, DOUBT_TIMES, ENOUGH = 0.3, 2.0, 10
"""Share of the new reports in doubt that is an alarm, if so many times the earlier one; both of ENOUGH reports."""
BROKEN_OFF = 2
"""Interrupted nights in a row that are an alarm."""


@dataclass(frozen=True)
class Past:
    """The nights before, the latest first, as the alarms look at them."""

    nights: Sequence[PastNight]

    @property
    def ended(self) -> list[Mapping[str, object]]:
        return [night.record for night in self.nights if night.record is not None]

    @property
    def interrupted(self) -> int:
        """Nights right before this one that never ended."""
        return next((n for n, night in enumerate(self.nights) if night.record is not None), len(self.nights))

    @cached_property
    def good(self) -> Mapping[str, Sequence[PortalNight]]:
        """Portal to the last nights on which it was asked and gave no alarm: what it is like on a usual night."""
        found: dict[str, list[PortalNight]] = defaultdict(list)
        for record in self.ended:
            alarmed = {alarm["portal"] for alarm in _list(record["alarms"])}
            for portal, counts in _dict(record["portals"]).items():
                if portal not in alarmed and (night := PortalNight.of(counts)).asked:
                    found[portal].append(night)
        return {portal: nights[:USUAL] for portal, nights in found.items()}

    @cached_property
    def usual(self) -> Mapping[str, PortalNight]:
        """Portal to the median of its good nights, number by number; nothing for one that has none."""
        return {portal: _usual_night(nights) for portal, nights in self.good.items()}


def portal_alarms(
    portal: str, now: PortalNight, past: Past, dry: Sequence[DryList], gone: tuple[int, int] = (0, 0), *, partial: bool
) -> Iterator[Alarm]:
    """Alarms of one portal; none about anything it has no history of. `partial`: the crawl did not get to its end.

    `gone` are the reports that went tonight, and those asked that were there at their last look.
    """
    usual = past.usual.get(portal)
    if usual is None:
        return
    # Lists that name reports are read every night; where there are none, nothing may be planned for tonight.
    wanted = now.asked or usual.reports_listed or any(host.never_asked for host in now.hosts.values())
    silent = usual.answered > 0 and not now.answered and bool(wanted)
    if silent and not (partial and not now.asked):
        yield Alarm("silent", portal, (
            f"{portal}: no question was answered tonight, {usual.answered} on a usual night ({_why(now)}); "
            f"open its home page in a browser: if it shows, see the failures below, else wait a night"
        ))  # fmt: skip
    elif not silent:
        refusing = list(_host_alarms(portal, now, usual, partial=partial))
        yield from refusing
        if dry:
            yield Alarm("list_dry", portal, (
                f"{portal}: lists that led to reports and lead to nothing now: {len(dry)}, as {dry[0].url} "
                f"({dry[0].usual:g} addresses before); open it in a browser: if the list stands there, probe it"
            ))  # fmt: skip
        elif now.reports_listed < FALL * usual.reports_listed and not refusing and not partial:
            yield Alarm("listed_fall", portal, (
                f"{portal}: its lists name {now.reports_listed} reports of {now.agencies_listed} agencies, "
                f"{usual.reports_listed} of {usual.agencies_listed} on a usual night; compare a list with the browser"
            ))  # fmt: skip
    if gone[0] >= FEW and gone[0] >= GONE * gone[1]:
        yield Alarm("vanished", portal, (
            f"{portal}: {gone[0]} of {gone[1]} reports that were there are gone from their addresses tonight, and kept "
            f"here; if the site was rebuilt, probe it and put its portal file right: gongkai portals probe {portal}"
        ))  # fmt: skip
    if now.documents_fresh and not usual.documents_fresh:
        yield Alarm("unread", portal, (
            f"{portal}: {now.documents_fresh} documents of this night cannot be read, which is not usual there; "
            f"their addresses are below: open one, and report the reader's error if it is a sound file"
        ))  # fmt: skip
    yield from _doubt(portal, now, past)


def _host_alarms(portal: str, now: PortalNight, usual: PortalNight, *, partial: bool) -> Iterator[Alarm]:
    for host, counts in now.hosts.items():
        before = usual.hosts.get(host, HostNight())
        failed = counts.asked - counts.answered
        all_failed = failed > 0 and not counts.answered
        if before.answered and (all_failed or failed >= max(FEW, FAILED * counts.asked)):
            if before.asked - before.answered < FAILED * before.asked:
                yield Alarm("refused", portal, (
                    f"{host}: {failed} of {counts.asked} questions were not answered, mostly {counts.failure}; "
                    f"it will be asked again; if it stays so for days, open it in a browser and write to its operator"
                ))  # fmt: skip
        elif before.answered and counts.never_asked > before.never_asked and counts.failure and not partial:
            yield Alarm("resting", portal, (
                f"{host}: {counts.never_asked} addresses could not be asked because the host rests "
                f"({counts.failure}); the next night asks them; if it stays so, write to its operator"
            ))  # fmt: skip


def _doubt(portal: str, now: PortalNight, past: Past) -> Iterator[Alarm]:
    nights = past.good[portal]
    new, doubted = sum(night.new for night in nights), sum(night.doubted for night in nights)
    if now.new < ENOUGH or new < ENOUGH:
        return
    share, before = now.doubted / now.new, doubted / new
    if share >= DOUBT and share >= DOUBT_TIMES * before:
        yield Alarm("doubt", portal, (
            f"{portal}: {share:.0%} of the new reports are in doubt, {before:.0%} before; "
            f"look at some with `gongkai show`: the portal may have begun to print another form"
        ))  # fmt: skip


def archive_alarms(
    past: Past, portals: Mapping[str, PortalNight], lost: Sequence[tuple[str, int]], free: int, least_free: int
) -> Iterator[Alarm]:
    """Alarms of the whole archive."""
    if free < least_free:
        yield Alarm("disk", "", (
            f"{free / 1e9:.1f} GB are free on the archive's disk, less than {least_free / 1e9:g}; "
            f"make room before it is full: nothing acknowledged is lost then, but nothing more is kept"
        ))  # fmt: skip
    if past.interrupted >= BROKEN_OFF:
        yield Alarm("broken_off", "", (
            f"{past.interrupted} nights in a row did not come to their end; "
            f"see the system's journal for what ended them: memory, a restart, a time limit"
        ))  # fmt: skip
    if lost:
        agency, year = lost[0]
        yield Alarm("lost", "", (
            f"{len(lost)} reports that were held are not in the corpus now, as {agency}/{year}; "
            f"the originals are in the archive: run `gongkai derive --all`, and `gongkai verify` if they stay away"
        ))  # fmt: skip
    last = _dict(past.ended[0]["portals"]) if past.ended else {}
    for portal in sorted(last.keys() - portals.keys()):
        yield Alarm("dropped", portal, (
            f"{portal}: was asked on the night before and is not in the registry now; "
            f"put its file back, or go on without it"
        ))  # fmt: skip


def _why(now: PortalNight) -> str:
    told = sorted({f"{host}: {counts.failure}" for host, counts in now.hosts.items() if counts.failure})
    return ", ".join(told[:3]) or "nothing was asked"


def _usual_night(nights: Sequence[PortalNight]) -> PortalNight:
    numbers = [name for name in PortalNight.__slots__ if name not in ("name", "hosts")]
    hosts = sorted({host for night in nights for host in night.hosts})
    return PortalNight(
        name=nights[0].name,
        hosts={host: _usual_host([night.hosts.get(host, HostNight()) for night in nights]) for host in hosts},
        **{name: _median(getattr(night, name) for night in nights) for name in numbers},
    )  # fmt: skip


def _usual_host(nights: Sequence[HostNight]) -> HostNight:
    return HostNight(
        _median(n.asked for n in nights), _median(n.answered for n in nights), _median(n.never_asked for n in nights)
    )


def _median(numbers: Iterator[int]) -> int:
    return round(median(numbers))


def _dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[dict[str, object]]:
    return value if isinstance(value, list) else []
