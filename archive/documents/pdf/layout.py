"""A page's contents in the order of reading: its ruled tables filled with their text, and the lines around them."""

from collections import defaultdict
from itertools import pairwise

from archive.documents.pdf.grids import Grid, find_grids
from archive.documents.pdf.page import UNMAPPED, Box, Glyph, Page
from archive.documents.pdf.parts import Part, Piece, Sheet
from archive.documents.pdf.unruled import unruled_pieces
from archive.documents.pdf.words import TextLine, base_lines, room, text_lines

_TORN = 0.2
_PADDING = 1.2
_OUTSIDE = -1


def lay_out(page: Page) -> Sheet:
    """Tables and lines of a page from top to bottom."""
    grids = find_grids(page.across, page.down, page.unit)
    inside: dict[int, list[tuple[Glyph, int]]] = defaultdict(list)
    outside: list[Glyph] = []
    nested = sorted(range(len(grids)), key=lambda index: _area(grids[index].box))
    for glyph in page.glyphs:
        for index in nested:
            cell = grids[index].at(*glyph.middle)
            if cell is not None:
                inside[index].append((glyph, cell))
                break
        else:
            outside.append(glyph)
    loose = [glyph for glyph in outside if glyph.char == UNMAPPED or glyph.char.isdigit()]
    pieces = [_piece(page, grid, inside[index], loose) for index, grid in enumerate(grids)]
    unruled, outside = unruled_pieces(page, outside)
    lines = [line for line in text_lines(outside) if line.text.strip(UNMAPPED + " ")]
    items: list[TextLine | Piece] = [*pieces, *unruled, *lines]
    return Sheet(page, tuple(sorted(items, key=lambda item: (item.box[1], item.box[0]))))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _piece(page: Page, grid: Grid, glyphs: list[tuple[Glyph, int]], loose: list[Glyph]) -> Piece:
    top, bottom = grid.ys[0], grid.ys[-1]
    torn = _torn([*glyphs, *((glyph, _OUTSIDE) for glyph in loose if top <= glyph.y <= bottom)])
    held: dict[int, list[Glyph]] = defaultdict(list)
    for glyph, cell in glyphs:
        held[cell].append(glyph._replace(char=UNMAPPED) if id(glyph) in torn else glyph)
    left = grid.xs[0]
    parts = []
    for number, each in enumerate(grid.cells):
        if number in grid.outside and not held[number]:
            continue
        lines = text_lines(held[number])
        text = "\n".join(line.text for line in lines)
        start, _, end, _ = each.box
        parts.append(Part(text, start - left, end - left, each.row, each.down, page, each.box, _full(lines, each.box)))
    return Piece(tuple(parts), len(grid.ys) - 1, grid.box, page.unit, grid.closed)


def _torn(glyphs: list[tuple[Glyph, int]]) -> set[int]:
    """Digits that stand as one number across a ruling, or over the edge of page and table: no cell can have them."""
    cells = {id(glyph): cell for glyph, cell in glyphs}
    torn: set[int] = set()
    for line in base_lines(glyph for glyph, _ in glyphs):
        for one, two in pairwise(line):
            if (
                _may_be_digit(one, cells[id(one)])
                and _may_be_digit(two, cells[id(two)])
                and cells[id(one)] != cells[id(two)]
                and room(one, two) < _TORN
            ):
                torn |= {id(one), id(two)}
    return torn


def _may_be_digit(glyph: Glyph, cell: int) -> bool:
    return glyph.char.isdigit() or (cell == _OUTSIDE and glyph.char == UNMAPPED)


def _full(lines: list[TextLine], box: Box) -> bool:
    if not lines:
        return False
    last = lines[-1]
    free = (box[2] - box[0]) - (last.box[2] - last.box[0])
    return free < (1 + _PADDING) * last.size
