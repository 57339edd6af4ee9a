"""The reader on each kind of file, beside trafilatura on the pages: ours gives every cell, trafilatura the text."""

import os
import resource
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle

import trafilatura

from archive.documents.open import read_document
from archive.reports.model import Context
from archive.reports.read import printed_text, read_report
from archive.words import Kind
from benchmarks.timing import ratio
from crawler.replica import World
from crawler.replica.portal.skins import Content, report_page
from crawler.replica.printers import docx, pdf
from crawler.replica.world.article import article
from crawler.replica.world.report import Report

REPORTS = 21
TIMES = 10
"""How often a worker reads all reports of a kind before its memory is told."""


def ratios() -> Iterator[str]:
    """A line for each kind: documents to records against trafilatura's text of the reports as pages, and memory."""
    kinds, pages = _files()
    at_start = _memory([])
    for kind, files in kinds.items():
        times, mine, theirs = ratio(_reading(files), lambda: [trafilatura.extract(page.decode()) for page in pages])
        yield (
            f"{kind}: {len(files) / mine:.0f} full records/s, {times:.2f} times as fast as trafilatura's text of the"
            f" pages ({len(files) / theirs:.0f}/s); a worker takes {_memory(files) - at_start:.0f} MB above the"
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
        for _ in range(TIMES):
            _reading(files)()
        os.write(told, f"{max(_resident(), before):.1f}".encode())
        os._exit(0)
    os.waitpid(child, 0)
    return float(os.read(shown, 64))


def _resident() -> float:
    """The most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _reading(files: Sequence[bytes]) -> Callable[[], None]:
    def read() -> None:
        for file in files:
            assert read_report(read_document(file), Context()).kind == Kind.ANNUAL_REPORT

    return read


def _reports() -> Iterator[Report]:
    """Reports of the 2019 and 2021 forms."""
    world = World(seed=7, reports=600)
    years = (year for year in range(2019, 2026) for _ in range(REPORTS // 7))
    of_one_family = (agency for agency in world.agencies if agency.host.portal == "jining")
    for agency, year in zip(cycle(of_one_family), years, strict=False):
        yield world.report(agency, year)


def _page(report: Report) -> str:
    html = article(report, lambda _: "", lambda _: "")
    content = Content(report.agency, report.year, report.title, report.published_shown, html, 100)
    return report_page(report.agency.host, content, bare=False)
