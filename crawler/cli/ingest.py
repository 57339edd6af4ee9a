"""gongkai ingest: put files a person has into the archive, with provenance."""

from pathlib import Path
from typing import Annotated

import typer

from crawler.cli.options import DEFAULT_ARCHIVE, Archive, Today, clock_of
from crawler.cli.several import each, note


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("ingest")(ingest)


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders of files.", metavar="FILE|DIR...")],
    source: Annotated[str, typer.Option("--from", help="Who handed them in, from where.", metavar="WHERE")],
    agency: Annotated[str, typer.Option(help="Agency they are about, by its full name.")] = "",
    year: Annotated[int | None, typer.Option(help="Reporting year they are about.", min=2008, max=2100)] = None,
    note_: Annotated[str, typer.Option("--note", help="Anything else to know of them.")] = "",
    today: Today = "",
    archive: Archive = DEFAULT_ARCHIVE,
) -> None:
    """Keep files as they are, with where they are from; `gongkai derive` then reads them like crawled ones.

    gongkai ingest reports/ --from "city archive, letter of 2026-03-02"

    The same bytes are kept once. A file that cannot be taken costs one line on stderr; the others are taken.
    """
    from contextlib import closing
    from importlib.metadata import version

    from archive.errors import UsageError
    from archive.ingest import Provenance, files_in
    from archive.ingest import ingest as take
    from archive.store.captures import CaptureStore
    from archive.store.ledger import Ledger
    from archive.store.lock import hold

    if not source.strip():
        raise UsageError("--from: say who handed the files in or where they are from")
    clock, provenance, taken = clock_of(today), Provenance(source, agency, year, note_), [0]
    with hold(archive / "crawl.lock", "gongkai ingest"):
        ledger = Ledger(archive / "ledger.db", clock)
        store = CaptureStore(ledger, archive / "warc", clock, {"software": f"gongkai/{version('gongkai')}"})

        def act(path: Path) -> None:
            done = take(path, provenance, ledger, store, clock)
            taken[0] += done.new
            typer.echo(f"{done.task_key}\t{path}")
            if not done.new:
                note(f"{path}: already in the archive; not kept twice")

        with closing(ledger.database), closing(store):
            code = each([file for path in paths for file in files_in(path)], act)
    note(f"{taken[0]} files taken in; `gongkai derive` reads them")
    raise typer.Exit(int(code))
