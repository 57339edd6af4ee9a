"""gongkai nightly: the unattended run, crawl to page."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archive.errors import Exit
from crawler.cli.options import (
    DEFAULT_ARCHIVE,
    Archive,
    AsJson,
    Contact,
    Delay,
    RegistryFolder,
    Today,
    Via,
    clock_of,
)  # fmt: skip
from crawler.cli.several import note

if TYPE_CHECKING:
    from crawler.nightly.model import Night


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("nightly")(nightly)


def nightly(
    contact: Contact = "",
    report: Annotated[
        Path | None, typer.Option(help="Folder for page and JSON; nightly/ in the archive by default.", metavar="DIR")
    ] = None,
    time_limit: Annotated[
        float, typer.Option(help="Stop the crawl after so many hours; the next night goes on.", metavar="HOURS", min=0)
    ] = 20.0,
    min_free: Annotated[float, typer.Option(help="Free disk space under which it alarms.", metavar="GB", min=0)] = 5.0,
    jobs: Annotated[int, typer.Option("--jobs", help="Reading processes.", metavar="N", min=1)] = os.cpu_count() or 1,
    via: Via = "",
    registry: RegistryFolder = None,
    delay: Delay = None,
    today: Today = "",
    archive: Archive = DEFAULT_ARCHIVE,
    as_json: AsJson = False,
) -> None:
    """Run the night: crawl all portals, read what is new, compare with the nights before, write a page.

    gongkai nightly --contact you@example.org

    Ends at once beside another night. Exit codes: 0 every question was answered and nothing is unusual; 10 something is
    missing; 11 an alarm; any other as the step that failed. docs/operations.md says how to run it by timer.
    """
    import json
    import signal

    from crawler.nightly.run import NightOptions
    from crawler.nightly.run import nightly as run
    from crawler.wanted import CrawlOptions

    clock = clock_of(today)
    crawl = CrawlOptions(archive, contact, via=via, registry=registry, delay=delay)
    options = NightOptions(
        crawl, report or archive / "nightly", today, jobs, time_limit, int(min_free * 1e9)
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        night, page = run(options, clock, note)
    except KeyboardInterrupt:
        note("stopped; everything acknowledged is kept, the next night goes on")
        raise typer.Exit(int(Exit.FAILED)) from None
    text = "\n".join([*lines(night), f"page: {page}"])
    typer.echo(json.dumps(night.record(), ensure_ascii=False) if as_json else text)
    raise typer.Exit(night.exit_code)


def lines(night: "Night") -> list[str]:
    """A night in a few lines: what is new, what is wrong."""
    from crawler.nightly.model import total

    counts = night.portals
    told = [
        f"night {night.night}, {night.started_at[:10]}: {total(counts, 'requests')} requests,"
        f" {total(counts, 'bytes') / 1e6:.1f} MB",
    ]
    for portal, one in counts.items():
        told.append(
            f"  {portal} {one.name}: new {one.new}, changed {one.changed}, known {one.known}, absent {one.absent},"
            f" failed {one.failed}, holes {one.holes}"
        )
    told += [f"  fault: {fault}" for fault in night.faults]
    return told + [f"  alarm: {alarm.text}" for alarm in night.alarms]
