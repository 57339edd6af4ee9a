"""A command group that imports a command's module when the command is called, and not before."""

from importlib import import_module

import click
import typer
from typer.core import TyperGroup
from typer.main import get_command

COMMANDS = {
    "demo": "crawler.cli.demo",
    "replica": "crawler.cli.replica",
    "crawl": "crawler.cli.crawl",
    "read": "crawler.cli.read",
    "ingest": "crawler.cli.ingest",
    "derive": "crawler.cli.derive",
    "coverage": "crawler.cli.coverage",
    "show": "crawler.cli.show",
    "verify": "crawler.cli.verify",
    "portals": "crawler.cli.portals",
}
"""Command to the module that holds it, in the order of the help; the module's `app` is a Typer with that command."""


class LazyGroup(TyperGroup):
    """Finds commands by COMMANDS, so that `archive` works where Scrapy is not installed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        app: typer.Typer = import_module(COMMANDS[cmd_name]).app
        command = get_command(app)
        command.name = cmd_name
        return command
