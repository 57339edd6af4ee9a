"""Reports as Word documents: merged cells, several tables, headings numbered by Word on some; the same bytes always."""

import io
import zipfile
from html import escape

from crawler.replica.printers.layout import Box, on_grid, shares
from crawler.replica.world.article import Block, Heading, Tables, blocks_of
from crawler.replica.world.draws import chance
from crawler.replica.world.grid import plain_text
from crawler.replica.world.prose import numbered
from crawler.replica.world.report import Report
from crawler.replica.world.tables import Rows

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_WIDTH = 9000
"""Width of a table in twentieths of a point."""
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
        f'<Override PartName="/word/numbering.xml" ContentType="{_TYPE}.numbering+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Target="word/document.xml" Type="{_OFFICE}/officeDocument"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Target="numbering.xml" Type="{_OFFICE}/numbering"/></Relationships>'
    ),
    "word/numbering.xml": (
        f'<w:numbering xmlns:w="{_WORD}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    ),
}


def _runs(text: str, *, split: bool) -> str:
    """The text as runs; `split` breaks it in two as an editor's history does. A line feed becomes a break."""
    middle = len(text) // 2
    pieces = [text[:middle], text[middle:]] if split and len(text) > 3 else [text]
    breaks = "</w:t><w:br/><w:t>"
    return "".join(
        f'<w:r><w:t xml:space="preserve">{escape(piece).replace(chr(10), breaks)}</w:t></w:r>'
        for piece in pieces
        if piece
    )


def _paragraph(text: str, properties: str = "", *, split: bool = False) -> str:
    inner = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{inner}{_runs(text, split=split)}</w:p>"


def _cell(box: Box, row: int, *, split: bool) -> str:
    span = f'<w:gridSpan w:val="{box.columns}"/>' if box.columns > 1 else ""
    merge = "" if box.rows == 1 else '<w:vMerge w:val="restart"/>' if row == box.row else "<w:vMerge/>"
    content = _paragraph(box.text if row == box.row else "", '<w:jc w:val="center"/>', split=split)
    return f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/>{span}{merge}</w:tcPr>{content}</w:tc>'


def _table(rows: Rows, report: Report) -> str:
    style = report.style
    boxes = on_grid([[(plain_text(cell, style), cell.columns, cell.rows) for cell in row] for row in rows])
    columns = max(box.column + box.columns for box in boxes)
    lines = []
    for number in range(len(rows)):
        here = sorted((box for box in boxes if box.row <= number < box.row + box.rows), key=lambda box: box.column)
        cells = "".join(_cell(box, number, split=style.markup == "word") for box in here)
        lines.append(f"<w:tr>{cells}</w:tr>")
    grid = "".join(f'<w:gridCol w:w="{int(share * _WIDTH)}"/>' for share in shares(columns))
    head = f'<w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>'
    return f"<w:tbl>{head}<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>{_paragraph('')}"


def _block(block: Block, report: Report, *, numbering: bool) -> str:
    split = report.style.markup == "word"
    if isinstance(block, Tables):
        return "".join(_table(rows, report) for rows in block.pieces)
    if isinstance(block, Heading):
        if block.rank < 0:
            return _paragraph(block.title)
        if numbering:
            return _paragraph(block.title, '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>', split=split)
        return _paragraph(numbered(block.rank, block.title), split=split)
    return _paragraph(block.text, '<w:jc w:val="right"/>' if block.right else "", split=split)


def _package(body: str) -> bytes:
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    buffer = io.BytesIO()
    # Stored, not deflated: another zlib would write other bytes.
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, text in {**_PARTS, "word/document.xml": document}.items():
            text = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text.encode())
    return buffer.getvalue()


def report_docx(report: Report) -> bytes:
    """The whole report as its editor would have saved it."""
    numbering = chance(0.4, report.seed, "numbering", report.agency.serial, report.year)
    title = _paragraph(report.title, '<w:jc w:val="center"/>')
    return _package(title + "".join(_block(block, report, numbering=numbering) for block in blocks_of(report)))


def form_docx(lines: list[str]) -> bytes:
    """A short text, such as an application form."""
    return _package("".join(_paragraph(line) for line in lines))
