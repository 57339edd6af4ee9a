"""gongkai demo: the whole way on the replica, in one command."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("demo")(demo)


def demo(
    archive: Annotated[Path, typer.Option("--archive", help="Folder for the archive of the demo.")] = Path("demo"),
    seed: Annotated[int, typer.Option(help="Another seed, another world.")] = 1,
    size: Annotated[int, typer.Option(help="About how many reports.", metavar="N", min=10)] = 600,
) -> None:
    """Crawl the replica of Shandong into a fresh archive, read it, and show what came of it.

    gongkai demo

    Nothing leaves this machine: the replica answers for the real host names on loopback.
    """
    from crawler.demo import run

    for line in run(archive, seed, size):
        typer.echo(line)
