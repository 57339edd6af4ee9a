"""Reports as PDF with a text layer: ruled tables over page breaks, landscape pages, page numbers; always the same."""

import io
from functools import cache
from itertools import accumulate, pairwise
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from crawler.replica.printers.layout import Box, cuts, heights, line_tops, on_grid, shares, wrap
from crawler.replica.world.article import Heading, Tables, blocks_of
from crawler.replica.world.draws import dice
from crawler.replica.world.grid import plain_text
from crawler.replica.world.prose import numbered
from crawler.replica.world.report import Report
from crawler.replica.world.tables import Rows

FONT = "STSong-Light"
_SPACES = str.maketrans({"\xa0": " ", "\u3000": " "})
_NUMBERS = ("- {page} -", "{page}", "第 {page} 页", "")


@cache
def _char_width(char: str) -> float:
    return float(pdfmetrics.stringWidth(char, FONT, 1))


def _width(text: str, size: float) -> float:
    return sum(map(_char_width, text)) * size


class _Press:
    """The pages of one report as they fill: `y` is where the next line goes, counted down from the top."""

    def __init__(self, report: Report) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.report = report
        draw = dice(report.seed, "pdf", report.agency.serial, report.year)
        self.size = draw.choice((11.0, 12.0, 14.0))
        self.cell = draw.choice((8.0, 9.0, 10.0))
        self.cut_rows, self.show_head = draw.random() < 0.4, draw.random() < 0.4
        self.pen = draw.choice(("box", "lines", "bars"))
        self.landscape, self.number = draw.random() < 0.25, draw.choice(_NUMBERS)
        self.buffer = io.BytesIO()
        self.canvas: Any = Canvas(self.buffer, pagesize=A4, invariant=1, pageCompression=1)
        self.page, self.margin = 1, 62.0
        self.wide, self.high = A4
        self.y = self.margin

    @property
    def room(self) -> float:
        """The width between the margins."""
        return float(self.wide - 2 * self.margin)

    @property
    def bottom(self) -> float:
        return float(self.high - self.margin)

    def _foot(self) -> None:
        text = self.number.format(page=self.page)
        if text:
            self.canvas.setFont(FONT, 9)
            self.canvas.drawCentredString(self.wide / 2, 30, text)

    def turn(self, *, landscape: bool = False) -> None:
        """Ends the page and begins another."""
        self._foot()
        self.canvas.showPage()
        self.wide, self.high = (A4[1], A4[0]) if landscape else A4
        self.canvas.setPageSize((self.wide, self.high))
        self.page += 1
        self.y = self.margin

    def line(self, text: str, size: float, *, at: str = "left", indent: float = 0.0) -> None:
        """One line of running text."""
        leading = size * 1.7
        if self.y + leading > self.bottom:
            self.turn()
        self.canvas.setFont(FONT, size)
        base = self.high - self.y - size * 1.2
        place = {"left": self.margin + indent, "center": self.wide / 2, "right": self.wide - self.margin}[at]
        draw = {"left": self.canvas.drawString, "center": self.canvas.drawCentredString}
        draw.get(at, self.canvas.drawRightString)(place, base, text)
        self.y += leading

    def paragraph(self, text: str, *, right: bool = False) -> None:
        if right:
            self.line(text, self.size, at="right")
            return
        indent = 2 * self.size
        first, *rest = wrap("　　" + text, self.room, self.size, _width)
        self.line(first.removeprefix("　　"), self.size, indent=indent)
        for line in rest:
            self.line(line, self.size)

    def table(self, rows: Rows) -> None:
        """One ruled table from here on, over as many pages as it takes."""
        style, lead, padding = self.report.style, self.cell * 1.35, 5.0
        boxes = on_grid([
            [(plain_text(cell, style).translate(_SPACES).strip(" "), cell.columns, cell.rows) for cell in row]
            for row in rows
        ])  # fmt: skip
        edges = self._edges(max(box.column + box.columns for box in boxes))
        for box in boxes:
            room = edges[box.column + box.columns] - edges[box.column] - 4
            box.lines = wrap(box.text, room, self.cell, _width) if box.text else []
        found = heights(boxes, len(rows), lead, padding)
        head, landscape = self._head_rows(rows), self.wide > self.high
        if self.y + found[0] > self.bottom:
            self.turn(landscape=landscape)
        points = cuts(
            found, self.bottom - self.y, self.bottom - self.margin, sum(found[:head]), lead, inside=self.cut_rows
        )
        tops = [sum(found[:row]) for row in range(len(rows) + 1)]
        for piece, (start, end) in enumerate(pairwise(points)):
            if piece:
                self.turn(landscape=landscape)
                self._draw([box for box in boxes if box.row < head], edges, tops, (0.0, tops[head]), points[:1])
            self._draw(boxes, edges, tops, (start, end), points)
        self.y += self.cell

    def _edges(self, columns: int) -> list[float]:
        return [self.margin + self.room * share for share in accumulate(shares(columns), initial=0.0)]

    def _head_rows(self, rows: Rows) -> int:
        """How many rows are shown again on every page: the three of 三 or the one of the 2014 table."""
        if not self.show_head:
            return 0
        return 3 if rows[0][0].rows == 3 else 1 if len(rows[0]) == 3 else 0

    def _draw(
        self, boxes: list[Box], edges: list[float], tops: list[float], part: tuple[float, float], points: list[float]
    ) -> None:
        """The part of the table between two cuts, from `y` on: what reaches beyond a cut is closed at the cut."""
        start, end = part
        if end <= start:
            return
        shift = self.high - self.y + start
        self.canvas.setFont(FONT, self.cell)
        for box in boxes:
            top, bottom = tops[box.row], tops[box.row + box.rows]
            if bottom <= start or top >= end:
                continue
            high, low = max(top, start), min(bottom, end)
            left, right = edges[box.column], edges[box.column + box.columns]
            self._frame(left, shift - low, right - left, low - high)
            places = line_tops(box, top, bottom, self.cell * 1.35, points[1:-1])
            for line, place in zip(box.lines, places, strict=True):
                if start <= place < end:
                    self.canvas.drawCentredString((left + right) / 2, shift - place - self.cell * 1.05, line)
        self.y += end - start

    def _frame(self, x: float, y: float, wide: float, high: float) -> None:
        """A cell's border: one stroked box, four lines, or four thin bars, as different programs write it."""
        if self.pen == "box":
            self.canvas.rect(x, y, wide, high)
        elif self.pen == "lines":
            corners = ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y))
            self.canvas.lines([(*start, *end) for start, end in pairwise(corners)])
        else:
            across, up = (wide, 0.5), (0.5, high)
            for left, low, (width, height) in ((x, y, across), (x, y + high, across), (x, y, up), (x + wide, y, up)):
                self.canvas.rect(left, low, width, height, stroke=0, fill=1)

    def finish(self) -> bytes:
        self._foot()
        self.canvas.save()
        return self.buffer.getvalue()


def report_pdf(report: Report) -> bytes:
    """The whole report as it would be printed."""
    press = _Press(report)
    for line in wrap(report.title, press.room - 40, press.size + 5, _width):
        press.line(line, press.size + 5, at="center")
    press.y += press.size
    for block in blocks_of(report):
        if isinstance(block, Tables):
            turned = press.landscape and len(block.pieces[0][-1]) > 6
            if turned:
                press.turn(landscape=True)
            for rows in block.pieces:
                press.table(rows)
            if turned:
                press.turn()
        elif isinstance(block, Heading):
            press.paragraph(numbered(block.rank, block.title) if block.rank >= 0 else block.title)
        else:
            press.paragraph(block.text, right=block.right)
    return press.finish()


def form_pdf(lines: list[str]) -> bytes:
    """A short text on one page, such as an application form."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas: Any = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setFont(FONT, 14)
    for number, line in enumerate(lines):
        canvas.drawString(72, 760 - 24 * number, line)
    canvas.save()
    return buffer.getvalue()
