"""A run of derive: finds bundles whose input has changed, has them read by workers, writes, assembles."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from archive.assemble import Assembled, assemble
from archive.clock import Clock, stamp
from archive.derive.changes import Tally
from archive.derive.reading import Job
from archive.derive.workers import Failed, Workers
from archive.store.bundles import Bundle, bundles
from archive.store.corpus import FAILED, BundleReading, Corpus, Reading
from archive.store.ledger import Ledger
from archive.store.readers import Reader

BATCH = 64
"""Bundles written in one transaction; fewer when FLUSH_AFTER seconds have passed."""
FLUSH_AFTER = 2.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a pass is: bundles read of those to be read, documents failed among them."""

    done: int
    total: int
    failed: int


@dataclass(slots=True)
class Summary:
    """What a run of derive did. `failures` are (bundle, address, reason) of documents that could not be read.

    `changes` is there after a whole re-reading: what differs from the corpus before it.
    """

    bundles: int = 0
    documents: int = 0
    failures: list[tuple[str, str, str]] = field(default_factory=list)
    assembled: Assembled | None = None
    changes: Tally | None = None

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


@dataclass(slots=True)
class Run:
    """What is at work: the archive, the workers, whom to tell, and what was done so far.

    `tell` hears how far it is, `note` what a person should know; `stopped` is asked between documents.
    """

    archive: Path
    ledger: Ledger
    clock: Clock
    reader: Reader
    workers: Workers[Job, Reading]
    tell: Callable[[Progress], None]
    note: Callable[[str], None]
    stopped: Callable[[], bool]
    summary: Summary = field(default_factory=Summary)

    def assemble(self, corpus: Corpus) -> None:
        """Puts all readings together."""
        self.summary.assembled = assemble(self.ledger, corpus, self.clock)

    def read(self, corpus: Corpus) -> None:
        """Reads what is new and writes it in short transactions."""
        pending = self._pending(corpus)
        if pending:
            corpus.begin_reading(self.reader, stamp(self.clock.now()))
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
                batch.append(BundleReading(taken.pop(job.bundle_key).bundle, readings, self.reader))
                done += 1
                self.tell(Progress(done, len(pending), failed))
            if len(batch) >= BATCH or monotonic() - written_at >= FLUSH_AFTER:
                corpus.write(batch)
                batch, written_at = [], monotonic()
        corpus.write(batch)
        corpus.forget_readers()
        self.summary.bundles += done

    def _pending(self, corpus: Corpus) -> list[Bundle]:
        known = corpus.digests()
        with self.ledger.database.snapshot():
            present = list(bundles(self.ledger))
        if gone := known.keys() - {bundle.bundle_key for bundle in present}:
            corpus.forget_bundles(gone)
        return [b for b in present if known.get(b.bundle_key) != b.digest(self.reader.version)]

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
