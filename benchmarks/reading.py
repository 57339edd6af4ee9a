"""The reader on each kind of file, beside trafilatura on the pages: ours gives every cell, trafilatura the text."""

import gc
import os
import resource
from collections.abc import Callable, Iterator, Sequence
from time import process_time

import trafilatura

from archive.documents.open import read_document
from archive.reports.model import Context
from archive.reports.read import printed_text, read_report
from archive.words import Kind
from benchmarks.timing import ROUNDS, ratio
from crawler.replica import World
from crawler.replica.portal.skins import Content, report_page
from crawler.replica.printers import docx, pdf
from crawler.replica.world.article import article
from crawler.replica.world.report import Report

YEARS = range(2019, 2026)
REPORTS = 21
"""How many are read in a round: each round, and the first that is not timed, has others."""
TIMES = 10
"""How often a worker reads all reports of a kind before its memory is told."""


def ratios() -> Iterator[str]:
    """A line for each kind: documents to records against trafilatura's text of the reports as pages, and memory.

    Of CPU time, in a process whose caches of labels are warm, as those of a worker are from its second report on.
    """
    kinds, pages = _files()
    at_start = _memory([])
    gc.freeze()  # as a worker does
    for kind, files in kinds.items():
        mine, theirs = _rounds(files, _read), _rounds(pages, lambda page: trafilatura.extract(page.decode()))
        mine(), theirs()
        times, ours, other = ratio(mine, theirs, process_time)
        yield (
            f"{kind}: {REPORTS / ours:.0f} full records/s, {times:.2f} times as fast as trafilatura's text of the"
            f" pages ({REPORTS / other:.0f}/s); a worker takes {_memory(files[:REPORTS]) - at_start:.0f} MB above the"
            f" {at_start:.0f} MB it starts with"
        )


def _files() -> tuple[dict[str, list[bytes]], list[bytes]]:
    """The reports as files of each kind, and as pages."""
    reports = list(_reports())
    pages = [_page(report).encode() for report in reports]
    texts = [printed_text(read_document(page)).encode() for page in pages]
    kinds = {
        "html": pages, "text": texts, "docx": [docx.report_docx(report) for report in reports],
        "pdf": [pdf.report_pdf(report) for report in reports],
    }  # fmt: skip
    return kinds, pages


def _memory(files: Sequence[bytes]) -> float:
    """The most memory (MB) of a process of its own that reads some files again and again."""
    shown, told = os.pipe()
    if (child := os.fork()) == 0:
        before = _resident()
        for file in files * TIMES:
            _read(file)
        os.write(told, f"{max(_resident(), before):.1f}".encode())
        os._exit(0)
    os.waitpid(child, 0)
    return float(os.read(shown, 64))


def _resident() -> float:
    """The most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _read(file: bytes) -> None:
    assert read_report(read_document(file), Context()).kind == Kind.ANNUAL_REPORT


def _rounds(files: Sequence[bytes], work: Callable[[bytes], object]) -> Callable[[], None]:
    """What does the work for the files of the next round, each time it is called."""
    rounds = iter([files[at : at + REPORTS] for at in range(0, len(files), REPORTS)])

    def next_round() -> None:
        for file in next(rounds):
            work(file)

    return next_round


def _reports() -> Iterator[Report]:
    """Reports of the 2019 and 2021 forms for all rounds, every year in each."""
    world = World(seed=7, reports=4_000)
    of_one_family = [agency for agency in world.agencies if agency.host.portal == "jining"]
    each_round = REPORTS // len(YEARS)
    for at in range(ROUNDS + 1):
        agencies = of_one_family[at * each_round : (at + 1) * each_round]
        yield from (world.report(agency, year) for year in YEARS for agency in agencies)


def _page(report: Report) -> str:
    html = article(report, lambda _: "", lambda _: "")
    content = Content(report.agency, report.year, report.title, report.published_shown, html, 100)
    return report_page(report.agency.host, content, bare=False)
