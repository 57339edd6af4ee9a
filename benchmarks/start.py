"""How long a command takes before it works: `gongkai` beside the bare interpreter and beside Scrapy."""

import subprocess
import sys
from collections.abc import Iterator

from benchmarks.timing import ratio


def ratios() -> Iterator[str]:
    """Two lines: the command line, and a look into an archive's help, against `python -c pass` and `scrapy version`."""
    times, mine, bare = ratio(lambda: _python("-m", "crawler", "--help"), lambda: _python("-c", "pass"))
    yield f"`gongkai --help` takes {mine * 1000:.0f} ms, {mine / bare:.1f} times `python -c pass`"
    times, mine, _ = ratio(
        lambda: _python("-m", "crawler", "coverage", "--help"), lambda: _python("-m", "scrapy", "version")
    )
    yield f"`gongkai coverage` starts {times:.1f} times as fast as `scrapy version` ({mine * 1000:.0f} ms)"


def _python(*words: str) -> None:
    subprocess.run([sys.executable, *words], check=True, capture_output=True)
