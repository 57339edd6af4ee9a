"""`python -m tests.reports.mutations`: real texts damaged line by line, and the damages that change a value unnoticed."""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.documents.open import read_document
from archive.reports.dictionary import cells_of
from archive.reports.labels import Role, recognise
from archive.reports.model import Figure, Report
from archive.reports.read import read_report
from archive.words import CheckStatus

SHARED = Path(__file__).parents[2].parent / "shared"
PAGE = 40
"""Lines of a page where the text has no page breaks of its own."""
_HEADS = (Role.BAND, Role.HEAD, Role.COLUMN, Role.SPANNING, Role.CORNER)
@dataclass(frozen=True)
class Mutation:
    """One damage: its kind, the numbers of the lines it touches, and the damaged text."""

    kind: str
    lines: range
    text: str


@dataclass(frozen=True)
class Outcome:
    """What a damage did: the tables it touches, the cells that changed, and whether a check or a flag tells of it."""

    source: str
    mutation: Mutation
    tables: frozenset[str]
    changed: tuple[str, ...]
    noticed: bool

    @property
    def silent(self) -> bool:
        return bool(self.changed) and not self.noticed


def sources() -> list[Path]:
    """The real texts and pages whose tables can be read."""
    truths = sorted((SHARED / "reports" / "truth").glob("*.json"))
    paths = (path.parent.parent / json.loads(path.read_text(encoding="utf-8"))["source"] for path in truths)
    return [path for path in paths if path.suffix in (".txt", ".html") and "000" not in path.name[:3]]


def mutations(text: str) -> Iterator[Mutation]:
    """Every line deleted, every two neighbours swapped, every page dropped, every line of heads printed twice."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        yield Mutation("deleted", range(at, at + 1), "\n".join([*lines[:at], *lines[at + 1 :]]))
        if at + 1 < len(lines) and lines[at + 1] != line:
            swapped = [*lines[:at], lines[at + 1], line, *lines[at + 2 :]]
            yield Mutation("swapped", range(at, at + 2), "\n".join(swapped))
        if _is_head(line):
            yield Mutation("doubled", range(at, at + 1), "\n".join([*lines[: at + 1], *lines[at:]]))
    for page in _pages(lines):
        yield Mutation("page", page, "\n".join([*lines[: page.start], *lines[page.stop :]]))


def _is_head(line: str) -> bool:
    cells = re.split(r"[\t|]|<[^>]*>", line)
    return any(each.role in _HEADS for cell in cells if cell.strip() for each in recognise(cell))


def _pages(lines: Sequence[str]) -> Iterator[range]:
    marks = [at for at, line in enumerate(lines) if "\f" in line]
    starts = [0, *marks] if marks else list(range(0, len(lines), PAGE))
    yield from (range(one, two) for one, two in zip(starts, [*starts[1:], len(lines)], strict=True))


def outcomes(path: Path, every: int = 1) -> Iterator[Outcome]:
    """All damages of one text, or each n-th."""
    text = path.read_text(encoding="utf-8")
    before = _read(path, text)
    extents = _extents(before, text)
    for number, mutation in enumerate(mutations(text)):
        touched = frozenset(
            table for table, (first, last) in extents.items() if mutation.lines.start <= last and mutation.lines.stop > first
        )
        if touched and number % every == 0 and mutation.text.strip():
            after = _read(path, mutation.text)
            yield Outcome(path.name, mutation, touched, tuple(_changed(before, after)), _noticed(before, after))


def _read(path: Path, text: str) -> Report:
    return read_report(read_document(text.encode(), filename=path.name))


def _extents(report: Report, text: str) -> dict[str, tuple[int, int]]:
    """The lines each table stands on, heads included, counted from 0."""
    lines = text.split("\n")
    found: dict[str, list[int]] = {}
    for figure in _of_tables(report):
        if figure.locator.line is not None:
            found.setdefault(_table(figure.indicator, report), []).append(figure.locator.line - 1)
    if not found:
        return {"三": (0, len(lines))}
    ends = {table: (min(at), max(at)) for table, at in found.items()}
    return {table: (_first_head(lines, first), last) for table, (first, last) in ends.items()}


def _of_tables(report: Report) -> Iterator[Figure]:
    return (figure for figure in report.figures if not figure.indicator.startswith("text."))


def _table(name: str, report: Report) -> str:
    """The table a cell belongs to; the same name can stand in the forms of 2014 and of later years."""
    return next(table for table, form in report.templates.items() if name in cells_of(table, form))


def _first_head(lines: Sequence[str], first: int) -> int:
    """The first line of the heads above a table's first value."""
    start = first
    for at in range(first - 1, max(first - 60, -1), -1):
        if len(lines[at]) > 120 or re.match(r"[#\s]*[一二三四五六]、.*(?:情况|事项)", lines[at]):
            break
        start = at
    return start


def _changed(before: Report, after: Report) -> Iterator[str]:
    """Cells that state another value than before."""
    told = {figure.indicator: figure.value for figure in _of_tables(before) if figure.status.has_value}
    for figure in _of_tables(after):
        if figure.status.has_value and figure.value != told.get(figure.indicator):
            yield figure.indicator


def _noticed(before: Report, after: Report) -> bool:
    """Whether a check fails, or a flag is raised, that did not without the damage."""
    return bool(_failing(after) - _failing(before)) or bool(_raised(after) - _raised(before))


def _failing(report: Report) -> set[tuple[str, str | None, str | None]]:
    return {(check.id, check.column, check.row) for check in report.checks if check.status == CheckStatus.FAIL}


def _raised(report: Report) -> Counter[tuple[str, str]]:
    flags = Counter((figure.indicator, flag) for figure in report.figures if figure.status.has_value for flag in figure.flags)
    return flags + Counter(("", flag) for flag in report.flags)


def report_lines(found: Sequence[Outcome]) -> Iterator[str]:
    """The silent damages one by one, then the shares by text, kind and table."""
    for each in found:
        if each.silent:
            place = f"{each.source}:{each.mutation.lines.start + 1}"
            yield f"{place} {each.mutation.kind} ({' '.join(sorted(each.tables))}): {', '.join(each.changed[:4])}"
    yield ""
    yield "| damage | to 三 and 四 | silent | to 二 alone | silent |\n|---|---|---|---|---|"
    for kind in ("deleted", "swapped", "doubled", "page"):
        of_kind = [each for each in found if each.mutation.kind == kind]
        two = [each for each in of_kind if each.tables == {"二"}]
        rest = [each for each in of_kind if each.tables != {"二"}]
        yield f"| {kind} | {len(rest)} | {_silent(rest)} | {len(two)} | {_silent(two)} |"


def _silent(found: Sequence[Outcome]) -> str:
    count = sum(each.silent for each in found)
    return f"{count} ({100 * count / max(len(found), 1):.1f} %)"


def main() -> None:
    """Prints what every damage to every text did; an argument n takes each n-th damage only."""
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    found: list[Outcome] = []
    for path in sources():
        here = list(outcomes(path, every))
        found += here
        print(f"{path.name}: {len(here)} damages, {sum(each.silent for each in here)} silent", flush=True)
    print("\n".join(report_lines(found)))


if __name__ == "__main__":
    main()
