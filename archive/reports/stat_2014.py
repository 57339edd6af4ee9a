"""The table of 2014, 政府信息公开情况统计表, and local forms of its rows: whether it is there, and what it says."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.documents.model import Document, Paragraph, Table
from archive.reports.checks import apply_checks
from archive.reports.detached_2014 import give_back
from archive.reports.figures import FLAG_COUNT, Place, Reading, table_figures
from archive.reports.labels_2014 import fingerprint, hinted, unit
from archive.reports.pieces_2014 import document_pieces
from archive.reports.places_2014 import STAT_2014, Named, named_rows, place_rows, printed_row
from archive.reports.rows_2014 import Line, Sheet, read_rows
from archive.reports.sheet import Row
from archive.words import CheckStatus, Template

FLAG_UNKNOWN = "rows_unknown"
_HITS, _MANY, _FAR_TOO_MANY = 3, 6, 12
_SUMS, _FEWEST_SUMS = ("C1", "C2", "C3", "C4", "C5", "C6"), 4
_PROSE = 150


@dataclass(frozen=True, slots=True)
class Table2014:
    """The table as found. `blocks` of the document are nothing but parts of it, `rows` and `spans` are its own.

    `named` are its rows that stand for an indicator, `lines` all of them; `strays` says that values stand in it behind
    no label. `unknown` counts the rows with values that no form knows: they stand in the report's text alone.
    """

    named: list[Named]
    lines: list[Line]
    strays: bool
    unknown: int
    blocks: frozenset[int]
    rows: frozenset[tuple[int, int]]
    spans: frozenset[int]

    @property
    def filled(self) -> int:
        """How many of its indicators have a value printed."""
        return len({each.name for each in self.named if any(not unit(slot.text) for slot in each.line.filled)})

    @property
    def printed(self) -> list[Row]:
        """Its rows as printed, two halves side by side once."""
        return list({id(row): row for row in map(printed_row, self.lines)}.values())

    def holds(self, row: Row) -> bool:
        """Whether a row of the document belongs to this table and so to no other."""
        if row.table is not None:
            return (row.table, row.row or 0) in self.rows
        return any(slot.line in self.spans for slot in row.slots)

    def reading(self, year: int | None) -> Reading:
        """The places of its cells in a report about `year`: columns of other years are not read."""
        reading = Reading(str(Template.T2014), place_rows(self.named, self.lines, self.strays, year))
        if any(place.decoded for place in reading.places.values()) and not _confirmed(reading):
            reading.places.update(
                (name, Place(None, place.row, flags=(FLAG_COUNT,)))
                for name, place in reading.places.items()
                if place.decoded
            )
        return reading


def _confirmed(reading: Reading) -> bool:
    """Whether the identities hold that numbers without marks between them would break if they were cut wrongly."""
    figures = list(table_figures(STAT_2014, reading))
    told = [check.status for check in apply_checks(figures, {STAT_2014: reading.template}) if check.id in _SUMS]
    sound = sum(status in (CheckStatus.PASS, CheckStatus.PASS_WITH_BLANKS) for status in told)
    return CheckStatus.FAIL not in told and sound >= _FEWEST_SUMS


def find_2014(document: Document) -> Table2014 | None:
    """The table of 2014, or None where there is none."""
    if not hinted("".join("".join(_texts(document)).split())):
        return None
    sheet = read_rows(document_pieces(document))
    give_back(sheet.lines)
    named = named_rows(sorted(sheet.lines, key=lambda line: line.lane))
    apart = any(len(line.filled) > _FAR_TOO_MANY for line in sheet.lines if line.labels and not line.cells)
    within = _region(named, sheet.lines, apart=apart)
    named = [each for each in named if id(each.line) in within]
    told = {each.name for each in named if _in_table(each.line, apart=apart)}
    if len(told & fingerprint()) < _HITS and len(told) < _MANY:
        return None
    lines = [line for line in sheet.lines if id(line) in within]
    strays = any(lines[0].last.line <= position <= lines[-1].last.line for position in sheet.strays)
    known = {id(each.line) for each in named}
    unknown = sum(1 for line in lines if not line.labels and line.filled and id(line) not in known)
    return Table2014(named, lines, strays, unknown, *_extent(document, lines, sheet))


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Table):
            yield from map("".join, block.texts)
        else:
            yield block.text


def _in_table(line: Line, *, apart: bool) -> bool:
    """Whether a row has something behind its label, or its cells, or all numbers stand apart behind the last label."""
    return bool(line.filled) or (line.cells and len(line.tail) > 1) or (apart and not line.cells)


def _region(named: list[Named], lines: list[Line], *, apart: bool) -> frozenset[int]:
    """The rows from the first to the last that is one of a table: a label alone may stand in a sentence."""
    firm = {id(each.line) for each in named if _in_table(each.line, apart=apart)}
    positions = [at for at, line in enumerate(lines) if id(line) in firm]
    return frozenset(id(line) for line in lines[positions[0] : positions[-1] + 1]) if positions else frozenset()


def _extent(
    document: Document, lines: list[Line], sheet: Sheet
) -> tuple[frozenset[int], frozenset[tuple[int, int]], frozenset[int]]:
    """The table's blocks, its rows of tables, and its lines of text."""
    rows = frozenset((line.last.row.table, line.last.row.row or 0) for line in lines if line.last.row.table is not None)
    numbers = [slot.line for line in lines for slot in (line.last.slot, *line.tail) if slot.line is not None]
    text = frozenset(range(min(numbers), max(numbers) + 1)) if numbers else frozenset()
    touched = {block for line in lines for block in line.blocks} | sheet.heads
    written = [block for block in touched if isinstance(document.blocks[block], Paragraph)] if touched else []
    spanned = set(range(min(written), max(written) + 1)) if written else set()
    blocks = frozenset(block for block in touched | spanned if not _is_prose(document, block))
    return blocks, rows, text


def _is_prose(document: Document, block: int) -> bool:
    each = document.blocks[block]
    return isinstance(each, Paragraph) and (len(each.text) > _PROSE or "。" in each.text)


__all__ = ["FLAG_UNKNOWN", "STAT_2014", "Table2014", "find_2014"]
