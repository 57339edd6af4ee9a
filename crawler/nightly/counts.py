"""The numbers of a night per portal, out of ledger and corpus."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from archive.store.ledger import Selection
from archive.store.night_counts import Asked, NightCounts, portals_of
from archive.store.nights import Held
from archive.store.tally import Tally
from archive.words import Outcome, TaskKind
from crawler.nightly.model import FailedDocument, Failure, HostNight, PortalNight
from crawler.nightly.news import Changes


def portal_nights(
    counts: NightCounts, names: Mapping[str, str], found: Changes, failed: Sequence[FailedDocument],
    barren: Sequence[tuple[str, str]],
) -> dict[str, PortalNight]:  # fmt: skip
    """Every portal of `names` (id to name) in the night of `counts`; `barren` are (portal, address) as Tally tells."""
    asked, traffic, listed = portals_of(counts.asked()), counts.traffic(), counts.listed()
    known, holes, waiting = counts.known(), counts.holes(), counts.never_asked()
    empty = Counter(portal for portal, _ in barren)
    new, changed = _by_portal(found.new), _by_portal(found.changed)
    doubted = _by_portal(one for one in found.new if one.doubted)
    broken, fresh = (Counter(one.portal for one in failed if one.fresh >= least) for least in (False, True))
    nights = {}
    for portal, name in names.items():
        rows = asked.get(portal, [])
        answered = sum(row.questions for row in rows if Outcome(row.outcome).answered)
        total = sum(row.questions for row in rows)
        nights[portal] = PortalNight(
            name=name, new=new[portal], changed=changed[portal], known=known.get(portal, 0),
            absent=_sum(rows, {TaskKind.REPORT}, {Outcome.ABSENT}), failed=total - answered,
            holes=holes.get(portal, 0) + empty[portal], asked=total, answered=answered,
            requests=traffic.get(portal, (0, 0))[0], bytes=traffic.get(portal, (0, 0))[1],
            lists_read=_sum(rows, {kind for kind in TaskKind if kind.is_list}, {Outcome.OK, Outcome.UNCHANGED}),
            reports_listed=listed.get(portal, (0, 0))[0], agencies_listed=listed.get(portal, (0, 0))[1],
            doubted=doubted[portal], documents_failed=broken[portal], documents_fresh=fresh[portal],
            hosts=_hosts(rows, {host: number for (owner, host), number in waiting.items() if owner == portal}),
        )  # fmt: skip
    return nights


def _hosts(rows: Sequence[Asked], waiting: Mapping[str, int]) -> dict[str, HostNight]:
    by_host: dict[str, list[Asked]] = defaultdict(list)
    for row in rows:
        by_host[row.host].append(row)
    return {
        host: HostNight(
            sum(row.questions for row in by_host[host]),
            sum(row.questions for row in by_host[host] if Outcome(row.outcome).answered),
            waiting.get(host, 0), _failure(by_host[host]),
        )
        for host in sorted(by_host.keys() | waiting.keys())
    }  # fmt: skip


def _failure(rows: Sequence[Asked]) -> str:
    failures = Counter[str]()
    for row in rows:
        failures[row.outcome] += 0 if Outcome(row.outcome).answered else row.questions
    return next((outcome for outcome, number in failures.most_common(1) if number), "")


def _sum(rows: Sequence[Asked], kinds: Collection[str], outcomes: Collection[str]) -> int:
    return sum(row.questions for row in rows if row.kind in kinds and row.outcome in outcomes)


def _by_portal(found: Iterable[Held]) -> Counter[str]:
    return Counter(one.portal for one in found)


def failures(tally: Tally) -> list[Failure]:
    """Questions that stand without an answer, by host, kind and outcome, the most first."""
    found = [Failure(one.host, one.kind, one.outcome, one.tasks, one.detail, one.url) for one in tally.unanswered()]
    found += [Failure(host, "", "never_asked", number, "", "") for host, number in tally.never_asked()]
    found += [
        Failure(urlsplit(url).netloc, "home", "barren", 1, "it led to no agency: probe it", url)
        for _, url in tally.barren_entries()
    ]
    return sorted(found, key=lambda one: (-one.questions, one.host, one.kind, one.outcome))


def tally_of(counts: NightCounts, portals: Collection[str]) -> Tally:
    """The tally of the night's crawl over these portals."""
    return Tally(counts.ledger, counts.crawl_id, Selection(tuple(portals)))
