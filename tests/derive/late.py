"""Work for reading processes that take LATE_START seconds to start."""

import os
import time

time.sleep(float(os.environ.get("LATE_START", "0")))


def work(job: str) -> str:
    """Done at once."""
    return job.upper()
