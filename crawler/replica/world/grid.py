"""HTML cells and tables in the hands of different editors: clean spans, missing spans, Word's span soup."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape

from crawler.replica.world.style import Style

_HALF = str.maketrans("（）", "()")
_WORD_CELL = 'style="border:solid windowtext 1.0pt;padding:0cm 5.4pt 0cm 5.4pt"'


@dataclass(frozen=True, slots=True)
class Cell:
    """One td: its HTML, how far it spans, and whether it is a label (labels suffer from the editor's habits)."""

    html: str
    columns: int = 1
    rows: int = 1
    label: bool = True


Row = Sequence[Cell]


def value(html: str, columns: int = 1) -> Cell:
    """A cell that holds a number or a blank."""
    return Cell(html, columns, label=False)


def _label(text: str, style: Style) -> str:
    if style.half_width:
        text = text.translate(_HALF)
    if style.labels == "breaks" and len(text) > 5:
        middle = len(text) // 2
        return f"{text[:middle]}<br/>{text[middle:]}"
    if style.labels == "spaced" and 1 < len(text) <= 8:
        return " ".join(text)
    return text


def plain_text(cell: Cell, style: Style) -> str:
    """What the cell says where there is no HTML: a break in a label is a line feed."""
    shown = _label(cell.html, style) if cell.label else cell.html
    return unescape(shown.replace("<br/>", "\n"))


def _soup(html: str, label: bool) -> str:
    size = "10.5pt" if label else "10.0pt"
    open_span = f'<span style="font-size:{size};font-family:仿宋_GB2312;color:black">'
    if label and len(html) > 3 and "<" not in html:
        cut = 2 if html[1] in ".．、" else 1
        inner = f'{open_span}{html[:cut]}</span>{open_span}<span lang="EN-US"></span>{html[cut:]}</span>'
    else:
        inner = f"{open_span}{html}</span>"
    return f'<p class="MsoNormal" align="center" style="text-align:center;line-height:150%">{inner}<o:p></o:p></p>'


def _td(cell: Cell, style: Style) -> str:
    spans = (f' colspan="{cell.columns}"' if cell.columns > 1 else "") + (
        f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    )
    html = _label(cell.html, style) if cell.label else cell.html
    if style.markup == "word":
        return f"<td{spans} {_WORD_CELL}>{_soup(html, cell.label)}</td>"
    return f"<td{spans}>{html}</td>"


def table(rows: Iterable[Row], style: Style) -> str:
    """The table as HTML, one tr per line."""
    opening = (
        '<table class="MsoTableGrid" border="1" cellspacing="0" style="border-collapse:collapse;border:none">'
        if style.markup == "word"
        else '<table border="1" cellspacing="0" cellpadding="0" width="100%">'
    )
    lines = ["<tr>" + "".join(_td(cell, style) for cell in row) + "</tr>" for row in rows]
    return "\n".join([opening, "<tbody>", *lines, "</tbody></table>"])
