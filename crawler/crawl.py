"""One crawl from lock to summary: opens the archive, seeds the entries, runs Scrapy, tells what came of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version

from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.settings import Settings

from archive.clock import Clock
from archive.errors import GongkaiError
from archive.store.captures import CaptureStore
from archive.store.ledger import Ledger, NewTask, Selection
from archive.store.lock import hold
from archive.words import FIRST_YEAR
from crawler.budget import budget_of
from crawler.feeder import Feeder
from crawler.job import DELAY, Job, JobSpider
from crawler.summary import Summary, summarise
from crawler.wanted import BACKFILL_LOCK, CrawlOptions, check
from spiders.portal import ADAPTERS
from spiders.registry import Registry, load


def crawl(options: CrawlOptions, clock: Clock) -> Summary:
    """Runs one crawl, or goes on with the one that was interrupted. Raises GongkaiError where it cannot go on."""
    check(options)
    registry = load(options.registry)
    selection = selection_of(options, registry)
    budget = budget_of(options.budget)
    with hold(options.archive / "crawl.lock", "a crawl"), _known_as_backfill(options):
        ledger = Ledger(options.archive / "ledger.db", clock)
        agent = user_agent(options.contact)
        crawl_id, resumed = ledger.begin_crawl(options.contact, agent, _recorded(options), version("gongkai"))
        info = {"software": f"gongkai {version('gongkai')}", "http-header-user-agent": agent, "format": "WARC/1.1",
                "description": "bodies byte-exact, headers as the HTTP library reports them"}  # fmt: skip
        captures = CaptureStore(ledger, options.archive / "warc", clock, info)
        delay = DELAY if options.delay is None else (options.delay, options.delay)
        job = Job(crawl_id, ledger, captures, options.archive, registry, selection, clock, options.contact,
                  options.via, delay, options.limit, options.again, budget, options.turn)  # fmt: skip
        ledger.add_tasks(entry_tasks(registry, selection, clock))
        ask_again(ledger, crawl_id, selection, options)
        feeder, reason = _run(job, agent)
        if feeder.fatal:
            raise feeder.fatal
        summary = summarise(
            job, resumed, feeder.rests, feeder.faults, feeder.ended_by, finished=reason == "finished"
        )
        if reason == "finished":
            ledger.end_crawl(crawl_id, summary.record())
        captures.close()
        return summary


@contextmanager
def _known_as_backfill(options: CrawlOptions) -> Iterator[None]:
    """Lets a night know that who holds crawl.lock will give way to it."""
    if not options.budget:
        yield
        return
    with hold(options.archive / BACKFILL_LOCK, "a backfill"):
        yield


def selection_of(options: CrawlOptions, registry: Registry) -> Selection:
    """The tasks a crawl is about. Raises UsageError for a portal the registry does not know."""
    portals = tuple(registry.portal(name).id for name in options.portals) or tuple(p.id for p in registry.portals)
    return Selection(portals, options.years, options.agency)


def entry_tasks(registry: Registry, selection: Selection, clock: Clock) -> Iterator[NewTask]:
    """Where the walk begins: the known entries of the selected portals."""
    years = range(FIRST_YEAR, clock.now().year)
    for portal in registry.portals:
        for entry in portal.entries if portal.id in selection.portals else ():
            yield from ADAPTERS[entry.family].entry_tasks(portal, entry, years)


def ask_again(ledger: Ledger, crawl_id: int, selection: Selection, options: CrawlOptions) -> None:
    """Makes due what comes up again; a backfill asks nothing again while something of its own was never asked."""
    if options.again or not (options.budget and ledger.never_asked(selection)):
        ledger.ask_again(crawl_id, selection, everything=options.again)


def user_agent(contact: str) -> str:
    """The one User-Agent of the house: project, version, contact."""
    return f"gongkai/{version('gongkai')} (annual report archive; +{contact})"


def _recorded(options: CrawlOptions) -> dict[str, object]:
    return {"portals": options.portals, "years": options.years, "agency": options.agency, "limit": options.limit,
            "via": options.via, "delay": options.delay, "again": options.again, "budget": options.budget}  # fmt: skip


def _run(job: Job, agent: str) -> tuple[Feeder, str]:
    crawler = scrape(job, agent, {})
    feeder = crawler.get_extension(Feeder)
    if feeder is None or crawler.stats is None:
        raise GongkaiError("the crawl did not start; the lines above say why")
    return feeder, str(crawler.stats.get_value("finish_reason"))


def scrape(job: Job, agent: str, own: Mapping[str, object]) -> Crawler:
    """Runs the Scrapy project over a job to its end; `own` are settings that this run puts in place of the house's."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("USER_AGENT", agent, "cmdline")
    if job.via:
        # The proxy itself is on loopback; names are then resolved by it, and checked by name only.
        settings.set("TWISTED_DNS_RESOLVER", "scrapy.resolver.CachingThreadedResolver", "cmdline")
    for name, value in own.items():
        settings.set(name, value, "cmdline")
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(JobSpider)
    process.crawl(crawler, job=job)
    process.start()
    return crawler
