"""Named points at which a test may kill the process: GONGKAI_FAULT=point[:n] dies at the n-th pass.

GONGKAI_FAULT_BATCH=k counts only passes inside a batch of at least k.
"""

import os
import signal
import sys
from collections import Counter

CRAWL_POINTS = (
    "journal_flush.before", "journal_flush.after",
    "warc_write.before", "warc_write.after",
    "warc_fsync.before", "warc_fsync.after",
    "capture_commit.before", "capture_commit.after",
    "hand_on.before", "hand_on.after",
    "outcome_commit.before", "outcome_commit.after",
)  # fmt: skip
"""What every crawl passes."""
POINTS = (
    *CRAWL_POINTS,
    "merge.copy.before", "merge.copy.after",
    "backup.copy.before", "backup.copy.after", "backup.swap.before", "backup.swap.after",
    "swap.before", "swap.middle", "swap.after",
)  # fmt: skip

_passes: Counter[str] = Counter()


def fault(point: str, batch: int = 1) -> None:
    """Dies by SIGKILL if GONGKAI_FAULT names this pass of this point; `batch` is told on stderr first."""
    wanted = os.environ.get("GONGKAI_FAULT")
    if not wanted:
        return
    name, _, count = wanted.partition(":")
    if name != point or batch < int(os.environ.get("GONGKAI_FAULT_BATCH", "1")):
        return
    _passes[point] += 1
    if _passes[point] == int(count or 1):
        print(f"fault: {point} pass {_passes[point]} batch {batch}", file=sys.stderr, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
