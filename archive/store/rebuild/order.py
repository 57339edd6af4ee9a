"""The one order of what WARC files tell, whatever archives they come from (docs/store.md#reindex)."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.store.rebuild.scan import Opening, Scan, Told, opening

Key = tuple[str, int, str, int, str]
"""Moment, number of the file in its line, name of the file as it names itself, offset, name of the file."""


@dataclass(frozen=True, slots=True)
class Source:
    """A WARC file, what its first record says, and the pass over it."""

    path: Path
    opening: Opening
    scan: Scan

    @property
    def first(self) -> Key:
        """No key in the file comes before this one."""
        return self.opening.begins, self.opening.number, self.opening.record_id, -1, self.path.name

    def things(self) -> Iterator["Thing"]:
        """What the file tells. Its moments never run backwards, even where the clock did."""
        at = self.opening.begins
        for told in self.scan.told():
            at = max(at, told.at)
            yield (at, self.opening.number, self.opening.record_id, told.offset, self.path.name), self, told


Thing = tuple[Key, Source, Told]


def sources(files: Sequence[Path]) -> list[Source]:
    """The files in the order in which they begin."""
    return sorted((Source(path, opening(path), Scan(path)) for path in files), key=lambda one: one.first)


def in_order(files: Sequence[Source]) -> Iterator[tuple[Source, Told]]:
    """Everything that all files tell, in one order; a file is opened when its turn has come."""
    waiting = list(reversed(files))
    heap: list[tuple[Thing, Iterator[Thing]]] = []
    while heap or waiting:
        while waiting and (not heap or waiting[-1].first <= heap[0][0][0]):
            _push(heap, waiting.pop().things())
        if heap:
            (_, source, told), rest = heapq.heappop(heap)
            yield source, told
            _push(heap, rest)


def _push(heap: list[tuple[Thing, Iterator[Thing]]], rest: Iterator[Thing]) -> None:
    if (first := next(rest, None)) is not None:
        heapq.heappush(heap, (first, rest))
