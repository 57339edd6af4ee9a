"""Document to report: the one entry to this folder, and the record that `gongkai read --json` prints."""

from dataclasses import replace

from archive.documents.model import Document, Table, unread_reason
from archive.reports import agency as agencies
from archive.reports.canonical import HASH_LENGTH, folded_body
from archive.reports.checks import apply_checks
from archive.reports.evidence import gather
from archive.reports.kind import KindReading, read_kind
from archive.reports.model import Context, Report, Year
from archive.reports.own import own_part
from archive.reports.prose import prose_figures, with_pages
from archive.reports.record import report_record
from archive.reports.scope import read_scope
from archive.reports.sections import read_sections
from archive.reports.stat_2014 import FLAG_UNKNOWN
from archive.reports.tables import FoundTables, find_tables
from archive.reports.titles import Title, find_title, tidy
from archive.reports.words import fold
from archive.reports.year import period_year, read_dates, read_year, year_flags
from archive.words import Kind, Scope, Template

READER_VERSION = "4"


def read_report(document: Document, context: Context = Context()) -> Report:  # noqa: B008 (frozen)
    """Reads a document as what it is. Pure: the same document and context give the same report."""
    if unread_reason(document):
        return _unread(document, context)
    folded, digest = folded_body(document)
    period = period_year(folded)
    title = find_title(document, context, period)
    whole, document = document, own_part(document, title)
    text = folded if document is whole else folded_body(document)[0]
    tables = find_tables(document)
    sections = read_sections(document, tables.blocks)
    dates = read_dates(document, context, text)
    overview = next((fold(part.text) for part in sections.parts if part.key == "s1_overview"), "")
    year = read_year(title, context, text, overview, dates)
    agency = agencies.read_agency(document, title, context, text)
    evidence = gather(document, title, sections, text, tables.filled)
    headed = bool(title or (agency.name and year.value))
    kind = _kind(read_kind(evidence, headed=headed, dated=period is not None), agency, context, year)
    report = Report(
        kind=kind.kind,
        reason=kind.reason,
        title=title.text if title else tidy(document.title),
        agency=agency.name,
        year=year,
        scope=Scope.UNKNOWN,
        template=Template.NONE,
        templates={},
        content_hash=digest[:HASH_LENGTH] if digest and kind.body else None,
        content_digest=digest if kind.body else None,
        text=printed_text(whole) if kind.body else "",
        sections=sections.parts if kind.body else (),
        dates=dates,
        flags=(*document.flags, *agency.flags, *year_flags(year, dates), *kind.flags),
    )
    return _with_figures(report, document, text, tables) if kind.kind == Kind.ANNUAL_REPORT else report


def printed_text(document: Document) -> str:
    """The whole body as printed: paragraphs and table rows by line, cells by TAB."""
    if document.lines:
        return "\n".join(document.lines)
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            lines.extend("\t".join(row).replace("\n", " ") for row in block.texts)
        else:
            lines.append(block.text)
    return "\n".join(lines)


def _with_figures(report: Report, document: Document, text: str, found: FoundTables) -> Report:
    tables = found.read(report.year.value)
    figures = (*tables.figures, *with_pages(prose_figures(report.sections, report.year.value), document))
    return replace(
        report,
        scope=read_scope(report.agency, text),
        template=tables.template,
        templates=tables.templates,
        figures=figures,
        checks=apply_checks(figures, tables.templates),
        raw_rows=tables.raw,
        flags=(*report.flags, FLAG_UNKNOWN) if tables.unknown else report.flags,
    )


def _kind(reading: KindReading, agency: agencies.AgencyReading, context: Context, year: Year) -> KindReading:
    """A report of another body than the portal's is told apart only where the title clearly names that body."""
    if reading.kind != Kind.ANNUAL_REPORT or agency.evidence not in ("title", "above", "place"):
        return reading
    standing = agencies.differs(agency.name, context, year.value)
    if standing == "other":
        return KindReading(Kind.OTHER_AGENCY, f"title names {agency.name}, the portal {context.agency}", reading.flags)
    if standing:
        return replace(reading, flags=(*reading.flags, agencies.FLAG_DIFFERS))
    return reading


def _unread(document: Document, context: Context) -> Report:
    """What a payload of a kind that is not read yet still tells: the listed title, agency and year."""
    title: Title | None = find_title(document, context)
    year = read_year(title, context, "", "", {})
    agency = agencies.read_agency(document, title, context, "")
    return Report(
        kind=Kind.UNSURE,
        reason=unread_reason(document),
        title=title.text if title else "",
        agency=agency.name,
        year=year,
        scope=Scope.UNKNOWN,
        template=Template.NONE,
        templates={},
        content_hash=None,
        content_digest=None,
        text="",
        flags=(*document.flags, *agency.flags),
    )


__all__ = ["READER_VERSION", "printed_text", "read_report", "report_record"]
