"""A crawl beside bare Scrapy on the same addresses, and a quiet second night beside the first."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

ROUNDS = 3
SIZE = 200


def ratios() -> Iterator[str]:
    """Three lines: CPU beside bare Scrapy, pages per second, and what the second night asks."""
    ours, bare, nights = list[tuple[float, float]](), list[tuple[float, float]](), list[tuple[int, int, int, int]]()
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder, _replica(Path(folder)) as via:
            first = _crawl(Path(folder), via)
            urls = _asked(Path(folder) / "requests.jsonl")
            ours.append((first.cpu / len(urls), len(urls) / first.wall))
            other = run("-m", "benchmarks.bare", via, input=json.dumps(urls))
            bare.append((other.cpu / len(urls), len(urls) / other.wall))
            second = _crawl(Path(folder), via)
            nights.append((*_traffic(first.out), *_traffic(second.out)))
    mine, theirs = median(cpu for cpu, _ in ours), median(cpu for cpu, _ in bare)
    yield f"an exchange kept and parsed costs {mine * 1000:.1f} ms of CPU, {mine / theirs:.1f} times bare Scrapy"
    yield f"{median(r for _, r in ours):.0f} exchanges/s without delay, bare Scrapy {median(r for _, r in bare):.0f}"
    requests, size, again, size_again = (median(night[n] for night in nights) for n in range(4))
    yield (
        f"a quiet second night asks {again:.0f} times where the first asked {requests:.0f} ({again / requests:.0%}),"
        f" for {size_again / size:.0%} of the bytes"
    )


class Run:
    """A finished process: its standard output, seconds of wall time and of CPU."""

    def __init__(self, out: str, wall: float, cpu: float) -> None:
        self.out, self.wall, self.cpu = out, wall, cpu


def run(*words: object, input: str = "") -> Run:
    """A Python process with these words, to its end. Raises RuntimeError where it failed."""
    before, began = os.times(), perf_counter()
    done = subprocess.run([sys.executable, *map(str, words)], input=input, capture_output=True, text=True, check=False)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    if done.returncode not in (0, 10):
        raise RuntimeError(done.stderr)
    return Run(done.stdout, perf_counter() - began, cpu)


@contextmanager
def _replica(folder: Path) -> Iterator[str]:
    words = [sys.executable, "-m", "crawler", "replica", "--port", "0", "--size", str(SIZE)]
    words += ["--ca", str(folder / "ca.pem"), "--log", str(folder / "requests.jsonl")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as replica:
        assert replica.stdout
        os.environ["SSL_CERT_FILE"] = str(folder / "ca.pem")
        yield next(word.rstrip(",") for word in replica.stdout.readline().split() if word.startswith("http://"))
        replica.terminate()


def _crawl(folder: Path, via: str) -> Run:
    return run("-m", "crawler", "crawl", "--archive", folder / "data", "--contact", "bench@example.org", "--via", via,
                "--delay", 0, "--json")  # fmt: skip


def _asked(log: Path) -> list[str]:
    lines = (json.loads(line) for line in log.read_text("utf-8").splitlines())
    return [str(line["url"]) for line in lines if line["method"] == "GET"]


def _traffic(out: str) -> tuple[int, int]:
    summary = json.loads(out)
    return summary["requests"], summary["bytes"]
