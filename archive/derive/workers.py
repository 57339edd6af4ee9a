"""Worker processes under supervision: a job that takes too long, too much memory or its worker's life fails alone."""

import gc
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from time import monotonic
from typing import Any, Generic, Self, TypeVar

from archive.errors import GongkaiError

J = TypeVar("J")
R = TypeVar("R")

_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["archive.derive.reading"])  # Loaded once; every worker is then a fork of it.


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may take: seconds of wall time, bytes of address space."""

    seconds: float = 60
    memory: int = 2 << 30


@dataclass(frozen=True, slots=True)
class Failed:
    """A job that gave no result, and why."""

    reason: str


class _Worker(Generic[J, R]):
    """One process with a pipe; it has at most one job."""

    def __init__(self, work: Callable[[J], R], limits: Limits) -> None:
        self.limits, self.until, self._ready = limits, 0.0, False
        self.job: J | None = None
        self.pipe, theirs = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(target=_serve, args=(theirs, work, limits.memory), daemon=True)
        self.process.start()
        theirs.close()

    def give(self, job: J) -> None:
        """Hands a job over; its time runs from here, not from the start of the process."""
        if not self._ready:
            try:
                self.pipe.recv()
            except EOFError:
                raise GongkaiError("a reading process cannot start; see the lines above") from None
            self._ready = True
        self.job, self.until = job, monotonic() + self.limits.seconds
        self.pipe.send(job)

    def take(self) -> R | Failed | None:
        """The result of the job if there is one by now; a result of Failed without an answer ends the process."""
        if self.pipe.poll():
            try:
                result: R | Failed = self.pipe.recv()
                return result
            except (EOFError, ConnectionError):
                self.process.join()
                code = self.process.exitcode or 0
                return Failed(f"the reader died ({signal.Signals(-code).name if code < 0 else f'exit {code}'})")
        if monotonic() >= self.until:
            self.process.kill()
            return Failed(f"time limit: not read within {self.limits.seconds:g} s")
        return None

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


class Workers(Generic[J, R]):
    """A pool of `count` processes running `work`, a function that a new process can import; a context manager."""

    def __init__(self, work: Callable[[J], R], count: int, limits: Limits) -> None:
        self.work, self.count, self.limits = work, count, limits
        self._workers: list[_Worker[J, R]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    def run(self, jobs: Iterator[J]) -> Iterator[tuple[J, R | Failed]]:
        """Each job with its result, as they come; may be called again. What is not asked for is not done."""
        while True:
            self._hand_out(jobs)
            busy = [worker for worker in self._workers if worker.job is not None]
            if not busy:
                return
            wait([worker.pipe for worker in busy], max(0.0, min(w.until for w in busy) - monotonic()))
            for worker in busy:
                job, result = worker.job, worker.take()
                if job is not None and result is not None:
                    worker.job = None
                    if not worker.process.is_alive():
                        worker.stop()
                        self._workers.remove(worker)
                    yield job, result

    def _hand_out(self, jobs: Iterator[J]) -> None:
        """Gives every free place a job; a process is started only where there is one for it."""
        idle = [worker for worker in self._workers if worker.job is None]
        taken = list(islice(jobs, len(idle) + self.count - len(self._workers)))
        started = [_Worker(self.work, self.limits) for _ in range(len(taken) - len(idle))]
        self._workers += started
        for worker, job in zip((*idle, *started), taken, strict=False):
            worker.give(job)


def _serve(pipe: "Connection[Any, Any]", work: Callable[[J], R], memory: int) -> None:
    """The life of a worker: job in, result out, until the other end is gone. Ctrl-C is for the supervisor."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # What is loaded stays: no collection has to walk it, or to copy its pages from the parent's.
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(EOFError, ConnectionError):
        pipe.send(None)
        while True:
            pipe.send(_answer(work, pipe.recv()))


def _answer(work: Callable[[J], R], job: J) -> R | Failed:
    try:
        return work(job)
    except MemoryError:
        return Failed("memory limit: reading needs more than a reader may have")
    except Exception as error:  # a bad file must cost its own reading and nothing else
        return Failed(f"reader error: {type(error).__name__}: {error}")
