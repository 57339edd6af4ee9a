"""gongkai merge: unite archives."""

from pathlib import Path
from typing import Annotated

import typer

from archive.errors import Exit
from crawler.cli.options import DEFAULT_ARCHIVE, Archive, AsJson, Today, clock_of
from crawler.cli.several import note


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("merge")(merge)


def merge(
    others: Annotated[list[Path], typer.Argument(help="Folders of other archives.", metavar="OTHER...")],
    today: Today = "",
    archive: Archive = DEFAULT_ARCHIVE,
    as_json: AsJson = False,
) -> None:
    """Take in what other archives hold: their WARC files, checked, and their review lines; then make the ledger again.

    gongkai merge /media/disk/data --archive data

    The others stay as they are. In any order, and any number of times, the same ledger comes of it. `gongkai derive`
    then reads what is new. Exit codes: 0 done; 9 done, and a file that is damaged was not taken.
    """
    import json

    from archive.store.merge import merge as run
    from crawler.cli.progress import Progress
    from crawler.cli.reindex import explain, result

    progress = Progress()
    done = run(archive, others, clock_of(today), progress.tell)
    assert done.rebuilt is not None
    progress.tell(f"{len(done.taken)} WARC files taken, {done.known} known, {done.reviews} review lines", last=True)
    for line in (*done.refused, *done.notes):
        note(line)
    explain(done.rebuilt)
    typer.echo(json.dumps(done.record(), ensure_ascii=False) if as_json else result(done.rebuilt))
    raise typer.Exit(int(Exit.DAMAGED if done.damaged else Exit.OK))
