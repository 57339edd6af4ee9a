"""gongkai diff: what differs between two versions of a report, or between the reports of two years."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.options import DEFAULT_ARCHIVE, Archive, AsJson, AsOf, day_of

if TYPE_CHECKING:
    from archive.diff import Difference, Side
    from archive.diff.figures import Carried, Changed, Figure
    from archive.diff.texts import Line

_NAMES = "Two names of reports, versions or texts; AGENCY YEAR YEAR; or one AGENCY/YEAR."
_AROUND = 20
"""Unchanged characters shown beside what differs within a line."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("diff")(diff)


def diff(
    names: Annotated[list[str], typer.Argument(help=_NAMES, metavar="NAMES")],
    as_of: AsOf = "",
    archive: Archive = DEFAULT_ARCHIVE,
    as_json: AsJson = False,
) -> None:
    """Show what differs between two texts of a report or between two years: figures, then paragraphs and table rows.

    gongkai diff a1b2c3d4e5f6 2022 2023

    One AGENCY/YEAR compares its current text with the one before. Two names are any that `gongkai show` takes. Between
    consecutive years it is told whether what was carried over is what was carried in.
    """
    import json
    from dataclasses import asdict

    from archive.asof import open_corpus, until
    from archive.diff import compare
    from archive.diff.names import pair
    from archive.errors import UsageError
    from archive.store.standing import standing, withheld

    day = day_of(as_of)
    corpus = open_corpus(archive, day)
    before, after = pair(corpus, names)
    hidden = withheld(corpus, standing(archive, until(day)))
    for name in (before, after):
        if mark := hidden.get(name):
            raise UsageError(f"report {name}: withheld, {mark.at[:10]} by {mark.by}: {mark.reason}; it is not shown")
    found = compare(corpus, before, after)
    if as_json:
        over = [asdict(one) | {"agree": one.agree} for one in found.carried]
        typer.echo(json.dumps(asdict(found) | {"carried": over, "notes": found.notes}, ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join(lines(found)))


def lines(found: "Difference") -> Iterator[str]:
    """A comparison for a person; what differs within a line stands in 【】."""
    yield f"before  {_side(found.before)}"
    yield f"after   {_side(found.after)}"
    yield from found.notes
    yield ""
    yield f"{_number(len(found.figures), 'figure')} differ, {found.same_figures} are the same"
    yield from (_changed(one) for one in found.figures)
    if found.carried:
        yield ""
        yield "carried over, and carried in by the next year"
        yield from (_carried(one) for one in found.carried)
    yield ""
    yield f"{_number(len(found.text), 'line')} of text differ, {found.same_lines} are the same"
    for line in found.text:
        yield from _line(line)


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _side(side: "Side") -> str:
    current = {1: "current version", 0: "earlier version", None: "of no series"}[side.is_current]
    told = (
        side.agency or "?", str(side.year or "?"), f"{current} {side.version_id or ''}".strip(),
        f"report {side.report_id}", side.captured_at[:10], side.url,
    )  # fmt: skip
    return "  ".join(told)


def _changed(one: "Changed") -> str:
    before, after = one.before, one.after
    place = f"at {_place(before)} → {_place(after)}" if before and after else f"at {_place(before or after)}"
    return f"  {one.indicator}: {_value(before)} → {_value(after)} {one.unit}  {place}"


def _carried(one: "Carried") -> str:
    agree = {True: "agree", False: "DIFFER", None: "cannot be compared"}[one.agree]
    over, into = _value(one.carried_out), _value(one.carried_in)
    return f"  {one.column}: {over} carried over from {one.from_year}, {into} carried into {one.to_year}: {agree}"


def _value(figure: "Figure | None") -> str:
    if figure is None:
        return "no such cell"
    return f"[{figure.status}]" if figure.value is None else f"{figure.value} [{figure.status}]"


def _place(figure: "Figure | None") -> str:
    told = figure.locator.items() if figure else ()
    return " ".join(f"{name} {value}" for name, value in told if name != "payload") or "no place"


def _line(line: "Line") -> Iterator[str]:
    from archive.diff.texts import shortened, spans

    if line.after is None:
        yield f"  - {line.number_before}  {_plain(line.before or '')}"
    elif line.before is None:
        yield f"  + {line.number_after}  {_plain(line.after)}"
    else:
        before, after = spans(line.before, line.after)
        for sign, number, pieces in (("-", line.number_before, before), ("+", line.number_after, after)):
            marked = (f"【{text}】" if differs else text for text, differs in shortened(pieces, _AROUND))
            yield f"  {sign} {number}  {_plain(''.join(marked))}"


def _plain(text: str) -> str:
    """Cells parted by a bar; whatever a terminal might obey is a blank."""
    return _CONTROLS.sub(" ", text.replace("\t", " | "))
