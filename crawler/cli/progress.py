"""Progress of derive and verify: a line that moves on a terminal, a plain line now and then elsewhere."""

import sys
from dataclasses import dataclass, field
from time import monotonic

EVERY = 5.0
"""Seconds between plain lines."""


@dataclass
class Progress:
    """Tells on stderr how far a piece of work is."""

    moving: bool = field(default_factory=lambda: sys.stderr.isatty())
    _told_at: float = field(default_factory=monotonic)

    def tell(self, line: str, *, last: bool = False) -> None:
        """Shows the line; `last` ends it."""
        if self.moving:
            print(f"\r\x1b[K{line}", end="\n" if last else "", file=sys.stderr, flush=True)
        elif last or monotonic() - self._told_at >= EVERY:
            self._told_at = monotonic()
            print(line, file=sys.stderr, flush=True)
