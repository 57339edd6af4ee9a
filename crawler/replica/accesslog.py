"""The replica's log: one JSON line per finished request, on disk before the next is served."""

import json
from pathlib import Path
from threading import Lock
from typing import TextIO


class AccessLog:
    """Appends lines with start, end, method, url, status, referer, user_agent, bytes; does nothing without a path."""

    def __init__(self, path: Path | None) -> None:
        self._lock = Lock()
        self._file: TextIO | None = path.open("a", encoding="utf-8") if path else None

    def write(
        self, start: float, end: float, method: str, url: str, status: int, referer: str, user_agent: str, size: int
    ) -> None:
        """One finished request; `start` and `end` in epoch seconds, status 0 where the connection broke instead."""
        entry = {
            "start": start, "end": end, "method": method, "url": url, "status": status,
            "referer": referer, "user_agent": user_agent, "bytes": size,
        }  # fmt: skip
        with self._lock:
            if self._file:
                self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")
                self._file.flush()

    def close(self) -> None:
        with self._lock:
            if self._file:
                self._file.close()
                self._file = None
