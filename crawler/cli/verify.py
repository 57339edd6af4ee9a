"""gongkai verify: re-read every stored byte and check every table against the others."""

from typing import Annotated

import typer

from archive.errors import Exit
from crawler.cli.options import DEFAULT_ARCHIVE, Archive, AsJson


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("verify")(verify)


def verify(
    archive: Archive = DEFAULT_ARCHIVE,
    sample: Annotated[
        str, typer.Option(help="Read only so many captures and reports, or such a share.", metavar="N|N%")
    ] = "",
    seed: Annotated[int | None, typer.Option(help="Seed of the sample; without it another sample each time.")] = None,
    as_json: AsJson = False,
) -> None:
    """Check the whole archive: WARC records and their digests, ledger, corpus. Changes nothing.

    gongkai verify --archive data

    gongkai verify --sample 1%

    One line per finding: which file, what is wrong, what to do. A sample still checks every length, manifest and table.
    A last line counts what the reports themselves contradict; `gongkai show` tells where. That is no damage.
    Exit codes: 0 nothing found, 9 something is damaged.
    """
    import json
    import secrets

    from archive.clock import SystemClock
    from archive.errors import UsageError
    from archive.store.contradictions import counts
    from archive.store.verify import verify as findings_of
    from archive.store.verify.finding import Checked
    from archive.store.verify.sampling import sample_of
    from crawler.cli.progress import Progress

    if seed is not None and not sample:
        raise UsageError("--seed: belongs to a sample; write --sample N too")
    seed = secrets.randbelow(1 << 31) if seed is None else seed
    chosen = sample_of(sample, seed) if sample else None
    progress, checked, findings = Progress(), Checked(), []
    for finding in findings_of(archive, SystemClock(), progress.tell, sample=chosen, checked=checked):
        findings.append(finding)
        if not as_json:
            typer.echo(str(finding))
    # What reports contradict in themselves and in each other: no damage, nothing to mend, and not hidden either.
    printed = counts(archive)
    if as_json:
        mode = {"sample": sample, "seed": seed} if chosen else {}
        listed = [finding.record() for finding in findings]
        told = {"findings": listed, "checked": checked.record(), "as_printed": printed, **mode}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    said = f"{len(findings)} findings" if findings else "everything is as it was stored"
    if printed:
        progress.tell(
            f"as printed: {printed['reports_with_failed_checks']} reports contradict themselves, in"
            f" {printed['suspects']} of them one cell explains it; {printed['year_checks_failed']} of"
            f" {printed['year_checks']} identities across years fail", last=True,
        )  # fmt: skip
    progress.tell(f"{said}{f'; sample {sample}, seed {seed}' if chosen else ''}", last=True)
    raise typer.Exit(int(Exit.DAMAGED if findings else Exit.OK))
