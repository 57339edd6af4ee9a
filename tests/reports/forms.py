"""Statistical tables with known values, drawn at random and printed in every layout, for the tests of this folder."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from archive.documents.open import read_document
from archive.reports.checks import apply_checks
from archive.reports.dictionary import cells_of, rows_of
from archive.reports.model import Check, Figure
from archive.reports.tables import TableReading, find_tables
from tests.reports import forms_2014

Truth = forms_2014.Truth
TEMPLATES = ("t2019", "t2021")
ALL = (forms_2014.TEMPLATE, *TEMPLATES)
HEADINGS = ("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况")
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
INNER = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
LEAVES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
GROUPS = {"denied": "（三）不予公开", "unable": "（四）无法提供", "not_processed": "（五）不予处理", "other": "（六）其他处理"}
BANDS = {
    "一": ("proactive.regulations", "proactive.normative_documents"),
    "五": ("proactive.licensing", "proactive.other_external_services"),
    "六": ("proactive.penalties", "proactive.coercion"),
    "八": ("proactive.admin_fees",),
    "九": ("proactive.procurement",),
}


@dataclass(frozen=True)
class Line:
    """One printed row: labels before the values, `group` the label that stands once for several rows."""

    labels: tuple[str, ...]
    names: tuple[str, ...] = ()
    head: bool = False
    depth: int = 1


def draw(seed: int, template: str, *, blanks: bool = False) -> Truth:
    """Values that satisfy every identity; with `blanks`, some zeros are left unprinted."""
    if template == forms_2014.TEMPLATE:
        return forms_2014.draw(seed, blanks=blanks)
    rng = random.Random(seed)
    truth: Truth = {name: rng.choice((0, 1, 2, 7, 25, 316, 4608)) for name in cells_of("二", template)}
    for name, cell in cells_of("二", template).items():
        if cell.number == "signed":
            truth[name] = rng.choice((-3, 0, 1, 12))
    for stem in ("proactive.regulations", "proactive.normative_documents") if template == "t2019" else ():
        new, whole = sorted((truth[f"{stem}.published_new"] or 0, truth[f"{stem}.published_total"] or 0))
        truth.update({f"{stem}.issued": new, f"{stem}.published_new": new, f"{stem}.published_total": whole})
    columns = [name.rpartition(".")[2] for name in rows_of("三", template)["applications.received"]]
    stems = list(rows_of("三", template))
    results = [stem for stem in stems if ".result." in stem and stem != "applications.result.total"]
    for column in columns[:-1]:
        for stem in (*results, "applications.carried_out"):
            truth[f"{stem}.{column}"] = rng.choice((0, 0, 0, 0, 1, 3, 14, 120))
        total = sum(int(truth[f"{stem}.{column}"] or 0) for stem in results)
        handled = total + int(truth[f"applications.carried_out.{column}"] or 0)
        truth[f"applications.result.total.{column}"] = total
        truth[f"applications.carried_in.{column}"] = carried = rng.randint(0, handled)
        truth[f"applications.received.{column}"] = handled - carried
    for stem in stems:
        truth[f"{stem}.total"] = sum(truth[f"{stem}.{column}"] or 0 for column in columns[:-1])
    for stem in rows_of("四", template):
        parts = [rng.choice((0, 0, 1, 9, 31)) for _ in LEAVES[:-1]]
        names = rows_of("四", template)[stem]
        truth.update(zip(names, (*parts, sum(parts)), strict=True))
    if blanks:
        truth.update({name: None for name in [n for n, v in truth.items() if v == 0] if rng.random() < 0.4})
    return {name: truth[name] for table in "二三四" for name in cells_of(table, template)}


def proactive_lines(template: str) -> list[Line]:
    lines: list[Line] = []
    rows, cells = rows_of("二", template), cells_of("二", template)
    for band, stems in BANDS.items():
        stems = tuple(stem for stem in stems if stem in rows)
        if stems:
            heads = tuple(cells[name].column_label for name in rows[stems[0]])
            heads = tuple(f"{head}（单位：万元）" if "收费" in head else head for head in heads)
            lines += [Line((f"第二十条第（{band}）项",), head=True), Line(("信息内容", *heads), head=True)]
            lines += [Line((cells[rows[stem][0]].row_label,), rows[stem]) for stem in stems]
    return lines


def applications_lines(template: str) -> list[Line]:
    lines = [
        Line((CORNER, "申请人情况"), head=True),
        Line(("", "自然人", "法人或其他组织", "总计"), head=True),
        Line(("", "", *INNER, ""), head=True),
    ]
    for stem, names in rows_of("三", template).items():
        label = cells_of("三", template)[names[0]].row_label
        kind = stem.split(".")[2] if stem.count(".") > 2 - 1 and ".result." in stem else ""
        if not kind:
            lines.append(Line((label,), names))
        elif kind in GROUPS and stem != "applications.result.other.all":
            first = lines[-1].depth != 3 or lines[-1].names[0].split(".")[2] != kind
            lines.append(Line(("", GROUPS[kind] if first else "", label), names, depth=3))
        else:
            lines.append(Line(("三、本年度办理结果" if kind == "granted" else "", label), names, depth=2))
    return lines


def remedies_lines(template: str) -> list[Line]:
    return [
        Line(("行政复议", "行政诉讼"), head=True),
        Line((*LEAVES, "未经复议直接起诉", "复议后起诉"), head=True),
        Line(("", "", "", "", "", *LEAVES, *LEAVES), head=True),
        Line((), tuple(cells_of("四", template))),
    ]


def tables(template: str) -> list[tuple[str, list[Line]]]:
    parts = (proactive_lines(template), applications_lines(template), remedies_lines(template))
    return list(zip(HEADINGS, parts, strict=True))


def printed(truth: Truth, name: str) -> str:
    value = truth[name]
    return "" if value is None else str(value)


def dom(truth: Truth, template: str, *, trap: bool = False) -> str:
    """HTML as portals print it: nested spans; with `trap`, heads and values of table 二 span different columns."""
    out = []
    for heading, lines in tables(template):
        rows = []
        for line in lines:
            values = [printed(truth, name) for name in line.names]
            labels = [f"<td{_span(line)}>{escape(label)}</td>" for label in _own_cells(line)]
            cells = [f"<td>{value or '&nbsp;'}</td>" for value in values]
            if trap and line.names and line.names[0].startswith("proactive.") and len(values) == 3:
                cells[0] = cells[0].replace("<td", "<td colspan='2'")
            if trap and line.head and len(labels) == 4:
                labels[2] = labels[2].replace("<td", "<td colspan='2'")
            rows.append("<tr>" + "".join(labels + cells) + "</tr>")
        out.append(f"<p>{heading}</p><table>{''.join(rows)}</table>")
    return "<html><body><div id='zoom'>" + "".join(out) + "</div></body></html>"


def _own_cells(line: Line) -> list[str]:
    return list(line.labels) if line.head else [label for label in line.labels if label]


def _span(line: Line) -> str:
    return "" if line.head or not line.names else f" colspan='{4 - line.depth}'"


def tab_rows(truth: Truth, template: str) -> str:
    """One line per row, cells by TAB, every row of a table as wide as the others."""
    out = []
    for heading, lines in tables(template):
        out += [heading, ""]
        pad = 3 if "申请情况" in heading else 0
        for line in lines:
            labels = list(line.labels)
            while pad and len(labels) < pad and line.names:
                labels.append("")
            out.append("\t".join([*labels, *(printed(truth, name) for name in line.names)]))
        out.append("")
    return "\n".join(out)


def cell_lines(truth: Truth, template: str) -> str:
    """Each cell on a line that begins with TAB, an empty line behind each row."""
    out = []
    for heading, lines in tables(template):
        out.append(heading)
        for line in lines:
            out += [f"\t{cell}" for cell in (*line.labels, *(printed(truth, name) for name in line.names))]
            out.append("")
        out.append("")
    return "\n".join(out)


def markdown(truth: Truth, template: str) -> str:
    """Pipe tables."""
    out = []
    for heading, lines in tables(template):
        out += [f"## {heading}", ""]
        for number, line in enumerate(lines):
            cells = (*_own_cells(line), *(printed(truth, name) for name in line.names))
            out.append("| " + " | ".join(cells) + " |")
            if number == 0:
                out.append("|" + "---|" * len(cells))
        out.append("")
    return "\n".join(out)


def spaced(truth: Truth, template: str) -> str:
    """A text layer: one line per row, white space between cells; blanks vanish."""
    out = []
    for heading, lines in tables(template):
        out.append(heading)
        out += ["  ".join((*line.labels, *(printed(truth, name) for name in line.names))) for line in lines]
    return "\n".join(out)


def bare_lines(truth: Truth, template: str) -> str:
    """Each cell on a line of its own with two empty lines behind it, two more behind each row."""
    out = []
    for heading, lines in tables(template):
        out += [heading, "", ""]
        for line in lines:
            cells = [cell for cell in _own_cells(line) if cell] + [printed(truth, name) for name in line.names]
            out += [part for cell in cells for part in (cell, "", "")] + ["", ""]
    return "\n".join(out)


PHYSICAL: dict[str, Callable[[Truth, str], str]] = {
    "dom": dom,
    "dom_trap": lambda truth, template: dom(truth, template, trap=True),
    "tab_rows": tab_rows,
    "cell_lines": cell_lines,
    "markdown": markdown,
}
STREAMS: dict[str, Callable[[Truth, str], str]] = {"spaced": spaced, "bare_lines": bare_lines}


def read(source: str) -> TableReading:
    """The tables of a source in whatever layout."""
    name = "a.md" if source.startswith("##") else "a.html" if source.startswith("<") else "a.txt"
    return find_tables(read_document(source.encode(), filename=name)).read()


def read_checked(source: str) -> tuple[TableReading, tuple[Check, ...]]:
    reading = read(source)
    return reading, apply_checks(reading.figures, reading.templates)


def by_name(figures: tuple[Figure, ...]) -> dict[str, Figure]:
    found = {figure.indicator: figure for figure in figures}
    assert len(found) == len(figures), "a cell is mentioned twice"
    return found


def wrong(truth: Truth, reading: TableReading) -> list[str]:
    """Cells that are stated with another value than the truth."""
    yuan = {name: value for name, value in truth.items() if value is not None}
    return [f.indicator for f in reading.figures if f.status.has_value and f.value != yuan.get(f.indicator)]


def right_share(truth: Truth, reading: TableReading) -> float:
    figures = by_name(reading.figures)
    hits = sum(
        figures[name].value == value if value is not None else figures[name].status == "blank"
        for name, value in truth.items()
        if name in figures
    )
    return hits / len(truth)
