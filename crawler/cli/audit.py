"""gongkai audit: a blind sheet for a person, and the error rate from the filled sheet."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.options import DEFAULT_ARCHIVE, Archive, AsJson

if TYPE_CHECKING:
    from archive.audit.score import Score


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("audit")(audit)


def audit(
    sheet: Annotated[Path, typer.Argument(help="The sheet, a CSV file.", metavar="SHEET.csv")],
    sample: Annotated[int, typer.Option(help="Draw so many cells into a new sheet.", min=0, metavar="N")] = 0,
    seed: Annotated[int, typer.Option(help="Another seed draws other cells.", metavar="S")] = 1,
    score: Annotated[bool, typer.Option("--score", help="Score a sheet that was filled in.")] = False,
    archive: Archive = DEFAULT_ARCHIVE,
    as_json: AsJson = False,
) -> None:
    """Measure how well cells were read: a person reads a random sample of them again, blind.

    gongkai audit --sample 200 --seed 7 sheet.csv

    Beside the sheet a folder shows the originals: open index.html in it and fill in the column `entered`. Then

    gongkai audit --score sheet.csv

    tells the share of errors with its 95 % confidence interval by form and kind of file (docs/reading.md).
    """
    import json

    from archive import audit as run
    from archive.errors import UsageError

    if bool(sample) == score:
        raise UsageError("name either --sample N, for a new sheet, or --score, for one that was filled in")
    if sample:
        drawn, folder = run.sample(archive, sheet, sample, seed), run.originals_of(sheet)
        told = {"sheet": str(sheet), "cells": drawn, "originals": str(folder)}
        line = f"{sheet}: {drawn} cells; originals in {folder}"
        typer.echo(json.dumps(told, ensure_ascii=False) if as_json else line)
        return
    found = run.score(archive, sheet)
    typer.echo(json.dumps(found.record(), ensure_ascii=False) if as_json else "\n".join(_lines(found)))


def _lines(found: "Score") -> list[str]:
    told = [f"{'cells':8} {'form':6} {'file':9} {'held':>9} {'checked':>8} {'errors':>7}    rate   95 % interval"]
    for each in found.lines:
        shares = " ".join(f"{100 * (share or 0):6.2f} %" for share in (each.rate, each.low, each.high))
        told.append(
            f"{each.group:8} {each.template:6} {each.media:9} {each.cells:9} {each.checked:8} {each.errors:7}  {shares}"
        )
    told += [f"{each.cell}: {_told(each.entered)} entered, {_told(each.value)} read" for each in found.wrong]
    if any(each.group == "flagged" for each in found.lines):
        told.append("flagged: nothing was stated there; an error is a gap in which a person could read a number")
    return [*told, f"{found.open} not filled in, {found.unclear} that could not be told"]


def _told(value: float | None) -> str:
    return "nothing" if value is None else f"{value:.15g}"
