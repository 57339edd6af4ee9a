"""gongkai rediscover: what newer adapters find on archived lists."""

from typing import Annotated

import typer

from crawler.cli.options import DEFAULT_ARCHIVE, Archive, AsJson, RegistryFolder, Today, clock_of


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("rediscover")(rediscover)


def rediscover(
    portals: Annotated[list[str] | None, typer.Argument(help="Portals by id or name; all where none is named.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what is found; queue nothing.")] = False,
    registry: RegistryFolder = None,
    today: Today = "",
    archive: Archive = DEFAULT_ARCHIVE,
    as_json: AsJson = False,
) -> None:
    """Parse archived lists again with the adapters and the registry of now; queue what they show and nobody knew.

    gongkai rediscover jining --dry-run

    Sends nothing: the last look at each list is read from the archive, all its pages. What is found is asked by the
    next crawl. To be run after an upgrade.
    """
    import json

    from crawler.cli.progress import Progress
    from crawler.cli.several import note
    from crawler.rediscover import rediscover as run
    from spiders.registry import load

    progress = Progress()
    done = run(archive, load(registry), tuple(portals or ()), clock_of(today), dry_run=dry_run, tell=progress.tell)
    progress.tell(f"{done.lists} lists, {len(done.found)} found", last=True)
    for fault in done.faults:
        note(f"{fault}; the adapter broke on this list, the others were read")
    if as_json:
        typer.echo(json.dumps(done.record(), ensure_ascii=False))
        return
    for one in done.found:
        words = [one.portal, one.kind, str(one.year or ""), one.title or one.agency, one.url, one.list_url]
        typer.echo("\t".join(words))
    if done.no_longer:
        lost = sum(done.no_longer.values())
        typer.echo(f"{lost} no longer found, on {len(done.no_longer)} lists; --json names these")
    if done.incomplete:
        typer.echo(
            f"{len(done.incomplete)} lists lead on to pages that no visit kept; they are asked within a week, or now "
            "by `gongkai crawl --again`"
        )
    typer.echo(f"{len(done.found)} {'queued' if done.queued else 'would be queued'}, from {done.lists} lists")
