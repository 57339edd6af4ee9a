"""The command line: one module per command, imported only when it is called for."""

import sys

import typer

from archive.errors import Exit, GongkaiError
from crawler.cli.lazy import LazyGroup

app = typer.Typer(
    cls=LazyGroup, no_args_is_help=True, add_completion=False, rich_markup_mode=None,
    help="Crawl, keep and read the annual government-information disclosure reports of Shandong.",
)  # fmt: skip


@app.callback()
def root() -> None:
    """Crawl, keep and read the annual government-information disclosure reports of Shandong."""


def main() -> None:
    """The console command `gongkai`: an error of ours is one line on stderr and the exit code of its class."""
    try:
        app()
    except GongkaiError as error:
        print(f"gongkai: {error}", file=sys.stderr)
        raise SystemExit(int(error.exit_code)) from None
    except KeyboardInterrupt:
        print("gongkai: stopped; everything acknowledged is kept, the same command goes on", file=sys.stderr)
        raise SystemExit(int(Exit.FAILED)) from None
