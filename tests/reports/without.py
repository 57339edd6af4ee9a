"""`python -m tests.reports.without`: which real reports stay right when the rules for one layout are taken away."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from fnmatch import fnmatch
from pathlib import Path
from unittest.mock import patch

from archive.documents.open import read_document
from archive.reports import labels, labels_2014, lines, scan, sheet
from archive.reports.read import read_report
from archive.reports.sheet import Labels, Row
from tests.reports.accuracy import verdicts

TRUTHS = Path(__file__).parents[2].parent / "shared" / "reports" / "truth"

Change = tuple[str, object]
"""A place in the code, and what stands there instead."""


def _all_prose(text: str, line: int | None, block: int) -> Iterator[scan.Token]:
    yield scan.Token("other", text, line, block)


def _whole(row: Row) -> Iterator[tuple[Row, Labels]]:
    yield row, row.labels


def _no_cells(*_: object, **__: object) -> None:
    return None


def _nothing(*_: object, **__: object) -> dict[str, object]:
    return {}


def _never(*_: object, **__: object) -> bool:
    return False


def _empty(*_: object, **__: object) -> tuple[()]:
    return ()


def _as_is(tokens: Sequence[scan.Token]) -> Sequence[scan.Token]:
    return tokens


def _exact_begins(slots: Sequence[object], count: int) -> list[int]:
    return [0] if len(slots) == count else []


def _one_word(text: str) -> Iterator[str]:
    yield text.strip()


R = "archive.reports"
RULES: dict[str, list[Change]] = {
    "rows of TABs": [(f"{R}.lines._tab_row", _no_cells)],
    "a cell a line behind TAB": [(f"{R}.lines._cell_lines", lines._row_lines)],
    "pipes": [(f"{R}.lines.pipe_rows", iter)],
    "lines without cell marks": [(f"{R}.lines.line_tokens", _all_prose)],
    "labels over several lines": [
        (f"{R}.scan._rejoined", _as_is), (f"{R}.lines._continues", _never), (f"{R}.rows._Sorter._continuation", _never),
    ],
    "labels with other characters, or cut": [(f"{R}.labels._near", _empty), (f"{R}.labels_2014.near", _empty), (f"{R}.places_2014.near", _empty)],
    "blank cells beside the values": [(f"{R}.fit._begins", _exact_begins)],
    "rows whose ends are lost": [(f"{R}.rows.split_rows", _whole)],
    "page numbers between rows": [(f"{R}.lines.PAGE_MARK", lines._HEADING)],
    "decoding by identities, rhythm of blank lines": [
        (f"{R}.placing.find_rhythm", _no_cells), (f"{R}.placing.decode_applications", _nothing),
        (f"{R}.placing.decode_detached", _nothing), (f"{R}.remedies.decode_remedies", _nothing),
    ],
    "table of 2014 in words": [(f"{R}.pieces_2014._words", _one_word)],
    "tables over page breaks (PDF)": [("archive.documents.pdf.stitch.Joined.fits", _never)],
    "tables for layout, blocks as tables": [
        ("archive.documents.blocks.block_tables", _empty), ("archive.documents.grid.nested_tables", _empty),
    ],
}  # fmt: skip
"""The rules of one kind, and what takes their place."""


@contextmanager
def without(changes: Sequence[Change]) -> Iterator[None]:
    """The reader without some of its rules."""
    caches = (labels.exact, labels.recognise, labels_2014.exact, sheet._sign)
    with ExitStack() as stack:
        for place, instead in changes:
            stack.enter_context(patch(place, instead))
        for cached in caches:
            cached.cache_clear()
        yield
    for cached in caches:
        cached.cache_clear()


def score(truth: Path) -> tuple[int, int, int]:
    """Cells of one real report: right, wrong, and all. A cell that its source leaves open is right without a value."""
    told = json.loads(truth.read_text(encoding="utf-8"))
    source = truth.parent.parent / told["source"]
    report = read_report(read_document(source.read_bytes(), filename=source.name))
    stated = {figure.indicator for figure in report.figures if figure.value is not None}
    names = {figure.indicator for figure in report.figures} - stated
    left_open = {name for name in names for pattern in told.get("ambiguous", ()) if fnmatch(name, pattern)}
    counts = verdicts(report, {name: value for name, value in told["figures"].items() if name not in left_open})
    return counts["right"] + len(left_open), counts["wrong"] + counts["extra"], len(told["figures"])


def _is_whole(found: tuple[int, int, int]) -> bool:
    right, wrong, cells = found
    return right == cells and not wrong


def truths() -> list[Path]:
    """The real reports with tables whose cells are known."""
    return [path for path in sorted(TRUTHS.glob("*.json")) if json.loads(path.read_text(encoding="utf-8"))["figures"]]


def main() -> None:
    """A line for each rule: how many reports stay wholly right, and what of the others is right and what wrong.

    Ends with an error where a value is wrong.
    """
    wrongs = 0
    for name, changes in {"nothing": [], **RULES}.items():
        with without(changes):
            found = {path.stem: score(path) for path in truths()}
        wrongs += sum(wrong for _, wrong, _ in found.values())
        lost = (f"{stem} {100 * each[0] / each[2]:.0f} %" for stem, each in found.items() if not _is_whole(each))
        told = f"{sum(map(_is_whole, found.values()))} of {len(found)} stay right, {wrongs} cells wrong"
        print(f"without {name}: {told}; {', '.join(lost)}", flush=True)
    sys.exit(wrongs > 0)


if __name__ == "__main__":
    main()
