"""Runs one step of the night, a command of gongkai, in its own process: with a time limit, its talk passed on."""

import json
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread
from typing import IO

from archive.errors import Exit

MERCY = 300.0
"""Seconds a step may take to end by itself once it was told to stop."""
_KEPT_LINES = 1000
_INTERRUPTED = (128 + signal.SIGINT, -signal.SIGINT)
"""Exit codes of a step that was told to stop before it had begun to listen."""


@dataclass(frozen=True, slots=True)
class Step:
    """How a step ended: its exit code (negative: the signal that ended it), its JSON, its last words on stderr."""

    name: str
    code: int
    record: Mapping[str, object]
    words: str
    stopped: bool

    @property
    def exit_code(self) -> Exit:
        """The exit code as the night counts it: what died or gives no known code has failed."""
        if self.stopped and self.code in _INTERRUPTED:
            return Exit.INCOMPLETE
        with suppress(ValueError):
            return Exit(self.code)
        return Exit.FAILED

    @property
    def failed(self) -> bool:
        """Whether it did not do its work; a hole is no failure."""
        return self.exit_code not in (Exit.OK, Exit.INCOMPLETE)

    @property
    def fault(self) -> str:
        """What went wrong, in a sentence."""
        if self.code < 0:
            return f"{self.name} was ended by {signal.Signals(-self.code).name}; {self.words or 'it said nothing'}"
        return f"{self.name} ended with exit code {self.code}: {self.words or 'it said nothing'}"


def run_step(name: str, words: Sequence[object], seconds: float) -> Step:
    """Runs `gongkai NAME WORDS`, asks it to stop after `seconds`, and waits for its end in any case.

    An interruption of the night is handed on to the step, and raised once that has ended.
    """
    command = [sys.executable, "-m", "crawler.nightly.child", name, *map(str, words)]
    # A session of its own: Ctrl-C at a terminal reaches the night alone, which then stops its step.
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        errors="replace", start_new_session=True,
    ) as process:  # fmt: skip
        out, talk = _Reader(process.stdout), _Reader(process.stderr, aloud=True)
        try:
            stopped = _wait(process, seconds)
        except KeyboardInterrupt:
            talk.aloud = False
            _end(process)
            raise
        return Step(name, process.returncode, _json(out.text()), _last_words(talk.text()), stopped)


def _wait(process: "subprocess.Popen[str]", seconds: float) -> bool:
    """Waits for the end; gives whether it had to be asked."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        _end(process)
        return True
    return False


def _end(process: "subprocess.Popen[str]") -> None:
    """Asks a step to end, and ends it if it does not, or if a second interruption comes."""
    try:
        process.send_signal(signal.SIGINT)
        process.wait(MERCY)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.kill()
        process.wait()


class _Reader(Thread):
    """Reads a stream of a step to its end; `aloud` passes each line on to stderr."""

    def __init__(self, stream: IO[str] | None, *, aloud: bool = False) -> None:
        super().__init__(daemon=True)
        assert stream is not None
        self.stream, self.aloud = stream, aloud
        self.lines = deque[str](maxlen=_KEPT_LINES)
        self.start()

    def run(self) -> None:
        for line in self.stream:
            self.lines.append(line)
            if self.aloud:
                print(line, end="", file=sys.stderr, flush=True)

    def text(self) -> list[str]:
        self.join()
        return list(self.lines)


def _json(lines: list[str]) -> Mapping[str, object]:
    with suppress(ValueError):
        found = json.loads("".join(lines))
        if isinstance(found, dict):
            return found
    return {}


def _last_words(lines: list[str]) -> str:
    told = [line.strip() for line in lines if line.strip()]
    own = [line.removeprefix("gongkai: ") for line in told if line.startswith("gongkai: ")]
    return next(iter((own or told)[-1:]), "")
