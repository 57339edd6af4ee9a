"""gongkai coverage: for each agency and year what is held, what the source shows, what was read."""

from collections.abc import Sequence
from typing import Annotated

import typer

from crawler.cli.options import DEFAULT_ARCHIVE, Archive, AsJson
from crawler.cli.several import note


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("coverage")(coverage)


def coverage(
    portals: Annotated[list[str] | None, typer.Argument(help="Portals by id; all where none is named.")] = None,
    year: Annotated[list[int] | None, typer.Option(help="Reporting year; may be given again.")] = None,
    agency: Annotated[str, typer.Option(help="Agency id, area code or words of a name.")] = "",
    archive: Archive = DEFAULT_ARCHIVE,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV on stdout, all three answers in full.")] = False,
) -> None:
    """Show which reports are held and why the others are not: agencies by years, one sign per report.

    gongkai coverage jining --year 2023 --json

    With --json or --csv every cell has its three answers (holding, source, read_state), their evidence and the day the
    source last answered. Works while a crawl runs; as new as the last `gongkai derive`.
    """
    import csv
    import json
    import sys

    from archive.store.corpus import Corpus
    from archive.store.views import COVERAGE_COLUMNS
    from archive.store.views import coverage as look

    rows = look(Corpus(archive / "corpus.db", read_only=True), portals or (), year or (), agency)
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif as_csv:
        writer = csv.DictWriter(sys.stdout, COVERAGE_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    elif rows:
        typer.echo("\n".join(table(rows)))
    else:
        note("nothing is expected here yet; run `gongkai crawl` and `gongkai derive`, or widen the question")


SIGNS = {
    "●": "held, read completely", "◐": "held, something in doubt", "○": "held, not read yet", "▣": "held as images",
    "解": "only an interpretation is held", "-": "the source has none", "<": "not due yet", "†": "gone from the source",
    "x": "blocked", "?": "needs a look", ".": "not tried",
}  # fmt: skip
_BY_STATE = {"complete": "●", "flagged": "◐"}
_BY_SOURCE = {"absent": "-", "not_yet_due": "<", "gone": "†", "needs_probe": "?", "not_tried": ".", "blocked": "x"}


def sign(row: dict[str, object]) -> str:
    """The one sign that stands for a cell's three answers."""
    if row["holding"] == "held":
        return _BY_STATE.get(str(row["read_state"]), "○")
    if row["holding"] == "held_image_only":
        return "▣"
    if row["holding"] == "interpretation_only":
        return "解"
    return _BY_SOURCE.get(str(row["source"]).partition(":")[0], "?")


def table(rows: Sequence[dict[str, object]]) -> list[str]:
    """Agencies by years as lines, under each portal, with the legend of the signs that occur."""
    years = sorted({int(str(row["year"])) for row in rows})
    signs: dict[tuple[str, str], dict[int, str]] = {}
    for row in rows:
        name = str(row["agency"] or row["area"])
        signs.setdefault((str(row["agency_id"]), name), {})[int(str(row["year"]))] = sign(row)
    width = max(_width(name) for _, name in signs)
    lines = [f"{'':13}  {'':{width}}  {' '.join(f'{year % 100:02}' for year in years)}"]
    for (agency_id, name), cells in signs.items():
        marks = " ".join(_padded(cells.get(year, " "), 2) for year in years)
        lines.append(f"{agency_id}  {_padded(name, width)}  {marks}".rstrip())
    used = {mark for cells in signs.values() for mark in cells.values()}
    return [*lines, "", *(f"{_padded(mark, 2)} {meaning}" for mark, meaning in SIGNS.items() if mark in used)]


def _width(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
