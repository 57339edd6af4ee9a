"""Prints the matrix obstacle × family; `make obstacles`. With words: those obstacles only."""

import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from crawler.replica.faults import FAULTS
from tests.obstacles.expected import EXPECTED
from tests.obstacles.matrix import PORTALS, Cell, crawled


def row(fault: str) -> list[Cell]:
    """The cells of one obstacle, from a crawl in which every family has it."""
    with tempfile.TemporaryDirectory(prefix="obstacle-") as folder:
        return crawled(Path(folder), dict.fromkeys(PORTALS, fault))


def main(faults: list[str]) -> int:
    """Prints a line for every obstacle and, below, what is not as it should be; 1 if anything is not."""
    wrong = list[str]()
    print("| row | obstacle | " + " | ".join(PORTALS) + " |")
    print("|---" * (len(PORTALS) + 2) + "|")
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for fault, cells in zip(faults, pool.map(row, faults), strict=True):
            shown = (f"{one.ends}: {one.held}/{one.published}" + (f" +{one.told} told" if one.told else "") + (" ✗" if one.faults else "") for one in cells)
            print(f"| {FAULTS[fault][0] or ''} | {fault} | " + " | ".join(shown) + " |", flush=True)
            wrong += [f"{fault} × {one.family}: {problem}" for one in cells for problem in one.faults]
    print(f"\n{len(faults) * len(PORTALS)} cells; " + ("nothing lost, nothing false" if not wrong else f"{len(wrong)} faults"))
    print("\n".join(wrong))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(EXPECTED)))
