"""What a crawl would ask, without asking: the plan of `--dry-run`."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from archive.clock import Clock
from archive.store.ledger import Ledger
from archive.store.sqlite import scratch_copy
from crawler.crawl import ask_again, entry_tasks, selection_of
from crawler.wanted import CrawlOptions, check
from spiders.registry import load


def plan(options: CrawlOptions, clock: Clock) -> Iterator[str]:
    """One line per task due now, in the order of asking; the archive is read and not touched."""
    check(options)
    registry = load(options.registry)
    selection = selection_of(options, registry)
    with tempfile.TemporaryDirectory() as scratch:
        ledger = Ledger(scratch_copy(options.archive / "ledger.db", Path(scratch)), clock)
        ledger.add_tasks(entry_tasks(registry, selection, clock))
        crawl_id, _ = ledger.begin_crawl(options.contact, "", {"again": options.again}, "")
        ask_again(ledger, crawl_id, selection, options)
        tasks = ledger.due_tasks(selection, limit=-1 if options.limit is None else options.limit, turn=options.turn)
        for task in tasks:
            yield "\t".join([task.portal, task.kind, str(task.year or ""), task.url])

