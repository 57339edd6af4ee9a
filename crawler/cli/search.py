"""gongkai search: reports that contain given words, each with the places where they stand."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from archive.words import Kind, Part
from crawler.cli.options import DEFAULT_ARCHIVE, Archive, AsJson, AsOf, Years, day_of, years_of

if TYPE_CHECKING:
    from archive.search import Found, Match, Place

_SECTIONS = f"Only in this part: {', '.join(Part)}. May be given again."
_KINDS = "In place of annual reports: explanation, news, guide … (docs/formats.md, look-alikes). May be given again."
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("search")(search)


def search(
    words: Annotated[list[str], typer.Argument(help="Words that must all occur; \"…\" holds one together.")],
    portal: Annotated[list[str] | None, typer.Option(help="Portal by id; may be given again.")] = None,
    year: Years = "",
    section: Annotated[list[Part] | None, typer.Option(help=_SECTIONS, metavar="PART")] = None,
    agency: Annotated[str, typer.Option(help="Agency id, area code or words of a name.")] = "",
    kind: Annotated[list[Kind] | None, typer.Option(help=_KINDS, metavar="KIND")] = None,
    all_versions: Annotated[bool, typer.Option("--all-versions", help="Earlier texts and second places too.")] = False,
    as_of: AsOf = "",
    limit: Annotated[int, typer.Option(help="Show at most N reports.", metavar="N", min=0)] = 20,
    archive: Archive = DEFAULT_ARCHIVE,
    as_json: AsJson = False,
) -> None:
    """Find the reports whose text contains all the words, the newest first, and show where.

    gongkai search 营商环境 12件 --year 2021-2023 --section s5_problems

    A word is any run of characters, from one upwards; white space in the report does not matter. Works while a crawl or
    derive runs; as new as the last `gongkai derive`.
    """
    import json
    from dataclasses import asdict

    from archive.asof import clock_of, open_corpus
    from archive.search import Filters, read_query
    from archive.search import search as find
    from crawler.cli.several import note

    terms, day = read_query(" ".join(words)), day_of(as_of)
    filters = Filters(
        portal or (), years_of(year, clock_of(day).now()), section or (), agency, kind or (Kind.ANNUAL_REPORT,),
        all_versions,
    )  # fmt: skip
    found = find(open_corpus(archive, day), terms, filters, limit)
    if as_json:
        typer.echo(json.dumps({"terms": terms, **asdict(found)}, ensure_ascii=False, indent=1))
        return
    typer.echo("\n".join(lines(found, _marks())))
    if found.total > len(found.matches):
        note(f"{len(found.matches)} of {found.total} are shown; --limit N shows more, --year or --agency narrow it")


def lines(found: "Found", marks: tuple[str, str]) -> list[str]:
    """What was found, for a person; `marks` stand on either side of a hit."""
    told = ["1 report" if found.total == 1 else f"{found.total} reports"]
    for match in found.matches:
        told += ["", _head(match), *(f"  {place.part}: {_snippet(place, marks)}" for place in match.places)]
    return told


def _head(match: "Match") -> str:
    times = ", ".join(f"{term} {count} times" for term, count in match.times.items() if count > 1)
    kind = "" if match.kind == Kind.ANNUAL_REPORT else match.kind
    return "  ".join(filter(None, (match.agency or "?", str(match.year or "?"), kind, match.show, times)))


def _snippet(place: "Place", marks: tuple[str, str]) -> str:
    """One line as printed, but a break or TAB, or whatever a terminal might obey, is a blank."""
    before, hit, after = (_CONTROLS.sub(" ", text) for text in (place.before, place.hit, place.after))
    return f"{_cut(before)}{before.lstrip()}{marks[0]}{hit}{marks[1]}{after.rstrip()}{_cut(after)}"


def _cut(text: str) -> str:
    from archive.search.parts import AROUND

    return "…" if len(text) == AROUND else ""


def _marks() -> tuple[str, str]:
    """Bold on a terminal that has not been asked to do without, brackets elsewhere."""
    import os
    import sys

    return ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() and "NO_COLOR" not in os.environ else ("【", "】")
