"""Times two ways of doing the same thing against each other, interleaved, and gives the median ratio."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

ROUNDS = 5


def seconds(work: Callable[[], object], clock: Callable[[], float] = perf_counter) -> float:
    """Time of one call, on the wall or on another clock."""
    began = clock()
    work()
    return clock() - began


def ratio(
    ours: Callable[[], object], other: Callable[[], object], clock: Callable[[], float] = perf_counter
) -> tuple[float, float, float]:
    """(other's time ÷ our time, our seconds, other's seconds), medians over interleaved rounds."""
    pairs = [(seconds(ours, clock), seconds(other, clock)) for _ in range(ROUNDS)]
    mine, theirs = median(a for a, _ in pairs), median(b for _, b in pairs)
    return median(b / a for a, b in pairs), mine, theirs
