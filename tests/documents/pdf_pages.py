"""Small PDF files drawn for the tests of this folder, with the top left corner as origin."""

import io
from collections.abc import Callable, Sequence

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from archive.documents.model import Document, Paragraph, Table
from archive.documents.open import read_document

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
Draw = Callable[["Page"], object]
SENTENCE = "全局上下重视公开工作，按季度检查网站栏目，发现错漏当天改正。"


class Page:
    """One page to draw on."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def text(self, x: float, y: float, text: str, size: float = 12, mode: int = 0) -> None:
        drawn = self.canvas.beginText(x, HEIGHT - y)
        drawn.setFont(FONT, size)
        drawn.setTextRenderMode(mode)
        drawn.textOut(text)
        self.canvas.drawText(drawn)

    def lines(self, x: float, y: float, texts: Sequence[str], size: float = 12) -> None:
        for at, text in enumerate(texts):
            self.text(x, y + 20 * at, text, size)

    def table(self, x: float, y: float, rows: Sequence[Sequence[str]], wide: float = 90, high: float = 24) -> None:
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                left, top = x + wide * column, y + high * row
                self.canvas.rect(left, HEIGHT - top - high, wide, high)
                self.text(left + 4, top + 16, text, 9)

    def picture(self, x: float, y: float, wide: float, high: float) -> None:
        data = b"P6 2 2 255 " + bytes(range(12))
        self.canvas.drawImage(ImageReader(io.BytesIO(data)), x, HEIGHT - y - high, wide, high)


def pdf(*pages: Draw, password: str | None = None, owner: str | None = None) -> bytes:
    """A file with one page for each drawing."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    lock = StandardEncryption(password or "", owner) if password is not None or owner else None
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), encrypt=lock)
    for draw in pages:
        draw(Page(canvas))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def read(*pages: Draw) -> Document:
    return read_document(pdf(*pages))


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def tables(document: Document) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row] for row in block.rows] for block in document.blocks if isinstance(block, Table)
    ]
