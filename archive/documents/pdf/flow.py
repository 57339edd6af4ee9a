"""Lines to paragraphs: a line that is full goes on in the next, also behind a page break."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from archive.documents.model import Paragraph
from archive.documents.pdf.marks import is_numbered
from archive.documents.pdf.page import around
from archive.documents.pdf.parts import Sheet
from archive.documents.pdf.words import TextLine

_FULL = 2.0
_INDENT = 1.2
_FAR = 3.2
_LATIN = 0.55
_LARGE = 1.15
_FEW = 5
_RAGGED = 6
_DECIMAL = re.compile(r"\d+[.、．]\d")
_ENDS = re.compile(r"[。；：！？.;:!?][”’」』）)]?$|\.{4,}|…{2,}|·{4,}")
_WORD = re.compile(r"[A-Za-z0-9@._%/:+-]+")


@dataclass(frozen=True, slots=True)
class Measure:
    """The left and right edges of a page's text, and the size of type of the document's text."""

    left: float
    right: float
    body: float


def measures(sheets: Sequence[Sheet]) -> list[Measure]:
    """The text's edges page by page; pages of few lines take the width from the others."""
    lines = [[item for item in sheet.items if isinstance(item, TextLine)] for sheet in sheets]
    body = _weighted(sorted((line.size, len(line.text)) for page in lines for line in page))
    edges = [_edges(sheet, page, body) for sheet, page in zip(sheets, lines, strict=True)]
    wide = [right - left for (left, right), page in zip(edges, lines, strict=True) if len(page) >= _FEW]
    usual = median(wide) if wide else 0.0
    return [
        Measure(left, right if len(page) >= _FEW else max(right, left + usual), body)
        for (left, right), page in zip(edges, lines, strict=True)
    ]


def _edges(sheet: Sheet, lines: list[TextLine], body: float) -> tuple[float, float]:
    """Where lines begin and end; where all of them are short, the right margin is taken to be as wide as the left."""
    left = min((line.box[0] for line in lines), default=0.0)
    right = max((line.box[2] for line in lines), default=0.0)
    margin = sheet.page.width - left
    return left, right if right > margin - _RAGGED * body else margin


def _weighted(sizes: list[tuple[float, int]]) -> float:
    """The size of which half of the text is smaller."""
    half, seen = sum(count for _, count in sizes) / 2, 0
    for size, count in sizes:
        seen += count
        if seen >= half:
            return size
    return 0.0


@dataclass(slots=True)
class Flow:
    """The paragraph being gathered, with the page of each line."""

    lines: list[tuple[TextLine, Sheet, Measure]]

    def continues(self, line: TextLine, sheet: Sheet, measure: Measure) -> bool:
        """Whether a line carries on the paragraph."""
        if not self.lines:
            return False
        last, above, margins = self.lines[-1]
        if last.gaps or line.gaps or abs(last.size - line.size) > 0.1 * last.size:
            return False
        if above is sheet and line.base - last.base > _FAR * line.size:
            return False
        if not _is_full(last, line, margins):
            return False
        if line.box[0] - measure.left > _INDENT * line.size and not self._indented(line, sheet):
            return False
        # In running text 2.5 is a number, and no ordinal.
        begins = is_numbered(line.text) and not _DECIMAL.match(line.text)
        return not (begins and _ENDS.search(last.text))

    def _indented(self, line: TextLine, sheet: Sheet) -> bool:
        """Whether the whole paragraph stands as far in as this line."""
        last, above, _ = self.lines[-1]
        return len(self.lines) > 1 and above is sheet and abs(last.box[0] - line.box[0]) < 0.5 * line.size

    def paragraph(self) -> Paragraph:
        """All lines as one text; its place is what stands on its first page."""
        first, sheet, measure = self.lines[0]
        text = first.text
        for line, _, _ in self.lines[1:]:
            apart = text[-1].isascii() and text[-1].isalnum() and line.text[0].isascii() and line.text[0].isalnum()
            text += f" {line.text}" if apart else line.text
        box = around([line.box for line, page, _ in self.lines if page is sheet])
        return Paragraph(text, heading=first.size > _LARGE * measure.body, place=sheet.page.place(box))


def _is_full(last: TextLine, line: TextLine, margins: Measure) -> bool:
    """Whether the next line's first character, or its first word, had no room on the line."""
    word = _WORD.match(line.text)
    need = max(_FULL, _LATIN * len(word.group()) + 1 if word else 0)
    return margins.right - last.box[2] < need * last.size
