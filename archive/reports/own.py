"""The part of a document that is its own report, where the report of another year follows on the same page."""

from dataclasses import replace

from archive.documents.model import Document, Paragraph, Table
from archive.reports.headings import headings_in
from archive.reports.titles import Title, match_title
from archive.reports.words import fold

FLAG_FURTHER = "further_report"
_LAST_ROW = "结转下年度继续办理"
_LAST_SECTIONS = frozenset({"s5_problems", "s6_other"})
_TITLE_MAX = 80


def own_part(document: Document, title: Title | None) -> Document:
    """The document up to the title of another year's report that stands behind a report's last parts.

    The same document where there is none; else one with the flag `further_report`.
    """
    year = title.year if title else None
    if not year or not any(_is_other(block, year) for block in document.blocks if isinstance(block, Paragraph)):
        return document
    ended = False
    for index, block in enumerate(document.blocks):
        if isinstance(block, Table):
            ended = ended or any(_LAST_ROW in fold(text) for row in block.texts for text in row)
        elif ended and _is_other(block, year):
            lines = document.lines[: block.line - 1] if block.line else document.lines
            return replace(
                document, blocks=document.blocks[:index], lines=lines, flags=(*document.flags, FLAG_FURTHER)
            )
        else:
            ended = ended or _ends(block)
    return document


def _ends(block: Paragraph) -> bool:
    told = _LAST_ROW in fold(block.text[:_TITLE_MAX])
    return told or any(heading.key in _LAST_SECTIONS for heading in headings_in(block.text[:_TITLE_MAX], block.heading))


def _is_other(block: Paragraph, year: int) -> bool:
    other = match_title(block.text) if len(block.text) <= _TITLE_MAX else None
    return bool(other and other.year and other.year != year)
