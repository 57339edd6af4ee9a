"""gongkai reindex: make the ledger again from the WARC files."""

from typing import TYPE_CHECKING

import typer

from archive.errors import Exit
from crawler.cli.options import DEFAULT_ARCHIVE, Archive, AsJson, Today, clock_of
from crawler.cli.several import note

if TYPE_CHECKING:
    from archive.store.rebuild import Rebuilt


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("reindex")(reindex)


def reindex(today: Today = "", archive: Archive = DEFAULT_ARCHIVE, as_json: AsJson = False) -> None:
    """Make ledger.db again from the WARC files and review.jsonl: when it is lost, damaged or older than they are.

    gongkai reindex --archive data

    A sound ledger comes out as it was and is left alone; any other stays beside as ledger.db.replaced. corpus.db is not
    touched; `gongkai derive` finds what to do. Exit codes: 0 done; 9 done, and a WARC file is damaged.
    """
    import json

    from archive.store.rebuild import reindex as run
    from crawler.cli.progress import Progress

    progress = Progress()
    made = run(archive, clock_of(today), progress.tell)
    progress.tell(
        "ledger.db is as the WARC files tell it: nothing was changed" if made.equal
        else f"ledger.db was {made.before} and is made again", last=True,
    )  # fmt: skip
    explain(made)
    typer.echo(json.dumps(made.record(), ensure_ascii=False) if as_json else result(made))
    raise typer.Exit(int(Exit.DAMAGED if made.damaged else Exit.OK))


def explain(made: "Rebuilt") -> None:
    """Says on stderr what a person should know of a ledger made again."""
    for line in made.notes:
        note(line)
    for table, (old, new) in made.differing.items():
        note(f"{table}: {old} rows only in the old ledger, {new} only in the new one")


def result(made: "Rebuilt") -> str:
    """It in one line."""
    return (
        f"{made.files} WARC files, {made.bytes / 1e6:.1f} MB: tasks {made.tasks}, visits {made.visits},"
        f" captures {made.captures}; the ledger was {made.before}"
    )
