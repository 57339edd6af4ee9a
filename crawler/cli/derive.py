"""gongkai derive: read what was captured and put it together."""

import os
from pathlib import Path
from typing import Annotated

import typer

from crawler.cli.options import DEFAULT_ARCHIVE, Archive, AsJson, Today, clock_of
from crawler.cli.several import note


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("derive")(derive)


def derive(
    again: Annotated[bool, typer.Option("--all", help="Read everything again, not only what is new.")] = False,
    follow: Annotated[bool, typer.Option("--follow", help="Keep on beside a crawl until it has ended.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", help="Reading processes.", metavar="N", min=1)] = os.cpu_count() or 1,
    today: Today = "",
    archive: Archive = DEFAULT_ARCHIVE,
    as_json: AsJson = False,
    changes: Annotated[
        Path | None, typer.Option("--changes", help="With --all: file for all that it changed.", metavar="FILE")
    ] = None,
) -> None:
    """Read every capture that is new into corpus.db: reports, figures, checks; then series and coverage.

    gongkai derive --follow

    Needs no network and can be stopped and repeated at any time. A document that cannot be read costs one line here and
    a status in the corpus. With --all everything is read into a new file, which takes the place of the old corpus when
    it is whole, and what that changed is told; after an upgrade of the reader this is done without being asked.
    """
    import json
    import signal
    from threading import Event

    from archive.derive import Progress as Done
    from archive.derive import derive as run
    from archive.errors import UsageError
    from crawler.cli.progress import Progress

    if changes and not again:
        raise UsageError("--changes tells what `derive --all` changed; write both")
    progress = Progress()

    def tell(done: Done) -> None:
        line = f"{done.done} of {done.total} bundles read, {done.failed} documents failed"
        progress.tell(line, last=done.done == done.total)

    stop = Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        summary = run(
            archive, clock_of(today), jobs=jobs, again=again, follow=follow, changes=changes, stopped=stop.is_set,
            tell=tell, note=note,
        )  # fmt: skip
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    for bundle, url, reason in summary.failures:
        note(f"{bundle}: {url}: {reason}")
    if stop.is_set():
        note("stopped; what was read is kept, the same command goes on")
    record = summary.record()
    changed = summary.changes
    if as_json:
        typer.echo(json.dumps(record | ({"changes": changed.record()} if changed else {}), ensure_ascii=False))
        return
    typer.echo(", ".join(f"{name} {number}" for name, number in record.items()))
    for line in changed.lines() if changed else ():
        typer.echo(line)
