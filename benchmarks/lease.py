"""Leasing a task from a large ledger against leasing it from a small one: what a long list costs a crawl."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from archive.clock import SystemClock
from archive.store.ledger import Ledger, NewTask, Selection
from archive.words import Outcome, TaskKind
from benchmarks.timing import ratio

SMALL, LARGE, TURNS = 1_000, 100_000, 20


def ratios() -> Iterator[str]:
    """One line: turns of lease and close on both ledgers."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = (_ledger(Path(folder), size) for size in (SMALL, LARGE))
        times, mine, _ = ratio(lambda: _turns(small), lambda: _turns(large))
        yield f"a turn over {LARGE} tasks takes {times:.1f} times one over {SMALL} ({mine / TURNS * 1000:.1f} ms)"


def _ledger(folder: Path, size: int) -> tuple[Ledger, int]:
    ledger = Ledger(folder / f"{size}.db", SystemClock())
    ledger.add_tasks(
        NewTask(f"report:{n}", "jining", "hanweb-xxgk", TaskKind.REPORT, "jining", f"http://a.gov.cn/?n={n}", "listed",
                area=str(n // 18), year=2008 + n % 18) for n in range(size)
    )  # fmt: skip
    return ledger, ledger.begin_crawl("bench@example.org", "bench", {}, "0")[0]


def _turns(opened: tuple[Ledger, int]) -> None:
    ledger, crawl_id = opened
    for _ in range(TURNS):
        for task in ledger.lease(crawl_id, Selection(("jining",)), "jining"):
            ledger.close(task, crawl_id, Outcome.OK, "")
