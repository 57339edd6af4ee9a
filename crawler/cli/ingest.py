"""gongkai ingest: put files a person has into the archive, with provenance."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archive.errors import Exit
from crawler.cli.options import DEFAULT_ARCHIVE, Archive, Today, clock_of
from crawler.cli.several import each, note

if TYPE_CHECKING:
    from archive.ingest import Taken


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
    """Keep files, and the documents in WARC and WACZ files of others, with where they are from, for `gongkai derive`.

    gongkai ingest reports/ crawl-2019.wacz --from "city archive, letter of 2026-03-02"

    The same bytes are kept once. What a web archive holds keeps its own address, date and headers. A file or record
    that cannot be taken costs one line on stderr; the others are taken.
    """
    from contextlib import closing
    from importlib.metadata import version

    from archive.errors import UsageError
    from archive.ingest import Ingested, Provenance, files_in, ingest_container, is_container
    from archive.ingest import ingest as take
    from archive.store.captures import CaptureStore
    from archive.store.ledger import Ledger
    from archive.store.lock import hold

    if not source.strip():
        raise UsageError("--from: say who handed the files in or where they are from")
    clock, provenance, taken, damaged = clock_of(today), Provenance(source, agency, year, note_), [0], [False]
    with hold(archive / "crawl.lock", "gongkai ingest"):
        ledger = Ledger(archive / "ledger.db", clock)
        store = CaptureStore(ledger, archive / "warc", clock, {"software": f"gongkai/{version('gongkai')}"})

        def took(done: Ingested) -> None:
            taken[0] += done.new
            typer.echo("\t".join(filter(None, (done.task_key, str(done.path), done.url))))
            if not done.new:
                note(f"{done.path}: already in the archive; not kept twice")

        def act(path: Path) -> None:
            if not is_container(path):
                took(take(path, provenance, ledger, store, clock))
                return
            of_file = ingest_container(path, provenance, ledger, store, clock, note, took)
            damaged[0] = damaged[0] or of_file.unreadable > 0
            _sum_up(path, of_file)

        with closing(ledger.database), closing(store):
            code = each([file for path in paths for file in files_in(path)], act)
    note(f"{taken[0]} files taken in; `gongkai derive` reads them")
    raise typer.Exit(int(code or (Exit.BAD_INPUT if damaged[0] else Exit.OK)))


def _sum_up(path: Path, taken: "Taken") -> None:
    """What became of the records of a web archive, each once."""
    left = ", ".join(f"{count} {what}" for what, count in sorted(taken.left.items()))
    note(f"{path}: {taken.new} documents taken in, {taken.held} already in the archive, left out: {left or 'none'}")
    if taken.unresolved:
        note(
            f"{path}: {len(taken.unresolved)} revisits of captures that are not in this file, such as"
            f" {taken.unresolved[0]}; hand in the file that holds them"
        )
