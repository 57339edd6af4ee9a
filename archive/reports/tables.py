"""Statistical tables of a document: from its rows to templates and figures."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from archive.documents.model import Document, Paragraph, Table
from archive.reports.cells import is_value
from archive.reports.dictionary import TABLES, rows_of
from archive.reports.figures import FLAG_CONFLICT, Reading, table_figures
from archive.reports.found import Sorted
from archive.reports.lines import text_rows
from archive.reports.model import Figure, RawRow
from archive.reports.pipes import TextLine
from archive.reports.placing import place_applications, place_proactive
from archive.reports.raw import raw_rows
from archive.reports.remedies import place_remedies
from archive.reports.rows import sort_rows
from archive.reports.sheet import OTHER_ALL, Row, Slot, grid_rows
from archive.reports.stat_2014 import STAT_2014, Table2014, find_2014
from archive.reports.templates import all_templates, applications_template, proactive_template, settle
from archive.words import Status, Template

_ENOUGH_ROWS, _FEW_ROWS = 5, 3
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class TableReading:
    """What the statistical tables say: templates by table, the document's template, and all figures of the tables.

    `unknown` counts rows with values of the table of 2014 that no form has; `raw` are the rows that no figure takes.
    """

    templates: dict[str, str]
    template: str
    figures: tuple[Figure, ...]
    unknown: int = 0
    raw: tuple[RawRow, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundTables:
    """The statistical tables of a document before its year is known.

    `blocks` of the document are nothing but parts of them; a block that also holds prose is not. `rows` are those of
    the document that are no part of the table of 2014.
    """

    readings: dict[str, Reading]
    blocks: frozenset[int]
    old: Table2014 | None
    rows: tuple[Row, ...]

    @property
    def filled(self) -> dict[str, int]:
        """How many rows of each table hold a number; of the table of 2014, something."""
        told = {table: _filled(reading) for table, reading in self.readings.items()}
        return {**told, STAT_2014: self.old.filled if self.old else 0}

    def read(self, year: int | None = None) -> TableReading:
        """Templates and figures; `year` is the report's, where known."""
        readings = self.readings | ({STAT_2014: self.old.reading(year)} if self.old else {})
        templates, template = all_templates(readings)
        tables = (*TABLES, STAT_2014)
        printed = chain.from_iterable(table_figures(table, readings[table]) for table in tables if table in readings)
        figures = tuple(_once(printed) if self.old else printed)
        raw = raw_rows(self.rows, self.old.printed if self.old else (), figures, templates)
        return TableReading(templates, template, figures, self.old.unknown if self.old else 0, raw)


def _filled(reading: Reading) -> int:
    """How many rows have a cell that is told apart and holds a number."""
    told: set[str] = set()
    for name, place in reading.places.items():
        row = name.rpartition(".")[0]
        if row not in told and place.slot and _DIGIT.search(place.slot.text):
            told.add(row)
    return len(told)


def find_tables(document: Document) -> FoundTables:
    """Finds tables 二, 三 and 四 and the table of 2014, each by its own labels."""
    old = find_2014(document)
    rows = tuple(_other_rows(document_rows(document), old))
    found = sort_rows(rows)
    readings = _readings(found)
    mixed = {block for row in rows if row.prose for block in row.blocks}
    blocks = frozenset(block for table in readings for block in found.blocks[table]) - mixed
    return FoundTables(readings, blocks | (old.blocks if old else frozenset()), old, rows)


def _once(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Each name once: what the table of 2014 and another count alike and print differently is not told."""
    found: dict[str, Figure] = {}
    for figure in figures:
        first = found.setdefault(figure.indicator, figure)
        if first is figure or not figure.status.has_value:
            continue
        if not first.status.has_value:
            found[figure.indicator] = figure
        elif first.value != figure.value:
            lost = first._replace(value=None, status=Status.UNREADABLE, flags=(*first.flags, FLAG_CONFLICT))
            found[figure.indicator] = lost
    yield from found.values()


def _other_rows(rows: Iterable[Row], old: Table2014 | None) -> Iterator[Row]:
    """The rows that are no part of the table of 2014."""
    return (row for row in rows if old is None or not old.holds(row))


def document_rows(document: Document) -> Iterator[Row]:
    """All rows in order: HTML tables cell for cell, everything else from its lines."""
    if document.lines:
        yield from text_rows(_source_lines(document))
        return
    held: list[TextLine] = []
    number = paragraph = 0
    for index, block in enumerate(document.blocks):
        if isinstance(block, Table):
            yield from _placed(text_rows(held), document)
            held, number = [], number + 1
            yield from grid_rows(block, number, index)
        else:
            paragraph += 1
            held.extend(TextLine(text, paragraph, index) for text in block.text.split("\n"))
    yield from _placed(text_rows(held), document)


def _placed(rows: Iterable[Row], document: Document) -> Iterator[Row]:
    """Rows of lines with the place of their paragraph, where the document has pages.

    There the values of a row stand on one line: those of several could be parts of numbers, and become one cell.
    """
    for row in rows:
        block = document.blocks[min(row.blocks)] if document.media == "pdf" and row.blocks else None
        yield _on_page(row, block) if isinstance(block, Paragraph) else row


def _on_page(row: Row, block: Paragraph) -> Row:
    values = [slot for slot in row.slots if is_value(slot.text)]
    slots = tuple(slot._replace(line=None) for slot in row.slots)
    if len({slot.line for slot in values}) > 1:
        labels = tuple(slot for slot in slots if not is_value(slot.text))
        slots = (*labels, Slot("\n".join(slot.text for slot in values)))
    return row._replace(slots=slots, place=block.place)


def _source_lines(document: Document) -> Iterator[TextLine]:
    """Every line of a text file with the block that covers it."""
    starts = {block.line: index for index, block in enumerate(document.blocks) if block.line is not None}
    block = -1
    for number, text in enumerate(document.lines, 1):
        block = starts.get(number, block)
        yield TextLine(text, number, block)


def _readings(found: Sorted) -> dict[str, Reading]:
    """The tables that are there. 三 is there with one row read or with many seen, 二 with a head or two bands."""
    readings: dict[str, Reading] = {}
    applications = place_applications(found)
    rows = {row.stem for row in found.proactive if any(is_value(slot.text) for slot in row.slots)}
    if any(head.suffix for head in found.heads) or len(found.bands) > 1 or len(rows) >= _FEW_ROWS:
        readings["二"] = Reading(proactive_template(found))
    if any(place.slot for place in applications.values()) or len({f.stem for f in found.applications}) >= _ENOUGH_ROWS:
        whole = rows_of("三", Template.T2019)[OTHER_ALL]
        valued = any(name in applications and applications[name].slot for name in whole)
        readings["三"] = Reading(applications_template(found, valued), applications)
    if found.remedies_head is not None or found.remedies:
        readings["四"] = Reading("", place_remedies(found, applications))
    told = "二" in readings and bool(readings["二"].template)
    settle(readings)
    if "二" in readings:
        readings["二"].places = place_proactive(found, readings["二"].template, told=told)
    return readings
