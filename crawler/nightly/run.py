"""One night from lock to page: crawl, derive, compare with the nights before, tell."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from shutil import disk_usage
from time import monotonic, sleep

from archive.clock import Clock, stamp
from archive.errors import ArchiveBusyError, Exit, GongkaiError
from archive.store.captures import settle
from archive.store.corpus import Corpus
from archive.store.ledger import Ledger
from archive.store.lock import held as held_now
from archive.store.lock import hold
from archive.store.night_counts import NightCounts
from archive.store.nights import Held, Nights, failed_documents, held
from crawler.nightly.alarms import Past, archive_alarms, portal_alarms
from crawler.nightly.counts import failures, portal_nights, tally_of
from crawler.nightly.model import Alarm, FailedDocument, Night, helpless
from crawler.nightly.news import Changes, changes, left_out, listed
from crawler.nightly.page import publish, republish
from crawler.nightly.steps import Step, run_step
from crawler.wanted import BACKFILL_LOCK, CrawlOptions, check
from spiders.registry import load

LATE = timedelta(days=2)
"""A night that begins so long after the last one says so."""
SAME_NIGHT = timedelta(hours=12)
"""An interrupted crawl that began longer ago belongs to another night, and is not gone on with."""
GIVING_WAY = 1800.0
"""Seconds that a night waits for a backfill to end the visit under way, which may be a long list."""
READING = 3600.0
"""Seconds that reading may take at least, however long the crawl took."""


@dataclass(frozen=True, slots=True)
class NightOptions:
    """What `gongkai nightly` was asked for. `crawl` carries the archive and the way to the portals."""

    crawl: CrawlOptions
    report: Path
    today: str = ""
    jobs: int = 1
    hours: float = 20.0
    least_free: int = 5_000_000_000

    @property
    def archive(self) -> Path:
        return self.crawl.archive


def nightly(options: NightOptions, clock: Clock, tell: Callable[[str], None]) -> tuple[Night, Path]:
    """Runs one night and gives its record and its page; `tell` takes what is to be said on the way.

    Raises ArchiveBusyError beside another night, GongkaiError where not even a page can be written.
    """
    check(options.crawl)
    portals = {portal.id: portal.name for portal in load(options.crawl.registry).portals}
    try:
        with hold(options.archive / "nightly.lock", "gongkai nightly"):
            ledger = Ledger(options.archive / "ledger.db", clock)
            with closing(ledger.database), ledger.database.explaining():
                return _night(options, clock, Nights(ledger), portals, tell)
    except ArchiveBusyError:
        raise
    except GongkaiError as error:
        # No ledger, no history: what can still be told is told.
        with suppress(GongkaiError):
            publish(options.report, helpless(clock, error).record())
        raise


def _night(
    options: NightOptions, clock: Clock, nights: Nights, portals: Mapping[str, str], tell: Callable[[str], None]
) -> tuple[Night, Path]:
    with suppress(GongkaiError):
        republish(options.report, nights.last_record())
    run = _Run(options, clock, nights, portals, nights.begin(lambda: _holdings(options.archive) or ()))
    for note in run.notes:
        tell(note)
    return run.through()


class _Run:
    """One night under way."""

    def __init__(
        self, options: NightOptions, clock: Clock, nights: Nights, portals: Mapping[str, str], number: int
    ) -> None:
        self.options, self.clock, self.nights, self.portals, self.number = options, clock, nights, portals, number
        self.past, self.began = Past(nights.past(number)), clock.now()
        self.notes = list(_looking_back(self.past, self.began))

    def through(self) -> tuple[Night, Path]:
        """Crawl, derive, record, page."""
        let_backfill_end(self.options.archive)
        if not held_now(self.options.archive / "crawl.lock"):
            self.nights.close_crawls(self.began - SAME_NIGHT)
        before = self.nights.newest_crawl()
        crawled = run_step("crawl", self._crawl_words(), self.options.hours * 3600)
        crawl_id = self._crawl_of(crawled, before)
        spent = (self.clock.now() - self.began).total_seconds()
        derived = run_step("derive", self._derive_words(), max(READING, self.options.hours * 3600 - spent))
        night, told = self._record(crawled, derived, crawl_id)
        try:
            self.nights.end(self.number, crawl_id, night.exit_code, night.record(), told)
            settle(self.options.archive, self.nights.ledger, self.clock)
        except GongkaiError as error:
            night = replace(night, faults=[*night.faults, str(error)], exit_code=int(error.exit_code))
        return night, publish(self.options.report, night.record())

    def _crawl_words(self) -> list[object]:
        wanted, words = self.options.crawl, list[object]()
        for name, value in (
            ("--contact", wanted.contact), ("--via", wanted.via), ("--registry", wanted.registry),
            ("--delay", wanted.delay),
        ):  # fmt: skip
            words += [] if value in ("", None) else [name, value]
        return ["--recent-first", *words, *self._shared_words()]

    def _derive_words(self) -> list[object]:
        return ["--jobs", self.options.jobs, *self._shared_words()]

    def _shared_words(self) -> list[object]:
        today = ["--today", self.options.today] if self.options.today else []
        return ["--archive", self.options.archive, "--json", *today]

    def _crawl_of(self, crawled: Step, before: tuple[int, bool]) -> int | None:
        """The crawl of this night; one that was stopped is over, so that the next night reads the lists again."""
        newest, ended = self.nights.newest_crawl()
        if newest == before[0] and before[1]:
            return None
        if crawled.record and not ended:
            self.nights.ledger.end_crawl(newest, dict(crawled.record))
        return newest

    def _record(self, crawled: Step, derived: Step, crawl_id: int | None) -> tuple[Night, Sequence[Held] | None]:
        told = _holdings(self.options.archive) if not derived.failed else None
        known, as_of = self.nights.told(), self._reread_before(derived)
        found = Changes((), (), (), ()) if told is None else changes(told, known, as_of)
        counts = NightCounts(self.nights.ledger, crawl_id or -1)
        unreadable = _failed_documents(self.options.archive, self.nights.last_record())
        tally = tally_of(counts, self.portals)
        portals = portal_nights(counts, self.portals, found, unreadable, tally.barren_entries())
        free = disk_usage(self.options.archive).free
        alarms = list(archive_alarms(self.past, portals, found.lost, free, self.options.least_free))
        dry, gone, partial = counts.dry_lists(), counts.gone(), not crawled.record.get("finished", False)
        for portal, now in portals.items():
            mine = [one for one in dry if one.portal == portal]
            alarms += portal_alarms(portal, now, self.past, mine, gone.get(portal, (0, 0)), partial=partial)
        faults = list(_faults(crawled, derived))
        night = Night(
            night=self.number, started_at=stamp(self.began), ended_at=stamp(self.clock.now()), crawl_id=crawl_id,
            resumed=bool(crawled.record.get("resumed")), exit_code=int(_exit_code(crawled, derived, alarms)),
            first=not self.past.ended, faults=faults, alarms=alarms,
            notes=[*self.notes, *_notes(crawled, derived, self.options.hours, compared=told is not None)],
            portals=portals, usual={portal: self.past.usual.get(portal) for portal in portals},
            new=listed(found.new), changed=listed(found.changed), reread=listed(found.reread),
            lost=[{"agency_id": agency, "year": year} for agency, year in found.lost], left_out=left_out(found),
            failures=failures(tally), failed_documents=unreadable, free_bytes=free,
        )  # fmt: skip
        return night, told


    def _reread_before(self, derived: Step) -> str:
        """The end of the last night, where everything was read again in this one: what had come by then is no news."""
        last = next((night for night in self.past.nights if night.record), None)
        return str(last.record["ended_at"]) if last and last.record and "changes" in derived.record else ""


def let_backfill_end(archive: Path) -> None:
    """Waits for a crawl that gives way to a night: it ends with the visit under way."""
    until = monotonic() + GIVING_WAY
    while held_now(archive / BACKFILL_LOCK) and monotonic() < until:
        sleep(1)


def _holdings(archive: Path) -> Sequence[Held] | None:
    """The series of the corpus; None where there is none that can be read."""
    try:
        with closing(Corpus(archive / "corpus.db", read_only=True)) as corpus, corpus.database.explaining():
            return held(corpus)
    except GongkaiError:
        return None


def _failed_documents(archive: Path, last: Mapping[str, object] | None) -> list[FailedDocument]:
    try:
        with closing(Corpus(archive / "corpus.db", read_only=True)) as corpus, corpus.database.explaining():
            found = failed_documents(corpus)
    except GongkaiError:
        return []
    earlier = last["failed_documents"] if last else []
    known = {(one["portal"], one["url"]) for one in earlier} if isinstance(earlier, list) else set()
    return [FailedDocument(*one, fresh=one[:2] not in known) for one in found]


def _looking_back(past: Past, now: datetime) -> Iterator[str]:
    if not past.nights:
        yield "this is the first night: there is nothing to compare it with"
        return
    last = past.nights[0]
    if last.record is None:
        yield f"night {last.night_id}, begun {last.started_at}, was interrupted; this one tells its news too"
    if now - datetime.fromisoformat(last.started_at) > LATE:
        yield f"the last night began {last.started_at}, {(now - datetime.fromisoformat(last.started_at)).days} days ago"


def _notes(crawled: Step, derived: Step, hours: float, *, compared: bool) -> Iterator[str]:
    if not compared:
        yield "nothing was compared, because reading failed; what is new is told by the next night that reads"
    if crawled.stopped:
        yield f"the crawl was stopped at the time limit of {hours:g} hours; the next night goes on with what is left"
    if derived.stopped:
        yield "reading was stopped at the time limit; the next night reads the rest"
    changed = derived.record.get("changes")
    if isinstance(changed, dict) and changed["compared"]:
        why = ", ".join(changed["why"]) or "nothing"
        yield f"everything was read again, {changed['reports']} reports differently, for {why}: no change at the source"
    if crawled.record.get("resumed"):
        yield "the crawl went on with an interrupted one; its numbers count both parts"


def _faults(crawled: Step, derived: Step) -> Iterator[str]:
    yield from (step.fault for step in (crawled, derived) if step.failed)
    broken = crawled.record.get("faults")
    yield from map(str, broken if isinstance(broken, list) else [])


def _exit_code(crawled: Step, derived: Step, alarms: Sequence[Alarm]) -> Exit:
    """That of a step that failed, the crawl's first; else an alarm; else holes."""
    for step in (crawled, derived):
        if step.failed:
            return step.exit_code
    if alarms:
        return Exit.ALARM
    return Exit.INCOMPLETE if derived.stopped else crawled.exit_code
