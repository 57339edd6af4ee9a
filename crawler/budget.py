"""What a crawl may spend: so many requests, so many hours, or until the night begins (docs/operations.md#backfill)."""

import re
from dataclasses import dataclass

from archive.errors import UsageError


@dataclass(frozen=True, slots=True)
class Budget:
    """Requests, robots.txt and redirects included, and hours; None for what is not limited."""

    requests: int | None = None
    hours: float | None = None

    def spent(self, requests: int, seconds: float) -> str:
        """What of it is used up, in words; empty while there is something left."""
        if self.requests is not None and requests >= self.requests:
            return f"the budget of {self.requests} requests is spent"
        if self.hours is not None and seconds >= self.hours * 3600:
            return f"the budget of {self.hours:g} hours is spent"
        return ""


def budget_of(text: str) -> Budget | None:
    """The budget of `--budget`: 2000, 6h, or 2000,6h; None where it is empty. Raises UsageError for anything else."""
    requests, hours = None, None
    for part in (part.strip() for part in text.split(",") if text):
        if found := re.fullmatch(r"(\d+(?:\.\d+)?)h", part, re.ASCII):
            hours = float(found[1])
        elif re.fullmatch(r"[1-9]\d*", part, re.ASCII):
            requests = int(part)
        else:
            raise UsageError(f"--budget {text}: write requests as 2000, hours as 6h, or both as 2000,6h")
    return Budget(requests, hours) if text else None
