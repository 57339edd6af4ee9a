"""Reports as Word files, for a word processor to print: merged cells, repeated heads, page numbers, either way up."""

import io
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from tests.reports import forms, layouts

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PLAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SHARES = {3: (60, 12, 15), 10: (4, 9, 22, 7, 7, 7, 7, 7, 7, 7), 15: (6,) * 15, 12: (7,) * 12}


@dataclass(frozen=True)
class Sheet:
    """How a report is set: the page on its side, heads repeated, rows kept whole, empty lines before the text."""

    landscape: bool = False
    repeat_heads: bool = False
    whole_rows: bool = False
    lead: int = 0
    size: int = 10
    centred: bool = False


def word_file(truth: forms.Truth, template: str, sheet: Sheet) -> bytes:
    """A whole report as DOCX."""
    year = layouts.YEARS[template]
    body = [_paragraph(line, 22, "center") for line in (layouts.AGENCY, f"{year}年政府信息公开工作年度报告")]
    body += [_paragraph("", 16)] * sheet.lead
    body.append(_paragraph(layouts.PERIOD.format(year=year), 16))
    for heading, grid in layouts.parts(truth, template):
        body += [_paragraph(heading, 16), _paragraph(layouts.PROSE, 16) if grid is None else _table(grid, sheet)]
    wide, high = (16838, 11906) if sheet.landscape else (11906, 16838)
    page = f'<w:pgSz w:w="{wide}" w:h="{high}"{" w:orient=" + chr(34) + "landscape" + chr(34) if sheet.landscape else ""}/>'
    section = (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rId1"/>{page}'
        '<w:pgMar w:top="1440" w:right="1300" w:bottom="1440" w:left="1300" w:header="850" w:footer="990"/></w:sectPr>'
    )
    document = f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{"".join(body)}{section}</w:body></w:document>'
    field = "".join(
        f'<w:r>{part}</w:r>'
        for part in (
            "<w:t>- </w:t>", '<w:fldChar w:fldCharType="begin"/>', "<w:instrText>PAGE</w:instrText>",
            '<w:fldChar w:fldCharType="end"/>', "<w:t> -</w:t>",
        )
    )  # fmt: skip
    footer = f'<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{field}</w:p></w:ftr>'
    return _packed({
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_PLAIN}.document.main+xml"/>'
        f'<Override PartName="/word/footer1.xml" ContentType="{_PLAIN}.footer+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_R}/footer" Target="footer1.xml"/></Relationships>',
        "word/document.xml": document,
        "word/footer1.xml": footer,
    })  # fmt: skip


def _packed(parts: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}')
    return buffer.getvalue()


def _paragraph(text: str, size: int, align: str = "both") -> str:
    indent = '<w:ind w:firstLineChars="200"/>' if align == "both" else ""
    run = (
        f'<w:r><w:rPr><w:sz w:val="{2 * size}"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
        if text
        else ""
    )
    return f'<w:p><w:pPr>{indent}<w:jc w:val="{align}"/></w:pPr>{run}</w:p>'


def _table(grid: layouts.Grid, sheet: Sheet) -> str:
    count = sum(cell.across for cell in grid[0])
    room = (16838 if sheet.landscape else 11906) - 2600
    shares = SHARES[count]
    widths = [room * share // sum(shares) for share in shares]
    heads = 3 if count in (10, 15) else 2
    below: dict[int, tuple[layouts.Cell, int]] = {}
    rows = []
    for at, row in enumerate(grid):
        cells, column, pending = [], 0, list(row)
        while column < count:
            held = below.get(column)
            if held and held[1]:
                cell, left = held
                below[column] = (cell, left - 1)
                cells.append(_cell("", sum(widths[column : column + cell.across]), cell, sheet, "<w:vMerge/>"))
                column += cell.across
                continue
            cell = pending.pop(0)
            merge = '<w:vMerge w:val="restart"/>' if cell.down > 1 else ""
            cells.append(_cell(cell.text, sum(widths[column : column + cell.across]), cell, sheet, merge))
            below[column] = (cell, cell.down - 1)
            column += cell.across
        head = "<w:tblHeader/>" if sheet.repeat_heads and at < heads else ""
        whole = "<w:cantSplit/>" if sheet.whole_rows else ""
        rows.append(f"<w:tr><w:trPr>{whole}{head}</w:trPr>{''.join(cells)}</w:tr>")
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{room}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _cell(text: str, width: int, cell: layouts.Cell, sheet: Sheet, merge: str) -> str:
    span = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
    high = '<w:vAlign w:val="center"/>' if sheet.centred else ""
    run = f'<w:r><w:rPr><w:sz w:val="{2 * sheet.size}"/></w:rPr><w:t>{escape(text)}</w:t></w:r>' if text else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{high}</w:tcPr>'
        f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{run}</w:p></w:tc>'
    )


def to_pdf(soffice: str, sources: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """All files converted in one start of the word processor."""
    out = folder / "pdf"
    for name, data in sources.items():
        (folder / name).write_bytes(data)
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", out,
         *(folder / name for name in sources)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return {name: (out / f"{Path(name).stem}.pdf").read_bytes() for name in sources}
