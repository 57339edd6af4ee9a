"""One report with everything true of it: what it prints, what it breaks, how it looks."""

from dataclasses import dataclass, field, replace

from crawler.replica.world import numbers, numbers_2014
from crawler.replica.world.agencies import Agency
from crawler.replica.world.draws import chance, dice, pick
from crawler.replica.world.editions import file_differs, form_of, shown_date
from crawler.replica.world.identities import Failure, failures
from crawler.replica.world.numbers import Figures
from crawler.replica.world.printing import Printed, print_cells
from crawler.replica.world.style import Style, style_of, templates_of


@dataclass(frozen=True, slots=True)
class Report:
    """A report as published. `figures` are the true numbers behind it, `printed` what its tables show.

    `templates` names the template of each table it should have; empty for legacy prose and narrative reports.
    `form` is html, pdf, docx, html+pdf or html+docx; `file_differs` the indicator and number that only the file has.
    `text_figures` are the numbers that only sentences state, named as in the dictionary with `text.` before them.
    """

    seed: int
    agency: Agency
    year: int
    title: str
    published_shown: str
    style: Style
    templates: dict[str, str]
    figures: Figures
    printed: Printed
    failing: list[Failure] = field(default_factory=list)
    text_figures: dict[str, numbers.Number] = field(default_factory=dict)
    revision: int = 0
    form: str = "html"
    file_differs: tuple[str, numbers.Number] | None = None

    @property
    def name(self) -> str:
        """The agency's name in the reporting year."""
        return self.agency.name(self.year)

    @property
    def media(self) -> str:
        """pdf or docx where the report hangs on its page as a file, else empty."""
        return self.form.rpartition("+")[2].removeprefix("html")

    @property
    def as_file(self) -> "Report":
        """What the attached file says: the same, but for the one cell in which it differs."""
        if self.file_differs is None:
            return self
        name, number = self.file_differs
        shown = self.printed
        cells = Printed(
            shown.values | {name: number}, shown.text | {name: str(number)},
            {cell: status for cell, status in shown.statuses.items() if cell != name},
        )  # fmt: skip
        return replace(self, printed=cells)

    @property
    def template(self) -> str:
        """t2021, t2019, t2014 or none, as told by table 二, else 三, else the 2014 table."""
        return self.templates.get("二") or self.templates.get("三") or self.templates.get("stat_2014") or "none"

    @property
    def era(self) -> str:
        """legacy for prose before 2014, else the template."""
        return "legacy" if self.year < 2014 else self.template


def title_of(seed: int, agency: Agency, year: int) -> str:
    """The title in one of the forms that portals show."""
    name, key = agency.name(year), (seed, "title", agency.serial, year)
    if agency.kind == "zone" and agency.host.family == "hanweb-jcms":
        return f"区管委政府信息公开{year}年年报"
    if agency.kind == "government" and chance(0.2, *key, "bare"):
        name = name.removesuffix("人民政府")
    usual = "{n}{y}年政府信息公开工作年度报告"
    forms = [usual] * 4 + ["{n}{y}年度政府信息公开工作年度报告", "{n} {y}年政府信息公开工作年度报告"]
    if year < 2019:
        other = "{y}年{n}政府信息公开工作年度报告" if year >= 2014 else "{n}{y}年度信息公开工作报告"
        forms = [usual, "{n}{y}年度政府信息公开工作报告", other]
    return pick(forms, *key).format(n=name, y=year)


def _figures(seed: int, agency: Agency, year: int, templates: dict[str, str]) -> Figures:
    if year < 2019:
        return numbers_2014.stat_2014(seed, agency, year)
    second, third = templates.get("二", "t2019"), templates.get("三", "t2019")
    proactive = numbers.proactive_2019 if second == "t2019" else numbers.proactive_2021
    return {
        **proactive(seed, agency, year),
        **numbers.applications(seed, agency, year, third),
        **numbers.remedies(seed, agency, year),
    }


def _text_figures(figures: Figures, year: int) -> dict[str, numbers.Number]:
    """What the prose of a legacy report states as numbers."""
    if year >= 2014:
        return {}
    stated = {
        "text.proactive.items_disclosed.total": figures["proactive.items_disclosed.total"],
        "text.proactive.items_disclosed.cumulative": figures["proactive.items_disclosed.total"] * (year - 2006),
    }
    if figures["applications.received.total"]:
        stated |= {
            "text.applications.received.total": figures["applications.received.total"],
            "text.applications.result.granted.total": figures["applications.reply.granted"],
            "text.applications.result.partly_granted.total": figures["applications.reply.partly_granted"],
            "text.applications.result.denied.all": figures["applications.reply.denied.total"],
            "text.applications.not_existing": figures["applications.reply.not_existing"],
        }
    if figures["review.total"] or figures["litigation.all.total"]:
        stated |= {
            "text.review.total": figures["review.total"],
            "text.litigation.all.total": figures["litigation.all.total"],
        }
    return stated


def _other_cell(seed: int, agency: Agency, year: int, printed: Printed) -> tuple[str, numbers.Number] | None:
    """The cell in which the file differs from the page, one more than the page says."""
    cells = [name for name, value in printed.values.items() if value is not None and name.startswith("applications.")]
    if not cells or not file_differs(seed, agency, year):
        return None
    name = pick(cells, seed, "cell", agency.serial, year)
    return name, int(printed.values[name] or 0) + 1


def make(seed: int, agency: Agency, year: int, revision: int = 0) -> Report:
    """The report of `agency` on `year`; pure, so it costs nothing until asked for."""
    style, templates = style_of(seed, agency, year), templates_of(seed, agency, year)
    figures = _figures(seed, agency, year, templates)
    shown = {name: value for name, value in figures.items() if templates}
    if templates.get("四") == "table_missing":
        shown = {name: value for name, value in shown.items() if not name.startswith(("review.", "litigation."))}
        figures = {name: 0 if name.startswith(("review.", "litigation.")) else value for name, value in figures.items()}
    printed = print_cells(shown, style, templates, dice(seed, "print", agency.serial, year))
    return Report(
        seed, agency, year, title_of(seed, agency, year), shown_date(seed, agency, year), style, templates, figures,
        printed, failures(printed.values, templates), _text_figures(figures, year), revision,
        form_of(seed, agency, year), _other_cell(seed, agency, year, printed),
    )  # fmt: skip
