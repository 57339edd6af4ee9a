"""One probe from word to bundle: a small archive of its own, the Scrapy project of every crawl, a few requests."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from archive.clock import Clock
from archive.errors import GongkaiError
from archive.store.captures import CaptureStore
from archive.store.ledger import Ledger, Selection
from archive.store.rebuild import reindex
from crawler import settings as house
from crawler.crawl import scrape, user_agent
from crawler.job import DELAY
from crawler.probe import bundle
from crawler.probe.prober import ProbeJob, Prober, last_due_year
from crawler.probe.record import Record, record_of
from crawler.probe.subject import Subject, subject_of
from crawler.probe.tasks import first_tasks
from crawler.wanted import CrawlOptions, check
from spiders.registry import load

_OWN = {
    "EXTENSIONS": {"crawler.probe.prober.Prober": 100, "crawler.progress.Progress": 200},
    "DOWNLOADER_MIDDLEWARES": house.DOWNLOADER_MIDDLEWARES | {
        "crawler.probe.prober.BudgetMiddleware": 850,
        # A probe asks no address that nobody gave out, and has no request to spare for one.
        "crawler.middlewares.missing.MissingMiddleware": None,
    },
}


@dataclass(frozen=True, slots=True)
class ProbeOptions:
    """What `gongkai portals probe` was asked for; `out` is a folder, or a zip by its name."""

    name: str
    contact: str
    out: Path
    requests: int
    via: str = ""
    registry: Path | None = None
    delay: float | None = None


def probe(options: ProbeOptions, clock: Clock) -> Record:
    """Asks, and writes the bundle; gives its record. UsageError before anything is asked."""
    check(CrawlOptions(Path(), options.contact, via=options.via, delay=options.delay))
    subject = subject_of(options.name, load(options.registry))
    with bundle.written(options.out) as folder, tempfile.TemporaryDirectory(prefix="probe-") as scratch:
        ledger = Ledger(Path(scratch, "ledger.db"), clock)
        with closing(ledger.database):
            _ask(options, subject, Path(scratch), ledger, clock)
            record = record_of(Path(scratch), ledger, subject)
        bundle.fill(folder, Path(scratch), record)
    return record


def _ask(options: ProbeOptions, subject: Subject, archive: Path, ledger: Ledger, clock: Clock) -> None:
    agent = user_agent(options.contact)
    crawl_id, _ = ledger.begin_crawl(options.contact, agent, {"probe": options.name}, version("gongkai"))
    info = {"software": f"gongkai {version('gongkai')}", "http-header-user-agent": agent, "format": "WARC/1.1",
            "description": "a probe; bodies byte-exact, headers as the HTTP library reports them"}  # fmt: skip
    captures = CaptureStore(ledger, archive / "warc", clock, info)
    delay = DELAY if options.delay is None else (options.delay, options.delay)
    job = ProbeJob(crawl_id, ledger, captures, archive, subject.registry, Selection((subject.portal.id,)), clock,
                   options.contact, options.via, delay, None, subject=subject, requests=options.requests)  # fmt: skip
    ledger.add_tasks(first_tasks(subject, last_due_year(clock.now())))
    prober = scrape(job, agent, _OWN).get_extension(Prober)
    if prober is None:
        raise GongkaiError("the probe did not start; the lines above say why")
    if prober.fatal:
        raise prober.fatal
    ledger.end_crawl(crawl_id, {"left": prober.left, "faults": prober.faults})
    captures.close()


@contextmanager
def opened(path: Path, registry: Path | None, clock: Clock) -> Iterator[tuple[Path, Ledger, Subject]]:
    """A bundle as an archive: (folder, ledger, subject by the registry of now). BadInputError for what is no bundle."""
    with bundle.unpacked(path) as archive:
        reindex(archive, clock, lambda _: None)
        ledger = Ledger(archive / "ledger.db", clock, read_only=True)
        with closing(ledger.database):
            yield archive, ledger, subject_of(bundle.subject_name(archive), load(registry))


def read(path: Path, registry: Path | None, clock: Clock) -> Record:
    """The record of a bundle by the registry and the adapters of now: nothing is asked of anybody."""
    with opened(path, registry, clock) as (archive, ledger, subject):
        return record_of(archive, ledger, subject)
