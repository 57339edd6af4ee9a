"""Derive from lock to summary: what is new into the corpus, or everything into a new one; and on beside a crawl."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep

from archive.clock import Clock
from archive.derive.reader import this_reader
from archive.derive.reading import read_job
from archive.derive.rebuild import CORPUS, mention, must_rebuild, rebuild
from archive.derive.run import Progress, Run, Summary
from archive.derive.workers import Limits, Workers
from archive.errors import UsageError
from archive.store.corpus import Corpus
from archive.store.ledger import Ledger
from archive.store.lock import held, hold

POLL = 1.0
GRACE = 10.0
"""Seconds that `follow` waits for a crawl that is just starting."""
ASSEMBLE_EVERY = 10.0
"""Seconds from one assembly to the next beside a crawl, at least; ten times as long as an assembly takes."""
LIMITS = Limits()


def derive(
    archive: Path, clock: Clock, *, jobs: int, again: bool = False, follow: bool = False, limits: Limits = LIMITS,
    changes: Path | None = None, tell: Callable[[Progress], None] = lambda _: None,
    note: Callable[[str], None] = lambda _: None, stopped: Callable[[], bool] = lambda: False, grace: float = GRACE,
) -> Summary:  # fmt: skip
    """Reads every bundle whose input is new, then assembles; keeps on beside a crawl where it is to `follow`.

    With `again`, and where another version of the reader read what is there, everything is read into a new corpus,
    which then takes the place of the old one (docs/store.md#reading-again); `changes` is the file for what differs.
    `stopped` is asked between documents: what is read by then is kept. Raises ArchiveBusyError beside another derive,
    UsageError where there is no archive, DiskFullError when the corpus cannot grow.
    """
    with hold(archive / "derive.lock", "gongkai derive"):
        ledger = _ledger(archive, clock, grace if follow else 0.0)
        with closing(ledger.database), Workers(read_job, jobs, limits) as workers:
            run = Run(archive, ledger, clock, this_reader(), workers, tell, note, stopped)
            rebuilt = again or must_rebuild(run)
            if rebuilt and not rebuild(run, changes):
                return run.summary
            if not rebuilt or follow:
                with closing(Corpus(archive / CORPUS)) as corpus:
                    mention(run, corpus)
                    _once(run, corpus)
                    if follow:
                        _beside_crawl(run, corpus, grace)
            return run.summary


def _ledger(archive: Path, clock: Clock, patience: float) -> Ledger:
    """The ledger, waiting a little for a crawl that is about to make it; one of an older schema is brought up."""
    until = monotonic() + patience
    if (archive / "ledger.db").exists():
        Ledger(archive / "ledger.db", clock).database.close()
    while True:
        try:
            return Ledger(archive / "ledger.db", clock, read_only=True)
        except UsageError:
            if monotonic() >= until:
                raise
            sleep(POLL / 4)


def _once(run: Run, corpus: Corpus) -> None:
    """One pass over the ledger, and an assembly."""
    run.read(corpus)
    run.assemble(corpus)


def _beside_crawl(run: Run, corpus: Corpus, grace: float) -> None:
    """Reads on until the crawl has ended; the last look at the ledger comes after its end."""
    seen, seen_crawl, stale = -1, False, False
    started = monotonic()
    next_assembly = started + ASSEMBLE_EVERY
    while not run.stopped():
        running = held(run.archive / "crawl.lock")
        seen_crawl = seen_crawl or running
        began, version = monotonic(), run.ledger.database.data_version
        if version != seen:
            run.read(corpus)
            seen, stale = version, True
        elif not running and (seen_crawl or monotonic() - started >= grace):
            break
        if stale and monotonic() >= next_assembly:
            before = monotonic()
            run.assemble(corpus)
            stale, next_assembly = False, monotonic() + max(ASSEMBLE_EVERY, 10 * (monotonic() - before))
        # A look at a large ledger must not take the machine away from the crawl.
        sleep(max(POLL, monotonic() - began) if running else POLL / 10)
    run.assemble(corpus)
