"""Reports printed on pages of every make: where tables break, how lines are drawn, which way the page is turned."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.reports import forms, layouts

FONT = "STSong-Light"
LEADING = 1.5
PADDING = 4.0
WIDTHS = {3: (30, 5, 6), 10: (2, 5, 13, 3, 3, 3, 3, 3, 3, 3), 15: (2,) * 15, 12: (3,) * 12}


@dataclass(frozen=True)
class Paper:
    """How a report is printed; sizes in points before `scale` and `shift` are applied."""

    width: float = 595
    height: float = 842
    margin: float = 72
    size: float = 9
    scale: float = 1.0
    shift: tuple[float, float] = (0, 0)
    rotate: int = 0
    sideways: int = 0
    cut_rows: bool = False
    repeat_heads: bool = False
    border_at_break: bool = True
    lines: str = "stroke"
    foot: str = "- {} -"
    head: str = ""
    outer: bool = True
    first_break: float = 0


@dataclass
class _Cell:
    box: tuple[float, float, float, float]
    lines: list[str]


@dataclass
class _Galley:
    """A table as one long strip: the tops of its rows, and its cells."""

    rows: list[float]
    cells: list[_Cell] = field(default_factory=list)
    heads: int = 0


def _wrap(text: str, wide: float, size: float) -> list[str]:
    lines, line = [], ""
    for char in text:
        if line and pdfmetrics.stringWidth(line + char, FONT, size) > wide:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line] if line else lines


def _galley(grid: layouts.Grid, wide: float, size: float) -> _Galley:
    count = sum(cell.across for cell in grid[0])
    shares = WIDTHS[count]
    edges = [wide * sum(shares[:at]) / sum(shares) for at in range(count + 1)]
    taken: dict[tuple[int, int], bool] = {}
    placed: list[tuple[int, int, layouts.Cell, list[str]]] = []
    heights = [size * LEADING + 2 * PADDING] * len(grid)
    for at, row in enumerate(grid):
        column = 0
        for cell in row:
            while (at, column) in taken:
                column += 1
            lines = _wrap(cell.text, edges[column + cell.across] - edges[column] - 2 * PADDING, size)
            placed.append((at, column, cell, lines))
            for down in range(cell.down):
                for across in range(cell.across):
                    taken[at + down, column + across] = True
            if cell.down == 1:
                heights[at] = max(heights[at], len(lines) * size * LEADING + 2 * PADDING)
    tops = [sum(heights[:at]) for at in range(len(grid) + 1)]
    cells = [
        _Cell((edges[column], tops[at], edges[column + cell.across], tops[min(at + cell.down, len(grid))]), lines)
        for at, column, cell, lines in placed
    ]
    return _Galley(tops, cells, 3 if count in (10, 15) else 2)


class Press:
    """Prints blocks one after another and breaks pages."""

    def __init__(self, paper: Paper) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.paper = paper
        self.buffer = io.BytesIO()
        turned = paper.sideways % 180 != 0  # /Rotate swaps the sides itself
        wide, high = (
            paper.width * paper.scale + abs(paper.shift[0]) * 2,
            paper.height * paper.scale + abs(paper.shift[1]) * 2,
        )
        self.page = (wide, high)
        self.canvas = Canvas(self.buffer, pagesize=(high, wide) if turned else (wide, high))
        self.number = 0
        self._open()

    def _open(self) -> None:
        """Starts a page whose own axes run as the text does, origin at the top left, y upwards from zero to below."""
        self.number += 1
        paper, canvas = self.paper, self.canvas
        canvas.setPageRotation(paper.rotate)
        wide, high = self.page
        match (paper.rotate + paper.sideways) % 360:
            case 90:
                canvas.translate(high, 0)
                canvas.rotate(90)
            case 180:
                canvas.translate(wide, high)
                canvas.rotate(180)
            case 270:
                canvas.translate(0, wide)
                canvas.rotate(270)
        canvas.translate(paper.shift[0] + abs(paper.shift[0]), high - paper.shift[1] - abs(paper.shift[1]))
        canvas.scale(paper.scale, paper.scale)
        self.y = paper.margin
        for text, at in ((paper.head, paper.margin * 0.6), (paper.foot, paper.height - paper.margin * 0.5)):
            if text:
                self._text(text.format(self.number), paper.width / 2, at, 9, "centre")

    def _text(self, text: str, x: float, base: float, size: float, align: str = "left") -> None:
        self.canvas.setFont(FONT, size)
        draw = self.canvas.drawCentredString if align == "centre" else self.canvas.drawString
        draw(x, -base, text)

    @property
    def bottom(self) -> float:
        return self.paper.height - self.paper.margin

    def turn_page(self) -> None:
        self.canvas.showPage()
        self._open()

    def paragraph(self, text: str, *, size: float = 12, centre: bool = False) -> None:
        wide = self.paper.width - 2 * self.paper.margin
        for line in _wrap(text if centre else f"　　{text}", wide, size):
            if self.y + size * LEADING > self.bottom:
                self.turn_page()
            self.y += size * LEADING
            shown = line.strip("　")
            indent = size * (len(line) - len(shown))
            x = self.paper.width / 2 if centre else self.paper.margin + indent
            self._text(shown, x, self.y - size * 0.4, size, "centre" if centre else "left")

    def table(self, grid: layouts.Grid) -> None:
        paper = self.paper
        galley = _galley(grid, paper.width - 2 * paper.margin, paper.size)
        start = 0.0
        self.y += 6
        while start < galley.rows[-1] - 0.01:
            room = self.bottom - self.y
            repeated = galley.rows[galley.heads] if start and paper.repeat_heads else 0.0
            end = self._end(galley, start, room - repeated)
            if end <= start:
                if self.y <= paper.margin:
                    raise ValueError("a row is higher than the page")
                self.turn_page()
                continue
            if repeated:
                self._piece(galley, 0.0, repeated)
            self._piece(galley, start, end)
            start = end
            if start < galley.rows[-1] - 0.01:
                self.turn_page()
        self.y += 6

    def _end(self, galley: _Galley, start: float, room: float) -> float:
        """Where the strip is cut: between rows, or between two lines of the longest cell of a row."""
        limit = start + room
        whole = max((top for top in galley.rows if top <= limit), default=0.0)
        if whole >= galley.rows[-1] or not self.paper.cut_rows:
            return whole if whole > start else start
        after = min(top for top in galley.rows if top > whole)
        step = self.paper.size * LEADING
        cells = [cell for cell in galley.cells if (cell.box[1], cell.box[3]) == (whole, after)]
        longest = max((len(cell.lines) for cell in cells), default=0)
        kept = int((limit - whole - PADDING) / step)
        if longest > 1 and kept > 0 and (after - whole) < (longest + 0.5) * step + 2 * PADDING:
            return whole + PADDING + min(kept, longest - 1) * step
        return whole if whole > start else start

    def _piece(self, galley: _Galley, start: float, end: float) -> None:
        offset = self.y - start
        for cell in galley.cells:
            left, top, right, bottom = cell.box
            if bottom <= start + 0.01 or top >= end - 0.01:
                continue
            self._border(left, max(top, start) + offset, right, min(bottom, end) + offset, top < start, bottom > end)
            self._lines(cell, start, end, offset)
        self.y += end - start

    def _lines(self, cell: _Cell, start: float, end: float, offset: float) -> None:
        left, top, right, bottom = cell.box
        size, step = self.paper.size, self.paper.size * LEADING
        high = len(cell.lines) * step
        across = len(cell.lines) == 1
        first = (
            top + PADDING if high > bottom - top - 2 * PADDING - 1 or bottom - top > 200 else (top + bottom - high) / 2
        )
        for at, line in enumerate(cell.lines):
            middle = first + (at + 0.5) * step
            if start <= middle < end:
                base = min(max(middle + offset, start + offset + size * 0.7), end + offset - size * 0.6) + size * 0.35
                x = (left + right) / 2 if across else left + PADDING
                self._text(line, self.paper.margin + x, base, size, "centre" if across else "left")

    def _border(self, left: float, top: float, right: float, bottom: float, above: bool, below: bool) -> None:
        x0, x1 = self.paper.margin + left, self.paper.margin + right
        corners = ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom))
        hidden = {0} if above and not self.paper.border_at_break else set()
        hidden |= {1} if below and not self.paper.border_at_break else set()
        if not self.paper.outer:
            hidden |= {2} if left < 0.1 else set()
            hidden |= {3} if right > self.paper.width - 2 * self.paper.margin - 0.1 else set()
        hidden |= {"none": {0, 1, 2, 3}, "across": {2, 3}}.get(self.paper.lines, set())
        for at, (a, b, c, d) in enumerate(corners):
            if at in hidden:
                continue
            if self.paper.lines == "filled":
                self.canvas.rect(a - 0.25, -d - 0.25, c - a + 0.5, d - b + 0.5, stroke=0, fill=1)
            elif self.paper.lines == "dotted":
                self.canvas.setDash(1, 1.5)
                self.canvas.line(a, -b, c, -d)
            else:
                self.canvas.line(a, -b, c, -d)

    def finish(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()


def printed(
    truth: forms.Truth, template: str, paper: Paper, change: Callable[[layouts.Grid], layouts.Grid] | None = None
) -> bytes:
    """A whole report as a PDF."""
    press = Press(paper)
    year = layouts.YEARS[template]
    for line in (layouts.AGENCY, f"{year}年政府信息公开工作年度报告"):
        press.paragraph(line, size=18, centre=True)
    press.paragraph(layouts.PERIOD.format(year=year))
    if paper.first_break:
        press.y += paper.first_break
    for heading, grid in layouts.parts(truth, template):
        press.paragraph(heading, size=14)
        if grid is None:
            press.paragraph(layouts.PROSE)
        else:
            press.table(change(grid) if change else grid)
    return press.finish()
