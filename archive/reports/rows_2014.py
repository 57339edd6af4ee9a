"""Pieces to the rows of the table of 2014: each label with what stands behind it and the columns its head declares."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby

from archive.reports.columns_2014 import Columns, Heading, cell_columns, sub_columns
from archive.reports.labels_2014 import Column, RowLabel, begins, exact, head, is_foot, is_open, unit
from archive.reports.pieces_2014 import Kind, Piece, damaged
from archive.reports.sheet import Slot

_MOST_JOINED = 60


@dataclass(slots=True)
class Line:
    """One row as found. `labels` are the meanings of its label, none for a row that the forms do not have.

    `tail` is what stands behind the label: the cells of its row, blank ones too, else every unit, value and damaged
    number up to the next label, `places` their lines. `lane` counts tables that stand side by side.
    """

    labels: tuple[RowLabel, ...]
    printed: str
    last: Piece
    columns: Columns
    lane: int = 0
    tail: list[Slot] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    blocks: set[int] = field(default_factory=set)
    torn: bool = False
    glued: bool = False

    @property
    def cells(self) -> bool:
        """Whether the row has cells, so that a blank one is there to be seen."""
        return self.last.cells

    @property
    def filled(self) -> list[Slot]:
        return [slot for slot in self.tail if not slot.blank]

    @property
    def gaps(self) -> tuple[int | None, int | None]:
        """How many lines below its label the first unit stands, and the first value, in lines of words."""
        steps = [(bool(unit(slot.text)), at - self.last.line) for slot, at in zip(self.tail, self.places, strict=False)]
        return next((step for is_unit, step in steps if is_unit), None), next((s for u, s in steps if not u), None)


@dataclass(slots=True)
class Sheet:
    """All rows in order. `strays` are the lines of values behind no label; `heads` the blocks of column heads."""

    lines: list[Line] = field(default_factory=list)
    strays: list[int] = field(default_factory=list)
    heads: set[int] = field(default_factory=set)


class _Reader:
    """Walks the pieces in order and keeps in mind the row and the columns it is in."""

    def __init__(self) -> None:
        self.sheet = Sheet()
        self.open: Line | None = None
        self.columns: Columns = ()
        self.lanes: tuple[int, ...] = ()
        self.spread: Columns = ()
        self.heading = Heading()
        self.ended = False

    def cells(self, pieces: list[Piece]) -> None:
        """A row of cells: the head of columns, rows by their labels, the rest of a label, or a label of no form."""
        row = pieces[0].row
        labelled = [piece for piece in pieces if piece.kind == Kind.TEXT and exact(piece.text)]
        if not labelled and (found := cell_columns(row)):
            self.columns, self.lanes, self.spread = found.columns, found.lanes, found.spread
            self.sheet.heads |= row.blocks
            return
        if not labelled and self.spread and (below := sub_columns(row, self.columns, self.spread)):
            self.columns, self.spread = below, ()
            return
        self.spread = ()
        if not labelled and not self._rest(pieces):
            first = next((piece for piece in pieces if piece.kind == Kind.TEXT), None)
            if first is None:
                self.sheet.strays += [piece.line for piece in pieces if piece.kind == Kind.VALUE]
            elif is_foot(first.text):
                self._end()
            else:
                self._start((), [first])
        for piece in labelled:
            self._start(exact(piece.text), [piece])

    def _rest(self, pieces: list[Piece]) -> bool:
        """Joins a row whose first text ends the label of the row above; a row whose values stand in both is torn."""
        held, first = self.open, pieces[0]
        if held is None or not held.cells or first.kind != Kind.TEXT:
            return False
        whole = exact(held.printed + first.text)
        if not whole or not begins(held.printed):
            return False
        behind = _behind(first)
        held.torn = bool(held.filled) and any(not slot.blank for slot in behind)
        held.labels, held.printed = whole, held.printed + first.text
        held.blocks |= first.row.blocks
        if not held.filled:
            held.last, held.tail = first, behind
        return True

    def text(self, run: list[Piece]) -> None:
        """A run of words without unit or value between: heads, labels, and what is neither."""
        at = 0
        while at < len(run):
            end, labels = _label(run, at)
            if labels:
                self._close_heading()
                self._start(labels, run[at:end])
            else:
                end = self.heading.take(run, at) or at + 1
                if not self.heading.entries:
                    self._other(run[at])
            at = end

    def _close_heading(self) -> None:
        if self.heading.entries:
            self.columns = self.heading.columns() or self.columns
            self.sheet.heads |= self.heading.blocks
            self.heading = Heading()

    def _other(self, piece: Piece) -> None:
        """A word that is no label: a damaged number, a note to the label above, a foot line, or a label of no form."""
        held = self.open
        if piece.doubt and held is not None:
            held.torn = True
        elif (found := head(piece.text)) and found[0] in (Column.LABEL, Column.UNIT, Column.VALUE):
            return
        elif is_foot(piece.text):
            self._end()
        elif held is not None and not held.cells and damaged(piece.text):
            self._add(piece)
        elif held is None or held.filled or not begins(held.printed + piece.text):
            self._start((), [piece])

    def value(self, piece: Piece) -> None:
        """A unit or a value in a line of words: of the row above, or of none."""
        if self.heading.entries and self.heading.year(piece):
            return
        if self.open is not None and not self.open.cells:
            self._add(piece)
        elif piece.kind == Kind.VALUE and not self.ended:
            self.sheet.strays.append(piece.line)

    def _end(self) -> None:
        """A foot line ends the table: what follows it belongs to no row."""
        self.open, self.ended = None, True

    def _add(self, piece: Piece) -> None:
        assert self.open is not None
        self.open.torn = self.open.torn or piece.doubt
        self.open.tail.append(piece.slot)
        self.open.places.append(piece.line)
        self.open.blocks |= piece.row.blocks

    def _start(self, labels: tuple[RowLabel, ...], pieces: list[Piece]) -> None:
        last = pieces[-1]
        line = Line(labels, "".join(piece.text for piece in pieces), last, self.columns)
        line.blocks |= {block for piece in pieces for block in piece.row.blocks}
        line.glued = last.glued
        if last.cells:
            line.tail = _behind(last)
            line.lane = sum(start <= last.at for start in self.lanes)
        self.sheet.lines.append(line)
        self.open, self.ended = line, False


def _behind(piece: Piece) -> list[Slot]:
    """The cells of a row behind a label, up to the label of another row beside it."""
    found: list[Slot] = []
    for slot in piece.row.slots[piece.at + 1 :]:
        if not slot.blank and exact(slot.text):
            break
        found.append(slot)
    return found


def _label(run: list[Piece], at: int) -> tuple[int, tuple[RowLabel, ...]]:
    """Where the longest label ends that begins at a word, over as many words as it takes, with its meanings."""
    joined, best = "", at
    labels: tuple[RowLabel, ...] = ()
    for end in range(at, min(len(run), at + _MOST_JOINED)):
        joined += run[end].text
        if found := exact(joined):
            best, labels = end + 1, found
        elif not begins(joined) and not is_open(joined):
            break
    return best, labels


def _whole_brackets(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """Words of lines, the words inside a bracket that ends a label joined to it: a number there is no value."""
    held: list[Piece] = []
    for piece in pieces:
        if held:
            joined = "".join(each.text for each in held) + piece.text
            if exact(joined) and not is_open(joined):
                yield replace(piece, slot=held[0].slot._replace(text=joined), kind=Kind.TEXT)
                held = []
                continue
            if piece.cells or not is_open(joined) or not begins(joined):
                yield from held
                held = []
        if held or (not piece.cells and piece.kind == Kind.TEXT and is_open(piece.text) and begins(piece.text)):
            held.append(piece)
        else:
            yield piece
    yield from held


def read_rows(pieces: Iterable[Piece]) -> Sheet:
    """All rows of a document that may belong to the table of 2014."""
    reader = _Reader()
    for (cells, kind, _), group in groupby(_whole_brackets(pieces), _group):
        run = list(group)
        if cells:
            reader.cells(run)
        elif kind == Kind.TEXT:
            reader.text(run)
        else:
            for piece in run:
                reader.value(piece)
    return reader.sheet


def _group(piece: Piece) -> tuple[bool, Kind | None, int]:
    """Pieces of one row of cells belong together, and words without unit or value between."""
    if piece.cells:
        return True, None, id(piece.row)
    return False, Kind.TEXT if piece.kind == Kind.TEXT else Kind.VALUE, 0
