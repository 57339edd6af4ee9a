"""Whole reports in the layouts real portals and their text dumps use: official spans, then one renderer per layout."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape

from archive.reports.dictionary import cells_of
from tests.reports import forms, forms_2014

Truth = forms.Truth
PERIOD = "本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
PROSE = "全局上下重视公开工作，按季度检查网站栏目，发现错漏当天改正。新设两个专栏，公布办事流程和联系电话，方便群众查找。"
AGENCY = "甲山市水利局"
YEARS = {"t2014": 2016, "t2019": 2020, "t2021": 2022}
HEADINGS_2014 = (
    "一、概述", "二、主动公开政府信息情况", "三、依申请公开政府信息情况", "四、行政复议、行政诉讼和举报投诉情况", "五、存在的主要问题及改进措施",
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One physical cell with its spans."""

    text: str
    across: int = 1
    down: int = 1


Grid = list[list[Cell]]


def title(template: str) -> str:
    return f"{AGENCY}{YEARS[template]}年政府信息公开工作年度报告"


def proactive(truth: Truth, template: str) -> Grid:
    """Table 二 as one grid: twelve units wide, every row spread over them."""
    grid: Grid = []
    for line in forms.proactive_lines(template):
        cells = [*line.labels, *(forms.printed(truth, name) for name in line.names)]
        across = 12 // len(cells)
        grid.append([Cell(text, across) for text in cells])
    return grid


def applications(truth: Truth, template: str) -> Grid:
    """Table 三 with the spans of the official form."""
    grid: Grid = [
        [Cell(forms.CORNER, 3, 3), Cell("申请人情况", 7)],
        [Cell("自然人", 1, 2), Cell("法人或其他组织", 5), Cell("总计", 1, 2)],
        [Cell(name) for name in forms.INNER],
    ]
    sizes = {"denied": 8, "unable": 3, "not_processed": 5, "other": 3}
    for line in forms.applications_lines(template)[3:]:
        labels = [text for text in line.labels if text]
        cells = [Cell(text) for text in labels]
        kind = line.names[0].split(".")[2] if ".result." in line.names[0] else ""
        if line.depth == 1 and not kind:
            cells = [Cell(labels[0], 3)]
        elif labels[0] == "三、本年度办理结果":
            cells = [Cell(labels[0], 1, 22 if template == "t2021" else 20), Cell(labels[1], 2)]
        elif labels[0] == forms.GROUPS.get(kind) and len(labels) > 1:
            cells = [Cell(labels[0], 1, sizes[kind]), Cell(labels[1])]
        elif line.depth == 2:
            cells = [Cell(labels[0], 2)]
        grid.append([*cells, *(Cell(forms.printed(truth, name)) for name in line.names)])
    return grid


def remedies(truth: Truth, template: str) -> Grid:
    """Table 四 with the spans of the official form."""
    leaves = [Cell(text, 1, 2) for text in forms.LEAVES]
    return [
        [Cell("行政复议", 5), Cell("行政诉讼", 10)],
        [*leaves, Cell("未经复议直接起诉", 5), Cell("复议后起诉", 5)],
        [Cell(text) for text in (*forms.LEAVES, *forms.LEAVES)],
        [Cell(forms.printed(truth, name)) for name in cells_of("四", template)],
    ]


def stat_2014(truth: Truth) -> Grid:
    """The table of 2014."""
    return [[Cell(text) for text in row] for row in forms_2014.rows(truth)]


def grids(truth: Truth, template: str) -> list[Grid]:
    if template == forms_2014.TEMPLATE:
        return [stat_2014(truth)]
    return [proactive(truth, template), applications(truth, template), remedies(truth, template)]


def parts(truth: Truth, template: str) -> list[tuple[str, Grid | None]]:
    """Sections in order, with the table that follows the heading and one paragraph."""
    if template == forms_2014.TEMPLATE:
        return [*((heading, None) for heading in HEADINGS_2014), ("附件：政府信息公开情况统计表", stat_2014(truth))]
    two, three, four = grids(truth, template)
    return [
        ("一、总体情况", None), (forms.HEADINGS[0], two), (forms.HEADINGS[1], three), (forms.HEADINGS[2], four),
        ("五、存在的主要问题及改进情况", None), ("六、其他需要报告的事项", None),
    ]  # fmt: skip


# HTML

Show = Callable[[Cell], str]


def plain(cell: Cell) -> str:
    return escape(cell.text) or "&nbsp;"


def table(grid: Grid, show: Show = plain, head: str = "td") -> str:
    rows = []
    for row in grid:
        cells = "".join(f"<{head}{_spans(cell)}>{show(cell)}</{head}>" for cell in row)
        rows.append(f"<tr>{cells}</tr>")
    return f"<table border='1'><tbody>{''.join(rows)}</tbody></table>"


