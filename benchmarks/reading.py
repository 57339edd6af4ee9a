"""The reader against trafilatura on the same pages: ours gives every cell, trafilatura the text."""

from collections.abc import Iterator

import trafilatura

from archive.documents.open import read_document
from archive.reports.read import read_report
from benchmarks.timing import ratio
from crawler.replica import Replica, World
from crawler.replica.messages import Request

PAGES = 20


def ratios() -> Iterator[str]:
    """One line: documents to records against documents to text."""
    pages = list(_pages())
    times, mine, _ = ratio(
        lambda: [read_report(read_document(page)) for page in pages],
        lambda: [trafilatura.extract(page.decode()) for page in pages],
    )
    yield f"full records come {times:.2f} times as fast as trafilatura's text ({len(pages) / mine:.0f} pages/s)"


def _pages() -> Iterator[bytes]:
    """Reports of the 2019 and 2021 forms, as the replica serves them."""
    replica = Replica(World(seed=7, reports=600))
    published = [r for r in replica.truth() if r["published"] and r["template"] in ("t2019", "t2021")]
    for record in published[:PAGES]:
        target = f"/module/xxgk/xxgkAnnualReport.jsp?area={record['area']}&fbtime={record['year']}"
        yield replica.answer(Request("GET", "http", str(record["host"]), 80, target)).body
