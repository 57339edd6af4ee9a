"""Layouts that glue digits, break labels and rows, scatter vertical labels, part labels from values or lose pages."""

import re
from collections.abc import Callable
from html import escape

from tests.reports import forms
from tests.reports.layouts import (
    PERIOD,
    PROSE,
    YEARS,
    Cell,
    Grid,
    Layout,
    dressed,
    dump,
    page,
    parts,
    plain,
    table,
    tabs,
    title,
)

Truth = forms.Truth
VERTICAL = "三、本年度办理结果"
LOST = re.compile(
    r"proactive\.(?!regulations|normative|licensing|other_external)|applications\.(?:received|carried_in|result\.(?:granted|partly)|"
    r"result\.denied\.(?:state|prohibited|security))"
)
"""Cells on the page that `tabs_page_lost` and `spaces_page_lost` lose."""


def glued(truth: Truth, template: str) -> str:
    """The whole report in one line, nothing between cells."""
    lines = [PERIOD.format(year=YEARS[template])]
    for heading, grid in parts(truth, template):
        body = PROSE if grid is None else "".join(cell.text for row in grid for cell in row)
        lines.append(f"{heading}　　{body}" if grid is None else heading + body)
    return f"{title(template)}\n" + "　　".join(lines) + "\n"


def glued_rows(grid: Grid) -> str:
    """A row a line, its values without marks between them."""
    return "\n".join("".join(cell.text for cell in row) for row in grid)


def glued_values(grid: Grid) -> str:
    """A Markdown table whose values stand in one cell."""
    rows = []
    for row in grid:
        labels = [cell.text for cell in row if not _is_number(cell.text)]
        values = "".join(cell.text for cell in row if _is_number(cell.text))
        rows.append(f"| {' | '.join([each for each in labels if each] + [values] * bool(values))} |")
    return "\n".join([rows[0], "|---|", *rows[1:]])


def spaces_broken(grid: Grid) -> str:
    """A row a line, long labels broken over two lines, the values behind the second."""
    return "\n".join(" ".join(_broken(cell.text, "\n") for cell in row if cell.text) for row in grid)


def cells_broken(grid: Grid) -> str:
    """A cell a line, long labels over two lines."""
    return "\n".join(_broken(cell.text, "\n") for row in grid for cell in row if cell.text)


def tab_cells_broken(grid: Grid) -> str:
    """A cell a line behind a TAB, long labels over two lines, those with a bracket with an empty line in them."""
    rows = ("\n".join(f"\t{_at_bracket(cell.text)}" for cell in row) for row in grid)
    return "\n\n".join(rows)


def tabs_scattered(grid: Grid) -> str:
    """TABs; the vertical labels stand in pieces in the rows they span."""
    return "\n".join("\t".join(row) for row in _scattered(grid))


def markdown_scattered(grid: Grid) -> str:
    """A pipe table with vertical labels in pieces."""
    rows = [f"| {' | '.join(row)} |" for row in _scattered(grid)]
    return "\n".join([rows[0], "|---|", *rows[1:]])


def tabs_page_break(grid: Grid) -> str:
    """TABs; a page ends within the label of a row, its values above; the next begins with the heads again."""
    lines = tabs(grid).split("\n")
    at = next((i for i, line in enumerate(lines) if "只计这一情形，" in line), -1)
    if at < 0:
        return "\n".join(lines)
    rest = "不计其他情形）"
    lines[at] = lines[at].replace(rest, "")
    width = lines[at].count("\t")
    return "\n".join([*lines[: at + 1], "- 3 -", rest + "\t" * width, *lines[at + 1 :]])


def tabs_heads_again(grid: Grid) -> str:
    """TABs; page numbers and the heads of the columns again in the middle of the table."""
    lines = tabs(grid).split("\n")
    heads = 3 if "自然人" in lines[1] else 0
    return "\n".join([*lines[:14], "- 4 -", *lines[:heads], *lines[14:]]) if heads else "\n".join(lines)


def columns(grid: Grid) -> str:
    """A text layer that keeps columns by spaces; blank cells are spaces alone."""
    wide = max(sum(cell.across for cell in row) for row in grid)
    out = []
    for row in grid:
        line, held = "", wide - sum(cell.across for cell in row)
        for at, cell in enumerate(row):
            across = cell.across + (held if at == 0 else 0)
            line += cell.text + " " * max(12 * across - 2 * len(re.sub(r"[ -~]", "", cell.text)) - len(re.findall(r"[ -~]", cell.text)), 2)
        out.append(line.rstrip())
    return "\n".join(out)


def labels_first(grid: Grid, between: str = " ") -> str:
    """All labels of a table, then all its numbers row by row."""
    labels = [cell.text for row in grid for cell in row if cell.text and not _is_number(cell.text)]
    numbers = [between.join(cell.text for cell in row if _is_number(cell.text)) for row in grid]
    return "\n".join([*labels, *filter(None, numbers)])


def labels_first_cells(grid: Grid) -> str:
    return labels_first(grid, "\n")


def without_headings(truth: Truth, template: str) -> str:
    """TABs; sections 二, 三 and 四 have no headings."""
    text = dump(truth, template, tabs)
    return "".join(line for line in text.splitlines(keepends=True) if line.strip() not in forms.HEADINGS)


