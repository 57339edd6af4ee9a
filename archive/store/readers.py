"""Readers: which version of the reader, with which libraries, read what a corpus holds (docs/store.md#readers)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reader:
    """A version of the reader with the (name, version) of every library that its readings depend on, by name.

    `libraries` is None for what was read before they were noted.
    """

    version: str
    libraries: tuple[tuple[str, str], ...] | None = None

    @property
    def libraries_json(self) -> str:
        """The libraries as a JSON object."""
        return json.dumps(dict(self.libraries or ()), sort_keys=True)

    @property
    def reader_id(self) -> str | None:
        """First 16 hex digits of SHA-256 over version and libraries; None where the libraries are not known."""
        if self.libraries is None:
            return None
        return hashlib.sha256(f"{self.version}\n{self.libraries_json}".encode()).hexdigest()[:16]

    def to(self, other: "Reader") -> str:
        """What differs in another reader, in words: `reader 1 → 2, lxml 6.1.0 → 6.1.3`; empty where nothing does."""
        told = [f"reader {self.version} → {other.version}"] if self.version != other.version else []
        if self.libraries is None or other.libraries is None:
            return ", ".join([*told, *(["libraries not noted"] if self.libraries != other.libraries else [])])
        mine, theirs = dict(self.libraries), dict(other.libraries)
        differ = (name for name in sorted(mine.keys() | theirs.keys()) if mine.get(name) != theirs.get(name))
        return ", ".join([*told, *(f"{name} {mine.get(name, 'none')} → {theirs.get(name, 'none')}" for name in differ)])


def reader_of(row: Mapping[str, object]) -> Reader:
    """The reader of a row with `reader_version` and `libraries` (JSON, or None)."""
    libraries = row["libraries"]
    known = None if libraries is None else tuple(sorted(json.loads(str(libraries)).items()))
    return Reader(str(row["reader_version"]), known)
