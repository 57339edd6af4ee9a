"""Group commit against one sync per answer: what batching saves on the way to disk."""

import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from archive.clock import SystemClock
from archive.store.captures import CaptureStore
from archive.store.ledger import Ledger, NewTask
from archive.store.warc import Exchange
from archive.words import TaskKind
from benchmarks.timing import ratio

ANSWERS = 64
BATCH = 16


def ratios() -> Iterator[str]:
    """One line: answers in batches of BATCH against batches of one."""
    with tempfile.TemporaryDirectory() as folder:
        clock = SystemClock()
        ledger = Ledger(Path(folder) / "ledger.db", clock)
        ledger.add_tasks([NewTask("k", "p", "f", TaskKind.REPORT, "g", "http://a.gov.cn/", "listed")])
        crawl_id, _ = ledger.begin_crawl("bench@example.org", "bench", {}, "0")
        store, numbers = CaptureStore(ledger, Path(folder) / "warc", clock, {"software": "bench"}), count()

        def exchange() -> Exchange:
            number = next(numbers)
            body = f"<p>{number}</p>".encode() + b"<td>0</td>" * 3000
            context: dict[str, object] = {"task_key": "k", "visit": 1, "hop": number, "crawl_id": crawl_id}
            return Exchange("http://a.gov.cn/", "GET", (), b"", 200, "OK", (), body, clock.now(), context)

        def batched(size: int) -> None:
            for _ in range(ANSWERS // size):
                store.commit([exchange() for _ in range(size)])

        times, mine, _ = ratio(lambda: batched(BATCH), lambda: batched(1))
        yield f"batches of {BATCH} are {times:.1f} times as fast as one by one ({ANSWERS / mine:.0f} answers/s)"