def numbered_again(truth: Truth, template: str) -> str:
    """TABs; every section is numbered 一."""
    return re.sub(r"(?m)^[二三四五六]、(?=.*(?:情况|事项)$)", "一、", dump(truth, template, tabs))


def page_lost(made: Callable[[Grid], str]) -> Layout:
    """A page with the end of 二 and the beginning of 三 is gone, headings and heads with it."""

    def layout(truth: Truth, template: str) -> str:
        lines = dump(truth, template, made).split("\n")
        first = next(i for i, line in enumerate(lines) if re.match(r"第二十条第（六）项", line))
        last = next(i for i, line in enumerate(lines) if "4.保护第三方" in line)
        return "\n".join([*lines[:first], "", *lines[last:]])

    return layout


def cell_paragraphs(truth: Truth, template: str) -> str:
    """A page with a paragraph for each cell; blank cells are blank paragraphs."""
    return page(truth, template, render=lambda grid: "".join(f"<p>{plain(cell)}</p>" for row in grid for cell in row))


def row_lists(truth: Truth, template: str) -> str:
    """A page with a list for each row."""

    def items(row: list[Cell]) -> str:
        return "".join(f"<li>{plain(cell)}</li>" for cell in row)

    return page(truth, template, render=lambda grid: "".join(f"<ul>{items(row)}</ul>" for row in grid))


def layout_tables(truth: Truth, template: str) -> str:
    """The article and each of its sections inside tables that lay out the page."""
    year, rows = YEARS[template], []
    for heading, grid in parts(truth, template):
        inner = f"<p>{PROSE}</p>" if grid is None else table(grid)
        rows.append(f"<tr><td><p>{heading}</p></td></tr><tr><td>{inner}</td></tr>")
    top = f"<tr><td align='center'><b>{title(template)}</b></td></tr><tr><td>{PERIOD.format(year=year)}</td></tr>"
    made = f"<table width='98%'><tr><td width='3%'></td><td><table>{top}{''.join(rows)}</table></td></tr></table>"
    return dressed(title(template), made, year)


def scattered_page(truth: Truth, template: str) -> str:
    """A page whose vertical labels stand in pieces in the rows they span."""

    def made(grid: Grid) -> str:
        rows = ("".join(f"<td>{escape(text) or '&nbsp;'}</td>" for text in row) for row in _scattered(grid))
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"

    return page(truth, template, render=made)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d+", text))


def _broken(text: str, mark: str) -> str:
    """A long label in two parts, cut behind its middle."""
    half = len(text) // 2 + 1
    return text if len(text) < 9 or _is_number(text) else f"{text[:half]}{mark}{text[half:]}"


def _at_bracket(text: str) -> str:
    return re.sub(r"(?<=..)（(?=.{4})", "\n\n（", text) if text != forms.CORNER and "项" not in text else _broken(text, "\n")


def _scattered(grid: Grid) -> list[list[str]]:
    """Rows with the labels of several rows cut in pieces, one for each of the rows."""
    out: list[list[str]] = []
    held: list[list[str]] = []
    for row in grid:
        lead = [pieces.pop(0) for pieces in held]
        own = [cell.text for cell in row]
        for cell in row:
            if cell.down > 2 and cell.text != forms.CORNER:
                pieces = _pieces(cell.text, cell.down)
                own[own.index(cell.text)] = pieces[0]
                held.append(pieces[1:])
        out.append([*lead, *own])
        held = [pieces for pieces in held if pieces]
    return out


def _pieces(text: str, count: int) -> list[str]:
    size = -(-len(text) // count) if len(text) > 2 * count else 2
    cut = [text[at : at + size] for at in range(0, len(text), size)]
    return [*cut, *[""] * (count - len(cut))]


def _by(made: Callable[[Grid], str], gap: str = "\n") -> Layout:
    return lambda truth, template: dump(truth, template, made, gap)


KEPT: dict[str, Layout] = {
    "html_cell_paragraphs": cell_paragraphs,
    "html_row_lists": row_lists,
    "html_layout_tables": layout_tables,
    "html_scattered": scattered_page,
    "tabs_scattered": _by(tabs_scattered),
    "markdown_scattered": _by(markdown_scattered, "\n\n"),
    "tabs_page_break": _by(tabs_page_break),
    "tabs_heads_again": _by(tabs_heads_again),
    "tabs_no_headings": without_headings,
    "tabs_numbered_again": numbered_again,
    "tabs_page_lost": page_lost(tabs),
    "tab_cells_broken": _by(tab_cells_broken),
}
"""Layouts that keep the boundaries of cells."""
BROKEN: dict[str, Layout] = {
    "glued": glued,
    "glued_rows": _by(glued_rows),
    "glued_values": _by(glued_values, "\n\n"),
    "spaces_broken": _by(spaces_broken),
    "spaces_page_lost": page_lost(lambda grid: "\n".join(" ".join(c.text for c in row if c.text) for row in grid)),
    "cells_broken": _by(cells_broken),
    "columns": _by(columns),
    "labels_first": _by(labels_first),
    "labels_first_cells": _by(labels_first_cells),
}
"""Layouts that glue cells or scatter them."""

FORMS = dict.fromkeys(("html_subtotal", "tabs_page_lost", "spaces_page_lost"), forms.TEMPLATES)
"""The forms that can be printed in a layout, where these are not all."""


def kept(truth: Truth) -> Truth:
    """What is left of a report without its lost page."""
    return {name: value for name, value in truth.items() if not LOST.match(name)}
