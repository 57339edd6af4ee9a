"""`python -m benchmarks [NAME…]`: runs the benchmarks and prints one line per ratio."""

import sys
from importlib import import_module

NAMES = ("reading", "crawl", "province", "start", "search", "commit", "lease")


def main() -> None:
    """Runs the named benchmarks, or all."""
    for name in sys.argv[1:] or NAMES:
        for line in import_module(f"benchmarks.{name}").ratios():
            print(f"{name}: {line}", flush=True)


if __name__ == "__main__":
    main()
