"""gongkai wacz: a selection as one file that public replay tools open."""

from pathlib import Path
from typing import Annotated

import typer

from crawler.cli.options import DEFAULT_ARCHIVE, Archive, AsJson, Years, years_of


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("wacz")(wacz)


def wacz(
    file: Annotated[Path, typer.Argument(help="New file for the selection.", metavar="FILE")],
    portal: Annotated[list[str] | None, typer.Option(help="Only this portal; may be given again.")] = None,
    year: Years = "",
    agency: Annotated[str, typer.Option(help="Agency id, area code or words of a name.")] = "",
    report: Annotated[
        list[str] | None, typer.Option(help="Only this report, by any name that `show` takes; may be given again.")
    ] = None,
    archive: Archive = DEFAULT_ARCHIVE,
    as_json: AsJson = False,
) -> None:
    """Export reports as WACZ 1.1.1, to be opened in ReplayWeb.page, pywb and the like.

    gongkai wacz jining-2023.wacz --portal jining --year 2023

    Holds every exchange that brought the reports and the files beside them, byte for byte; neither lists nor withheld
    reports nor files by post. FILE appears when it is complete. The same archive and selection give the same bytes.
    """
    import json
    from dataclasses import asdict

    from archive.clock import SystemClock
    from archive.wacz import Selection, export

    years = years_of(year, SystemClock().now())
    told = asdict(export(archive, file, Selection(tuple(portal or ()), years, agency, tuple(report or ()))))
    lines = [str(file), *(f"  {name:14} {number}" for name, number in told.items())]
    typer.echo(json.dumps(told) if as_json else "\n".join(lines))
