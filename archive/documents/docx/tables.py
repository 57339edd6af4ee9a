"""Tables of a Word file as physical cells with their spans, merged cells standing once."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from archive.documents.docx.names import child, name, number, switched, value

HIDDEN = "hidden_left_out"
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})


@dataclass(slots=True)
class Merged:
    """One printed cell: the element that holds its text, how many columns and rows it takes."""

    element: etree._Element
    across: int = 1
    down: int = 1


def merged_rows(table: etree._Element, left_out: set[str]) -> list[list[Merged]]:
    """The printed cells of each row. Deleted rows and cells are gone; hidden rows too, which `left_out` then says."""
    rows: list[list[Merged]] = []
    above: dict[int, Merged] = {}
    for element in _below(table, "tr"):
        properties = child(element, "trPr")
        if child(properties, "del") is not None:
            continue
        if switched(properties, "hidden"):
            left_out.add(HIDDEN)
            continue
        row, above = _row(element, number(properties, "gridBefore") or 0, above, left_out)
        rows.append(row)
    return rows


def _row(
    element: etree._Element, column: int, above: dict[int, Merged], left_out: set[str]
) -> tuple[list[Merged], dict[int, Merged]]:
    """The cells that begin in one row, and by column those that may go on below it."""
    row: list[Merged] = []
    below: dict[int, Merged] = {}
    for cell in _below(element, "tc"):
        properties = child(cell, "tcPr")
        if child(properties, "cellDel") is not None:
            continue
        across = max(number(properties, "gridSpan") or 1, 1)
        down, beside = child(properties, "vMerge"), child(properties, "hMerge")
        begins = value(properties, "vMerge") == "restart"
        if down is not None and not begins and column in above:
            above[column].down += 1
            below[column] = above[column]
            _note_text(cell, left_out)
        elif beside is not None and row and value(properties, "hMerge") != "restart":
            row[-1].across += across
            _note_text(cell, left_out)
        else:
            row.append(Merged(cell, across))
            if down is not None:
                below[column] = row[-1]
        column += across
    return row, below


def _note_text(cell: etree._Element, left_out: set[str]) -> None:
    """Word does not print what stands in a cell that is merged into another."""
    if any(name(each) == "t" and each.text and each.text.strip() for each in cell.iter()):
        left_out.add(HIDDEN)


def _below(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows or cells, also those that stand in a content control or were inserted as a change."""
    for each in element:
        if name(each) == wanted:
            yield each
        elif name(each) in _WRAPPERS:
            yield from _below(each, wanted)
