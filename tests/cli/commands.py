"""Runs the commands of the archive floor in a process that has neither Scrapy nor spiders nor a crawler."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ALONE = ("read", "ingest", "derive", "coverage", "show", "diff", "search", "review", "withhold", "audit", "release", "wacz", "verify", "reindex", "merge")
_ALONE = f"""
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        top, _, rest = name.partition(".")
        if top in ("scrapy", "twisted", "spiders") or top == "crawler" and rest and not rest.startswith("cli"):
            raise ImportError(f"{{name}} is not for the archive floor")

sys.meta_path.insert(0, Blocked())
import crawler.cli
crawler.cli.COMMANDS = {ALONE}
crawler.cli.main()
"""


def run(*words: object, preamble: str = "") -> subprocess.CompletedProcess[str]:
    """`gongkai WORDS`; the result carries exit code, stdout and stderr."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI")}
    return subprocess.run(
        [sys.executable, "-c", preamble + _ALONE, *map(str, words)], cwd=ROOT, env=environment, capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip


def one_line(result: subprocess.CompletedProcess[str], *words: str) -> bool:
    """Whether stderr is one line of ours that has all the words."""
    lines = result.stderr.splitlines()
    return len(lines) == 1 and lines[0].startswith("gongkai: ") and all(word in lines[0] for word in words)