def _spans(cell: Cell) -> str:
    across = f' colspan="{cell.across}"' if cell.across > 1 else ""
    return across + (f' rowspan="{cell.down}"' if cell.down > 1 else "")


def page(truth: Truth, template: str, show: Show = plain, render: Callable[[Grid], str] | None = None) -> str:
    """An article page of a portal: chrome, index block, article, links to other years."""
    made = render or (lambda grid: table(grid, show))
    year = YEARS[template]
    body = [f"<h1>{title(template)}</h1>", f"<p>{PERIOD.format(year=year)}</p>"]
    for heading, grid in parts(truth, template):
        body += [f"<p>{heading}</p>", f"<p>{PROSE}</p>" if grid is None else made(grid)]
    return dressed(title(template), "".join(body), year)


def dressed(name: str, body: str, year: int) -> str:
    links = "".join(f"<li><a href='/{y}.html'>{AGENCY}{y}年政府信息公开工作年度报告</a></li>" for y in range(2015, 2024))
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{name}_甲山市政府网</title></head><body>"
        "<div class='nav'><ul><li><a href='/'>首页</a></li><li><a href='/gk'>政府信息公开年报</a></li></ul></div>"
        "<table class='index'><tr><td>索引号</td><td>x-1/2023-01</td><td>发布机构</td><td>甲山市水利局</td></tr>"
        f"<tr><td>发布日期</td><td>{year + 1}-01-20</td><td>文号</td><td></td></tr></table>"
        f"<div class='con'>{body}</div><div class='side'><h3>相关链接</h3><ul>{links}</ul></div>"
        "<table class='count'><tr><td>今日访问</td><td>12</td></tr><tr><td>总访问</td><td>34567</td></tr></table>"
        "<div class='foot'>版权所有：甲山市人民政府</div></body></html>"
    )


def word(cell: Cell) -> str:
    """Word's span soup: every few characters a span of its own, an empty o:p behind."""
    spans = "".join(
        f"<span style='font-family:宋体;mso-bidi-font-size:10pt'>{escape(cell.text[i : i + 2])}</span>"
        for i in range(0, len(cell.text), 2)
    )
    return f"<p class=MsoNormal align=center><b>{spans or '&nbsp;'}</b><o:p></o:p></p>"


def broken_label(cell: Cell) -> str:
    if len(cell.text) > 3 and not cell.text.replace(".", "").isdigit():
        half = len(cell.text) // 2
        return f"<p>{cell.text[:half]}</p><p>{cell.text[half:]}</p>"
    return f"<p>{cell.text or '<br/>'}</p>"


def _one_table(truth: Truth, template: str) -> str:
    """All three tables in one, headings of sections in rows."""
    rows: Grid = []
    for heading, grid in ((heading, grid) for heading, grid in parts(truth, template) if grid):
        rows += [[Cell(heading, 15)], *grid]
    body = f"<h1>{title(template)}</h1><p>{PERIOD.format(year=YEARS[template])}</p><p>一、总体情况</p><p>{PROSE}</p>"
    return dressed(title(template), body + table(rows) + f"<p>五、存在的主要问题及改进情况</p><p>{PROSE}</p>", YEARS[template])


def _bands(grid: Grid) -> str:
    """Table 二 as one table per band; others as they are."""
    starts = [i for i, row in enumerate(grid) if row[0].text.startswith("第二十条")]
    if not starts:
        return table(grid)
    return "".join(table(grid[a:b]) for a, b in zip(starts, [*starts[1:], len(grid)], strict=True))


def _divs(grid: Grid) -> str:
    rows = ("".join(f"<div class='c'>{plain(cell)}</div>" for cell in row) for row in grid)
    return "<div class='grid'>" + "".join(f"<div class='r'>{row}</div>" for row in rows) + "</div>"


def _wider(grid: Grid, where: int) -> Grid:
    return [[*row, Cell("")] if where else [Cell(""), *row] for row in grid]


def _nested(grid: Grid) -> str:
    return f"<table width='100%'><tr><td width='10'></td><td>{table(grid)}</td></tr></table>"


def _open_tags(grid: Grid) -> str:
    return re.sub(r"</t[dr]>|</?tbody>", "", table(grid))


def _thead(grid: Grid) -> str:
    return re.sub(r"<tbody>(<tr>.*?</tr>)", r"<thead>\1</thead><tbody>", table(grid).replace("<td", "<td "), count=1)


def _filled_spans(grid: Grid) -> Grid:
    """Header rows with an empty cell where a rowspan comes down."""
    if grid[1][0].text != "自然人":
        return grid
    return [*grid[:2], [Cell(""), *grid[2], Cell("")], *grid[3:]]


