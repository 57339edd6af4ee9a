"""The reader on each kind of file, beside trafilatura on the pages: ours gives every cell, trafilatura the text."""

from collections.abc import Callable, Iterator, Sequence

import trafilatura

from archive.documents.open import read_document
from archive.reports.model import Context
from archive.reports.read import read_report
from archive.words import Kind
from benchmarks.timing import ratio
from crawler.replica import World
from crawler.replica.portal.skins import Content, report_page
from crawler.replica.printers import docx, pdf
from crawler.replica.world.article import article
from crawler.replica.world.report import Report

REPORTS = 20


def ratios() -> Iterator[str]:
    """A line for each kind: documents to records against trafilatura's text of the same reports as pages."""
    reports = list(_reports())
    pages = [_page(report).encode() for report in reports]
    kinds: dict[str, list[bytes]] = {
        "html": pages, "docx": [docx.report_docx(r) for r in reports], "pdf": [pdf.report_pdf(r) for r in reports],
    }  # fmt: skip
    for kind, files in kinds.items():
        times, mine, theirs = ratio(_reading(files), lambda: [trafilatura.extract(page.decode()) for page in pages])
        yield (
            f"{kind}: {len(files) / mine:.0f} full records/s, {times:.2f} times as fast as trafilatura's text of the"
            f" pages ({len(files) / theirs:.0f}/s)"
        )


def _reading(files: Sequence[bytes]) -> Callable[[], None]:
    def read() -> None:
        for file in files:
            assert read_report(read_document(file), Context()).kind == Kind.ANNUAL_REPORT

    return read


def _reports() -> Iterator[Report]:
    """Reports of the 2019 and 2021 forms."""
    world = World(seed=7, reports=600)
    years = (year for year in range(2019, 2026) for _ in range(REPORTS // 7 + 1))
    of_one_family = (agency for agency in world.agencies if agency.host.portal == "jining")
    for agency, year in zip(of_one_family, years, strict=False):
        yield world.report(agency, year)


def _page(report: Report) -> str:
    html = article(report, lambda _: "", lambda _: "")
    content = Content(report.agency, report.year, report.title, report.published_shown, html, 100)
    return report_page(report.agency.host, content, bare=False)
