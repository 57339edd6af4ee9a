"""The command line: one module per command; what a command needs is imported when it runs."""

import sys
from importlib import import_module

import typer

from archive.errors import Exit, GongkaiError

COMMANDS = (
    "demo", "replica", "crawl", "nightly", "rediscover", "read", "ingest", "derive", "coverage", "show", "diff",
    "search", "review", "withhold", "audit", "release", "wacz", "verify", "reindex", "backup", "merge", "portals",
)  # fmt: skip
"""In the order of the help. Module crawler.cli.NAME registers its command on import."""

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="Crawl, keep and read the annual government-information disclosure reports of Shandong.",
)  # fmt: skip


def build() -> typer.Typer:
    """The whole command line."""
    for name in COMMANDS:
        import_module(f"crawler.cli.{name}").register(app)
    return app


def main() -> None:
    """The console command `gongkai`: an error of ours is one line on stderr and the exit code of its class."""
    try:
        build()()
    except GongkaiError as error:
        print(f"gongkai: {error}", file=sys.stderr)
        raise SystemExit(int(error.exit_code)) from None
    except Exception as error:
        from archive.store.sqlite import is_damage

        if not is_damage(error):
            raise
        print(f"gongkai: SQLite says: {error}; `gongkai verify` tells which file it is and what to do", file=sys.stderr)
        raise SystemExit(int(Exit.DAMAGED)) from None
    except KeyboardInterrupt:
        print("gongkai: stopped; everything acknowledged is kept, the same command goes on", file=sys.stderr)
        raise SystemExit(int(Exit.FAILED)) from None
