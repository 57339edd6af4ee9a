"""Runs the command line as a person would: in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def gongkai(*words: object, timeout: float = 300, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs `gongkai WORDS`; the result carries exit code, stdout and stderr."""
    command = [sys.executable, "-m", "crawler", *map(str, words)]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=timeout, check=False
    )
