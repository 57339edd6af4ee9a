"""Nights after the first crawl: what a quiet one asks, and when a portal whose validators lie is found out.

`make nights` runs both in full: `python -m benchmarks.nights quiet 10000`, `python -m benchmarks.nights lying 3000`.
"""

import json
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from archive.store.revisits import LONGEST
from benchmarks.crawl import run
from crawler.replica import Replica, World

FIRST = date(2026, 9, 1)
"""The day of the first crawl: no wave for months."""
QUIET_NIGHTS = 7
SHARE = 0.1
"""Of the reports, what the lying portal changes."""
STEP = 6
"""Days from one simulated night to the next, where many are."""


@dataclass(frozen=True)
class Night:
    """One crawl as the replica saw it, and by how many bytes the WARC files grew."""

    requests: int
    bytes: int
    seconds: float
    kept: int


@dataclass
class Nights:
    """An archive that is crawled day by day against one replica."""

    folder: Path
    replica: Replica

    def crawl(self, day: date) -> Night:
        """One crawl on this day."""
        log, began = self.folder / "requests.jsonl", perf_counter()
        before, kept = log.stat().st_size if log.exists() else 0, self._kept()
        os.environ["SSL_CERT_FILE"] = str(self.replica.ca_file)
        run("-m", "crawler", "crawl", "--archive", self.folder / "data", "--contact", "bench@example.org",
            "--via", self.replica.url, "--delay", 0, "--today", day.isoformat())  # fmt: skip
        with log.open(encoding="utf-8") as file:
            file.seek(before)
            lines = [json.loads(line) for line in file]
        taken = perf_counter() - began
        return Night(len(lines), sum(line["bytes"] for line in lines), taken, self._kept() - kept)

    def _kept(self) -> int:
        return sum(path.stat().st_size for path in (self.folder / "data" / "warc").glob("*.warc.gz"))

    def held(self) -> set[str]:
        """Addresses, without their scheme, of everything that came."""
        db = sqlite3.connect(self.folder / "data" / "ledger.db")
        sql = "SELECT addresses.url FROM addresses JOIN captures USING (task_key) WHERE http_status = 200"
        rows = db.execute(sql).fetchall()
        db.close()
        return {_schemeless(row[0]) for row in rows}

    def changed(self) -> set[str]:
        """Addresses, without their scheme, of the tasks that brought more than one payload so far."""
        db = sqlite3.connect(self.folder / "data" / "ledger.db")
        rows = db.execute(
            "SELECT addresses.url FROM addresses JOIN captures USING (task_key) JOIN tasks USING (task_key)"
            " WHERE http_status = 200 AND kind IN ('report', 'attachment')"
            " GROUP BY addresses.task_key, addresses.url HAVING count(DISTINCT payload_sha256) > 1"
        ).fetchall()
        db.close()
        return {_schemeless(row[0]) for row in rows}


def quiet(size: int) -> Iterator[str]:
    """What the nights after the first one ask of a portal where nothing happens."""
    with _nights(size, "") as nights:
        first = nights.crawl(FIRST)
        yield (
            f"first night: {first.requests} requests, {first.bytes / 1e6:.1f} MB, {first.seconds:.0f} s,"
            f" WARC {first.kept / 1e6:.1f} MB"
        )
        for number in range(1, QUIET_NIGHTS + 1):
            night = nights.crawl(FIRST + timedelta(days=number))
            yield (
                f"night {number + 1}: {night.requests} requests ({night.requests / first.requests:.2%}),"
                f" {night.bytes / 1e6:.2f} MB ({night.bytes / first.bytes:.2%}), {night.seconds:.1f} s,"
                f" WARC {night.kept / 1e6:.2f} MB ({night.kept / first.kept:.2%})"
            )


def lying(size: int) -> Iterator[str]:
    """When each of the changed reports is found, though every validator says that nothing has changed."""
    with _nights(size, "lying_validators") as nights:
        first = nights.crawl(FIRST)
        altered = {(agency.serial, year) for agency, year in nights.replica.world.alter("revise", SHARE)}
        held = nights.held()
        wanted = {key: urls for key, urls in _addresses(nights.replica).items() if key in altered and urls & held}
        yield f"{len(wanted)} of {size} reports that are held changed after a first night of {first.requests} requests"
        asked, spent, day = 0, 0, 0
        while day < LONGEST and spent < len(wanted):
            day += STEP
            night = nights.crawl(FIRST + timedelta(days=day))
            changed = nights.changed()
            asked, spent = asked + night.requests, sum(bool(urls & changed) for urls in wanted.values())
            yield f"day {day}: {spent} found, {night.requests} requests"
        false = nights.changed() - {url for urls in wanted.values() for url in urls}
        told = f"{spent} of {len(wanted)} found within {day} days, the cycle has {LONGEST}"
        yield f"{told}; {asked} requests; {len(false)} others look changed"


def _addresses(replica: Replica) -> dict[tuple[int, int], set[str]]:
    """(serial, year) to the addresses, without their scheme, of the report and its files."""
    found: dict[tuple[int, int], set[str]] = {}
    for one in replica.truth():
        files = {file["url"] for file in one.get("files", ()) if file["what"] == "report"}
        found[one["serial"], one["year"]] = set(map(_schemeless, {*one.get("places", ()), *files}))
    return found


def _schemeless(url: str) -> str:
    """An address as http and https share it: the crawl asks whichever it is given first."""
    return url.partition("://")[2]


class _nights:
    """A replica and an archive beside it, both gone afterwards."""

    def __init__(self, size: int, faults: str) -> None:
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        self._replica = Replica(World(seed=1, reports=size), faults=faults, log=folder / "requests.jsonl")

    def __enter__(self) -> Nights:
        return Nights(Path(self._folder.name), self._replica.__enter__())

    def __exit__(self, *error: object) -> None:
        self._replica.__exit__(None, None, None)
        self._folder.cleanup()


FORMS: dict[str, Callable[[int], Iterator[str]]] = {"quiet": quiet, "lying": lying}

if __name__ == "__main__":
    for line in FORMS[sys.argv[1]](int(sys.argv[2])):
        print(line, flush=True)
