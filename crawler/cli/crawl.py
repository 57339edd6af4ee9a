"""gongkai crawl: walk the portals and keep what they publish."""

from typing import Annotated

import typer

from crawler.cli.options import (
    DEFAULT_ARCHIVE,
    Archive,
    AsJson,
    Contact,
    Delay,
    RegistryFolder,
    Today,
    Via,
    Years,
    clock_of,
    years_of,
)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("crawl")(crawl)


def crawl(
    portals: Annotated[list[str] | None, typer.Argument(help="Portals by id or name; all where none is named.")] = None,
    year: Years = "",
    agency: Annotated[str, typer.Option(help="Only agencies with this area code or words in their name.")] = "",
    limit: Annotated[int | None, typer.Option(help="Ask for at most N reports.", metavar="N", min=1)] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be asked; send nothing.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Ask everything again now and in full, what is held included.")
    ] = False,
    budget: Annotated[
        str, typer.Option(help="Spend this and end: requests as 2000, hours as 6h, or 2000,6h.", metavar="BUDGET")
    ] = "",
    recent_first: Annotated[
        bool, typer.Option("--recent-first", help="Ask the last two reporting years before the older ones.")
    ] = False,
    contact: Contact = "",
    via: Via = "",
    registry: RegistryFolder = None,
    delay: Delay = None,
    today: Today = "",
    archive: Archive = DEFAULT_ARCHIVE,
    as_json: AsJson = False,
) -> None:
    """Walk the portals, keep every answer, queue what it leads to. An interrupted crawl goes on where it was.

    gongkai crawl jining --year 2019-2025 --contact you@example.org

    Lists first, then reports, the oldest year first. With --budget it is a backfill: it ends when the budget is spent
    or a night begins, and the same command goes on where it was.

    Exit codes: 0 every question was answered; 10 something is missing, and the summary says what; see docs/cli.md.
    """
    import json

    from crawler.crawl import crawl as run
    from crawler.wanted import CrawlOptions

    clock = clock_of(today)
    options = CrawlOptions(
        archive, contact, tuple(portals or ()), years_of(year, clock.now()), agency, limit, via, registry, delay,
        again, budget, recent_first,
    )  # fmt: skip
    if dry_run:
        from crawler.plan import plan

        for line in plan(options, clock):
            typer.echo(line)
        return
    summary = run(options, clock)
    typer.echo(json.dumps(summary.record(), ensure_ascii=False) if as_json else "\n".join(summary.lines()))
    raise typer.Exit(int(summary.exit_code))
