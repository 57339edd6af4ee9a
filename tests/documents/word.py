"""Word files written as raw XML for the tests: paragraphs, tables with merged cells, automatic numbers, side parts."""

import io
import zipfile
from collections.abc import Callable, Iterable
from html import escape

from tests.reports.layouts import Cell, Grid

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{_OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def run(text: str, properties: str = "") -> str:
    made = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{made}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str = "", properties: str = "", inner: str = "") -> str:
    made = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{made}{run(text) if text else ''}{inner}</w:p>"


def numbered(text: str, list_id: int, depth: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content or paragraph()}</w:tc>"


Show = Callable[[str], str]


def table(grid: Grid, show: Show = paragraph) -> str:
    """A grid as Word keeps it: what is merged downwards has a cell that goes on in every row."""
    rows: list[str] = []
    open_cells: dict[int, tuple[Cell, int]] = {}
    for row in grid:
        cells: list[str] = []
        column, queue = 0, list(row)
        while queue or any(at >= column for at in open_cells):
            if column in open_cells:
                above, left = open_cells.pop(column)
                cells.append(cell("", f"{_across(above)}<w:vMerge/>"))
                if left > 1:
                    open_cells[column - 10_000] = (above, left - 1)
                column += above.across
            elif not queue:
                break
            else:
                own = queue.pop(0)
                down = '<w:vMerge w:val="restart"/>' if own.down > 1 else ""
                cells.append(cell(show(own.text), _across(own) + down))
                if own.down > 1:
                    open_cells[column - 10_000] = (own, own.down - 1)
                column += own.across
        open_cells = {at + 10_000: left for at, left in open_cells.items() if at < 0}
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def _across(own: Cell) -> str:
    return f'<w:gridSpan w:val="{own.across}"/>' if own.across > 1 else ""


def levels(*made: tuple[str, str]) -> str:
    """A numbering part with one list, id 1, of levels (number format, text)."""
    inner = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (style, text) in enumerate(made)
    )
    return numbering_part(f'<w:abstractNum w:abstractNumId="0">{inner}</w:abstractNum>', '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')


def numbering_part(*made: str) -> str:
    return f"<w:numbering {_NAMESPACES}>{''.join(made)}</w:numbering>"


def styles_part(*made: str) -> str:
    return f"<w:styles {_NAMESPACES}>{''.join(made)}</w:styles>"


def word(
    body: str | Iterable[str], *, numbering: str = "", styles: str = "", links: dict[str, str] | None = None,
    parts: dict[str, bytes] | None = None, strict: bool = False, main: str = "word/document.xml",
) -> bytes:  # fmt: skip
    """The bytes of a Word file."""
    inner = body if isinstance(body, str) else "".join(body)
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {_NAMESPACES}><w:body>{inner}<w:sectPr/></w:body></w:document>'
    relations = "".join(f'<Relationship Id="{key}" Type="{_OFFICE}/any" Target="{target}"/>' for key, target in (links or {}).items())
    folder, _, file = main.rpartition("/")
    sides = {"numbering": numbering, "styles": styles}
    relations += "".join(f'<Relationship Id="{side}" Type="{_OFFICE}/{side}" Target="{side}.xml"/>' for side, text in sides.items() if text)
    files = {
        "[Content_Types].xml": _types({main: "document.main", **{f"{folder}/{side}.xml": side for side in sides}}),
        "_rels/.rels": _relations(f'<Relationship Id="a" Type="{_OFFICE}/officeDocument" Target="{main}"/>'),
        main: document.replace(WORD, STRICT) if strict else document,
        f"{folder}/_rels/{file}.rels": _relations(relations),
        **{f"{folder}/{side}.xml": text for side, text in sides.items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            if text:
                archive.writestr(name, text)
        for name, data in (parts or {}).items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _relations(inner: str) -> str:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def _types(kinds: dict[str, str]) -> str:
    made = "".join(f'<Override PartName="/{part}" ContentType="{_KIND}.{kind}+xml"/>' for part, kind in kinds.items())
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    defaults = f'<Default Extension="rels" ContentType="{rels}"/><Default Extension="xml" ContentType="application/xml"/>'
    return f'<Types xmlns="{_TYPES}">{defaults}{made}</Types>'
