"""gongkai backup: copy a live archive into another folder, whole at every moment."""

from pathlib import Path
from typing import Annotated

import typer

from archive.errors import Exit
from crawler.cli.options import DEFAULT_ARCHIVE, Archive, AsJson


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("backup")(backup)


def backup(
    folder: Annotated[Path, typer.Argument(help="Folder of the backup; made if it is not there.", metavar="DIR")],
    corpus: Annotated[bool, typer.Option(help="Copy corpus.db too, which `derive` can make again.")] = True,
    full: Annotated[
        bool, typer.Option("--full", help="Read the WARC files of the backup again, not only their sizes.")
    ] = False,
    archive: Archive = DEFAULT_ARCHIVE,
    as_json: AsJson = False,
) -> None:
    """Copy the archive into DIR, while crawl, derive or a night may run. DIR is an archive by itself.

    gongkai backup /mnt/disk/gongkai

    Again into the same DIR: only what is new is copied, nothing is removed. Whatever comes in between, DIR is a whole
    backup, the new or the last one. Exit codes: 0 copied, 9 copied, but something of the archive is damaged.
    """
    import json
    from dataclasses import asdict

    from archive.clock import SystemClock
    from archive.store.backup import backup as copy
    from crawler.cli.progress import Progress
    from crawler.cli.several import note

    progress = Progress()
    done = copy(archive, folder, SystemClock(), corpus=corpus, full=full, tell=progress.tell)
    told = f"{done.copied} WARC files copied, {done.kept} were there; {done.bytes / 1e6:.1f} MB written"
    progress.tell(told, last=True)
    for line in done.complaints:
        note(line)
    if as_json:
        typer.echo(json.dumps(asdict(done), ensure_ascii=False, indent=1))
    raise typer.Exit(int(Exit.DAMAGED if done.complaints else Exit.OK))
