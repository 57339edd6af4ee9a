"""Supervised reading: a job that hangs, swells, dies or raises fails alone, and the others are done."""

import os
import re
import signal
import time

import pytest

from archive.derive.workers import Failed, Limits, Workers
from tests.derive import late


def work(job: str) -> str:
    """What the workers of these tests do: the job says how it goes wrong."""
    if job == "hang":
        time.sleep(60)
    elif job == "swell":
        bytearray(8 << 30)
    elif job == "die":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif job == "raise":
        raise ValueError("三")
    return job.upper()


@pytest.mark.parametrize(
    ("bad", "reason"),
    [("hang", "time limit"), ("swell", "memory limit"), ("die", r"died \(SIGSEGV\)"), ("raise", "ValueError: 三")],
)
def test_a_bad_job_fails_with_its_reason_and_the_others_are_done(bad: str, reason: str) -> None:
    jobs = ["a", bad, "b", "c", "d"]
    with Workers(work, 2, Limits(seconds=2)) as workers:
        results = dict(workers.run(iter(jobs)))
    failed = results.pop(bad)
    assert isinstance(failed, Failed)
    assert re.search(reason, failed.reason)
    assert results == {"a": "A", "b": "B", "c": "C", "d": "D"}


def test_workers_serve_again_after_a_death() -> None:
    with Workers(work, 1, Limits(seconds=10)) as workers:
        for _ in range(3):
            assert [type(result) for _, result in workers.run(iter(["die"]))] == [Failed]
            assert list(workers.run(iter(["a", "b"]))) == [("a", "A"), ("b", "B")]


def test_the_time_limit_does_not_count_the_start_of_the_process() -> None:
    began = time.monotonic()
    with Workers(late.work, 1, Limits(seconds=late.LATE / 2)) as workers:
        assert list(workers.run(iter(["a"]))) == [("a", "A")]
    assert time.monotonic() - began >= late.LATE
