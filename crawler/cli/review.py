"""gongkai review: figures in doubt, and values that a person enters beside them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.options import DEFAULT_ARCHIVE, Archive, AsJson, Today, Years, clock_of, years_of
from crawler.cli.several import note

if TYPE_CHECKING:
    from archive.store.corpus import Corpus
    from archive.store.flagged import Wanted
    from archive.store.reviews import Log, Review
    from archive.store.standing import Standing

By = Annotated[str, typer.Option("--by", help="Who says so; the name is told with the entry.", metavar="NAME")]
Reason = Annotated[str, typer.Option("--reason", help="Why, in a sentence.")]


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    # A value may be below zero: -3 is no option.
    app.command("review", context_settings={"ignore_unknown_options": True})(review)


def review(
    report: Annotated[str, typer.Argument(help="Report, by any name that `show` takes.", metavar="REPORT")] = "",
    indicator: Annotated[str, typer.Argument(help="Its figure.", metavar="INDICATOR")] = "",
    value: Annotated[str, typer.Argument(help="What the source prints, in the unit of it.", metavar="VALUE")] = "",
    reason: Reason = "",
    by: By = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take the value entered for it back.")] = False,
    log: Annotated[bool, typer.Option("--log", help="List every entry ever made, oldest first.")] = False,
    portal: Annotated[list[str] | None, typer.Option(help="Portal by id; may be given again.")] = None,
    year: Years = "",
    agency: Annotated[str, typer.Option(help="Agency id, area code or words of a name.")] = "",
    limit: Annotated[int, typer.Option(help="List at most N figures.", metavar="N", min=0)] = 50,
    today: Today = "",
    archive: Archive = DEFAULT_ARCHIVE,
    as_json: AsJson = False,
) -> None:
    """List the figures that are in doubt, the worst first; or enter what the source says of one.

    gongkai review 7c1f0a9e2b3d4c5f applications.received.total 12 --reason "scan, page 3" --by "Wang Fang"

    The value is kept beside the one that was read, never in its place, with who and when. A later entry supersedes an
    earlier one; both stay in review.jsonl. Entries outlive every `derive` and `reindex`.
    """
    from archive.errors import UsageError
    from archive.store.corpus import Corpus
    from archive.store.entries import Said, value_entry, withdrawal
    from archive.store.flagged import Wanted
    from archive.store.reviews import append, read
    from archive.store.standing import fold

    entries = read(archive)
    told_torn(archive, entries)
    if log:
        print_log([one for one in entries.entries if one.indicator], as_json)
        return
    corpus, stands = Corpus(archive / "corpus.db", read_only=True), fold(entries.entries)
    clock = clock_of(today)
    if not report:
        _list(corpus, stands, Wanted(portal or (), years_of(year, clock.now()), agency), limit, as_json)
        return
    if not indicator or bool(value) == withdraw:
        raise UsageError("name REPORT INDICATOR VALUE to enter a value, or REPORT INDICATOR --withdraw to take it back")
    said = Said(by, reason, clock)
    entry = (
        withdrawal(corpus, stands, report, indicator, said) if withdraw
        else value_entry(corpus, report, indicator, value, said)
    )  # fmt: skip
    print_log(append(archive, [entry]), as_json)


def told_torn(archive: Path, log: "Log") -> None:
    """Says so where a kill has left a part of an entry."""
    if log.torn:
        note(f"{archive}/review.jsonl: its last {log.torn} bytes are an entry never finished; they do not count")


def print_log(entries: "list[Review] | tuple[Review, ...]", as_json: bool) -> None:
    """Entries on stdout, one on a line."""
    import json
    from dataclasses import asdict

    if as_json:
        rows = [{"review_id": one.review_id, **asdict(one)} for one in entries]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for one in entries:
        target = f"{one.report_id}/{one.indicator}" if one.indicator else one.report_id
        value = "" if one.value is None else f" {one.value:.15g}"
        read = f", read as 「{one.raw or ''}」 [{one.status}]" if one.status else ""
        whose = f"{one.agency or '?'} {one.year or '?'}"
        typer.echo(f"{one.at}  {one.act} {target}{value}  {whose}{read}; {one.by}: {one.reason}")


def _list(corpus: "Corpus", stands: "Standing", wanted: "Wanted", limit: int, as_json: bool) -> None:
    import json
    from dataclasses import asdict

    from archive.store.flagged import flagged
    from archive.store.standing import without_target

    shown, total = list[dict[str, object]](), 0
    for row in flagged(corpus, stands, wanted):
        total += 1
        if total <= limit:
            shown.append(row)
    lost = without_target(corpus, stands)
    if as_json:
        record = {"total": total, "figures": shown, "without_target": [asdict(one) for one in lost]}
        typer.echo(json.dumps(record, ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join([f"{total} figures in doubt", *map(_line, shown)]))
    for one in lost:
        note(f"{one.report_id}/{one.indicator}: no such figure any more; the entry of {one.at[:10]} is kept")
    if total > len(shown):
        note(f"{len(shown)} of {total} are listed; --limit N lists more, --year or --agency narrow it")


def _line(row: dict[str, object]) -> str:
    flags = row["flags"]
    noted = f", {', '.join(flags)}" if isinstance(flags, list) and flags else ""
    raw = "no row" if row["raw"] is None else f"「{row['raw']}」"
    value = "" if row["value"] is None else f" {row['value']:.15g}"
    cell = f"{row['report_id']}/{row['indicator']}"
    return f"{cell}  {row['agency']} {row['year']}  {raw}{value} [{row['status']}{noted}]"
