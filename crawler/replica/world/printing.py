"""From figures to printed cells: misprints, blanks, dashes, separators and units."""

import random
from dataclasses import dataclass

from crawler.replica.world.data import load
from crawler.replica.world.numbers import Figures, Number, columns, result_rows
from crawler.replica.world.style import Style

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_CHANGE_SIGNS = ("", "+", "增")
_MINUS_SIGNS = ("-", "－", "−", "减")


@dataclass(frozen=True, slots=True)
class Printed:
    """Cells as printed, by indicator: `text` is HTML, `values` None for a blank, whose `statuses` says which blank."""

    values: dict[str, Number | None]
    text: dict[str, str]
    statuses: dict[str, str]


def misprint(figures: Figures, style: Style, templates: dict[str, str], draw: random.Random) -> Figures:
    """The figures with the mistake that this report was published with, if any."""
    wrong = dict(figures)
    third = templates.get("三", "")
    if style.misprint == "row_total" and third:
        stem = draw.choice([stem for stem, _ in result_rows(third)])
        wrong[f"{stem}.total"] += 1
    elif style.misprint == "result_total" and third:
        wrong["applications.result.total.natural_person"] = wrong["applications.result.total.total"] = 0
    elif style.misprint == "remedies_total" and templates.get("四", "table_missing") != "table_missing":
        name = draw.choice(("review.total", "litigation.after_review.total"))
        wrong[name] = 0 if wrong[name] else 1
    elif style.misprint == "reply_total" and "stat_2014" in templates:
        wrong["applications.reply.total"] += 1
    return wrong


def _blanked(figures: Figures, style: Style, third: str, draw: random.Random) -> dict[str, str]:
    """Indicator to status of the zeros that are not printed as 0."""
    statuses: dict[str, str] = {}
    if style.zero != "0":
        in_third = style.zero != "none_word"
        statuses = {
            name: style.zero
            for name, value in figures.items()
            if value == 0 and (in_third or not name.startswith("applications.")) and draw.random() < 0.85
        }
    if style.blank_row and third:
        empty = [stem for stem, _ in result_rows(third) if not figures[f"{stem}.total"]]
        whole = [f"{stem}.{column}" for stem in empty[:1] for column in (*columns()[0], "total")]
        statuses |= {name: "blank" for name in whole if not figures[name]}
    return statuses


def _digits(number: Number, style: Style, draw: random.Random) -> str:
    text = str(number)
    if style.digits == "grouped" and abs(number) >= 1000:
        text = f"{number:,}".replace(",", draw.choice((",", "，")))
    if style.digits == "wide":
        text = text.translate(_WIDE)
    return text


def _cell(name: str, value: Number, style: Style, draw: random.Random) -> str:
    if name.endswith(".items_change"):
        signs = _CHANGE_SIGNS if value > 0 else _MINUS_SIGNS if value < 0 else ("",)
        return draw.choice(signs) + _digits(abs(value), style, draw)
    if name == "proactive.procurement.amount" and value:
        if style.money == "wan":
            return _digits(round(value / 10000, 2), style, draw) + "万元"
        return _digits(value, style, draw) + ("元" if style.money == "yuan" else "")
    if name == "proactive.admin_fees.amount" and value and style.money == "wan":
        return _digits(value, style, draw) + "万元"
    return _digits(value, style, draw) + ("&nbsp;" if style.digits == "padded" else "")


def print_cells(figures: Figures, style: Style, templates: dict[str, str], draw: random.Random) -> Printed:
    """Every cell that this report prints."""
    wrong = misprint(figures, style, templates, draw)
    if style.dropped_row and "二" in templates:
        wrong = {name: value for name, value in wrong.items() if not name.startswith("proactive.regulations.")}
    statuses = _blanked(wrong, style, templates.get("三", ""), draw)
    empty = {"blank": style.blank, "dash": style.dash, "none_word": "无"}
    text = {
        name: empty[statuses[name]] if name in statuses else _cell(name, value, style, draw)
        for name, value in wrong.items()
    }
    return Printed({name: None if name in statuses else value for name, value in wrong.items()}, text, statuses)


def rows_2014() -> list[tuple[str, str, str]]:
    """(label, unit, indicator or "") of the 2014 table."""
    return [(label, unit, name) for label, unit, name in load("forms")["stat_2014"]]
