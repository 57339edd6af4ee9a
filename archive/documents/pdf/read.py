"""A PDF's bytes to a document: pages read, edges cleaned, paragraphs and tables joined over the page breaks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.documents.model import FLAG_NO_TEXT, FLAG_PAGE_WITHOUT_TEXT, FLAG_UNMAPPED, Block, Document
from archive.documents.pdf.doubt import without_broken
from archive.documents.pdf.flow import Flow, measures
from archive.documents.pdf.layout import lay_out
from archive.documents.pdf.load import load_pages
from archive.documents.pdf.page import UNMAPPED
from archive.documents.pdf.parts import Piece, Sheet
from archive.documents.pdf.running import without_running
from archive.documents.pdf.stitch import Joined
from archive.documents.pdf.words import TextLine

_LEAST_TEXT = 20
_LEAST_ON_PAGE = 8
_PICTURE = 0.3


def read_pdf(data: bytes) -> Document:
    """Reads a PDF (docs/formats.md#pdf); one without text gives no blocks and the flag `no_text_layer`.

    Raises BadInputError for what is encrypted, cut off, broken or larger than any report.
    """
    sheets = without_broken(without_running([lay_out(page) for page in load_pages(data)]))
    if sum(_length(sheet) for sheet in sheets) < _LEAST_TEXT:
        return Document("pdf", flags=(FLAG_NO_TEXT,))
    return Document("pdf", tuple(_blocks(sheets)), flags=tuple(_flags(sheets)))


def _length(sheet: Sheet) -> int:
    """How many characters of a page can be read."""
    texts = (
        text
        for item in sheet.items
        for text in ([item.text] if isinstance(item, TextLine) else [part.text for part in item.parts])
    )
    return sum(1 for text in texts for char in text if not char.isspace() and char != UNMAPPED)


def _flags(sheets: Sequence[Sheet]) -> Iterator[str]:
    if any(_length(sheet) < _LEAST_ON_PAGE and sheet.page.picture > _PICTURE for sheet in sheets):
        yield FLAG_PAGE_WITHOUT_TEXT
    if any(glyph.char == UNMAPPED for sheet in sheets for glyph in sheet.page.glyphs):
        yield FLAG_UNMAPPED


def _blocks(sheets: Sequence[Sheet]) -> Iterator[Block]:
    """All blocks in order. A table that opens a page goes on with the one that closed the page before."""
    flow, table, page = Flow([]), None, 0
    for sheet, measure in zip(sheets, measures(sheets), strict=True):
        for position, item in enumerate(sheet.items):
            if isinstance(item, Piece):
                yield from _ended(flow, None)
                flow = Flow([])
                follows = position == 0 and page + 1 == sheet.page.number
                if table is not None and follows and table.fits(item):
                    table.add(item)
                else:
                    if table is not None and follows:
                        item = replace(item, parts=tuple(table.met(item.parts)))
                    yield from _ended(flow, table)
                    table = Joined.of(item)
                page = sheet.page.number
                continue
            yield from _ended(Flow([]), table)
            table = None
            if not flow.continues(item, sheet, measure):
                yield from _ended(flow, None)
                flow = Flow([])
            flow.lines.append((item, sheet, measure))
    yield from _ended(flow, table)


def _ended(flow: Flow, table: Joined | None) -> Iterator[Block]:
    if table is not None:
        yield table.table()
    if flow.lines:
        yield flow.paragraph()
