"""gongkai portals: what the registry knows."""

import typer

app = typer.Typer(no_args_is_help=True, help="What the registry of portals knows.")


@app.callback()
def root() -> None:
    """What the registry of portals knows."""
