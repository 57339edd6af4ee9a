"""gongkai replica: the miniature Shandong by itself, to try a crawl against."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("replica")(replica)


def replica(
    port: Annotated[int, typer.Option(help="Port of the proxy; 0 takes a free one.", min=0, max=65535)] = 8898,
    seed: Annotated[int, typer.Option(help="Another seed, another world.")] = 1,
    size: Annotated[int, typer.Option(help="About how many reports.", metavar="N", min=1)] = 600,
    faults: Annotated[str, typer.Option(help="Obstacles to switch on: NAME or NAME:HOST, joined by commas.")] = "",
    log: Annotated[Path | None, typer.Option(help="Write one JSON line per request here.", metavar="FILE")] = None,
    ca: Annotated[Path | None, typer.Option(help="Write the CA certificate here, for SSL_CERT_FILE.")] = None,
    truth: Annotated[Path | None, typer.Option(help="Write what is really published here, as JSON lines.")] = None,
) -> None:
    """Run the replica: one forward proxy on 127.0.0.1 that answers for the real host names, until Ctrl-C.

    gongkai replica --ca ca.pem --log requests.jsonl

    SSL_CERT_FILE=ca.pem gongkai crawl --via http://127.0.0.1:8898 --delay 0 --contact you@example.org --archive trial

    The obstacles are listed in docs/replica.md.
    """
    import json

    from crawler.replica import Replica, World

    world = World(seed=seed, reports=size)
    with Replica(world, faults=faults, log=log, ca=ca, port=port) as running:
        if truth:
            with truth.open("w", encoding="utf-8") as file:
                file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in running.truth())
        typer.echo(f"replica of {len(world.agencies)} agencies on {running.url}, CA in {running.ca_file}")
        running.wait()
