"""gongkai coverage: for each agency and year what is held, what the source shows, what was read."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archive.errors import UsageError
from archive.states import STATES, State, state_of
from crawler.cli import evidence as evidence_of
from crawler.cli.happened import told
from crawler.cli.options import DEFAULT_ARCHIVE, Archive, AsJson, AsOf, day_of
from crawler.cli.several import note

if TYPE_CHECKING:
    from archive.store.corpus import Corpus


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("coverage")(coverage)


def coverage(
    portals: Annotated[list[str] | None, typer.Argument(help="Portals by id; all where none is named.")] = None,
    portal: Annotated[list[str] | None, typer.Option(help="The same as an option; may be given again.")] = None,
    year: Annotated[list[int] | None, typer.Option(help="Reporting year; may be given again.")] = None,
    agency: Annotated[str, typer.Option(help="Agency id, area code or words of a name.")] = "",
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Tell what each cell rests on: addresses, visits, bytes.")
    ] = False,
    lists: Annotated[
        bool, typer.Option("--lists", help="Tell of every list when it was last read to its end, and its counts.")
    ] = False,
    events: Annotated[bool, typer.Option("--events", help="List what happened to the reports instead.")] = False,
    as_of: AsOf = "",
    archive: Archive = DEFAULT_ARCHIVE,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV on stdout, all three answers in full.")] = False,
    as_svg: Annotated[bool, typer.Option("--svg", help="Print a picture (SVG) on stdout.")] = False,
) -> None:
    """Show which reports are held and why the others are not: agencies by years, one sign per report.

    gongkai coverage jining --year 2023 --json

    gongkai coverage --agency 财政局 --year 2023

    With --json or --csv every cell has its three answers (holding, source, read_state), why it is expected, their
    evidence and the day the source last answered. A single cell, or --evidence, shows every question behind it.
    --events lists first sight, changes, moves and withdrawals, oldest first. Works while a crawl runs; as new as the
    last `gongkai derive`.
    """
    import csv
    import json
    import sys

    from archive.asof import open_corpus
    from archive.picture import coverage_picture

    if evidence + lists + events + as_svg > 1:
        raise UsageError("--evidence, --lists, --events and --svg: four different answers; choose one")
    named = [*(portals or ()), *(portal or ())]
    corpus = open_corpus(archive, day_of(as_of))
    what = "evidence" if evidence else "lists" if lists else "events" if events else "coverage"
    columns, rows = _look(corpus, what, named, year or (), agency)
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif as_csv:
        writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    elif as_svg:
        typer.echo(coverage_picture(rows), nl=False)
    elif rows:
        if what == "coverage" and len(rows) == 1:
            what, rows = "evidence", _look(corpus, "evidence", named, year or (), agency)[1]
        typer.echo("\n".join(_told(what, rows, archive)))
        if what == "coverage" and not agency:
            typer.echo("".join(_unnamed(corpus, named)), nl=False)
    else:
        note("nothing is expected here yet; run `gongkai crawl` and `gongkai derive`, or widen the question")


def _look(
    corpus: "Corpus", what: str, portals: Sequence[str], years: Sequence[int], agency: str
) -> tuple[Sequence[str], list[dict[str, object]]]:
    """(columns, rows) of one of the four answers."""
    from archive.store import views

    if what == "lists":
        return views.LIST_COLUMNS, views.lists(corpus, portals)
    if what == "events":
        return views.EVENT_COLUMNS, views.events(corpus, portals, years, agency)
    if what == "evidence":
        return views.ANSWER_COLUMNS, views.answers(corpus, portals, years, agency)
    return views.COVERAGE_COLUMNS, views.coverage(corpus, portals, years, agency)


def _unnamed(corpus: "Corpus", portals: Sequence[str]) -> Iterable[str]:
    """Governments that the law expects and nobody names: they have no row above."""
    from archive.assemble.governments import unnamed_governments

    for portal, places in unnamed_governments(corpus, portals).items():
        yield f"\n{portal}: no government is known of {'、'.join(places)}\n"


def _told(what: str, rows: Sequence[dict[str, object]], archive: Path) -> Iterable[str]:
    if what == "lists":
        return evidence_of.lists(rows)
    if what == "evidence":
        return evidence_of.cells(rows, archive)
    return _listed(rows) if what == "events" else table(rows)


def _listed(events: Sequence[dict[str, object]]) -> list[str]:
    return [f"{event['agency'] or '?'} {event['year'] or '?'}  {told(event)}" for event in events]


def table(rows: Sequence[dict[str, object]]) -> list[str]:
    """Agencies by years as lines, under each portal, with the legend of the signs that occur."""
    years = sorted({int(str(row["year"])) for row in rows})
    states: dict[tuple[str, str], dict[int, State]] = {}
    for row in rows:
        name = str(row["agency"] or row["area"])
        states.setdefault((str(row["agency_id"]), name), {})[int(str(row["year"]))] = state_of(row)
    width = max(_width(name) for _, name in states)
    lines = [f"{'':13}  {'':{width}}  {' '.join(f'{year % 100:02}' for year in years)}"]
    for (agency_id, name), cells in states.items():
        signs = (cells[year].sign if year in cells else " " for year in years)
        lines.append(f"{agency_id}  {_padded(name, width)}  {' '.join(_padded(sign, 2) for sign in signs)}".rstrip())
    used = {state for cells in states.values() for state in cells.values()}
    return [*lines, "", *(f"{_padded(state.sign, 2)} {state.meaning}" for state in STATES if state in used)]


def _width(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
