"""gongkai verify: re-read every stored byte and check every table against the others."""

import typer

from archive.errors import Exit
from crawler.cli.options import DEFAULT_ARCHIVE, Archive, AsJson


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("verify")(verify)


def verify(archive: Archive = DEFAULT_ARCHIVE, as_json: AsJson = False) -> None:
    """Check the whole archive: WARC records and their digests, ledger, corpus. Changes nothing.

    gongkai verify --archive data

    One line per finding: which file, what is wrong, what to do. Exit codes: 0 nothing found, 9 something is damaged.
    """
    import json

    from archive.clock import SystemClock
    from archive.store.verify import verify as findings_of
    from crawler.cli.progress import Progress

    progress = Progress()
    findings = []
    for finding in findings_of(archive, SystemClock(), progress.tell):
        findings.append(finding)
        if not as_json:
            typer.echo(finding)
    if as_json:
        typer.echo(json.dumps({"findings": findings}, ensure_ascii=False, indent=1))
    progress.tell(f"{len(findings)} findings" if findings else "everything is as it was stored", last=True)
    raise typer.Exit(int(Exit.DAMAGED if findings else Exit.OK))
