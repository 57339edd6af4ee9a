"""Writes docs/cli.md from the commands' own help: `python -m crawler.cli.reference > docs/cli.md`."""

from collections.abc import Iterator

import typer
from typer.testing import CliRunner

from archive import errors
from archive.errors import Exit, GongkaiError
from crawler.cli import COMMANDS, build

_WIDTH = 100
_OWN_WORDS = {
    Exit.OK: "Done, and every question was answered.",
    Exit.INCOMPLETE: "Done, but something is missing; the summary names every hole.",
    Exit.ALARM: "The night is over and something is not as on the nights before; its page says what and what to do.",
}


def pages() -> Iterator[str]:
    """The Markdown of the reference, piece by piece."""
    yield "# Command line\n"
    yield "Generated from `gongkai --help`; do not edit. Results go to stdout, talk goes to stderr.\n"
    app = build()
    for path in [(), *_paths(app)]:
        title = " ".join(("gongkai", *path))
        yield f"## {title}\n\n```text\n{_help(app, path)}\n```\n"
    yield "## Exit codes\n"
    yield "| code | meaning |\n|---|---|"
    for code in Exit:
        yield f"| {int(code)} | {_meaning(code)} |"


def _paths(app: typer.Typer) -> Iterator[tuple[str, ...]]:
    """The words of every command, in the order of the help."""
    groups = {g.name: g.typer_instance for g in app.registered_groups}
    for name in COMMANDS:
        yield (name,)
        inner = groups.get(name)
        for command in inner.registered_commands if inner else ():
            yield (name, str(command.name))


def _help(app: typer.Typer, path: tuple[str, ...]) -> str:
    result = CliRunner().invoke(app, [*path, "--help"], prog_name="gongkai", terminal_width=_WIDTH)
    return "\n".join(line.rstrip() for line in result.output.rstrip().splitlines())


def _meaning(code: Exit) -> str:
    if code in _OWN_WORDS:
        return _OWN_WORDS[code]
    classes = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, GongkaiError)]
    own = next(c for c in classes if c.exit_code == code)
    if own is GongkaiError:
        return "It failed; the line on stderr says why and what to do."
    return (own.__doc__ or "").splitlines()[0]


def main() -> None:
    """Prints the reference."""
    print("\n".join(pages()))


if __name__ == "__main__":
    main()
