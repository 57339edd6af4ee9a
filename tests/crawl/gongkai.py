"""Runs the command line as a person would: in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def command(*words: object) -> list[str]:
    """The words of a process that runs `gongkai WORDS`, wherever it is started."""
    return [sys.executable, "-m", "crawler", *map(str, words)]


def gongkai(*words: object, timeout: float = 300, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs `gongkai WORDS`; the result carries exit code, stdout and stderr."""
    return subprocess.run(
        command(*words), cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=timeout,
        check=False,
    )  # fmt: skip


def complaint(result: subprocess.CompletedProcess[str], code: int, *words: str) -> bool:
    """Whether the command ended with this code and one line of ours on stderr that has all the words."""
    lines = result.stderr.splitlines()
    told = len(lines) == 1 and lines[0].startswith("gongkai: ") and all(word in lines[0] for word in words)
    return result.returncode == code and told
