"""One page as it is read: glyphs and rulings with the top left corner as origin, text running to the right."""

from dataclasses import dataclass
from typing import NamedTuple

from archive.documents.model import Place

UNMAPPED = "\ufffd"
"""Stands for every glyph that cannot be read: its character is not told, or it is hidden, cut off or in doubt."""

Box = tuple[float, float, float, float]
Point = tuple[float, float]


class Glyph(NamedTuple):
    """One printed character: origin on the base line, ink box, size of its font, whether white space precedes it."""

    char: str
    x: float
    y: float
    box: Box
    size: float
    spaced: bool

    @property
    def middle(self) -> tuple[float, float]:
        """A point inside the glyph's own place, independent of its ink."""
        return (self.box[0] + self.box[2]) / 2, self.y - 0.35 * self.size


class Ruling(NamedTuple):
    """A straight ruled line: `at` across its direction, from `start` to `end` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page turned until most of its text runs to the right; `turn` counts the quarter turns from how it is shown.

    `picture` is the share of the page that its images cover.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    across: tuple[Ruling, ...]
    down: tuple[Ruling, ...]
    turn: int = 0
    picture: float = 0.0

    @property
    def unit(self) -> float:
        """The measure of all tolerances: a tenth of the usual size of type, about a point in most reports."""
        sizes = sorted(glyph.size for glyph in self.glyphs)
        return sizes[len(sizes) // 2] / 10 if sizes else 1.0

    def place(self, box: Box) -> Place:
        """A box of this page as the page is shown (docs/formats.md#pdf)."""
        size = self.width, self.height
        (x0, y0), (x1, y1) = (turned(corner, size, -self.turn) for corner in (box[:2], box[2:]))
        x0, y0, x1, y1 = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
        return Place(self.number, (round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1)))


def turned(point: Point, size: tuple[float, float], quarters: int) -> Point:
    """A point of a page of this size (width, height) after the page was turned clockwise by quarters."""
    (x, y), (width, height) = point, size
    match quarters % 4:
        case 1:
            return height - y, x
        case 2:
            return width - x, height - y
        case 3:
            return y, width - x
    return x, y


def around(boxes: list[Box]) -> Box:
    """The smallest box that holds all of them."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
