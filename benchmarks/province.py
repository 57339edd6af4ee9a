"""What the real registry asks of a machine and of its operator: CPU of a night, days of a full backfill per city.

`python -m benchmarks province` measures a crawl of every family in the replica and prints the estimate.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen
from sys import executable

from archive.assemble.divisions import divisions
from archive.words import FIRST_YEAR
from benchmarks.crawl import run
from crawler.job import DELAY
from spiders.registry import Portal, load

NIGHT = 20 * 3600.0
"""Seconds that `nightly` gives a crawl unless told otherwise."""
DEPARTMENTS, BODIES = 50, 45
"""Departments of a city, departments and towns of a county: the middle of what is told of Shandong."""
LAST_YEAR = 2025
ANSWER = 0.5
"""Seconds from a question to its answer."""
_DYNAMIC = ("hanweb-xxgk", "els-service")
"""Families whose reports come from a dynamic page: the pause before it is twice as long."""
SIZE = 400


@dataclass(frozen=True, slots=True)
class Plan:
    """What a portal comes to: agencies that may report, requests of a full backfill, seconds from one to the next."""

    portal: str
    name: str
    agencies: int
    requests: float
    pace: float
    groups: int

    @property
    def nights(self) -> float:
        """Nights of a full backfill: each politeness group has one request under way."""
        return self.requests * self.pace / self.groups / NIGHT


def plans(per_question: float) -> Iterator[Plan]:
    """Every portal of the registry; `per_question` are the requests that one agency and year costs, lists included."""
    for portal in load().portals:
        below = [one for one in divisions().values() if one.parent == portal.division and one.level != "city"]
        agencies = DEPARTMENTS + BODIES * len(below)
        dynamic = portal.family in _DYNAMIC or any(entry.family in _DYNAMIC for entry in portal.entries)
        pace = sum(DELAY) / 2 * (2 if dynamic else 1) + ANSWER
        questions = agencies * (LAST_YEAR - FIRST_YEAR + 1)
        yield Plan(portal.id, portal.name, agencies, questions * per_question, pace, _groups(portal))


def _groups(portal: Portal) -> int:
    """Politeness groups of its hosts."""
    return len({portal.group_of(host.name) for host in portal.hosts})


def ratios() -> Iterator[str]:
    """CPU of an exchange over all families, CPU of the fullest night, and a line per portal."""
    cpu, per_question = _measured()
    every = list(plans(per_question))
    fullest = sum(NIGHT / (sum(DELAY) / 2 + ANSWER) * plan.groups for plan in every)
    yield f"an exchange of any family costs {cpu * 1000:.1f} ms of CPU; an agency and year {per_question:.2f} exchanges"
    groups = sum(plan.groups for plan in every)
    yield (
        f"the fullest night that politeness allows, {fullest:.0f} exchanges of {groups} groups, takes"
        f" {cpu * fullest:.0f} s of CPU, {cpu * fullest / NIGHT:.1%} of one core's night"
    )
    for plan in every:
        yield f"{plan.name}: {plan.agencies} agencies, {plan.requests:.0f} requests, {plan.nights:.1f} nights"
    total = sum(plan.requests for plan in every)
    yield f"all: {total:.0f} requests, {max(plan.nights for plan in every):.1f} nights, because portals go side by side"


def _measured() -> tuple[float, float]:
    """(CPU of an exchange, exchanges for each report that was asked for) of a crawl over all portals of the replica."""
    with tempfile.TemporaryDirectory() as folder, _replica(Path(folder)) as via:
        done = run("-m", "crawler", "crawl", "--archive", Path(folder, "data"), "--contact", "bench@example.org",
                   "--via", via, "--delay", 0, "--json")  # fmt: skip
    summary = json.loads(done.out)
    asked = summary["reports_new"] + summary["reports_absent"]
    return done.cpu / summary["requests"], summary["requests"] / asked


@contextmanager
def _replica(folder: Path) -> Iterator[str]:
    words = [executable, "-m", "crawler", "replica", "--port", "0", "--size", str(SIZE), "--ca", str(folder / "ca.pem")]
    with Popen(words, stdout=PIPE, text=True) as replica:
        assert replica.stdout
        os.environ["SSL_CERT_FILE"] = str(folder / "ca.pem")
        yield next(word.rstrip(",") for word in replica.stdout.readline().split() if word.startswith("http://"))
        replica.terminate()
