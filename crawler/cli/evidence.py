"""The evidence behind coverage as lines for a person: what each cell rests on, when lists were last complete."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

Row = dict[str, object]


def cells(rows: Sequence[Row], archive: Path) -> Iterator[str]:
    """Rows of `views.answers`: a head for each cell, then its questions, and where their bytes lie."""
    places = _places(archive, {str(row["payload_sha256"]) for row in rows if row["payload_sha256"]})
    for _, group in groupby(rows, key=lambda row: (row["agency_id"], row["year"])):
        answers = list(group)
        first = answers[0]
        yield (
            f"{first['agency'] or first['agency_id']} {first['year']}: {first['holding']}, {first['cell_source']};"
            f" expected by {first['basis']}"
        )
        for one in answers:
            if one["task_key"] is None:
                yield "  no address to ask is known"
                continue
            yield f"  {one['source']}\t{one['url']}"
            yield f"    {_asked(one)}" + (f": {one['reason']}" if one["reason"] else "")
            if payload := one["payload_sha256"]:
                yield f"    sha256 {payload}{places.get(str(payload), '')}"


def _asked(one: Row) -> str:
    if not one["asked_at"]:
        return "never asked"
    asked = f"visit {one['visit']}, {_day(one['asked_at'])}, {one['outcome']}"
    answered = one["answered_at"]
    return asked if answered in (None, one["asked_at"]) else f"{asked}; last answered {_day(answered)}"


def _places(archive: Path, payloads: set[str]) -> dict[str, str]:
    """Where the bytes of answers lie, by their digests."""
    from contextlib import closing

    from archive.clock import SystemClock
    from archive.store.ledger import Ledger

    if not payloads:
        return {}
    ledger = Ledger(archive / "ledger.db", SystemClock(), read_only=True)
    with closing(ledger.database):
        found = {payload: ledger.place_of(payload) for payload in payloads}
    return {payload: f", {archive / 'warc' / place[0]} at {place[1]}" for payload, place in found.items() if place}


def lists(rows: Sequence[Row]) -> Iterator[str]:
    """Rows of `views.lists`: last complete look, items found and stated, reports, address, what is wrong."""
    for row in rows:
        whole = f"complete {_day(row['complete_at'])}" if row["complete_at"] else "never complete"
        counts = "" if row["stated"] is None else f"{row['found']} of {row['stated']} items"
        last = "never read" if row["outcome"] is None else f"{row['outcome']} {_day(row['looked_at'])}"
        told = (row["portal"], whole, last, f"{row['reports']} reports", counts, row["url"], row["title"])
        yield "\t".join(map(str, told)).rstrip()
        if row["outcome"] not in ("ok", "unchanged", None):
            yield f"    {row['detail']}"


def _day(moment: object) -> str:
    return str(moment)[:10]
