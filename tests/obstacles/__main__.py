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
    # One more than there are cores: crawls wait for the clock as often as they compute.
    with ProcessPoolExecutor((os.cpu_count() or 1) + 1) as pool:
        for fault, cells in zip(faults, pool.map(tried, faults), strict=True):
            shown = [cells] if isinstance(cells, str) else [_shown(cell) for cell in cells]
            print(f"| {FAULTS[fault][0] or ''} | {fault} | " + " | ".join(shown) + " |", flush=True)
            found = [(cell.family, cell.faults) for cell in cells if not isinstance(cell, str)]
            wrong += [f"{fault} × {family}: {problem}" for family, problems in found for problem in problems]
            wrong += [f"{fault}: the crawl failed"] if isinstance(cells, str) else []
    print(f"\n{len(faults) * len(PORTALS)} cells; " + ("nothing lost, nothing false" if not wrong else f"{len(wrong)} faults"))
    print("\n".join(wrong))
    return bool(wrong)


def tried(fault: str) -> list[Cell] | str:
    """The cells of one obstacle, or what kept its crawl from ending."""
    try:
        return row(fault)
    except Exception as error:
        return str(error)[-300:].replace("\n", " ")


def _shown(cell: Cell) -> str:
    told = f" +{cell.told} told" if cell.told else ""
    return f"{cell.ends}: {cell.held}/{cell.published}{told}{' ✗' if cell.faults else ''}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(EXPECTED)))
