"""Tables without lines down their columns: values that stand one below the other, with the labels beside them."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.documents.pdf.marks import is_numbered
from archive.documents.pdf.page import Box, Glyph, Page, around
from archive.documents.pdf.parts import Part, Piece
from archive.documents.pdf.words import base_lines, room

_FEWEST_COLUMNS, _FEWEST_ROWS = 5, 4
_NUMBERS_APART, _WORDS_APART = 0.6, 1.2
_TIGHT, _NEXT_LINE, _BESIDE, _ON_LINE = 0.5, 1.75, 1.2, 0.45
_VALUE = re.compile(r"[-+]?\d[\d,.]*|[-—–/无]{1,2}")
_HEADING = re.compile(r"[一二三四五六]、.{0,40}(?:情况|事项|问题)")


@dataclass(frozen=True, slots=True)
class Word:
    """Glyphs of one line with little room between them."""

    text: str
    box: Box
    base: float
    size: float
    glyphs: tuple[Glyph, ...]

    @property
    def value(self) -> bool:
        return bool(_VALUE.fullmatch(self.text))

    @property
    def centre(self) -> float:
        return (self.box[0] + self.box[2]) / 2


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of values with the column of each, and the labels beside it."""

    base: float
    values: dict[int, Word]
    labels: list[list[Word]]


def unruled_pieces(page: Page, glyphs: Sequence[Glyph]) -> tuple[list[Piece], list[Glyph]]:
    """Tables without lines among the glyphs outside ruled ones, and the glyphs that are left (docs/formats.md#pdf)."""
    zones: list[list[list[Word]]] = [[]]
    for line in ([*_words(line)] for line in base_lines(glyphs)):
        if _HEADING.match("".join(word.text for word in line)):
            zones.append([])
        else:
            zones[-1].append(line)
    pieces: list[Piece] = []
    used: set[int] = set()
    for zone in zones:
        rows, words = _table(zone)
        if rows:
            pieces.append(_piece(page, rows, words))
            used |= {id(glyph) for word in words for glyph in word.glyphs}
    return pieces, [glyph for glyph in glyphs if id(glyph) not in used]


def _words(line: Sequence[Glyph]) -> Iterable[Word]:
    held: list[Glyph] = []
    for glyph in line:
        if held:
            last = held[-1]
            digits = last.char.isdigit() and glyph.char.isdigit()
            if room(last, glyph) > (_NUMBERS_APART if digits else _WORDS_APART):
                yield _word(held)
                held = []
        held.append(glyph)
    if held:
        yield _word(held)


def _word(glyphs: list[Glyph]) -> Word:
    base, size = max(glyph.y for glyph in glyphs), max(glyph.size for glyph in glyphs)
    return Word("".join(g.char for g in glyphs).strip(), around([g.box for g in glyphs]), base, size, tuple(glyphs))


def _table(zone: Sequence[Sequence[Word]]) -> tuple[list[_Row], list[Word]]:
    """The rows of a zone and all words they take, in order; nothing where one column, row or label is in doubt."""
    lines = [line for line in zone if sum(word.value for word in line) > 0]
    values = [word for line in lines for word in line if word.value]
    columns = _columns(values)
    if columns is None or len(lines) < _FEWEST_ROWS or not len(set(columns.values())) >= _FEWEST_COLUMNS:
        return [], []
    left = min(word.box[0] for word in values)
    first, last = min(word.base for word in values), max(word.base for word in values)
    size = max(word.size for word in values)
    blocks = [
        block
        for block in _blocks([word for line in zone for word in line if not word.value and word.box[0] < left])
        if block[-1].base > first - _ON_LINE * size and block[0].base < last + _ON_LINE * size
    ]
    inside = [word for line in zone for word in line if first - size < word.base < last + size and word.box[2] > left]
    if any(not word.value for word in inside) or any(word.box[2] > left for block in blocks for word in block):
        return [], []
    rows = [row for line in lines if (row := _row(line, columns, blocks)) is not None]
    if len(rows) < len(lines) or any(sum(_beside(row.labels[-1], each.base) for each in rows) > 1 for row in rows):
        return [], []
    return _with_others(rows, blocks), [*values, *(word for block in blocks for word in block)]


def _with_others(rows: Sequence[_Row], blocks: Sequence[list[Word]]) -> list[_Row]:
    """All rows in order. A numbered label beside no value is a row of blanks; others go before the nearest label."""
    placed = {id(block) for row in rows for block in row.labels}
    found = list(rows)
    for block in blocks:
        middle = (block[0].base + block[-1].base) / 2
        if id(block) in placed:
            continue
        if is_numbered(block[0].text):
            found.append(_Row(middle, {}, [block]))
        else:
            min(rows, key=lambda row: abs(row.base - middle)).labels.insert(0, block)
    return sorted(found, key=lambda row: row.base)


