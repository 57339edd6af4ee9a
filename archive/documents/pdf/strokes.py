"""Drawn paths to rulings: straight lines along the page, and filled boxes too thin to be anything else."""

import ctypes

from pypdfium2 import raw

from archive.documents.pdf.page import Point, Ruling, around
from archive.errors import BadInputError

Matrix = tuple[float, float, float, float, float, float]
_THIN = 3.0
_STRAIGHT = 0.8
_MOST = 200_000


class Strokes:
    """Gathers the rulings of a page."""

    def __init__(self) -> None:
        self._across: list[Ruling] = []
        self._down: list[Ruling] = []
        self._seen = 0

    def add(self, path: object, matrix: Matrix) -> None:
        """Takes one path with the matrix that brings it to the page.

        Fills count only where they are thin: wide ones are shading and end nowhere in particular.
        """
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(path, fill, stroke)
        if not (fill.value or stroke.value):
            return
        for corners, closed in self._lines(path, matrix):
            left, top, right, bottom = around([(*corner, *corner) for corner in corners])
            if min(right - left, bottom - top) <= _THIN:
                x, y = (left + right) / 2, (top + bottom) / 2
                self._line(*(((left, y), (right, y)) if right - left > bottom - top else ((x, top), (x, bottom))))
            elif stroke.value:
                ends = [*corners[1:], corners[0]] if closed else corners[1:]
                for one, two in zip(corners, ends, strict=False):
                    self._line(one, two)

    def rulings(self) -> tuple[tuple[Ruling, ...], tuple[Ruling, ...]]:
        """Horizontal and vertical rulings."""
        return tuple(self._across), tuple(self._down)

    def _line(self, one: Point, two: Point) -> None:
        if abs(one[1] - two[1]) <= _STRAIGHT < abs(one[0] - two[0]):
            self._across.append(Ruling((one[1] + two[1]) / 2, min(one[0], two[0]), max(one[0], two[0])))
        elif abs(one[0] - two[0]) <= _STRAIGHT < abs(one[1] - two[1]):
            self._down.append(Ruling((one[0] + two[0]) / 2, min(one[1], two[1]), max(one[1], two[1])))

    def _lines(self, path: object, matrix: Matrix) -> list[tuple[list[Point], bool]]:
        """The strokes of a path without its curves, each with whether it is closed."""
        a, b, c, d, e, f = matrix
        x, y = ctypes.c_float(), ctypes.c_float()
        found: list[tuple[list[Point], bool]] = []
        corners: list[Point] = []
        count = raw.FPDFPath_CountSegments(path)
        self._seen += count
        if self._seen > _MOST:
            raise BadInputError("a page of the PDF has too many drawn lines: check what was saved")
        for index in range(count):
            segment = raw.FPDFPath_GetPathSegment(path, index)
            kind = raw.FPDFPathSegment_GetType(segment)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            if kind != raw.FPDF_SEGMENT_LINETO:
                found.append((corners, False))
                corners = []
            corners.append(point)
            if raw.FPDFPathSegment_GetClose(segment):
                found.append((corners, True))
                corners = []
        found.append((corners, False))
        return [(each, closed) for each, closed in found if len(each) > 1]
