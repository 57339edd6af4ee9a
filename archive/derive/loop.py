"""The derive loop: finds bundles whose input has changed, has them read by workers, writes, assembles."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from archive.assemble import Assembled, assemble
from archive.clock import Clock
from archive.derive.reading import Job, read_job
from archive.derive.workers import Failed, Limits, Workers
from archive.errors import UsageError
from archive.reports.read import READER_VERSION
from archive.store.bundles import Bundle, bundles
from archive.store.corpus import FAILED, BundleReading, Corpus, Reading
from archive.store.ledger import Ledger
from archive.store.lock import held, hold

BATCH = 64
"""Bundles written in one transaction; fewer when FLUSH_AFTER seconds have passed."""
FLUSH_AFTER = 2.0
POLL = 1.0
GRACE = 10.0
"""Seconds that `follow` waits for a crawl that is just starting."""
ASSEMBLE_EVERY = 10.0
"""Seconds from one assembly to the next beside a crawl, at least; ten times as long as an assembly takes."""
LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a pass is: bundles read of those to be read, documents failed among them."""

    done: int
    total: int
    failed: int


@dataclass(slots=True)
class Summary:
    """What a run of derive did. `failures` are (bundle, address, reason) of documents that could not be read."""

    bundles: int = 0
    documents: int = 0
    failures: list[tuple[str, str, str]] = field(default_factory=list)
    assembled: Assembled | None = None

    def record(self) -> dict[str, int]:
        """The numbers of the run; without_agency_or_year are annual reports that no series could take."""
        whole = self.assembled or Assembled(0, 0, 0, 0)
        return {
            "bundles_read": self.bundles, "documents_read": self.documents, "documents_failed": len(self.failures),
            "agencies": whole.agencies, "series": whole.series, "coverage_cells": whole.cells,
            "without_agency_or_year": whole.homeless,
        }  # fmt: skip


@dataclass(slots=True)
class _Open:
    """A bundle of which some documents are still being read."""

    bundle: Bundle
    readings: list[Reading | None]

    @property
    def complete(self) -> tuple[Reading, ...] | None:
        done = tuple(reading for reading in self.readings if reading is not None)
        return done if len(done) == len(self.readings) else None


def derive(
    archive: Path, clock: Clock, *, jobs: int, again: bool = False, follow: bool = False, limits: Limits = LIMITS,
    tell: Callable[[Progress], None] = lambda _: None, stopped: Callable[[], bool] = lambda: False,
    grace: float = GRACE,
) -> Summary:  # fmt: skip
    """Reads every bundle whose input is new (all of them with `again`), then assembles; keeps on beside a crawl.

    `stopped` is asked between documents: what is read by then is kept. Raises ArchiveBusyError beside another derive,
    UsageError where there is no archive, DiskFullError when the corpus cannot grow.
    """
    with hold(archive / "derive.lock", "gongkai derive"):
        ledger = _ledger(archive, clock, grace if follow else 0.0)
        with closing(ledger.database), closing(Corpus(archive / "corpus.db")) as corpus:
            with Workers(read_job, jobs, limits) as workers:
                run = _Run(archive, ledger, corpus, clock, workers, tell, stopped)
                run.once(again)
                if follow:
                    run.beside_crawl(grace)
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


@dataclass(slots=True)
class _Run:
    archive: Path
    ledger: Ledger
    corpus: Corpus
    clock: Clock
    workers: Workers[Job, Reading]
    tell: Callable[[Progress], None]
    stopped: Callable[[], bool]
    summary: Summary = field(default_factory=Summary)

    def once(self, again: bool) -> None:
        """One pass over the ledger, and an assembly."""
        self.read(again)
        self.assemble()

    def beside_crawl(self, grace: float) -> None:
        """Reads on until the crawl has ended; the last look at the ledger comes after its end."""
        seen, seen_crawl, stale = -1, False, False
        started = monotonic()
        next_assembly = started + ASSEMBLE_EVERY
        while not self.stopped():
            running = held(self.archive / "crawl.lock")
            seen_crawl = seen_crawl or running
            began, version = monotonic(), self._ledger_version()
            if version != seen:
                self.read(again=False)
                seen, stale = version, True
            elif not running and (seen_crawl or monotonic() - started >= grace):
                break
            if stale and monotonic() >= next_assembly:
                before = monotonic()
                self.assemble()
                stale, next_assembly = False, monotonic() + max(ASSEMBLE_EVERY, 10 * (monotonic() - before))
            # A look at a large ledger must not take the machine away from the crawl.
            sleep(max(POLL, monotonic() - began) if running else POLL / 10)
        self.assemble()

    def _ledger_version(self) -> int:
        """A number that changes with every commit of another process."""
        return int(self.ledger.database.connection.execute("PRAGMA data_version").fetchone()[0])

    def assemble(self) -> None:
        self.summary.assembled = assemble(self.ledger, self.corpus, self.clock)

    def read(self, again: bool) -> None:
        """Reads what is new and writes it in short transactions."""
        pending = self._pending(again)
        taken: dict[str, _Open] = {}
        batch: list[BundleReading] = []
        done, failed, written_at = 0, 0, monotonic()
        for job, result in self.workers.run(self._jobs(pending, taken)):
            reading = Reading(FAILED, result.reason) if isinstance(result, Failed) else result
            failed += reading.status == FAILED
            self._note(job, reading)
            opened = taken[job.bundle_key]
            opened.readings[job.position] = reading
            if (readings := opened.complete) is not None:
                batch.append(BundleReading(taken.pop(job.bundle_key).bundle, readings, READER_VERSION))
                done += 1
                self.tell(Progress(done, len(pending), failed))
            if len(batch) >= BATCH or monotonic() - written_at >= FLUSH_AFTER:
                self.corpus.write(batch)
                batch, written_at = [], monotonic()
        self.corpus.write(batch)
        self.summary.bundles += done

    def _pending(self, again: bool) -> list[Bundle]:
        known = self.corpus.digests()
        with self.ledger.database.snapshot():
            present = list(bundles(self.ledger))
        if gone := known.keys() - {bundle.bundle_key for bundle in present}:
            self.corpus.forget_bundles(gone)
        return [b for b in present if again or known.get(b.bundle_key) != b.digest(READER_VERSION)]

    def _jobs(self, pending: list[Bundle], taken: dict[str, _Open]) -> Iterator[Job]:
        for bundle in pending:
            if self.stopped():
                return
            taken[bundle.bundle_key] = _Open(bundle, [None] * len(bundle.files))
            for position, file in enumerate(bundle.files):
                yield Job(
                    bundle.bundle_key, position, self.archive / "warc" / file.warc_file, file.warc_offset,
                    file.payload_sha256, file.content_type, bundle.context_of(file),
                )  # fmt: skip

    def _note(self, job: Job, reading: Reading) -> None:
        self.summary.documents += 1
        if reading.status == FAILED:
            self.summary.failures.append((job.bundle_key, job.context.url, reading.reason))
