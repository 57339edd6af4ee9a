"""PDF bytes to pages: what pdfium tells of glyphs, paths and images, and every reason not to read a file."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from archive.documents.pdf.page import UNMAPPED, Glyph, Page, Point, turned
from archive.documents.pdf.strokes import Matrix, Strokes
from archive.errors import BadInputError

_MOST_PAGES = 400
_MOST_GLYPHS = 60_000
_MOST_OBJECTS = 60_000
_MOST_DEEP = 5
_MOST_TEXT = 500_000
_CLEAR = 10
_QUARTER = math.pi / 2
_STRAIGHT = 0.05
_INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_TRUNCATED = "the PDF is cut off: fetch it again"
_PRINTED_NOTES = frozenset({raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP})
_HYPHEN = "\u0002"


def load_pages(data: bytes) -> Iterator[Page]:
    """All pages in order, one in memory at a time.

    Raises BadInputError for what is encrypted, cut off, broken, or larger than any report.
    """
    if data.rfind(b"endobj") > data.rfind(b"%%EOF"):
        raise BadInputError(_TRUNCATED)
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise BadInputError("the PDF is encrypted: ask its publisher for a copy without password") from error
        raise BadInputError("the PDF is broken: open it in a viewer, or fetch it again") from error
    try:
        if not 0 < count <= _MOST_PAGES:
            raise BadInputError(f"the PDF has {count} pages, a report has 1 to {_MOST_PAGES}: check what was saved")
        left = _MOST_TEXT
        for number in range(1, count + 1):
            page = _load_page(document, number)
            left -= len(page.glyphs)
            if left < 0:
                raise BadInputError(f"the PDF has more than {_MOST_TEXT} characters: check what was saved")
            yield page
    finally:
        document.close()


def _load_page(document: pypdfium2.PdfDocument, number: int) -> Page:
    try:
        page = document[number - 1]
        if _has_notes(page) and raw.FPDFPage_Flatten(page, raw.FLAT_PRINT) == raw.FLATTEN_SUCCESS:
            page.close()
            page = document[number - 1]
        text = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise BadInputError(f"page {number} of the PDF is broken: fetch it again") from error
    try:
        return _PageReader(page, text, number).read()
    finally:
        text.close()
        page.close()


def _has_notes(page: pypdfium2.PdfPage) -> bool:
    """Whether filled form fields or typed notes are printed on the page, which are no part of its own text."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_OBJECTS)):
        note = raw.FPDFPage_GetAnnot(page, index)
        kind = raw.FPDFAnnot_GetSubtype(note)
        raw.FPDFPage_CloseAnnot(note)
        if kind in _PRINTED_NOTES:
            return True
    return False


