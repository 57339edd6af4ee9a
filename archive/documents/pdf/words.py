"""Glyphs to lines of text: what stands on one base line, white space where the page leaves room."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from archive.documents.pdf.page import UNMAPPED, Box, Glyph, around

_SAME_LINE = 0.45
_TWICE = 0.35
_SPACE = 0.3
_WIDE_SPACE = 1.2
_THOUSANDS = 0.6
_RAISED = 0.78


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line of a page. `gaps` counts the spaces in it that are wider than a character."""

    text: str
    box: Box
    size: float
    base: float
    gaps: int = 0


def text_lines(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Lines from top to bottom, each from left to right."""
    return [_line(line) for line in base_lines(glyphs)]


def base_lines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs that share a base line, lines from top to bottom, each from left to right."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: (each.y, each.x)):
        if lines and _on(lines[-1], glyph):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [sorted(line, key=lambda each: each.x) for line in lines]


def room(one: Glyph, two: Glyph) -> float:
    """The free space between neighbours on a line, in the size of the larger."""
    return (two.x - one.x - _advance(one)) / max(one.size, two.size)


def _on(line: list[Glyph], glyph: Glyph) -> bool:
    """Whether a glyph stands on a line: close to the base line of its first glyph, raised figures included."""
    return glyph.y - line[0].y <= _SAME_LINE * max(glyph.size, line[0].size)


def _line(glyphs: list[Glyph]) -> TextLine:
    pieces: list[str] = []
    gaps = 0
    kept: list[Glyph] = []
    for glyph in glyphs:
        last = kept[-1] if kept else None
        if last is not None and abs(glyph.x - last.x) < _TWICE * (last.box[2] - last.box[0]):
            if glyph.char != last.char:
                pieces[-1] = UNMAPPED
            continue
        space = _space(last, glyph) if last is not None else ""
        gaps += len(space) > 1
        pieces.append(space)
        pieces.append(glyph.char)
        kept.append(glyph)
    size = max(glyph.size for glyph in kept)
    box = around([glyph.box for glyph in kept])
    return TextLine("".join(pieces).strip(), box, size, max(glyph.y for glyph in kept), gaps)


def _space(last: Glyph, glyph: Glyph) -> str:
    """The white space between two glyphs.

    Digits further apart than thousands ever are, and digits of unlike sizes, are two numbers and never one.
    """
    free = room(last, glyph)
    alike = _RAISED < last.size / glyph.size < 1 / _RAISED
    if free > _WIDE_SPACE or (_both_digits(last, glyph) and (free > _THOUSANDS or not alike)):
        return "  "
    return " " if glyph.spaced or free > _SPACE else ""


def _both_digits(last: Glyph, glyph: Glyph) -> bool:
    return last.char.isdigit() and glyph.char.isdigit()


def _advance(glyph: Glyph) -> float:
    """How far the next glyph stands at least: an em for characters of full width, else half or what the ink fills."""
    if unicodedata.east_asian_width(glyph.char) in "WFA":
        return glyph.size
    return max(0.5 * glyph.size, glyph.box[2] - glyph.x)
