"""Page numbers and running heads and feet: what a page repeats at its edges is no text of the report."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from archive.documents.pdf.parts import Sheet
from archive.documents.pdf.words import TextLine

_EDGE, _WIDE_EDGE = 0.13, 0.25
_DASH = r"[-—–―－~～·•\s]"
_NUMBER = re.compile(
    rf"{_DASH}{{1,6}}\d{{1,3}}{_DASH}{{1,6}}|第\s*(?:\d{{1,3}}|[一二三四五六七八九十]{{1,3}})\s*页(?:\W{{0,3}}共\s*\S{{1,3}}\s*页)?"
    r"|\d{1,3}\s*/\s*\d{1,3}|(?:page|p\.?)\s*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?",
    re.IGNORECASE,
)
_BARE = re.compile(r"\d{1,3}")
_DIGITS = re.compile(r"[\d\s]+")


def without_running(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages without page numbers, running heads and feet (docs/formats.md#pdf)."""
    seen = Counter(key for sheet in sheets for key in {_key(line) for line in _edges(sheet, _EDGE)})
    printed = sum(1 for sheet in sheets if sheet.items)
    common = {key for key, count in seen.items() if key[0] and count > 1 and 2 * count >= printed}
    return [_cleaned(sheet, common) for sheet in sheets]


def _cleaned(sheet: Sheet, common: set[tuple[str, int]]) -> Sheet:
    running = [line for line in _edges(sheet, _EDGE) if _key(line) in common]
    running += [line for line in _edges(sheet, _WIDE_EDGE) if _BARE.fullmatch(line.text) and _apart(line, sheet)]
    running += [line for line in _edges(sheet, 1) if _NUMBER.fullmatch(line.text) and _apart(line, sheet)]
    return replace(sheet, items=tuple(item for item in sheet.items if all(item is not line for line in running)))


def _edges(sheet: Sheet, share: float) -> list[TextLine]:
    """The lines in the outer share of a page, two at most on either side."""
    top, bottom = share * sheet.page.height, (1 - share) * sheet.page.height
    above = [item for item in sheet.items[:2] if isinstance(item, TextLine) and item.box[3] < top]
    below = [item for item in sheet.items[-2:] if isinstance(item, TextLine) and item.box[1] > bottom]
    return [*above, *below]


def _key(line: TextLine) -> tuple[str, int]:
    """What pages have in common where a line runs over all of them: its text without numbers, its size."""
    return _DIGITS.sub("", line.text), round(line.size)


def _apart(line: TextLine, sheet: Sheet) -> bool:
    """Whether a number stands alone: no other line or table within a line's height above or below it."""
    return all(
        item is line or item.box[1] - line.box[3] > line.size or line.box[1] - item.box[3] > line.size
        for item in sheet.items
    )