def _repeated(grid: Grid) -> Grid:
    if len(grid[0]) == len(forms_2014.HEADS):
        return [*grid[:30], grid[0], *grid[30:]]
    if grid[1][0].text != "自然人":
        return grid
    return [*grid[:12], *grid[:3], *grid[12:]]


def _hidden(grid: Grid) -> str:
    made = table(grid)
    label, cells = ("（一）收到申请数", 2) if len(grid[0]) == len(forms_2014.HEADS) else ("一、本年新收政府信息公开申请数量", 7)
    extra = f"<tr style='display:none'><td>{label}</td>" + "<td>99</td>" * cells + "</tr>"
    return made.replace("</tbody>", extra + "</tbody>")


def _labels_twice(grid: Grid) -> Grid:
    """Rowspans written out: the group's label again in each row."""
    out: Grid = []
    above: list[tuple[Cell, int]] = []
    for row in grid:
        above = [(cell, left - 1) for cell, left in above if left > 1]
        lead = [replace(cell, down=1) for cell, _ in above] if row and len(row) < 10 else []
        spanning = [(cell, cell.down) for cell in row if cell.down > 3]
        out.append([*lead, *(replace(cell, down=1) if cell.down > 3 else cell for cell in row)])
        above += spanning
    return out


def _overshoot(grid: Grid) -> Grid:
    return [[replace(cell, down=cell.down + 9) if cell.down > 1 else cell for cell in row] for row in grid]


def _memo(truth: Truth, template: str) -> str:
    made = page(truth, template)
    inner = made.partition("<div class='con'>")[2].partition("</div><div class='side'>")[0]
    quoted = inner.replace("\\", "\\\\").replace('"', '\\"').replace("/", "\\/")
    return made.replace(inner, f'<div id="x"></div><script>var memo = "{quoted}";</script>')


def _tags_upper(truth: Truth, template: str) -> str:
    return re.sub(r"</?[a-z]+", lambda m: m.group().upper(), page(truth, template))


def _subtotal(grid: Grid) -> Grid:
    """A column of its own for the sum of the organisations, or one per kind of body: nothing here may shift."""
    if len(grid[0]) == len(forms_2014.HEADS):
        return [[*grid[0][:2], Cell("市政府"), Cell("市直单位")], *([*row, row[2]] for row in grid[1:])]
    if grid[1][0].text != "自然人":
        return grid
    out = [grid[0], grid[1], [*grid[2], Cell("小计")]]
    for row in grid[3:]:
        values = [int(cell.text or 0) for cell in row[-6:-1]]
        out.append([*row[:-1], Cell(str(sum(values))), row[-1]])
    return out


Layout = Callable[[Truth, str], str]


def _by_show(show: Show) -> Layout:
    return lambda truth, template: page(truth, template, show)


def _by_render(render: Callable[[Grid], str]) -> Layout:
    return lambda truth, template: page(truth, template, render=render)


def _by_grid(change: Callable[[Grid], Grid], show: Show = plain) -> Layout:
    return lambda truth, template: page(truth, template, render=lambda grid: table(change(grid), show))


HTML: dict[str, Layout] = {
    "html": page,
    "html_word": _by_show(word),
    "html_paragraphs": _by_show(broken_label),
    "html_zero_width": _by_show(lambda cell: f"\u200b{cell.text}\ufeff" if cell.text else "\u3000"),
    "html_th": lambda truth, template: page(truth, template, render=lambda grid: table(grid, head="th")),
    "html_thead": _by_render(_thead),
    "html_one_table": _one_table,
    "html_bands_apart": _by_render(_bands),
    "html_divs": _by_render(_divs),
    "html_nested": _by_render(_nested),
    "html_open_tags": _by_render(_open_tags),
    "html_hidden_row": _by_render(_hidden),
    "html_blank_column_behind": _by_grid(lambda grid: _wider(grid, 1)),
    "html_blank_column_before": _by_grid(lambda grid: _wider(grid, 0)),
    "html_filled_spans": _by_grid(_filled_spans),
    "html_heads_again": _by_grid(_repeated),
    "html_groups_again": _by_grid(_labels_twice),
    "html_overshoot": _by_grid(_overshoot),
    "html_subtotal": _by_grid(_subtotal),
    "html_script": _memo,
    "html_upper_case": _tags_upper,
}


# Text dumps

Dump = Callable[[Grid], str]


def dump(truth: Truth, template: str, made: Dump, gap: str = "\n") -> str:
    """A text file: title, sections, tables in one dump's way; `gap` parts paragraphs."""
    lines = [title(template), PERIOD.format(year=YEARS[template])]
    for heading, grid in parts(truth, template):
        lines += [heading, PROSE if grid is None else made(grid)]
    return gap.join(lines) + "\n"


