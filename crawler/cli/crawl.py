"""gongkai crawl: walk the portals and keep what they publish."""

import re
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from archive.errors import UsageError
from crawler.cli.options import DEFAULT_ARCHIVE, Archive, AsJson, Today, clock_of


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("crawl")(crawl)


def crawl(
    portals: Annotated[list[str] | None, typer.Argument(help="Portals by id or name; all where none is named.")] = None,
    year: Annotated[str, typer.Option(help="Reporting years: 2023, 2008-2018, or 2019,2021.", metavar="YEARS")] = "",
    agency: Annotated[str, typer.Option(help="Only agencies with this area code or words in their name.")] = "",
    limit: Annotated[int | None, typer.Option(help="Ask for at most N reports.", metavar="N", min=1)] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be asked; send nothing.")] = False,
    contact: Annotated[
        str, typer.Option(help="Your mail or web address, sent with every request.", envvar="GONGKAI_CONTACT")
    ] = "",
    via: Annotated[str, typer.Option(help="Send every request to this forward proxy.", metavar="URL")] = "",
    registry: Annotated[Path | None, typer.Option(help="Folder of portal files, in place of ours.")] = None,
    delay: Annotated[float | None, typer.Option(help="Seconds between requests; only with --via.")] = None,
    today: Today = "",
    archive: Archive = DEFAULT_ARCHIVE,
    as_json: AsJson = False,
) -> None:
    """Walk the portals, keep every answer, queue what it leads to. An interrupted crawl goes on where it was.

    gongkai crawl jining --year 2019-2025 --contact you@example.org

    Exit codes: 0 every question was answered; 10 something is missing, and the summary says what; see docs/cli.md.
    """
    import json

    from crawler.crawl import CrawlOptions
    from crawler.crawl import crawl as run

    clock = clock_of(today)
    options = CrawlOptions(
        archive, contact, tuple(portals or ()), years_of(year, clock.now()), agency, limit, via, registry, delay
    )
    if dry_run:
        from crawler.plan import plan

        for line in plan(options, clock):
            typer.echo(line)
        return
    summary = run(options, clock)
    typer.echo(json.dumps(summary.record(), ensure_ascii=False) if as_json else "\n".join(summary.lines()))
    raise typer.Exit(int(summary.exit_code))


def years_of(text: str, now: datetime) -> tuple[int, ...]:
    """The years of `--year`; empty means all. Raises UsageError for what is no year from 2008 to last year."""
    years: set[int] = set()
    for part in filter(None, text.replace("，", ",").split(",")):
        span = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", part.strip(), re.ASCII)
        if not span or int(span[2] or span[1]) < int(span[1]):
            raise UsageError(f"--year {text}: write years as 2023, 2008-2018 or 2019,2021")
        years.update(range(int(span[1]), int(span[2] or span[1]) + 1))
    if wrong := sorted(y for y in years if not 2008 <= y < now.year):
        raise UsageError(f"--year {text}: {wrong[0]} is no reporting year; they run from 2008 to {now.year - 1}")
    return tuple(sorted(years))
