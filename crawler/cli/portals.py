"""gongkai portals: what the registry knows and what it does not."""

from typing import Annotated

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
    group.command("recognise")(recognise)
    app.add_typer(group, name="portals")


def list_portals(
    registry: RegistryFolder = None,
    as_json: AsJson = False,
) -> None:
    """List portals with their hosts, families, agencies and entries, each with its evidence.

    An entry marked needs_probe is one whose address nobody has seen; a family marked unproven has been read on no real
    page yet.

    gongkai portals list --json
    """
    import json
    from dataclasses import asdict

    from spiders.registry import load
    from spiders.registry.agencies import known_agencies
    from spiders.registry.page import families_of, unknown

    portals = load(registry).portals
    if as_json:
        more = [{"families": families_of(p), "agencies": list(map(asdict, known_agencies(p)))} for p in portals]
        every = [asdict(portal) | told for portal, told in zip(portals, more, strict=True)]
        typer.echo(json.dumps(every, ensure_ascii=False))
        return
    for portal in portals:
        known = len(portal.entries) - unknown(portal)
        counts = f"{len(portal.hosts)} hosts\t{known} entries\t{unknown(portal)} need a probe"
        typer.echo(f"{portal.id}\t{portal.name}\t{', '.join(families_of(portal))}\t{counts}")
        for host in portal.hosts:
            family = _family(host.family, host.family_evidence) if host.family else "family unknown"
            typer.echo(f"  host\t{host.name}\t{host.place}\t{host.evidence}\t{family}")
        for entry in portal.entries:
            evidence = entry.evidence if entry.url else entry.status
            typer.echo(f"  {entry.kind}\t{entry.family}\t{entry.url or '-'}\t{evidence}\t{entry.note}")


def _family(family: str, evidence: str) -> str:
    from spiders.registry.proof import UNPROVEN, proof

    unproven = f", {UNPROVEN}" if {proof(family, part) for part in ("list", "article")} == {UNPROVEN} else ""
    return f"{family} ({evidence}{unproven})"


def recognise(
    urls: Annotated[list[str], typer.Argument(help="Addresses, each in full.", metavar="URL…")],
    title: Annotated[
        list[str] | None, typer.Option("--title", help="Title of the page; one for each address, in the same order.")
    ] = None,
    registry: RegistryFolder = None,
    as_json: AsJson = False,
) -> None:
    """Tell what an address is, without asking it: portal, family, kind, canonical key, agency, reporting year.

    With --json one line per address. What neither address nor title tells is null or unknown. An address that the
    crawler would never ask, such as an imitation of a portal, is told as off_allowlist.

    gongkai portals recognise "https://www.jining.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=11370800004312810B&fbtime=2025"
    """
    import json
    from dataclasses import asdict

    from archive.errors import UsageError
    from spiders.recognise import recognise as told_of
    from spiders.registry import load

    titles = title or [""] * len(urls)
    if len(titles) != len(urls):
        raise UsageError(f"{len(urls)} addresses and {len(titles)} titles; write one --title for each address, or none")
    known = load(registry)
    for url, words in zip(urls, titles, strict=True):
        told = asdict(told_of(known, url, words))
        if as_json:
            typer.echo(json.dumps(told, ensure_ascii=False))
            continue
        typer.echo(url)
        for name, value in list(told.items())[1:]:
            if name != "refused" or value:
                typer.echo(f"  {name}\t{value or '-'}")


def print_page(
    registry: RegistryFolder = None,
) -> None:
    """Print the registry as the Markdown page docs/portals-list.md.

    gongkai portals page > docs/portals-list.md
    """
    from spiders.registry import load
    from spiders.registry.page import page

    typer.echo(page(load(registry)), nl=False)
