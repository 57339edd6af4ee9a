"""The demo: replica, crawl, derive and what came of it, told step by step."""

import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from archive.assemble.coverage import SOUND
from archive.clock import SystemClock
from archive.derive import derive
from archive.errors import UsageError
from archive.picture import coverage_picture
from archive.store.corpus import Corpus, Row
from archive.store.findings import Finding, findings
from archive.store.views import coverage
from crawler.cli.coverage import table
from crawler.cli.progress import Progress
from crawler.crawl import crawl
from crawler.holes import holes
from crawler.summary import Summary
from crawler.wanted import CrawlOptions

MARK = ".gongkai-demo"
"""File that marks a folder as a demo's own: only such a folder is ever emptied."""
_SHOWN = 1
"""Agencies of each portal that the printed coverage shows."""
_NEXT = (
    ("coverage --agency 人民政府 --archive {0}", "one sign per year; --json gives every cell's reason and evidence"),
    ("search 大数据 行政复议 --archive {0}", "full text"),
    ("release {0}/release --archive {0}", "texts and tables for research, with a codebook"),
    ("verify --archive {0}", "every record and digest, read again"),
)
_SAYINGS = {
    "A1": "received and carried in ({left:g}) are not handled and carried out ({right:g}){place}",
    "A2": "the results add up to {right:g}, the printed total is {left:g}{place}",
    "A3": "the applicants add up to {right:g}, the printed total is {left:g}{place}",
    "B1": "reviews add up to {right:g}, the printed total is {left:g}",
    "B2": "lawsuits without review add up to {right:g}, the printed total is {left:g}",
    "B3": "lawsuits after review add up to {right:g}, the printed total is {left:g}",
    "C1": "applications by channel add up to {right:g}, received are {left:g}",
    "C2": "completed on time and extended add up to {right:g}, completed are {left:g}",
    "C3": "replies by kind add up to {right:g}, the printed total is {left:g}",
    "C4": "refusals by ground add up to {right:g}, the printed total is {left:g}",
    "C5": "outcomes add up to {right:g}, the printed total is {left:g}{place}",
    "C6": "full-time and part-time staff add up to {right:g}, the printed total is {left:g}",
    "C7": "{left:g} is more than what bounds it, {right:g}{place}",
}
"""What a failed identity says (docs/formats.md#checks)."""


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
    yield from _fetched(summary, archive)
    corpus = _derived(archive)
    yield from _read(corpus)
    yield from _covered(corpus, archive)
    first, *others = holes(corpus)
    yield f"\nholes    {first}"
    yield from (f"         {line}" for line in others)
    yield "\nfindings, the widest gaps first:"
    yield from (_told(finding, archive) for finding in findings(corpus, 3))
    yield f"\n{time.monotonic() - began:.0f} seconds. To go on:"
    for command, meaning in _NEXT:
        yield f"  gongkai {command.format(archive)}\n      {meaning}"


def _empty(archive: Path) -> None:
    if archive.exists() and any(archive.iterdir()) and not (archive / MARK).exists():
        raise UsageError(f"{archive}: not empty and not a demo's folder; name another with --archive")
    shutil.rmtree(archive, ignore_errors=True)
    archive.mkdir(parents=True)
    (archive / MARK).touch()


def _fetched(summary: Summary, archive: Path) -> Iterator[str]:
    warcs = list((archive / "warc").iterdir())
    size = sum(warc.stat().st_size for warc in warcs)
    yield f"\nfetched  {summary.requests} requests, {summary.bytes / 1e6:.1f} MB, {summary.lists_read} lists read"
    yield f"         {summary.reports_absent} times the portal answered that there is no such report"
    yield f"kept     {summary.reports_new} pages and {summary.files} files, {size / 1e6:.1f} MB in {archive / 'warc'}"
    yield from (f"         fault: {fault}" for fault in summary.faults)


def _derived(archive: Path) -> Corpus:
    line = Progress()
    derive(
        archive, SystemClock(), jobs=os.cpu_count() or 1,
        tell=lambda p: line.tell(f"{p.done} of {p.total} bundles read", last=p.done == p.total),
    )  # fmt: skip
    return Corpus(archive / "corpus.db", read_only=True)


def _read(corpus: Corpus) -> Iterator[str]:
    """What the reader took for a report, and what it refused to take for one or for a number."""
    media = _pairs(corpus, _MEDIA)
    reports, others = sum(n for _, n in media), Counter(dict(_pairs(corpus, _OTHERS)))
    cells = Counter(dict(_pairs(corpus, "SELECT status, count(*) FROM figures GROUP BY status")))
    sound = sum(cells[status] for status in SOUND)
    yield f"read     {reports} annual reports ({_listed(media)})"
    yield f"         {cells.total()} figures, {sound / max(1, cells.total()):.1%} as printed: number, blank, dash or 无"
    doubtful = [(status, n) for status, n in cells.most_common() if status not in SOUND]
    yield f"refused  {_listed(others.most_common()) or 'no document'}"
    yield f"         {_listed(doubtful) or 'no cell'}"


_OTHERS = """
SELECT kind, count(*) FROM reports WHERE bundle_key NOT IN (
    SELECT bundle_key FROM reports WHERE kind = 'annual_report') GROUP BY kind
"""
_MEDIA = """
SELECT media, count(*) FROM reports JOIN documents USING (bundle_key, task_key, payload_sha256)
WHERE kind = 'annual_report' GROUP BY media ORDER BY 2 DESC
"""


def _pairs(corpus: Corpus, sql: str) -> list[tuple[str, int]]:
    return [(str(name), int(str(count))) for name, count in (row.values() for row in corpus.rows(sql))]


def _listed(counts: list[tuple[str, int]]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts)


def _covered(corpus: Corpus, archive: Path) -> Iterator[str]:
    rows = coverage(corpus, (), (), "")
    picture = archive / "coverage.svg"
    picture.write_text(coverage_picture(rows), "utf-8")
    yield ""
    yield from table(_some(rows))
    yield f"\n{len({row['agency_id'] for row in rows})} agencies in all; the whole picture: {picture}"


def _some(rows: list[Row]) -> list[Row]:
    """The agencies of each portal that hold most."""
    held = Counter((str(row["portal"]), str(row["agency_id"])) for row in rows if row["holding"] == "held")
    shown, by_portal = set[str](), Counter[str]()
    for (portal, agency), _ in held.most_common():
        by_portal[portal] += 1
        if by_portal[portal] <= _SHOWN:
            shown.add(agency)
    return [row for row in rows if row["agency_id"] in shown]


def _told(f: Finding, archive: Path) -> str:
    place = f", {f.place}" if f.place else ""
    saying = _SAYINGS[f.identity].format(left=f.left, right=f.right, place=place)
    return f"  {f.agency} {f.year}: {saying}\n    gongkai show {f.report_id} --archive {archive}"
