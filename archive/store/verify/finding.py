"""What verify finds: which file, where, what is wrong, what to do; and what it looked at."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """The class of a finding (docs/store.md#findings)."""

    MISSING = "missing"
    BYTES = "bytes"
    TAIL = "tail"
    STRAY = "stray"
    MANIFEST = "manifest"
    RECORD = "record"
    SQLITE = "sqlite"
    LEDGER = "ledger"
    CORPUS = "corpus"
    LINK = "link"
    HASH = "hash"
    INDEX = "index"
    REVIEW = "review"


class Remedy(StrEnum):
    """What mends it."""

    RESTORE = "restore"
    REINDEX = "reindex"
    DERIVE = "derive"
    CRAWL = "crawl"
    BACKUP = "backup"
    MOVE = "move"

    @property
    def advice(self) -> str:
        """The same as a person is told it."""
        return _ADVICE[self]


_ADVICE = {
    Remedy.RESTORE: "restore the file from a backup",
    Remedy.REINDEX: "run `gongkai reindex`",
    Remedy.DERIVE: "run `gongkai derive --all`",
    Remedy.CRAWL: "the next crawl cuts it",
    Remedy.BACKUP: "a backup into this folder broke off; run it again",
    Remedy.MOVE: "move it away, or `gongkai ingest` what it holds",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was stored. `where` is a place in the file, or empty."""

    kind: Kind
    file: Path
    where: str
    what: str
    remedy: Remedy

    def __str__(self) -> str:
        place = f"{self.file} {self.where}" if self.where else str(self.file)
        return f"{place}: {self.what}; {self.remedy.advice}"

    def record(self) -> dict[str, str]:
        """The finding for programs."""
        return {
            "class": str(self.kind), "file": str(self.file), "where": self.where, "what": self.what,
            "remedy": str(self.remedy), "do": self.remedy.advice,
        }  # fmt: skip


@dataclass(slots=True)
class Checked:
    """What was looked at: how many of each."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, number: int = 1) -> None:
        self.counts[what] += number

    def record(self) -> dict[str, int]:
        """Name to number, for programs (docs/store.md#fixity)."""
        return {name: self.counts[name] for name in NAMES}


NAMES = (
    "files", "manifests", "bytes", "records", "captures", "payloads", "journal_records", "reports",
    "content_hashes", "reviews",
)  # fmt: skip
"""What verify counts."""
