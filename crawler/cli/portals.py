"""gongkai portals: what the registry knows and what it does not."""

import typer

from crawler.cli.options import AsJson, RegistryFolder
from crawler.cli.probe import probe


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    group = typer.Typer(no_args_is_help=True, help="What the registry knows of the portals, and what it does not.")
    group.callback()(lambda: None)
    group.command("list")(list_portals)
    group.command("page")(print_page)
    group.command("probe")(probe)
    app.add_typer(group, name="portals")


def list_portals(
    registry: RegistryFolder = None,
    as_json: AsJson = False,
) -> None:
    """List portals with their hosts and entries; an entry marked needs_probe is one whose address nobody has seen.

    gongkai portals list --json
    """
    import json
    from dataclasses import asdict

    from spiders.registry import load

    portals = load(registry).portals
    if as_json:
        typer.echo(json.dumps([asdict(p) for p in portals], ensure_ascii=False))
        return
    for portal in portals:
        known = [e for e in portal.entries if e.status == "known"]
        counts = f"{len(portal.hosts)} hosts\t{len(known)} entries\t{len(portal.entries) - len(known)} need a probe"
        typer.echo(f"{portal.id}\t{portal.name}\t{counts}")
        for entry in portal.entries:
            typer.echo(f"  {entry.kind}\t{entry.family}\t{entry.url or entry.status}\t{entry.note}")


def print_page(
    registry: RegistryFolder = None,
) -> None:
    """Print the registry as the Markdown page docs/portals-list.md.

    gongkai portals page > docs/portals-list.md
    """
    from spiders.registry import load
    from spiders.registry.page import page

    typer.echo(page(load(registry)), nl=False)
