"""Coverage as one SVG picture: agencies by years, a coloured cell each. Latin letters only, so any machine shows it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from archive.states import STATES, Row, State, state_of

_CELL, _LABEL, _HEAD, _GAP, _EDGE = 22, 96, 58, 10, 16
"""Width of a year, of the portal's name; height of the title, the gap between portals; the margin. In pixels."""
_TALL, _LOW, _ROOM = 11.0, 2.0, 2400.0
"""Height of an agency's row at most and at least, and the height that all rows share while it lasts."""
_COLUMNS = 2
"""Columns of the legend."""


def coverage_picture(rows: Sequence[Row]) -> str:
    """The SVG of coverage rows, in their order. Names of agencies stand in tooltips."""
    years = sorted({_year(row) for row in rows})
    agencies = len({row["agency_id"] for row in rows})
    height = max(_LOW, min(_TALL, _ROOM / max(agencies, 1)))
    counts = Counter(state_of(row) for row in rows)
    body, bottom = _portals(rows, years, height)
    legend, end = _legend(counts, bottom + 14)
    width = max(2 * _EDGE + _LABEL + _CELL * len(years), 560)
    held = sum(1 for row in rows if row["holding"] == "held")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{end:g}" viewBox="0 0 {width} {end:g}"'
        ' font-family="Helvetica, Arial, sans-serif" font-size="11" fill="#333" role="img">',
        f"<title>{held} of {len(rows)} reports held</title>",
        f'<rect width="{width}" height="{end:g}" fill="#fff"/>',
        f'<text x="{_EDGE}" y="26" font-size="15" font-weight="bold">{held} of {len(rows)} reports held</text>',
        f'<text x="{_EDGE}" y="44">{agencies} agencies, one row each; one cell per reporting year</text>',
        *_years(years), *body, *legend, "</svg>",
    ]  # fmt: skip
    return "\n".join(parts) + "\n"


def _years(years: Sequence[int]) -> Iterator[str]:
    for n, year in enumerate(years):
        x = _EDGE + _LABEL + n * _CELL + _CELL / 2
        yield f'<text x="{x:g}" y="{_HEAD + 12}" text-anchor="middle" font-size="10">{year % 100:02}</text>'


def _portals(rows: Sequence[Row], years: Sequence[int], height: float) -> tuple[list[str], float]:
    """Rows of cells under each other, and where they end. An agency stands under the portal of most of its cells."""
    by_agency: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_agency[str(row["agency_id"])].append(row)
    by_portal: dict[str, list[list[Row]]] = defaultdict(list)
    for cells in by_agency.values():
        by_portal[Counter(str(row["portal"]) for row in cells).most_common(1)[0][0]].append(cells)
    drawn, top = list[str](), _HEAD + 18.0
    for portal, members in by_portal.items():
        name, every = escape(portal or "by hand"), [row for cells in members for row in cells]
        held = sum(1 for row in every if row["holding"] == "held")
        drawn.append(f'<g id="portal-{name.replace(" ", "-")}">')
        drawn.append(f'<text x="{_EDGE}" y="{top + max(height, 10):g}" font-weight="bold">{name}</text>')
        if height * len(members) > 2 * max(height, 10):
            drawn.append(f'<text x="{_EDGE}" y="{top + max(height, 10) + 13:g}">{held} of {len(every)}</text>')
        for cells in members:
            drawn += [_cell(row, years.index(_year(row)), top, height) for row in cells]
            top += height
        drawn.append("</g>")
        top += max(_GAP, 14 - height * len(members))
    return drawn, top


def _cell(row: Row, column: int, top: float, height: float) -> str:
    state, gap = state_of(row), 1 if height > 4 else 0
    x = _EDGE + _LABEL + column * _CELL
    told = escape(f"{row['agency'] or row['area']} {row['year']}: {state.meaning}{_evidence(row)}")
    box = f'x="{x}" y="{top:g}" width="{_CELL - 1}" height="{height - gap:g}"'
    return f'<rect {box} fill="{state.colour}"><title>{told}</title></rect>'


def _evidence(row: Row) -> str:
    """What a tooltip says beyond the state: reason, why it is expected, the last answer, how to see the evidence."""
    looked = str(row.get("looked_at") or "")[:10]
    said = [
        str(row["source"]), str(row.get("reason") or ""), f"expected by {row['basis']}" if "basis" in row else "",
        f"answered {looked}" if looked else "", f"gongkai coverage --agency {row['agency_id']} --year {row['year']}",
    ]  # fmt: skip
    return "".join(f"\n{line}" for line in said if line)


def _legend(counts: Counter[State], top: float) -> tuple[list[str], float]:
    drawn = []
    used = [state for state in STATES if counts[state]]
    for n, state in enumerate(used):
        x, y = _EDGE + n % _COLUMNS * 260, top + n // _COLUMNS * 18
        drawn.append(f'<rect x="{x}" y="{y:g}" width="12" height="12" fill="{state.colour}" stroke="#bbb"/>')
        drawn.append(f'<text x="{x + 18}" y="{y + 10:g}">{escape(state.meaning)}: {counts[state]}</text>')
    return drawn, top + -(-len(used) // _COLUMNS) * 18 + _EDGE


def _year(row: Row) -> int:
    return int(str(row["year"]))
