"""gongkai read: parse files and print what they say; touches no archive."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archive.errors import BadInputError
from crawler.cli.options import AsJson
from crawler.cli.several import each, note

if TYPE_CHECKING:
    from archive.store.corpus import Reading


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("read")(read)


def read(
    files: Annotated[list[Path], typer.Argument(help="Files as saved: HTML, text, Markdown.", metavar="FILE...")],
    limit_mb: Annotated[int, typer.Option("--limit-mb", help="Refuse larger files.", metavar="MB", min=1)] = 64,
    as_json: AsJson = False,
) -> None:
    """Read reports from files and print what they say. Nothing is kept and no archive is touched.

    gongkai read report.html --json

    With --json one object for one file, a list for several. A file that cannot be read costs one line on stderr; the
    others are still read. Exit codes: 0 all read, 3 a file that cannot be read, 4 a file over the limit.
    """
    import json

    records: list[dict[str, object]] = []

    def act(path: Path) -> None:
        record, reading = _record(path, limit_mb)
        for flag in reading.flags:
            note(f"{path}: {_NOTES.get(flag, flag)}".format(reading.encoding))
        if as_json:
            records.append(record)
        else:
            typer.echo("\n".join(summary(path, record)))

    code = each(files, act)
    if as_json and len(files) > 1:
        typer.echo(json.dumps(records, ensure_ascii=False, indent=1))
    elif as_json and records:
        typer.echo(json.dumps(records[0], ensure_ascii=False, indent=1))
    raise typer.Exit(int(code))


_NOTES = {
    "charset_mislabelled": "the label names another charset than the bytes have; read as {}",
    "undecodable_bytes": "some bytes fit no charset; read as {} with marks in their place",
    "hidden_content": "the page hides part of its text; it was left out",
}


def _record(path: Path, limit_mb: int) -> "tuple[dict[str, object], Reading]":
    from archive.derive.reading import read_bytes
    from archive.ingest import load
    from archive.reports.model import Context
    from archive.reports.record import report_record
    from archive.store.warc import sha256

    data = load(path, limit_mb << 20)
    try:
        reading = read_bytes(data, Context(filename=path.name))
    except RecursionError:
        raise BadInputError(f"{path}: nested too deeply to be read; open it in a browser and save it again") from None
    if reading.report is None:
        raise BadInputError(f"{path}: {_advice(reading.reason)}")
    return report_record(reading.report, payload_sha256=sha256(data)), reading


def _advice(reason: str) -> str:
    kind, _, media = reason.partition(": ")
    return f"{media} files cannot be read yet; `gongkai ingest` keeps them" if kind == "unsupported" else reason


def summary(path: Path, record: dict[str, object]) -> list[str]:
    """A record in a few lines for a person."""
    figures, checks, sections = (_dicts(record[name]) for name in ("figures", "checks", "sections"))
    lines = [
        f"{path}",
        f"  {record['kind']}: {record['title']}",
        f"  agency {record['agency'] or '?'}, year {record['year'] or '?'}, scope {record['scope']}"
        f", template {record['template']}, content hash {record['content_hash']}",
    ]
    if sections:
        lines.append(f"  sections: {', '.join(str(section['title']) for section in sections)}")
    if figures:
        lines.append(f"  figures: {counted(str(figure['status']) for figure in figures)}")
    if checks:
        lines.append(f"  checks: {counted(str(check['status']) for check in checks)}")
    return lines


def counted(words: Iterable[str]) -> str:
    """`12 reported, 3 blank`: how often each word occurs, the most frequent first."""
    from collections import Counter

    return ", ".join(f"{number} {word}" for word, number in Counter(words).most_common())


def _dicts(value: object) -> list[dict[str, object]]:
    return value if isinstance(value, list) else []
