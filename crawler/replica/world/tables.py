"""The four statistical tables as rows of cells, spans as the national form prescribes them or as editors lose them."""

from collections.abc import Iterator, Sequence
from typing import Any

from crawler.replica.world.data import load
from crawler.replica.world.grid import Cell, Row, value
from crawler.replica.world.numbers import columns
from crawler.replica.world.printing import rows_2014
from crawler.replica.world.report import Report


def _spread(width: int, parts: int, wide: int) -> list[int]:
    """Column spans of `parts` cells that fill `width`; the cell at `wide` takes what is over."""
    spans = [1] * parts
    spans[wide % parts] += width - parts
    return spans


def _band_rows(report: Report, band: dict[str, Any], width: int, trap: bool) -> Iterator[Row]:
    heads, text = band["heads"], report.printed.text
    parts = len(heads) + 1
    over = _spread(width, parts, 2 if trap and parts > 2 else -1)
    yield [Cell("信息内容", over[0]), *(Cell(head, span) for head, span in zip(heads, over[1:], strict=True))]
    under = _spread(width, parts, 1 if trap and parts > 2 else -1)
    for label, key in band["rows"]:
        names = [f"proactive.{key}.{suffix}" for suffix in band["suffixes"]]
        if names[0] in text:
            yield [
                Cell(label, under[0]),
                *(value(text[name], span) for name, span in zip(names, under[1:], strict=True)),
            ]


Rows = Sequence[Row]


def proactive(report: Report) -> list[Rows]:
    """Table 二: one grid of stacked small tables, or as many tables as it has bands."""
    bands = load("forms")["proactive"][report.templates["二"]]
    trap = report.style.grid == "trap" and report.templates["二"] == "t2019"
    width = 5 if trap else 4
    blocks: list[Rows] = [[[Cell(band["band"], width)], *_band_rows(report, band, width, trap)] for band in bands]
    return blocks if report.style.grid == "split" else [[row for block in blocks for row in block]]


def _head_rows(report: Report) -> Iterator[Row]:
    form = load("forms")
    organisations = [Cell(label) for _, label, _ in form["columns"][1:]]
    yield [Cell(form["corner"], 3, 3), Cell("申请人情况", 7)]
    if report.style.spans == "clean":
        yield [Cell("自然人", 1, 2), Cell("法人或其他组织", 5), Cell("总计", 1, 2)]
        yield organisations
    else:
        yield [Cell("自然人"), Cell("法人或其他组织", 5), Cell("总计")]
        yield [Cell(""), *organisations, Cell("")]


def _seven(report: Report, stem: str) -> list[Cell]:
    return [value(report.printed.text[f"{stem}.{column}"]) for column in (*columns()[0], "total")]


def _result_groups(report: Report) -> list[list[list[Cell]]]:
    """Per group its rows, the cell of 三 not yet in them."""
    form = load("forms")
    groups = [*form["groups"], [form["other_handling"]["group"], form["other_handling"][report.templates["三"]]]]
    clean, found = report.style.spans == "clean", []
    for title, rows in groups:
        block: list[list[Cell]] = []
        for rank, (key, label, _) in enumerate(rows):
            values = _seven(report, f"applications.result.{key}")
            if not label:
                block.append([Cell(title, 2), *values])
                continue
            lead = [Cell(title, 1, len(rows) if clean else 1)] if rank == 0 else [] if clean else [Cell("")]
            block.append([*lead, Cell(label), *values])
        found.append(block)
    return [*found, [[Cell(form["total_row"], 2), *_seven(report, "applications.result.total")]]]


def _results(report: Report, groups: list[list[list[Cell]]]) -> Iterator[Row]:
    rows = [row for group in groups for row in group]
    label = load("forms")["flow"]["results"]
    for rank, row in enumerate(rows):
        if report.style.spans == "clean":
            yield [Cell(label, 1, len(rows)), *row] if rank == 0 else row
        else:
            yield [Cell(label if rank == 0 else ""), *row]


def applications(report: Report) -> list[Rows]:
    """Table 三; with `repeated_header` it breaks across a page before （四） and shows its head again."""
    flow, groups = load("forms")["flow"], _result_groups(report)
    parts = [groups[:3], groups[3:]] if report.style.repeated_header else [groups]
    tables: list[list[Row]] = [[*_head_rows(report), *_results(report, part)] for part in parts]
    for rank, key in enumerate(("received", "carried_in")):
        tables[0].insert(3 + rank, [Cell(flow[key], 3), *_seven(report, f"applications.{key}")])
    tables[-1].append([Cell(flow["carried_out"], 3), *_seven(report, "applications.carried_out")])
    return list(tables)


def remedies(report: Report) -> list[Rows]:
    """Table 四: fifteen values in one row without a label."""
    form = load("forms")["remedies"]
    outcomes = [label for _, label in form["outcomes"]]
    clean = report.style.spans == "clean"
    first = [Cell(label, 1, 2 if clean else 1) for label in outcomes]
    rows: list[Row] = [
        [Cell(form["review"], 5), Cell(form["litigation"], 10)],
        [*first, *(Cell(label, 5) for _, label in form["blocks"][1:])],
        [*([] if clean else [Cell("")] * 5), *(Cell(label) for label in outcomes * 2)],
        [value(report.printed.text[f"{block}.{key}"]) for block, _ in form["blocks"] for key, _ in form["outcomes"]],
    ]
    return [rows]


def stat_2014(report: Report) -> list[Rows]:
    """The 2014 table: indicator, unit, number."""
    rows: list[Row] = [[Cell("统计指标"), Cell("单位"), Cell("统计数")]]
    for label, unit, name in rows_2014():
        rows.append([Cell(label), value(unit), value(report.printed.text[name] if name else "——")])
    return [rows]
