"""What the originals print around the cells of a sheet, as pages for a browser: nothing says what was read or where."""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from archive.audit.cells import Drawn
from archive.audit.sheet import NOTHING, UNCLEAR, asked
from archive.documents.model import Cell, Document, Paragraph, Table
from archive.errors import GongkaiError
from archive.store.captures import payload
from archive.store.corpus import Corpus
from archive.store.ledger import Ledger
from archive.store.original import original

INDEX = "index.html"
_SUFFIX = {"html": "html", "pdf": "pdf", "docx": "docx", "text": "txt", "markdown": "md"}
_REACH = 60
"""Lines shown before and behind that of the figure; a line may be a single cell."""
_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:70em;margin:2em auto}pre{white-space:pre-wrap}"
    "table{border-collapse:collapse;margin:1em 0}td{border:1px solid;padding:.2em .5em}iframe{width:100%;height:40em}"
)


def write_originals(folder: Path, archive: Path, corpus: Corpus, ledger: Ledger, cells: Sequence[Drawn]) -> None:
    """A page that leads through the sheet, and each original as it was captured, named by its digest."""
    try:
        folder.mkdir(parents=True)
        for cell in cells:
            path = folder / _name(cell)
            if not path.exists():
                path.write_bytes(payload(ledger, archive / "warc", cell.payload))
        shown = "".join(
            _entry(number, cell, original(corpus, ledger, archive, cell.report_id))
            for number, cell in enumerate(cells, 1)
        )
        (folder / INDEX).write_text(_page(shown), "utf-8")
    except OSError as error:
        raise GongkaiError(f"{folder}: {error.strerror}; name a sheet in a folder that can be written") from error


def _page(shown: str) -> str:
    return (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>gongkai audit</title><style>{_STYLE}</style>'
        "<h1>gongkai audit</h1><p>Look up each cell and enter into the sheet what is printed there, as it is printed: "
        f"a number, {NOTHING} where nothing is printed, 无 where 无 is printed or a sentence says that there was none "
        f"(not 0), {UNCLEAR} where it cannot be told. 逐格查原件，照原样填数；未印数字填“{NOTHING}”，"
        f"印有“无”或文中说没有填“无”（不填0），无法辨认填“{UNCLEAR}”。</p>{shown}</html>\n"
    )


def _entry(number: int, cell: Drawn, document: Document) -> str:
    name, place, head = _name(cell), _page_of(cell), f"{number}. {cell.agency} {cell.year}: {asked(cell)} ({cell.unit})"
    frame = f'<iframe sandbox loading="lazy" src="{name}"></iframe>' if cell.media in ("html", "text") else ""
    return (
        f'<h2 id="n{number}">{escape(head)}</h2><p><a href="{name}{place}">original</a> of {escape(cell.url)}</p>'
        f"{''.join(_around(document, cell))}<details><summary>original</summary>{frame}</details>"
    )


def _page_of(cell: Drawn) -> str:
    """Where a viewer opens a PDF: the page of the cell."""
    page = cell.locator.get("page")
    return f"#page={page}" if cell.media == "pdf" and isinstance(page, int) else ""


def _around(document: Document, cell: Drawn) -> Iterator[str]:
    """The whole table, or the lines about the place; all text for a sentence, all tables where there is no place."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    paragraphs = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    table, line = cell.locator.get("table"), cell.locator.get("line")
    if isinstance(table, int):
        yield from map(_table, tables[table - 1 : table])
    elif isinstance(line, int):
        yield _lines((document.lines or paragraphs)[max(0, line - 1 - _REACH) : line + _REACH])
    elif cell.template == "text":
        yield _lines(paragraphs)
    else:
        yield from map(_table, tables)


def _table(table: Table) -> str:
    rows = (f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows)
    return f"<table>{''.join(rows)}</table>"


def _cell(cell: Cell) -> str:
    return f'<td colspan="{cell.colspan}" rowspan="{cell.rowspan}">{escape(cell.text)}</td>'


def _lines(lines: Sequence[str]) -> str:
    return f"<pre>{escape(chr(10).join(lines))}</pre>"


def _name(cell: Drawn) -> str:
    return f"{cell.payload[:16]}.{_SUFFIX.get(cell.media, 'bin')}"
