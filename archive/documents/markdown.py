"""Markdown to a document: pipe tables become tables, headings are marked, every other line stays a paragraph."""

import re

from archive.documents.decode import Decoded
from archive.documents.model import Block, Cell, Document, Paragraph, Table
from archive.documents.text import split_lines

_HEADING = re.compile(r"^\s{0,3}#{1,6}\s{0,9}")
_RULE_CELL = re.compile(r"^:?-{1,}:?$")
_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_PIPE = re.compile(r"(?<!\\)\|")


def read_markdown(decoded: Decoded) -> Document:
    """A document with a table for every run of lines that hold pipes; `lines` keeps the source as it is."""
    lines = split_lines(decoded.text)
    blocks: list[Block] = []
    rows: list[tuple[Cell, ...]] = []
    start = 0
    for number, line in enumerate((*lines, ""), 1):
        cells = pipe_cells(line)
        if cells is not None:
            start = start if rows or start else number
            if not all(_RULE_CELL.match(cell.text) for cell in cells):
                rows.append(cells)
            continue
        if rows:
            blocks.append(Table(tuple(rows), line=start))
        rows, start = [], 0
        if line.strip():
            blocks.append(_paragraph(line, number))
    return Document("markdown", tuple(blocks), encoding=decoded.encoding, flags=decoded.flags, lines=lines)


def pipe_cells(line: str) -> tuple[Cell, ...] | None:
    """The cells of one line of a pipe table, the separator row included; None where the line is not one."""
    text = line.strip()
    if not text.startswith("|") or len(text) < 2:
        return None
    inner = text[1:-1] if text.endswith("|") else text[1:]
    return tuple(Cell(_BREAK.sub("\n", part.replace("\\|", "|")).strip()) for part in _PIPE.split(inner))


def _paragraph(line: str, number: int) -> Paragraph:
    heading = _HEADING.match(line)
    if heading:
        return Paragraph(line[heading.end() :], line=number, heading=True)
    return Paragraph(line, line=number)