class _PageReader:
    """Gathers one page and turns it as its text runs."""

    def __init__(self, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, number: int) -> None:
        self._page, self._text, self._number = page, text, number
        self._edges: tuple[float, float, float, float] = page.get_bbox()
        self._rotation: int = page.get_rotation() // 90
        self._size: tuple[float, float] = page.get_size()
        self._objects: dict[int, tuple[float, int | None, bool]] = {}
        self._picture, self._seen = 0.0, 0
        if not all(math.isfinite(side) and 0 < side < 100_000 for side in self._size):
            raise BadInputError(f"page {number} of the PDF has an impossible size: check what was saved")

    def read(self) -> Page:
        glyphs = self._glyphs()
        directions = Counter(direction for direction, _ in glyphs if direction is not None)
        main = directions.most_common(1)[0][0] if directions else 0
        turn = -main % 4
        width, height = self._size if turn % 2 == 0 else self._size[::-1]
        frame = self._frame(turn)
        strokes = Strokes()
        drawings = (raw.FPDFPage_GetObject(self._page, at) for at in range(raw.FPDFPage_CountObjects(self._page)))
        self._walk(drawings, frame, strokes)
        across, down = strokes.rulings()
        return Page(
            self._number, width, height,
            tuple(_framed(kept, frame) for each in glyphs if (kept := _kept(*each, main))),
            across, down, turn, self._picture,
        )  # fmt: skip

    def _frame(self, turn: int) -> Matrix:
        """The matrix from the file's own coordinates to the page as it is read."""
        left, bottom, right, top = self._edges

        def read(x: float, y: float) -> Point:
            shown = turned((x - left, top - y), (right - left, top - bottom), self._rotation)
            return turned(shown, self._size, turn)

        (e, f), (a, b), (c, d) = read(0, 0), read(1, 0), read(0, 1)
        return a - e, b - f, c - e, d - f, e, f

    def _glyphs(self) -> list[tuple[int | None, Glyph]]:
        """Glyphs with the quarter turns of their direction as shown; None for slanted ones."""
        count = raw.FPDFText_CountChars(self._text)
        if count > _MOST_GLYPHS:
            raise BadInputError(f"page {self._number} of the PDF has {count} characters: check what was saved")
        found: list[tuple[int | None, Glyph]] = []
        spaced = False
        left, bottom, right, top = self._edges
        x0, x1, y0, y1, x, y = (ctypes.c_double() for _ in range(6))
        for index in range(count):
            char = _character(raw.FPDFText_GetUnicode(self._text, index))
            if char.isspace():
                spaced = True
                continue
            size, direction, invisible = self._style(index)
            raw.FPDFText_GetCharBox(self._text, index, x0, x1, y0, y1)
            raw.FPDFText_GetCharOrigin(self._text, index, x, y)
            within = left <= (x0.value + x1.value) / 2 <= right and bottom <= (y0.value + y1.value) / 2 <= top
            if raw.FPDFText_HasUnicodeMapError(self._text, index) == 1 or invisible or not within:
                char = UNMAPPED
            if size > 0:
                box = (x0.value, y0.value, x1.value, y1.value)
                found.append((direction, Glyph(char, x.value, y.value, box, size, spaced)))
            spaced = False
        return found

    def _style(self, index: int) -> tuple[float, int | None, bool]:
        """Size, direction in quarter turns clockwise as shown (None: slanted), and invisibility of one character."""
        pointer = raw.FPDFText_GetTextObject(self._text, index)
        key = ctypes.cast(pointer, ctypes.c_void_p).value or 0
        known = self._objects.get(key)
        if known is None or not key:
            known = self._objects[key] = self._measure(index, pointer)
        return known

    def _measure(self, index: int, pointer: object) -> tuple[float, int | None, bool]:
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._text, index, matrix)
        size = raw.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.c, matrix.d)
        turns = -math.atan2(matrix.b, matrix.a) / _QUARTER
        straight = abs(turns - round(turns)) < _STRAIGHT
        mode = raw.FPDFTextObj_GetTextRenderMode(pointer) if pointer else 0
        direction = (round(turns) + self._rotation) % 4 if straight else None
        return size, direction, mode in _INVISIBLE or self._clear(index)

    def _clear(self, index: int) -> bool:
        """Whether a character is transparent."""
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        told = raw.FPDFText_GetFillColor(self._text, index, red, green, blue, alpha)
        return bool(told) and alpha.value < _CLEAR

    def _walk(self, items: Iterator[object], above: Matrix, strokes: Strokes, deep: int = 0) -> None:
        """Takes the drawings of the page, or of a form on it, whose matrix is `above`."""
        for item in items:
            self._seen += 1
            if self._seen > _MOST_OBJECTS:
                raise BadInputError(f"page {self._number} of the PDF has too many drawings: check what was saved")
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                strokes.add(item, _under(above, _matrix(item)))
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self._picture += self._share(_under(above, _matrix(item)))
            elif kind == raw.FPDF_PAGEOBJ_FORM and deep < _MOST_DEEP:
                inner = _under(above, _matrix(item))
                parts = (raw.FPDFFormObj_GetObject(item, at) for at in range(raw.FPDFFormObj_CountObjects(item)))
                self._walk(parts, inner, strokes, deep + 1)

    def _share(self, matrix: Matrix) -> float:
        a, b, c, d, _, _ = matrix
        return abs(a * d - b * c) / (self._size[0] * self._size[1])


def _kept(direction: int | None, glyph: Glyph, main: int) -> Glyph | None:
    """A glyph as it is read. Of text that runs another way only the digits are kept, as what cannot be read."""
    if direction == main:
        return glyph
    return glyph._replace(char=UNMAPPED) if glyph.char.isdigit() else None


def _framed(glyph: Glyph, frame: Matrix) -> Glyph:
    """A glyph on the page as it is read."""
    char, x, y, (left, bottom, right, top), size, spaced = glyph
    a, b, c, d, e, f = frame
    x0, y0 = a * left + c * bottom + e, b * left + d * bottom + f
    x1, y1 = a * right + c * top + e, b * right + d * top + f
    box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return Glyph(char, a * x + c * y + e, b * x + d * y + f, box, size, spaced)


def _character(code: int) -> str:
    if code in (0, 0xFFFE, 0xFFFF) or 0xE000 <= code <= 0xF8FF or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return UNMAPPED
    char = chr(code)
    if char == _HYPHEN:
        return "-"
    return UNMAPPED if code < 32 and not char.isspace() else char


def _matrix(item: object) -> Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _under(above: Matrix, own: Matrix) -> Matrix:
    """The matrix of an object inside one that has a matrix itself."""
    a, b, c, d, e, f = own
    p, q, r, s, t, u = above
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
