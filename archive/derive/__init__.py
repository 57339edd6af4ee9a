"""Bundles to readings: reads what is new, beside a crawl or after it, and puts all readings together."""

from archive.derive.loop import derive
from archive.derive.reading import read_bytes
from archive.derive.run import Progress, Summary
from archive.derive.workers import Limits

__all__ = ["Limits", "Progress", "Summary", "derive", "read_bytes"]
