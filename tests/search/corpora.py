"""Corpora made of given texts, and the plain scan that a search must agree with."""

from collections.abc import Iterable
from pathlib import Path

from archive.reports.model import Context, Report, Section, Year
from archive.store.bundles import Bundle, BundleFile
from archive.store.corpus import READ, BundleReading, Corpus, Reading, report_id
from archive.store.grams import normal
from archive.store.readers import Reader
from archive.words import Kind, Scope, Template


def text_report(
    text: str, title: str = "", agency: str | None = None, year: int | None = 2022, sections: Iterable[Section] = (),
    kind: Kind = Kind.ANNUAL_REPORT,
) -> Report:  # fmt: skip
    """A report that is nothing but its text."""
    return Report(
        kind, "for a test", title, agency, Year(year, "title"), Scope.UNKNOWN, Template.NONE, {}, None, None, text,
        tuple(sections),
    )  # fmt: skip


def bundle(key: str, *reports: Report, portal: str = "jining") -> BundleReading:
    """A bundle whose documents were read as these reports."""
    files = tuple(
        BundleFile(key, "main", n, f"http://a.gov.cn/{key}", "text/html", f"{n:064}", "2026-01-01T00:00:00+00:00", "", 0)
        for n, _ in enumerate(reports, start=1)
    )
    readings = tuple(Reading(READ, report=report) for report in reports)
    return BundleReading(Bundle(key, Context(portal, f"http://a.gov.cn/{key}"), files, 0), readings, Reader("1"))


def name_of(read: BundleReading, number: int = 0) -> str:
    """report_id of a document of a bundle."""
    return report_id(read.bundle.bundle_key, read.bundle.files[number])


def corpus_of(folder: Path, *reads: BundleReading) -> Corpus:
    """A corpus with these bundles in it."""
    corpus = Corpus(folder / "corpus.db")
    corpus.write(reads)
    return corpus


def scan(corpus: Corpus, term: str) -> set[str]:
    """report_ids of the reports one of whose columns contains the term, by looking through all of them."""
    rows = corpus.rows("SELECT report_id, title, coalesce(agency, '') AS agency, text FROM reports")
    return {
        str(row["report_id"]) for row in rows if any(term in normal(str(row[c])) for c in ("title", "agency", "text"))
    }
