"""Numbers that a page break may have cut: where two rows cannot be told from the halves of one, neither has values."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from archive.documents.pdf.marks import is_label, is_number, is_numbered
from archive.documents.pdf.page import UNMAPPED
from archive.documents.pdf.parts import Part, Piece, Sheet

SAME_PLACE = 3.0
"""How far apart the edges of two cells of one column may lie, in units of the page."""


def in_doubt(above: Sequence[Part], below: Sequence[Part], unit: float) -> bool:
    """Whether the last row of a page and the first of the next may be one (docs/formats.md#pdf).

    A number that fills its cell may go on below, unless both rows have labels of their own; so may a row of blanks.
    """
    numbers = [part for part in below if is_number(part.text)]
    if not numbers or _named(above, below) or _heads(above, below):
        return False
    if _row_goes_on(above, below, unit):
        return True
    held = [part for part in above if is_number(part.text)]
    if held:
        return any(one.full and _same_column(one, two, unit) for one in held for two in numbers)
    blank = any(not part.text for part in above) and any(part.text for part in above)
    return blank and not any(is_label(part.text) for part in below)


def without_broken(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages without the values next to page breaks, where cells are too narrow for the numbers in them."""
    pieces = [item for sheet in sheets for item in sheet.items if isinstance(item, Piece)]
    if not any("\n" in part.text and is_number(part.text) for piece in pieces for part in piece.parts):
        return list(sheets)
    broken = [False, *(not _rows_apart(one, two) for one, two in pairwise(sheets)), False]
    return [_at_breaks(sheet, above=broken[at], below=broken[at + 1]) for at, sheet in enumerate(sheets)]


def _rows_apart(one: Sheet, two: Sheet) -> bool:
    """Whether the rows on both sides of a break are told to be two: by lines, and by labels of their own or a head."""
    ends = [item for item in one.items if isinstance(item, Piece)][-1:]
    starts = [item for item in two.items if isinstance(item, Piece)][:1]
    if not (ends and starts and ends[0].closed[1] and starts[0].closed[0]):
        return False
    first = first_of_values(starts[0].parts)
    above = _across([part for part in ends[0].parts if part.row + part.down == ends[0].rows])
    below = _across([part for part in starts[0].parts if part.row == first])
    return _named(above, below) or _heads(above, below)


def _across(parts: Sequence[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: part.left)


def _at_breaks(sheet: Sheet, *, above: bool, below: bool) -> Sheet:
    places = [at for at, item in enumerate(sheet.items) if isinstance(item, Piece)]
    items = list(sheet.items)
    for at in places:
        piece = items[at]
        assert isinstance(piece, Piece)
        rows = {piece.rows - 1} if below and at == places[-1] else set()
        if above and at == places[0]:
            rows |= set(range(first_of_values(piece.parts) + 1))
        parts = (
            doubted(part, piece.parts) if {part.row, part.row + part.down - 1} & rows else part for part in piece.parts
        )
        items[at] = replace(piece, parts=tuple(parts))
    return replace(sheet, items=tuple(items))


def first_of_values(parts: Sequence[Part]) -> int:
    """The first row with a number, behind heads that are printed again."""
    return min((part.row for part in parts if is_number(part.text)), default=0)


def doubted(part: Part, others: Sequence[Part]) -> Part:
    """A cell of such a row: its number, or that it has none where others have, is not known."""
    held = is_number(part.text) or (not part.text and any(is_number(p.text) and _in_column(p, part) for p in others))
    return replace(part, text=part.text + UNMAPPED) if held else part


def _in_column(one: Part, two: Part) -> bool:
    return abs(one.left - two.left) < 1 and abs(one.right - two.right) < 1


def _named(above: Sequence[Part], below: Sequence[Part]) -> bool:
    """Whether both rows have labels of their own: the lower is numbered, the upper has one in the same column."""
    label = next((part for part in reversed(below) if is_label(part.text)), None)
    if label is None or not is_numbered(label.text):
        return False
    return any(is_label(part.text) and _covers(part, label) for part in above)


def _heads(above: Sequence[Part], below: Sequence[Part]) -> bool:
    """Whether the upper row heads the columns of the lower: it has no number, and labels above two numbers or more."""
    labels = [part for part in above if is_label(part.text)]
    numbers = [part for part in below if is_number(part.text)]
    headed = sum(any(_covers(one, two) for one in labels) for two in numbers)
    return headed > 1 and not any(is_number(part.text) for part in above)


def _row_goes_on(above: Sequence[Part], below: Sequence[Part], unit: float) -> bool:
    """Whether a numbered label stands above one that is not, and an empty cell above a number."""
    label = next((part for part in reversed(below) if is_label(part.text)), None)
    if label is None or is_numbered(label.text):
        return False
    numbered = any(is_numbered(part.text) and is_label(part.text) and _covers(part, label) for part in above)
    numbers = [part for part in below if is_number(part.text)]
    return numbered and any(not one.text and _same_column(one, two, unit) for one in above for two in numbers)


def _covers(one: Part, two: Part) -> bool:
    """Whether a label stands above another, however many columns either spans."""
    return one.left <= (two.left + two.right) / 2 <= one.right


def _same_column(one: Part, two: Part, unit: float) -> bool:
    """Whether two cells stand one below the other, counted from the table's edge or from the page's."""
    near = 2 * SAME_PLACE * unit
    return abs(one.left - two.left) + abs(one.right - two.right) < near or (
        abs(one.box[0] - two.box[0]) + abs(one.box[2] - two.box[2]) < near
    )