def _width(grid: Grid) -> int:
    return max(sum(cell.across for cell in row) for row in grid[:2])


def pipes_behind(grid: Grid) -> str:
    """One row a line, a pipe behind each cell, further pipes up to the width of the table."""
    return "\n".join(
        " | ".join(cell.text for cell in row) + " | " + "|" * (_width(grid) - len(row)) for row in grid
    )


def pipes_by_line(grid: Grid) -> str:
    """One cell a line, a pipe behind each, a line of pipes for the rest of the row."""
    rows = (
        "\n".join([*(f"{cell.text} |" if cell.text else "|" for cell in row), *_fill(grid, row)]) for row in grid
    )
    return "\n".join(rows)


def _fill(grid: Grid, row: list[Cell]) -> list[str]:
    left = _width(grid) - len(row)
    return ["|" * left] if left else []


def pipes_between(grid: Grid) -> str:
    """Cells and pipes on lines of their own, no ends of rows."""
    return "\n".join("\n".join(f"{cell.text}\n|" if cell.text else "|" for cell in row) for row in grid)


def pipes_before(grid: Grid) -> str:
    """A pipe opens the row, each cell stands on a line below the pipe before it."""
    return "\n".join(
        "| \n" + "\n".join(f" {cell.text}  | " if cell.text else "   | " for cell in row) + "|" * 0 for row in grid
    )


def markdown(grid: Grid) -> str:
    rows = [f"| {' | '.join(cell.text.replace('|', chr(92) + '|') for cell in row)} |" for row in grid]
    return "\n".join([rows[0], "|" + "---|" * len(grid[0]), *rows[1:]])


def markdown_padded(grid: Grid) -> str:
    """Spans filled with empty cells, so that all rows are equally wide."""
    wide = max(sum(cell.across for cell in row) for row in grid)
    rows = []
    for row in grid:
        cells = [text for cell in row for text in (cell.text, *[""] * (cell.across - 1))]
        rows.append("| " + " | ".join([*cells, *[""] * (wide - len(cells))]) + " |")
    return "\n".join([rows[0], "|" + "---|" * wide, *rows[1:]])


def tabs(grid: Grid) -> str:
    return "\n".join("\t".join(cell.text for cell in row) for row in grid)


def tab_cells(grid: Grid) -> str:
    return "\n\n".join("\n".join(f"\t{cell.text}" for cell in row) for row in grid)


def tab_cells_unparted(grid: Grid) -> str:
    return "\n".join("\n".join(f"\t{cell.text}" for cell in row) for row in grid)


def spaces(grid: Grid) -> str:
    return "\n".join(" ".join(cell.text for cell in row if cell.text) for row in grid)


def cells_by_line(grid: Grid) -> str:
    return "\n".join(cell.text for row in grid for cell in row if cell.text)


def cells_by_line_spaced(grid: Grid) -> str:
    return "\n\n".join(cell.text for row in grid for cell in row if cell.text)


def cells_by_blank_lines(grid: Grid) -> str:
    """Each cell on a line with blank lines around, a blank cell leaving nothing but its lines."""
    return "\n\n\n".join("\n\n".join(cell.text for cell in row) for row in grid)


DUMPS: dict[str, Layout] = {
    "pipes_behind": lambda truth, template: dump(truth, template, pipes_behind),
    "pipes_by_line": lambda truth, template: dump(truth, template, pipes_by_line),
    "pipes_between": lambda truth, template: dump(truth, template, pipes_between),
    "pipes_before": lambda truth, template: dump(truth, template, pipes_before),
    "markdown": lambda truth, template: dump(truth, template, markdown, "\n\n"),
    "markdown_padded": lambda truth, template: dump(truth, template, markdown_padded, "\n\n"),
    "markdown_html_tables": lambda truth, template: dump(truth, template, table, "\n\n"),
    "tabs": lambda truth, template: dump(truth, template, tabs),
    "tab_cells": lambda truth, template: dump(truth, template, tab_cells),
    "tab_cells_unparted": lambda truth, template: dump(truth, template, tab_cells_unparted),
    "spaces": lambda truth, template: dump(truth, template, spaces),
    "cells_by_line": lambda truth, template: dump(truth, template, cells_by_line),
    "cells_by_line_spaced": lambda truth, template: dump(truth, template, cells_by_line_spaced, "\n\n"),
    "cells_by_blank_lines": lambda truth, template: dump(truth, template, cells_by_blank_lines, "\n\n"),
}
LAYOUTS: dict[str, Layout] = {**HTML, **DUMPS}

__all__ = ["DUMPS", "HTML", "LAYOUTS"]
