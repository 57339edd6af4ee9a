"""What a night has to tell of the series: which are new, changed at the source, read differently, or lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.store.nights import Held, Told
from crawler.nightly.model import News

LONGEST = 2000
"""Entries of one list in the record; counts are always complete, and `left_out` tells what a list lacks."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Series held now against those last told. `lost` are (agency_id, year) that were told and are not held."""

    new: tuple[Held, ...]
    changed: tuple[Held, ...]
    reread: tuple[Held, ...]
    lost: tuple[tuple[str, int], ...]


def changes(now: Sequence[Held], told: Mapping[tuple[str, int], Told], reread_before: str = "") -> Changes:
    """Compares; another text from the same bytes is the reader's doing, and no change at the source.

    So is a series that was not told before, where everything was read again and its text had come before that time.
    """
    new, changed, reread = list[Held](), list[Held](), list[Held]()
    for one in now:
        before = told.get(one.series)
        if before is None:
            (reread if one.captured_at < reread_before else new).append(one)
        elif before.version_id != one.version_id:
            same = before.payload_sha256 in {one.payload_sha256, *one.payloads}
            (reread if same else changed).append(one)
    lost = sorted(told.keys() - {one.series for one in now})
    return Changes(tuple(new), tuple(changed), tuple(reread), tuple(lost))


def listed(found: Sequence[Held]) -> list[News]:
    """The entries of a list, at most LONGEST."""
    return [
        News(one.portal, one.agency_id, one.agency, one.year, one.title, one.url, one.version_id)
        for one in found[:LONGEST]
    ]


def left_out(found: Changes) -> dict[str, int]:
    """List to the entries it lacks, where it lacks any."""
    sizes = {"new": found.new, "changed": found.changed, "reread": found.reread, "lost": found.lost}
    return {name: len(entries) - LONGEST for name, entries in sizes.items() if len(entries) > LONGEST}
