"""How one report is written: template mix, markup, blanks, digits. Drawn once per report."""

from dataclasses import dataclass

from crawler.replica.world.agencies import Agency
from crawler.replica.world.draws import chance, dice


@dataclass(frozen=True, slots=True)
class Style:
    """One report's choices.

    spans: clean or empty_cells (empty td where a rowspan is meant). labels: plain, breaks or spaced. markup: plain or
    word. zero: how a zero is printed (0, blank, dash, none_word). blank: what an empty cell holds. digits: plain,
    grouped, wide or padded. money: yuan, wan or bare. grid: the five-column trap of table 二, or split tables.
    """

    spans: str
    labels: str
    markup: str
    zero: str
    blank: str
    dash: str
    digits: str
    money: str
    grid: str
    layout_table: bool
    repeated_header: bool
    half_width: bool
    headings: str
    misprint: str
    blank_row: bool
    dropped_row: bool
    image: bool
    attachment: str


def style_of(seed: int, agency: Agency, year: int) -> Style:
    """The style of this report; the same agency keeps no habit from year to year."""
    draw = dice(seed, "style", agency.serial, year)

    def one(*weighted: tuple[str, float]) -> str:
        return draw.choices([name for name, _ in weighted], [weight for _, weight in weighted])[0]

    return Style(
        spans=one(("clean", 4), ("empty_cells", 1)),
        labels=one(("plain", 6), ("breaks", 2), ("spaced", 1)),
        markup=one(("plain", 3), ("word", 2)),
        zero=one(("0", 8), ("blank", 1.2), ("dash", 0.8), ("none_word", 0.4)),
        blank=one(("&nbsp;", 3), ("", 2), ("&#12288;", 1)),
        dash=one(("-", 2), ("—", 1), ("——", 1), ("/", 1)),
        digits=one(("plain", 6), ("grouped", 2), ("wide", 0.7), ("padded", 1)),
        money=one(("wan", 2), ("yuan", 2), ("bare", 2)),
        grid=one(("trap", 2), ("even", 2), ("split", 1)),
        layout_table=draw.random() < 0.2,
        repeated_header=draw.random() < 0.12,
        half_width=draw.random() < 0.2,
        headings=one(("strong", 3), ("plain", 2), ("h3", 1), ("indent", 2)),
        misprint=one(("", 93), ("row_total", 2), ("result_total", 2), ("remedies_total", 2), ("reply_total", 1)),
        blank_row=draw.random() < 0.05,
        dropped_row=draw.random() < 0.02,
        image=draw.random() < 0.12,
        attachment=one(("", 80), ("pdf", 8), ("docx", 6), ("doc", 6)),
    )


def templates_of(seed: int, agency: Agency, year: int) -> dict[str, str]:
    """Table to template, as a reader would tell it from the labels; {} where a report has no table at all."""
    key = (seed, "template", agency.serial, year)
    if year < 2014 or chance(0.03, *key, "none"):
        return {}
    if year < 2019:
        return {"stat_2014": "t2014"}
    second = "t2019" if year < 2021 else "t2021"
    third = "t2019" if year in (2021, 2022, 2023) and chance(0.06, *key, "mixed") else second
    fourth = "table_missing" if chance(0.03, *key, "fourth") else second
    return {"二": second, "三": third, "四": fourth}
