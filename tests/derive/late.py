"""Work for reading processes that take LATE seconds to start."""

import multiprocessing
import time

LATE = 2

if multiprocessing.current_process().name != "MainProcess":
    time.sleep(LATE)


def work(job: str) -> str:
    """Done at once."""
    return job.upper()
