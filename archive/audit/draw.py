"""A stratified random sample of cells: the same seed draws the same cells, in whatever order they come."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from heapq import heappush, heappushpop

from archive.audit.cells import EMPTY, FLAGGED, STATED, Listed

_ROUND = (STATED, EMPTY, STATED, FLAGGED)
"""Whose turn it is: every other cell is one with a value."""
_Stratum = tuple[str, str]


def draw(cells: Iterable[Listed], size: int, seed: int) -> list[Listed]:
    """At most `size` cells: half of them stated, a quarter empty, a quarter flagged, where there are as many.

    Within these they come in turn from each form and file kind. The order of the sample is random too.
    """
    kept: dict[str, dict[_Stratum, list[tuple[int, Listed]]]] = {group: defaultdict(list) for group in _ROUND}
    for cell in cells:
        heap = kept[cell.group][cell.template, cell.media]
        # The heap is of negatives: it gives up the largest rank.
        entry = (-_rank(seed, cell.cell), cell)
        if len(heap) < size:
            heappush(heap, entry)
        else:
            heappushpop(heap, entry)
    lots = {group: _in_turn(strata) for group, strata in kept.items()}
    found = list[Listed]()
    while len(found) < size and any(lots.values()):
        for group in _ROUND:
            if lots[group] and len(found) < size:
                found.append(lots[group].pop())
    return sorted(found, key=lambda cell: _rank(seed, f"order {cell.cell}"))


def _in_turn(strata: dict[_Stratum, list[tuple[int, Listed]]]) -> list[Listed]:
    """The cells of a group, one of each stratum after another; the first ones at the end."""
    turns = [
        (turn, stratum, cell)
        for stratum, heap in strata.items()
        for turn, (_, cell) in enumerate(sorted(heap, key=lambda entry: -entry[0]))
    ]
    return [cell for _, _, cell in sorted(turns, key=lambda each: each[:2], reverse=True)]


def _rank(seed: int, name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed} {name}".encode()).digest()[:8])
