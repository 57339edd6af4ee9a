"""gongkai release: what a researcher downloads."""

from pathlib import Path
from typing import Annotated

import typer

from crawler.cli.options import DEFAULT_ARCHIVE, Archive, AsJson, AsOf, Years, day_of, years_of


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("release")(release)


def release(
    folder: Annotated[Path, typer.Argument(help="New folder for the release.", metavar="DIR")],
    portal: Annotated[list[str] | None, typer.Option(help="Only this portal; may be given again.")] = None,
    year: Years = "",
    as_of: AsOf = "",
    audit: Annotated[
        Path | None, typer.Option(help="A filled sheet of `gongkai audit`, to ship with it.", metavar="SHEET.csv")
    ] = None,
    archive: Archive = DEFAULT_ARCHIVE,
    as_json: AsJson = False,
) -> None:
    """Write the corpus out as plain files: panel, long table, texts, coverage, provenance, codebook.

    gongkai release releases/2026-11 --year 2019-2025

    With --audit the error rate that a person found is part of it (docs/reading.md).

    DIR appears when everything is written, and never half. The same archive gives the same bytes. Works while a crawl
    or a derive runs. README.md in it says how to read the files; `gongkai show` goes from a cell back to its source.
    """
    import json

    from archive import audit as audits
    from archive.asof import clock_of
    from archive.errors import UsageError
    from archive.release import release as run
    from archive.release.audited import Audited
    from archive.release.selection import Selection
    from crawler.cli.progress import Progress

    progress, day = Progress(), day_of(as_of)
    selection = Selection(tuple(portal or ()), years_of(year, clock_of(day).now()))
    if audit and day:
        raise UsageError("--audit: a sheet is of the archive as it is now; leave --as-of out")
    checked = audits.audited(archive, audit) if audit else Audited()
    record = run(archive, folder, selection, progress.tell, day, checked).record()
    progress.tell(f"{record['reports']} reports written", last=True)
    lines = [str(folder), *(f"  {name:14} {number}" for name, number in record.items())]
    typer.echo(json.dumps(record) if as_json else "\n".join(lines))
