"""The figures behind a report before anything is printed: flows that close, rows that add up, years that chain."""

import random
from collections import Counter
from functools import cache

from crawler.replica.world.agencies import Agency
from crawler.replica.world.data import load
from crawler.replica.world.draws import dice, share

Number = int | float
Figures = dict[str, Number]

_CITY = {"government": 900.0, "office": 60.0, "department": 14.0, "zone": 20.0, "institution": 4.0, "township": 2.0}
_COUNTY = {"government": 220.0, "office": 18.0, "department": 5.0, "zone": 9.0, "institution": 2.0, "township": 1.5}


def size(agency: Agency) -> float:
    """Mean yearly number of applications of such a body."""
    return (_CITY if agency.host.level == "city" else _COUNTY)[agency.kind]


@cache
def columns() -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Applicant columns without the total, and how often each applies."""
    table = load("forms")["columns"]
    return tuple(entry[0] for entry in table), tuple(float(entry[2]) for entry in table)


def _received(seed: int, agency: Agency, year: int) -> Counter[str]:
    draw = dice(seed, "received", agency.serial, year)
    number = int(draw.expovariate(1 / size(agency)))
    names, weights = columns()
    return Counter(draw.choices(names, weights, k=number))


def _carried_out(seed: int, agency: Agency, year: int) -> Counter[str]:
    rate = share(seed, "carried", agency.serial, year) * 0.12
    return Counter({name: int(number * rate) for name, number in _received(seed, agency, year).items()})


def _row(figures: Figures, stem: str, numbers: Counter[str]) -> None:
    for name in columns()[0]:
        figures[f"{stem}.{name}"] = numbers[name]
    figures[f"{stem}.total"] = numbers.total()


def result_rows(template: str) -> list[tuple[str, float]]:
    """(stem, weight) of the value rows of 三 in the order of the form."""
    form = load("forms")
    groups = [*(rows for _, rows in form["groups"]), form["other_handling"][template]]
    return [(f"applications.result.{key}", float(weight)) for rows in groups for key, _, weight in rows]


def applications(seed: int, agency: Agency, year: int, template: str) -> Figures:
    """Table 三: A1 to A3 hold in every column and row, Y1 from year to year."""
    received, carried_out = _received(seed, agency, year), _carried_out(seed, agency, year)
    carried_in = _carried_out(seed, agency, year - 1)
    done = {name: received[name] + carried_in[name] - carried_out[name] for name in columns()[0]}
    draw = dice(seed, "results", agency.serial, year)
    rows = result_rows(template)
    stems, weights = [stem for stem, _ in rows], [weight for _, weight in rows]
    split = {name: Counter(draw.choices(stems, weights, k=number)) for name, number in done.items()}
    figures: Figures = {}
    _row(figures, "applications.received", received)
    _row(figures, "applications.carried_in", carried_in)
    for stem in stems:
        _row(figures, stem, Counter({name: split[name][stem] for name in done}))
    _row(figures, "applications.result.total", Counter(done))
    _row(figures, "applications.carried_out", carried_out)
    return figures


def remedies(seed: int, agency: Agency, year: int) -> Figures:
    """Table 四: B1 to B3 hold."""
    draw = dice(seed, "remedies", agency.serial, year)
    figures: Figures = {}
    for block, _ in load("forms")["remedies"]["blocks"]:
        parts = [int(draw.expovariate(1) * size(agency) * 0.03) for _ in range(4)]
        for outcome, number in zip(("upheld", "corrected", "other", "pending"), parts, strict=True):
            figures[f"{block}.{outcome}"] = number
        figures[f"{block}.total"] = sum(parts)
    return figures


def _draw(seed: int, agency: Agency, year: int, *what: str) -> random.Random:
    return dice(seed, "proactive", agency.serial, year, *what)


def _item_series(seed: int, agency: Agency, year: int, row: str) -> tuple[int, int]:
    """(items of the year before, change), chained from 2019 on so that Y2 holds."""
    before = _draw(seed, agency, 2018, row).randint(3, 10 + int(size(agency)))
    for past in range(2019, year):
        before += _draw(seed, agency, past, row).randint(-2, 3)
        before = max(before, 0)
    return before, max(_draw(seed, agency, year, row).randint(-2, 3), -before)


def _stock_series(seed: int, agency: Agency, year: int, row: str) -> tuple[int, int, int]:
    """(issued, repealed, in force), chained from 2021 on so that Y4 holds."""
    scale = 0.02 * size(agency) if row == "normative_documents" or agency.host.level == "city" else 0.0
    if row == "regulations" and (agency.kind != "government" or agency.host.level != "city"):
        return 0, 0, 0
    stock = int(_draw(seed, agency, 2018, row).uniform(0, 8) * (1 + scale))
    issued = repealed = 0
    for moment in range(2019, year + 1):
        draw = _draw(seed, agency, moment, row)
        issued = int(draw.expovariate(1) * (0.5 + scale))
        repealed = min(stock, int(draw.expovariate(1) * (0.3 + scale / 2)))
        stock += issued - repealed
    return issued, repealed, stock


def proactive_2019(seed: int, agency: Agency, year: int) -> Figures:
    """Table 二 of the first form; procurement in yuan."""
    figures: Figures = {}
    for row in ("regulations", "normative_documents"):
        issued, _, stock = _stock_series(seed, agency, year, row)
        stem = f"proactive.{row}"
        figures |= {f"{stem}.issued": issued, f"{stem}.published_new": issued, f"{stem}.published_total": stock}
    for row in ("licensing", "other_external_services", "penalties", "coercion", "admin_fees"):
        before, change = _item_series(seed, agency, year, row)
        figures |= {f"proactive.{row}.items_prev_year": before, f"proactive.{row}.items_change": change}
        if row != "admin_fees":
            figures[f"proactive.{row}.decisions"] = int(
                _draw(seed, agency, year, row, "d").expovariate(1) * size(agency) * 9
            )
    draw = _draw(seed, agency, year, "procurement")
    projects = int(draw.expovariate(1) * (2 + size(agency) / 10))
    hundreds = sum(draw.randrange(300, 90000) for _ in range(min(projects, 40)))
    return figures | {"proactive.procurement.projects": projects, "proactive.procurement.amount": hundreds * 100}


def proactive_2021(seed: int, agency: Agency, year: int) -> Figures:
    """Table 二 of the second form; charges in 万元."""
    figures: Figures = {}
    for row in ("regulations", "normative_documents"):
        for suffix, number in zip(
            ("issued", "repealed", "in_force"), _stock_series(seed, agency, year, row), strict=True
        ):
            figures[f"proactive.{row}.{suffix}"] = number
    for row in ("licensing", "penalties", "coercion"):
        figures[f"proactive.{row}.decisions"] = int(
            _draw(seed, agency, year, row, "d").expovariate(1) * size(agency) * 9
        )
    draw = _draw(seed, agency, year, "fees")
    cents = int(draw.expovariate(1) * size(agency) * 800) if draw.random() < 0.5 else 0
    return figures | {"proactive.admin_fees.amount": cents // 100 if cents % 100 == 0 else cents / 100}
