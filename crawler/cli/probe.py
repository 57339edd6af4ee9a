"""gongkai portals probe: a few polite requests, and a bundle that says what they showed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archive.errors import Exit, UsageError
from crawler.cli.options import AsJson, Contact, Delay, RegistryFolder, Today, Via, clock_of

if TYPE_CHECKING:
    from crawler.probe.record import Record


def probe(
    subject: Annotated[str, typer.Argument(help="A portal, a host, or an address.", metavar="[PORTAL|URL]")] = "",
    contact: Contact = "",
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Folder of the bundle, or a name in .zip.", metavar="FOLDER")
    ] = None,
    requests: Annotated[
        int, typer.Option(help="Send at most N requests, robots.txt included.", metavar="N", min=2, max=20)
    ] = 20,
    read: Annotated[
        Path | None, typer.Option(help="Ask nothing; read this bundle with the adapters of now.", metavar="BUNDLE")
    ] = None,
    fixtures: Annotated[
        Path | None, typer.Option(help="With --read: write its visits there as test fixtures.", metavar="DIR")
    ] = None,
    via: Via = "",
    registry: RegistryFolder = None,
    delay: Delay = None,
    today: Today = "",
    as_json: AsJson = False,
) -> None:
    """Ask a portal or a host a few questions, and write what was seen into a bundle that can be sent to us.

    gongkai portals probe www.yanzhou.gov.cn --contact you@example.org

    At most 20 requests at the pace of a crawl: about four minutes. docs/probe.md tells what is asked, what is in the
    bundle and what becomes of it. Exit codes: 0 something was answered; 10 nothing was.
    """
    import json

    from crawler.probe import run

    clock = clock_of(today)
    if bool(read) == bool(subject):
        raise UsageError("name a portal or an address, as gongkai portals list shows them, or a bundle with --read")
    if fixtures and not read:
        raise UsageError("--fixtures: are made of a bundle; write --read BUNDLE too")
    if read:
        record, where = run.read(read, registry, clock), read
        if fixtures:
            _write_fixtures(read, fixtures, registry, today)
    else:
        where = out or Path(f"probe-{_named(subject)}-{clock.now():%Y%m%d}")
        options = run.ProbeOptions(subject, contact, where, requests, via, registry, delay)
        record = run.probe(options, clock)
    typer.echo(json.dumps(record, ensure_ascii=False) if as_json else "\n".join(lines(record, where)))
    raise typer.Exit(int(Exit.OK if record["answers"] else Exit.INCOMPLETE))


def _named(subject: str) -> str:
    import re

    return re.sub(r"[^\w.]+", "-", subject.partition("://")[2] or subject).strip("-")[:60]


def _write_fixtures(bundle: Path, folder: Path, registry: Path | None, today: str) -> None:
    from crawler.cli.several import note
    from crawler.probe import fixtures, run

    with run.opened(bundle, registry, clock_of(today)) as (archive, ledger, subject):
        made = fixtures.write(folder, archive, ledger, subject)
    note(f"{folder}: {len(made)} visits written; read what is expected of each before you keep it (docs/probe.md)")


def lines(record: "Record", where: Path) -> list[str]:
    """A record as a person reads it: what was found first, then what the registry has wrong."""
    from crawler.probe.record import tally

    told = [f"{record['answers']} answers"]
    told += [f"  {one['outcome']}\t{one['url']}\t{one['detail']}" for one in _rows(record, "asked")]
    told += [f"family {one['family']} on {one['host']}, by {one['by']} {one['url']}"
             for one in _rows(record, "families")]  # fmt: skip
    told += [f"{one['kind']} found: {one['url']} {one['words']}" for one in _rows(record, "found")]
    for one in _rows(record, "verdicts"):
        if one["verdict"] == "contradicted":
            told.append(f"contradicted: {one['what']} {one['subject']}: {one['says']}; seen: {one['seen']}")
    if _rows(record, "verdicts"):
        told.append(", ".join(f"{count} {word}" for word, count in tally(record).items()))
    return [*told, f"bundle: {where}"]


def _rows(record: "Record", name: str) -> list[dict[str, object]]:
    rows = record[name]
    return rows if isinstance(rows, list) else []