def _columns(values: Sequence[Word]) -> dict[int, int] | None:
    """The column of each value, by its id: values of a column share their middle, left or right edge."""
    anchors: tuple[Callable[[Word], float], ...] = (
        lambda word: word.centre, lambda word: word.box[2], lambda word: word.box[0],
    )  # fmt: skip
    found = [columns for anchor in anchors if (columns := _aligned(values, anchor)) is not None]
    return min(found, key=lambda columns: len(set(columns.values())), default=None)


def _aligned(values: Sequence[Word], anchor: Callable[[Word], float]) -> dict[int, int] | None:
    clusters: list[list[Word]] = []
    for word in sorted(values, key=anchor):
        if clusters and anchor(word) - anchor(clusters[-1][-1]) <= _TIGHT * word.size:
            clusters[-1].append(word)
        else:
            clusters.append([word])
    for cluster in clusters:
        if anchor(cluster[-1]) - anchor(cluster[0]) > 2 * _TIGHT * cluster[0].size:
            return None
    extents = [(min(w.box[0] for w in each), max(w.box[2] for w in each)) for each in clusters]
    if any(one[1] >= two[0] for one, two in pairwise(extents)):
        return None
    return {id(word): number for number, cluster in enumerate(clusters) for word in cluster}


def _blocks(words: Sequence[Word]) -> list[list[Word]]:
    """Labels: words below one another that begin or centre alike; one that bears a number begins a label."""
    blocks: list[list[Word]] = []
    for word in words:
        above = next((block for block in reversed(blocks) if _goes_on(block[-1], word)), None)
        if above is None:
            blocks.append([word])
        else:
            above.append(word)
    return blocks


def _goes_on(above: Word, word: Word) -> bool:
    near = 0 < word.base - above.base <= _NEXT_LINE * max(word.size, above.size)
    beside = _BESIDE * word.size
    alike = abs(word.box[0] - above.box[0]) < beside or abs(word.centre - above.centre) < beside
    return near and alike and not is_numbered(word.text)


def _row(line: Sequence[Word], columns: dict[int, int], blocks: Sequence[list[Word]]) -> _Row | None:
    """A line of values with its labels side by side; None without a label, or where two values share a column."""
    values = [word for word in line if word.value]
    held = {columns[id(word)]: word for word in values}
    labels = sorted((block for block in blocks if _beside(block, values[0].base)), key=lambda block: block[0].box[0])
    apart = all(_right(one) <= min(word.box[0] for word in two) for one, two in pairwise(labels))
    return _Row(values[0].base, held, labels) if labels and apart and len(held) == len(values) else None


def _right(block: Sequence[Word]) -> float:
    return max(word.box[2] for word in block)


def _beside(block: Sequence[Word], base: float) -> bool:
    near = _ON_LINE * block[0].size
    return block[0].base - near <= base <= block[-1].base + near


def _piece(page: Page, rows: Sequence[_Row], words: Sequence[Word]) -> Piece:
    box = around([word.box for word in words])
    count = max(column for row in rows for column in row.values) + 1
    edges = _edges(rows, count, box)
    parts: list[Part] = []
    seen: set[int] = set()
    for number, row in enumerate(rows):
        for block in row.labels:
            if id(block) not in seen:
                seen.add(id(block))
                parts.append(_part(page, block, box[0], number, "\n".join(word.text for word in block)))
        high = row.base - row.labels[-1][0].size, row.base
        for column in range(count):
            held = row.values.get(column)
            left, right = edges[column], edges[column + 1]
            place = held.box if held else (left, high[0], right, high[1])
            parts.append(Part(held.text if held else "", left - box[0], right - box[0], number, 1, page, place, True))
    return Piece(tuple(parts), len(rows), box, page.unit, (False, False))


def _part(page: Page, block: Sequence[Word], left: float, row: int, text: str) -> Part:
    box = around([word.box for word in block])
    return Part(text, box[0] - left, box[2] - left, row, 1, page, box, False)


def _edges(rows: Sequence[_Row], count: int, box: Box) -> list[float]:
    """Where the columns of values end: half way between what stands in one and the next."""
    held: dict[int, list[Word]] = defaultdict(list)
    for row in rows:
        for column, word in row.values.items():
            held[column].append(word)
    lefts = [min(word.box[0] for word in held[column]) for column in range(count)]
    rights = [max(word.box[2] for word in held[column]) for column in range(count)]
    return [lefts[0], *((right + left) / 2 for right, left in zip(rights, lefts[1:], strict=False)), box[2]]
