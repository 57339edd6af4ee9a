"""Rows printed without marks between their cells: all readings that keep the identities (docs/formats.md#decoding)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from archive.reports.cells import read_cell
from archive.reports.dictionary import cells_of
from archive.reports.sheet import Slot
from archive.reports.words import fold
from archive.words import Status, Template

Vector = tuple[int, ...]
_MOST_DIGITS, _LONGEST, _MOST_READINGS, _MOST_SUMS = 7, 45, 3_000, 3_000
_ONE_NUMBER = 15


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to share what a row prints among its cells: `texts`, empty for a blank cell, and their `values`."""

    texts: tuple[str, ...]
    values: Vector

    @property
    def full(self) -> bool:
        return all(self.texts)


@dataclass(frozen=True, slots=True)
class _Step:
    """What one cell can hold from some place on, and the place behind it."""

    text: str
    value: int
    end: int


Steps = tuple[tuple[_Step, ...], ...]


def row_readings(slots: Iterable[Slot], count: int) -> tuple[Reading, ...]:
    """All readings of a row of `count` cells, blank ones included, of which the last is the sum of the others.

    Nothing where a cell is no count, or where there are too many.
    """
    return _row_readings(tuple(slot.text for slot in slots if not slot.blank), count)


@lru_cache(maxsize=2_000)
def _row_readings(texts: tuple[str, ...], count: int) -> tuple[Reading, ...]:
    steps = _steps(texts)
    return _few(_blocks(steps, 0, len(steps), count)) if steps is not None else ()


def chained_readings(slots: Iterable[Slot], blocks: int, count: int, *, full: bool) -> tuple[Reading, ...]:
    """All readings of a row of several blocks of `count` cells each, the last of each the sum of the others, or nearly.

    With `full`, those without a blank cell. No columns tell whether a number is misprinted, so those with a wrong digit
    in one sum, or without totals, are among them; nothing where no reading keeps all sums.
    """
    steps = _steps(tuple(slot.text for slot in slots if not slot.blank))
    if steps is None:
        return ()
    readings = _few(_chains(steps, blocks, count, full=full))
    offs = [[_off(each.values[at : at + count]) for at in range(0, blocks * count, count)] for each in readings]
    if all(any(off) for off in offs):
        return ()
    return tuple(each for each, off in zip(readings, offs, strict=True) if sum(_slip(one) for one in off) <= 1)


def _near(off: int) -> bool:
    return off == 0 or _slip(off)


def _slip(off: int) -> bool:
    """Whether a sum is off by what one wrong digit makes."""
    return len(str(abs(off)).rstrip("0")) == 1


def full_or_all(rows: Mapping[str, Sequence[Reading]]) -> dict[str, Sequence[Reading]]:
    """Readings without blank cells where every row of the table has some: such a table prints its zeros."""
    full = {stem: [reading for reading in readings if reading.full] for stem, readings in rows.items()}
    return dict(full) if all(full.values()) else dict(rows)


def only_zeros(slots: Iterable[Slot], count: int) -> bool:
    """Whether a row prints nothing but as many zeros as it has cells: no number begins with one, so each has one."""
    return "".join(fold(slot.text) for slot in slots) == "0" * count


def agreed(readings: Sequence[Reading]) -> tuple[str | None, ...]:
    """What all readings have in each cell; None where they differ."""
    columns = zip(*(reading.texts for reading in readings), strict=True)
    return tuple(texts[0] if len(set(texts)) == 1 else None for texts in columns)


def table_readings(
    rows: Mapping[str, Sequence[Reading]], flow: tuple[str, str, str, str], results: Sequence[str]
) -> dict[str, list[Reading]]:
    """The readings of each row with which the whole table can keep A1 and A2; nothing where none can, or too many.

    `flow` names received, carried in, total and carried out; `results` the rows that make the total.
    """
    kept: dict[str, set[Vector]] = {stem: set() for stem in rows}
    received, carried_in, total, carried_out = flow
    choices = {stem: {reading.values for reading in readings} for stem, readings in rows.items()}
    for whole in choices[total]:
        streams = list(_streams(choices[received], choices[carried_in], choices[carried_out], whole))
        parts = _parts([choices[stem] for stem in results], whole) if streams else []
        if parts is None:
            return {}
        if parts:
            kept[total].add(whole)
            for names, found in ((results, parts), ((received, carried_in, carried_out), zip(*streams, strict=True))):
                for stem, vectors in zip(names, found, strict=True):
                    kept[stem].update(vectors)
    told = {stem: [each for each in readings if each.values in kept[stem]] for stem, readings in rows.items()}
    return told if all(told.values()) else {}


def _few(readings: Iterator[Reading]) -> tuple[Reading, ...]:
    found: dict[tuple[str, ...], Reading] = {}
    for reading in readings:
        found[reading.texts] = reading
        if len(found) > _MOST_READINGS:
            return ()
    return tuple(found.values())


def _steps(texts: tuple[str, ...]) -> Steps | None:
    """What a cell can hold at every place of a row; None where something printed is no count.

    Numbers stay whole where white space parts them; digits alone in their row, or that begin with a zero, run together.
    """
    indicator = next(each for each in cells_of("三", Template.T2021).values())
    folded = [fold(text) for text in texts]
    digits = [text.isascii() and text.isdigit() for text in folded]
    glued = (len(texts) == 1 and all(digits)) or any(
        each and (len(text) > _ONE_NUMBER or (text[0] == "0" and text != "0"))
        for each, text in zip(digits, folded, strict=True)
    )
    if sum(map(len, folded)) > _LONGEST:
        return None
    steps: list[tuple[_Step, ...]] = []
    for text, short, is_digits in zip(texts, folded, digits, strict=True):
        if glued and is_digits:
            start = len(steps)
            steps.extend(_cuts(short, at, start) for at in range(len(short)))
            continue
        cell = read_cell(text, indicator)
        if cell.status == Status.UNREADABLE:
            return None
        steps.append((_Step(text, int(cell.value or 0), len(steps) + 1),))
    return tuple(steps)


