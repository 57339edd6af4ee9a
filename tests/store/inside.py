"""Runs `gongkai` inside the process of the test: what many commands say in few seconds."""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from unittest.mock import patch

from crawler.cli import main


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it said."""

    code: int
    stdout: str
    stderr: str

    @property
    def one_line(self) -> bool:
        """Whether stderr is one line of ours."""
        return len(self.stderr.splitlines()) == 1 and self.stderr.startswith("gongkai: ")

    def refused(self, *words: str) -> bool:
        """Whether it was not carried out, for a reason told in one line that has all the words."""
        return self.code == 2 and self.one_line and all(word in self.stderr for word in words) and not self.stdout


def gongkai(*words: object) -> Done:
    """`gongkai WORDS`."""
    out, err = io.StringIO(), io.StringIO()
    with patch.object(sys, "argv", ["gongkai", *map(str, words)]), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
    return Done(code, out.getvalue(), err.getvalue())
