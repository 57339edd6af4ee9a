"""The hash of a released text, written from the words in docs/formats.md and the release's README; no archive code."""

import hashlib
import unicodedata


def content_hash(data: bytes) -> str:
    """16 hex digits over the canonical text of a file's bytes."""
    kept = []
    for line in data.decode("utf-8").split("\n"):
        cells = ["".join(filter(counts, unicodedata.normalize("NFKC", cell))) for cell in line.split("\t")]
        if cells != [""]:
            kept.append(chr(0x1F).join(cells))
    return hashlib.sha256(chr(0x1E).join(kept).encode("utf-8")).hexdigest()[:16]


def counts(char: str) -> bool:
    """Whether a character is part of the canonical text."""
    return not char.isspace() and unicodedata.category(char) != "Cf"
