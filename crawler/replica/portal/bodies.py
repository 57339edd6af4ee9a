"""What stands inside an article, whatever the portal around it: the report, a line and its file, or something else."""

from collections.abc import Callable
from dataclasses import dataclass

from crawler.replica.world import Report, World
from crawler.replica.world.article import article, explanation
from crawler.replica.world.columns import Item
from crawler.replica.world.data import load
from crawler.replica.world.draws import pick, share


@dataclass(frozen=True, slots=True)
class Tags:
    """How this portal writes a chart, the application form, and the report's own file."""

    image: Callable[[Report], str]
    form: Callable[[Report], str]
    file: Callable[[Report], str]


def report_body(report: Report, tags: Tags) -> str:
    """The report as HTML with its file, or a line that leads to the file."""
    if not report.form.startswith("html"):
        line = pick(load("lists")["short_page"], report.seed, "short", report.agency.serial, report.year)
        return f"<p>　　{line.format(n=report.name, y=report.year)}</p>\n{tags.file(report)}"
    html = article(report, tags.image, tags.form)
    return f"{html}\n{tags.file(report)}" if report.media else html


def item_body(world: World, item: Item, tags: Tags) -> str:
    """The content of any item of a column."""
    report = world.report(item.agency, item.year)
    if item.kind == "report":
        return report_body(report, tags)
    if item.kind == "explanation":
        return explanation(report)
    facts = {"n": report.name, "y": item.year, "next": item.year + 1, "host": item.agency.host.host}
    lines = [line.format_map(facts) for line in load("lists")["lookalikes"][item.kind]["body"]]
    return "\n".join(line if line.startswith("<") else f"<p>　　{line}</p>" for line in lines)


def views_of(item: Item) -> int:
    """How often an article was read."""
    return int(share("views", item.agency.serial, item.year, item.kind) * 3000) + 20
