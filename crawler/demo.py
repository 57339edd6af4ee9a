"""The demo: replica, crawl, derive and what came of it, told step by step."""

import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from archive.clock import SystemClock
from archive.derive import derive
from archive.errors import UsageError
from archive.store.corpus import Corpus
from archive.store.findings import Finding, findings
from archive.store.views import coverage
from crawler.cli.coverage import table
from crawler.cli.progress import Progress
from crawler.crawl import CrawlOptions, crawl

MARK = ".gongkai-demo"
"""File that marks a folder as a demo's own: only such a folder is ever emptied."""
_SHOWN = 12
"""Agencies of the coverage table that the demo prints."""


def run(archive: Path, seed: int, size: int) -> Iterator[str]:
    """Lines to print, as they come. Raises UsageError for a folder that is not the demo's to empty."""
    began = time.monotonic()
    _empty(archive)
    with subprocess.Popen(
        [sys.executable, "-m", "crawler", "replica", "--port", "0", "--seed", str(seed), "--size", str(size),
         "--ca", str(archive / "ca.pem"), "--log", str(archive / "requests.jsonl")], stdout=subprocess.PIPE, text=True,
    ) as replica:  # fmt: skip
        try:
            assert replica.stdout
            greeting = replica.stdout.readline().strip()
            yield greeting
            os.environ["SSL_CERT_FILE"] = str(archive / "ca.pem")
            via = next(word.rstrip(",") for word in greeting.split() if word.startswith("http://"))
            summary = crawl(CrawlOptions(archive, "demo@example.org", via=via, delay=0.0), SystemClock())
        finally:
            replica.terminate()
    yield "\n".join(summary.lines())
    yield from _read(archive)
    yield f"\n{time.monotonic() - began:.0f} seconds. To go on:"
    yield f"  gongkai coverage --archive {archive}"
    yield f"  gongkai verify --archive {archive}"


def _empty(archive: Path) -> None:
    if archive.exists() and any(archive.iterdir()) and not (archive / MARK).exists():
        raise UsageError(f"{archive}: not empty and not a demo's folder; name another with --archive")
    shutil.rmtree(archive, ignore_errors=True)
    archive.mkdir(parents=True)
    (archive / MARK).touch()


def _read(archive: Path) -> Iterator[str]:
    line = Progress()
    clock = SystemClock()
    done = derive(
        archive, clock, jobs=os.cpu_count() or 1,
        tell=lambda p: line.tell(f"{p.done} of {p.total} bundles read", last=p.done == p.total),
    )  # fmt: skip
    corpus = Corpus(archive / "corpus.db", read_only=True)
    kinds = Counter(str(r["kind"]) for r in corpus.rows("SELECT kind FROM reports"))
    statuses = Counter(str(r["status"]) for r in corpus.rows("SELECT status FROM figures"))
    yield f"\nread {done.bundles} bundles: " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    yield "figures: " + ", ".join(f"{count} {status}" for status, count in statuses.most_common())
    rows = coverage(corpus, (), (), "")
    shown = list(dict.fromkeys(r["agency_id"] for r in rows if r["holding"] == "held"))[:_SHOWN]
    yield ""
    yield from table([r for r in rows if r["agency_id"] in shown])
    yield "\nfindings, the widest gaps first:"
    for finding in findings(corpus, 3):
        yield _told(finding, archive)


def _told(f: Finding, archive: Path) -> str:
    gap = f"{f.left:g} on one side, {f.right:g} on the other"
    return (
        f"  {f.agency} {f.year}: identity {f.identity} {f.place} does not hold, {gap}\n"
        f"    gongkai show {f.report_id} --archive {archive}"
    )