def _cuts(digits: str, at: int, start: int) -> tuple[_Step, ...]:
    """The numbers that can begin at one of many digits; none but 0 begins with a zero."""
    longest = 1 if digits[at] == "0" else min(len(digits) - at, _MOST_DIGITS)
    return tuple(_Step(digits[at : at + n], int(digits[at : at + n]), start + at + n) for n in range(1, longest + 1))


def _blocks(steps: Steps, start: int, end: int, count: int) -> Iterator[Reading]:
    """Readings of what stands between two places as `count` cells, the last the sum of the others."""
    if start == end:
        yield Reading(("",) * count, (0,) * count)
        return
    for last, each in enumerate(steps[start:end], start):
        for step in each:
            if step.end == end:
                for parts in _shares(steps, start, last, count - 1, step.value):
                    yield _reading((*parts, step))
    for parts in _shares(steps, start, end, count - 1, 0):
        yield _reading((*parts, None))


def _reading(parts: Sequence[_Step | None]) -> Reading:
    return Reading(tuple(p.text if p else "" for p in parts), tuple(p.value if p else 0 for p in parts))


def _shares(steps: Steps, at: int, end: int, cells: int, left: int) -> Iterator[tuple[_Step | None, ...]]:
    """All ways to share what stands between two places among cells whose values add up to `left`."""
    if at == end:
        if not left:
            yield (None,) * cells
        return
    if not cells:
        return
    for step in steps[at]:
        if step.end <= end and step.value <= left:
            for rest in _shares(steps, step.end, end, cells - 1, left - step.value):
                yield (step, *rest)
    for rest in _shares(steps, at, end, cells - 1, left):
        yield (None, *rest)


def _chains(steps: Steps, blocks: int, count: int, *, full: bool) -> Iterator[Reading]:
    """Readings of a row as several blocks, the last cell of each nearly the sum of the others."""

    @cache
    def near(start: int, end: int) -> tuple[Reading, ...]:
        readings = (_reading(parts) for parts in _cuttings(steps, start, end, count, full=full))
        return tuple(each for each in readings if _near(_off(each.values)) or not each.values[-1])

    def chain(start: int, left: int) -> Iterator[Reading]:
        for end in range(start, len(steps) + 1) if left > 1 else (len(steps),):
            if left == 1:
                yield from near(start, end)
            elif first := near(start, end):
                for rest in chain(end, left - 1):
                    yield from (Reading(one.texts + rest.texts, one.values + rest.values) for one in first)

    yield from chain(0, blocks)


def _cuttings(steps: Steps, at: int, end: int, cells: int, *, full: bool) -> Iterator[tuple[_Step | None, ...]]:
    """All ways to share what stands between two places among cells, with `full` among all of them."""
    if at == end:
        if not (full and cells):
            yield (None,) * cells
        return
    if not cells or (full and end - at < cells):
        return
    for step in steps[at]:
        if step.end <= end:
            for rest in _cuttings(steps, step.end, end, cells - 1, full=full):
                yield (step, *rest)
    if not full:
        for rest in _cuttings(steps, at, end, cells - 1, full=full):
            yield (None, *rest)


def _off(block: Vector) -> int:
    """By how much the last cell misses the sum of the others."""
    return block[-1] - sum(block[:-1])


def _streams(
    received: Iterable[Vector], carried_in: Iterable[Vector], carried_out: set[Vector], total: Vector
) -> Iterator[tuple[Vector, Vector, Vector]]:
    """What comes in and goes on, column by column, so that A1 holds."""
    for one in received:
        for two in carried_in:
            out = tuple(a + b - t for a, b, t in zip(one, two, total, strict=True))
            if out in carried_out:
                yield one, two, out


def _parts(choices: Sequence[set[Vector]], total: Vector) -> list[set[Vector]] | None:
    """The vectors of each row that belong to some sum of all rows that is the total; None where there are too many."""
    ahead = [(0,) * len(total)]
    for vectors in reversed(choices):
        most = tuple(map(max, zip(*vectors, strict=True)))
        ahead.append(tuple(a + b for a, b in zip(ahead[-1], most, strict=True)))
    ahead.reverse()
    layers = [{total}]
    for vectors, rest in zip(choices, ahead[1:], strict=True):
        left = {_less(state, vector) for state in layers[-1] for vector in vectors}
        layers.append({each for each in left if all(0 <= a <= b for a, b in zip(each, rest, strict=True))})
        if len(layers[-1]) > _MOST_SUMS:
            return None
    alive = layers[-1]
    kept: list[set[Vector]] = []
    for vectors, states in zip(reversed(choices), reversed(layers[:-1]), strict=True):
        ways = [(state, vector) for state in states for vector in vectors if _less(state, vector) in alive]
        alive = {state for state, _ in ways}
        kept.append({vector for _, vector in ways})
    kept.reverse()
    return kept if alive else []


def _less(one: Vector, two: Vector) -> Vector:
    return tuple(a - b for a, b in zip(one, two, strict=True))
