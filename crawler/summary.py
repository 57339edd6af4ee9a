"""What came of a crawl, counted from the ledger: fetched, new, known, absent, failed, postponed, and every hole."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from archive.errors import Exit
from archive.store.tally import Tally
from archive.words import Outcome, TaskKind
from crawler.job import Job
from crawler.rests import Rests

_LIST_READ = (Outcome.OK, Outcome.UNCHANGED)


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of one crawl. `holes` are sentences a person must know of before believing that nothing is missing."""

    crawl_id: int
    resumed: bool
    finished: bool
    lists_read: int
    agencies: int
    reports_new: int
    reports_again: int
    reports_changed: int
    reports_known: int
    reports_absent: int
    reports_gone: int
    files: int
    postponed: int
    outcomes: dict[str, int]
    requests: int
    bytes: int
    holes: list[str]
    faults: list[str]

    @property
    def exit_code(self) -> Exit:
        """OK only where every question of the crawl was answered."""
        if self.faults:
            return Exit.FAILED
        return Exit.OK if self.finished and not self.holes else Exit.INCOMPLETE

    def record(self) -> dict[str, object]:
        return asdict(self)

    def lines(self) -> list[str]:
        """The summary as a person reads it."""
        head = f"crawl {self.crawl_id}{' (resumed)' if self.resumed else ''}: "
        head += f"{self.requests} requests, {self.bytes / 1e6:.1f} MB"
        return [
            head,
            f"  lists read          {self.lists_read}  ({self.agencies} agencies known)",
            f"  reports new         {self.reports_new}",
            f"  reports again       {self.reports_again}  (held already; {self.reports_changed} with other bytes now)",
            f"  reports known       {self.reports_known}  (held already, not asked again)",
            f"  reports absent      {self.reports_absent}  (the portal answered that there is none)",
            f"  reports gone        {self.reports_gone}  (held, and the portal no longer has them)",
            f"  files               {self.files}",
            f"  postponed           {self.postponed}",
            *[f"  hole: {hole}" for hole in self.holes],
            *[f"  fault: {fault}" for fault in self.faults],
        ]


def summarise(
    job: Job, resumed: bool, rests: Rests, faults: list[str], ended_by: str, *, finished: bool
) -> Summary:
    """Counts what the ledger holds of this crawl."""
    tally = Tally(job.ledger, job.crawl_id, job.selection)
    visits, (requests, size), (again, changed) = tally.visits(), tally.traffic(), tally.revisits()
    outcomes = Counter[str]()
    for (kind, outcome), count in visits.items():
        outcomes[outcome] += 0 if TaskKind(kind).of_host else count
    return Summary(
        crawl_id=job.crawl_id, resumed=resumed, finished=finished,
        lists_read=sum(n for (k, o), n in visits.items() if TaskKind(k).is_list and o in _LIST_READ),
        agencies=tally.agencies(),
        reports_new=tally.new_reports(), reports_again=again, reports_changed=changed,
        reports_known=tally.known_reports(),
        reports_absent=visits[TaskKind.REPORT, Outcome.ABSENT],
        reports_gone=visits[TaskKind.REPORT, Outcome.GONE],
        files=visits[TaskKind.ATTACHMENT, Outcome.OK] + visits[TaskKind.IMAGE, Outcome.OK],
        postponed=tally.postponed(),
        outcomes=dict(sorted(outcomes.items())), requests=requests, bytes=size,
        holes=list(_holes(tally, rests, job.limit, ended_by)), faults=faults,
    )  # fmt: skip


def _holes(tally: Tally, rests: Rests, limit: int | None, ended_by: str) -> Iterator[str]:
    not_reached = "not reached in this crawl" if limit is None else f"left out by --limit {limit}"
    not_reached = f"{ended_by}; the same command goes on" if ended_by else not_reached
    for one in tally.unanswered():
        yield f"{one.tasks} {one.kind} tasks of {one.host} ended as {one.outcome}, as {one.url} ({one.detail})"
    for host, count in tally.never_asked():
        yield f"{count} addresses of {host} were never asked: {rests.reasons.get(host, not_reached)}"
    for portal, url in tally.barren_entries():
        yield f"no agency was found below {url} ({portal}): probe it"
