"""gongkai withhold: leaves a report out of what is published, with reason and date; nothing is deleted."""

from typing import Annotated

import typer

from crawler.cli.options import DEFAULT_ARCHIVE, Archive, AsJson, Today, clock_of
from crawler.cli.review import By, Reason, print_log, told_torn


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("withhold")(withhold)


def withhold(
    report: Annotated[str, typer.Argument(help="Report, by any name that `show` takes.", metavar="REPORT")] = "",
    reason: Reason = "",
    by: By = "",
    lift: Annotated[bool, typer.Option("--lift", help="Take the mark back.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="List every mark ever made, oldest first.")] = False,
    today: Today = "",
    archive: Archive = DEFAULT_ARCHIVE,
    as_json: AsJson = False,
) -> None:
    """Leave a report out of `release`, `search`, `show` and `wacz`: it and every report with the same text.

    gongkai withhold 7c1f0a9e2b3d4c5f --reason "names a private person, letter of 2026-11-02" --by "Wang Fang"

    Bytes and readings stay, coverage still says that it is held, and each release tells date and reason. Another text
    of the same agency and year has to be withheld for itself.
    """
    from archive.errors import UsageError
    from archive.store.corpus import Corpus
    from archive.store.entries import Said, liftings, withholding
    from archive.store.reviews import append, read
    from archive.store.standing import fold

    log = read(archive)
    told_torn(archive, log)
    if list_:
        print_log([one for one in log.entries if not one.indicator], as_json)
        return
    if not report:
        raise UsageError("name a report to withhold, or --list to see what is withheld")
    corpus, said = Corpus(archive / "corpus.db", read_only=True), Said(by, reason, clock_of(today))
    entries = liftings(corpus, fold(log.entries), report, said) if lift else [withholding(corpus, report, said)]
    print_log(append(archive, entries), as_json)
