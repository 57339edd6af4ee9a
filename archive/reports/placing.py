"""Rows found to the places of the form's cells: n-th value to n-th column, or nothing (docs/formats.md#rows)."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from archive.reports.decode import only_zeros
from archive.reports.dictionary import rows_of
from archive.reports.figures import (
    FLAG_COLUMNS_INFERRED,
    FLAG_CONFLICT,
    FLAG_COUNT,
    FLAG_EXTRA_CELL,
    FLAG_LABEL_FUZZY,
    FLAG_ORDER,
    Place,
)
from archive.reports.fit import Geometry, Line, Slots, fit_heads, has_surplus, usual_begin
from archive.reports.found import APPLICANTS, Found, Head, Sorted
from archive.reports.glued import Line as Glued
from archive.reports.glued import (
    adds_up,
    decode_applications,
    decode_detached,
    is_glued,
    zeros,
)
from archive.reports.rhythm import Rhythm, find_rhythm
from archive.reports.sheet import NEW_ROWS, OTHER_ALL, Row, Slot
from archive.reports.words import fold
from archive.words import Template

Places = dict[str, Place]
_WHOLE = 20
"""How many rows of table 三 tell that it is there as a whole."""
_DEPTHS = {
    "applications.received": 3, "applications.carried_in": 3, "applications.carried_out": 3,
    "applications.result.granted": 2, "applications.result.partly_granted": 2, "applications.result.total": 2,
    OTHER_ALL: 2,
}  # fmt: skip
"""How many columns the label of a row spans, those of one column aside."""


def place_applications(found: Sorted) -> Places:
    """Places of table 三 of both forms; （六） without cells is the heading of three rows, not a row."""
    group = any(row.stem in NEW_ROWS for row in found.applications)
    rows = [row for row in found.applications if row.slots or row.stem != OTHER_ALL or not group]
    if _without_totals(rows, found):
        return _six_columns(rows)
    physical = [row for row in rows if row.row.physical]
    text = all(row.row.table is None for row in physical)
    columns = APPLICANTS + (found.subtotal is not None)
    geometry = Geometry(map(_line, physical), columns, widths=text)
    rhythm = rhythm_of(found)
    order = tuple(rows_of("三", Template.T2021 if group else Template.T2019))
    inferred = () if found.applications_headed else (FLAG_COLUMNS_INFERRED,)
    places: Places = {}
    glued: dict[str, Glued] = {}
    for stem, same in _by_stem(rows).items():
        names = _row_names(stem)
        if "三" in found.disordered:
            places.update(lost(names, same[0].row, FLAG_ORDER))
            continue
        readings = [
            (row, None if _of_next(row, rows, order) else _applicants(row, geometry, rhythm, found)) for row in same
        ]
        places.update(_row_places(names, readings, inferred))
        printed = [(row, slots) for row, slots in readings if not row.empty]
        if len(printed) == 1 and printed[0][1] is None and not _of_next(printed[0][0], rows, order):
            row, flags = printed[0][0], (*inferred, *_fuzzy(printed[0][0]))
            told_by_blanks = columns == APPLICANTS and row.row.physical and not row.half
            cells = geometry.candidates(_line(row)) if told_by_blanks else []
            if cells or (is_glued(row.row, row.slots) and not _shuffled(found)):
                glued[stem] = Glued(names, row, flags, cells)
    if all(row.empty for row in rows[:-1]) and "三" not in found.disordered:
        return {**places, **decode_detached(rows, found.loose, inferred)}
    return {**places, **decode_applications(glued, places)} if glued else places


def _without_totals(rows: Sequence[Found], found: Sorted) -> bool:
    """Whether a whole table of as many values as there are applicants' heads has none for their total."""
    headed = found.applications_headed and not found.totalled and "三" not in found.disordered
    return headed and len(rows) >= _WHOLE and all(len(row.slots) == APPLICANTS - 1 for row in rows)


def _six_columns(rows: Iterable[Found]) -> Places:
    """Places of a table without totals: what its rows would sum up to is not printed, and not told."""
    places: Places = {}
    for stem, same in _by_stem(rows).items():
        names = _row_names(stem)
        places.update(lost(names, same[0].row, FLAG_COUNT))
        if len(same) == 1:
            places.update(even(names[:-1], same[0].slots, same[0].row, _fuzzy(same[0])))
    return places


def _of_next(row: Found, rows: Iterable[Found], order: Sequence[str]) -> bool:
    """Whether the values of a row on lines below its label may be those of the form's next row, whose label is lost."""
    if row.row.physical or row.empty or row.stem not in order[:-1]:
        return False
    label, value = row.row.slots[row.at].line, row.slots[0].line
    below = label is None or label != value
    return below and order[order.index(row.stem) + 1] not in {each.stem for each in rows}


def rhythm_of(found: Sorted) -> Rhythm | None:
    """The rhythm of the lines of table 三, if they have one."""
    return find_rhythm(((row.row, row.slots) for row in found.applications), APPLICANTS)


def _line(row: Found) -> Line:
    return Line(row.at, _DEPTHS.get(row.stem, 1), row.slots)


def _applicants(row: Found, geometry: Geometry, rhythm: Rhythm | None, found: Sorted) -> Slots | None:
    """The seven cells of a row; where the table has a column of sums more, those beside it."""
    if row.row.physical:
        slots = None if row.half else geometry.fit(_line(row))
        return _without_sum(slots, found.subtotal) if slots and found.subtotal is not None else slots
    if row.on_page and "三" in found.strays:
        return None
    if found.subtotal is not None:
        return _without_sum(row.slots, found.subtotal) if len(row.slots) > APPLICANTS else None
    if len(row.slots) == APPLICANTS:
        sums = adds_up(row.slots)
        telling = sums and any(slot.text.strip("0０ ") for slot in row.slots)
        doubtful = _shuffled(found) or ("三" in found.strays and not sums)
        return row.slots if telling or not doubtful else None
    if rhythm is None or not row.slots:
        return _vanished(row, APPLICANTS, found)
    kept = rhythm.fit(row.row, row.slots, APPLICANTS)
    last = rhythm.last(row.row, row.slots, APPLICANTS) if kept is None and row is found.applications[-1] else None
    return last if last and adds_up(last) else kept


def _without_sum(slots: Slots, at: int) -> Slots | None:
    """The cells of a row beside the column of the organisations' sum, if that is what stands there."""
    rest = (*slots[:at], *slots[at + 1 :])
    sums = len(rest) == APPLICANTS and adds_up((*rest[1:-1], slots[at]))
    return rest if sums else None


def _vanished(row: Found, count: int, found: Sorted) -> Slots | None:
    """The blank cells of a row of which the stream keeps none, if no value of its table stands elsewhere."""
    if row.row.physical or row.slots or not row.label.whole or _strayed(row.label.table, found):
        return None
    return tuple(Slot("", row.row.slots[-1].line) for _ in range(count))


def _shuffled(found: Sorted) -> bool:
    """Whether values of rows upon rows stand behind one label: those of another may be in their place."""
    return any(len(row.slots) > 2 * APPLICANTS for row in found.applications if not row.row.physical)


def _strayed(table: str, found: Sorted) -> bool:
    """Whether values of a table stand where they belong to no row, or to another."""
    if table == "三":
        crowded = any(len(row.slots) > APPLICANTS for row in found.applications if not row.row.physical)
    else:
        crowded = any(len(row.slots) > len(row.heads) for row in found.proactive if row.heads and not row.row.physical)
    return crowded or table in found.strays


def place_proactive(found: Sorted, template: str, *, told: bool) -> Places:
    """Places of table 二 in one form: each value under the head of the same number.

    Lost heads are those of the form, if the table itself told (`told`) which form it follows.
    """
    places: Places = {}
    order, told_form = tuple(rows_of("二", template)), template if told else ""
    usual = usual_begin((row.slots, len(row.heads)) for row in found.proactive if row.heads)
    below = _below_heads(found.proactive)

    def told_apart(row: Found) -> bool:
        return not _of_next(row, found.proactive, order)

    for stem, same in _by_stem(found.proactive).items():
        names = rows_of("二", template).get(stem, ())
        readings: list[tuple[Found, dict[str, Place] | None]] = [
            (row, _under_heads(row, told_form, usual, found, below=below) if told_apart(row) else None) for row in same
        ]
        read = [(row, each) for row, each in readings if each is not None]
        if len({_printed(each.values()) for _, each in read}) == 1 and not _contradicted(readings):
            row, chosen = read[0]
            places.update(lost(names, row.row, FLAG_COUNT))
            places.update({name: place for name, place in chosen.items() if name in names})
        else:
            places.update(lost(names, same[0].row, FLAG_CONFLICT if len(same) > 1 else FLAG_COUNT))
    return places


def _below_heads(rows: Iterable[Found]) -> bool:
    """Whether the values of rows as wide as their head row stand where it has heads, and some row fills all of them."""
    wide = [row for row in rows if row.heads and len(row.slots) == row.headed[0] > len(row.heads)]
    filled = [(tuple(at for at, slot in enumerate(row.slots) if not slot.blank), row.starts) for row in wide]
    return any(one == two for one, two in filled) and all(set(one) <= set(two) for one, two in filled)


def _under_heads(row: Found, template: str, usual: int | None, found: Sorted, *, below: bool) -> Places | None:
    row = _once(row)
    heads, flags = row.heads, _fuzzy(row)
    known = rows_of("二", template).get(row.stem, ())
    torn = row.on_page and (len(heads) != len(known) or "二" in found.strays)
    if torn or (row.half and row.row.physical):
        return None
    if not heads:
        heads = tuple(Head(name.rpartition(".")[2], template, "") for name in known)
        flags = (*flags, FLAG_COLUMNS_INFERRED)
    elif len(heads) < len(known) and not row.row.physical:
        heads = _completed(heads, known, template)
        flags = (*flags, FLAG_COLUMNS_INFERRED)
    slots = fit_heads(row.slots, len(heads), row.headed, row.blank_end, usual) or _vanished(row, len(heads), found)
    if slots is None and below and row.starts and len(row.slots) == row.headed[0]:
        slots = tuple(row.slots[at] for at in row.starts)
    if slots is None and not row.row.physical and (rhythm := rhythm_of(found)):
        slots = rhythm.fit(row.row, row.slots, len(heads))
    suffixes = [head.suffix for head in heads if head.suffix]
    if slots is None and heads and is_glued(row.row, row.slots) and only_zeros(row.slots, len(heads)):
        return zeros((f"{row.stem}.{head.suffix}" for head in heads), row.row, row.slots, flags)
    if not heads or slots is None or not _in_order(suffixes, known):
        return None
    extra = (FLAG_EXTRA_CELL,) if has_surplus(row.slots, slots) else ()
    return {
        f"{row.stem}.{head.suffix}": Place(slot, row.row, nth, head.unit, (*flags, *extra))
        for nth, (head, slot) in enumerate(zip(heads, slots, strict=True), 1)
    }


def _completed(heads: Sequence[Head], names: Sequence[str], template: str) -> tuple[Head, ...]:
    """The heads of a row's own form where lines hold fewer: words between them were heads that are not known."""
    units = {head.suffix: head.unit for head in heads}
    suffixes = (name.rpartition(".")[2] for name in names)
    return tuple(Head(suffix, template, units.get(suffix, "")) for suffix in suffixes)


def _once(row: Found) -> Found:
    """A row whose cells over several columns a dump printed once for each of them: each once, as its head."""
    texts = [fold(slot.text) for slot in row.slots]
    again = {at for at, (one, two) in enumerate(pairwise(row.heads), 1) if one.suffix and one == two}
    if not again or len(texts) != len(row.heads) or any(texts[at] != texts[at - 1] for at in again):
        return row
    heads = tuple(head for at, head in enumerate(row.heads) if at not in again)
    slots = tuple(slot for at, slot in enumerate(row.slots) if at not in again)
    return row._replace(heads=heads, slots=slots, headed=(len(heads), len(heads)), starts=tuple(range(len(heads))))


def _in_order(suffixes: Sequence[str], names: Sequence[str]) -> bool:
    """Whether each head stands once, and those of the row's own form in the order of the form."""
    own = [name.rpartition(".")[2] for name in names]
    known = [suffix for suffix in suffixes if suffix in own]
    return len(set(suffixes)) == len(suffixes) and known == sorted(known, key=own.index)


def _by_stem(rows: Iterable[Found]) -> dict[str, list[Found]]:
    found: dict[str, list[Found]] = {}
    for row in rows:
        found.setdefault(row.stem, []).append(row)
    return found


def _row_names(stem: str) -> tuple[str, ...]:
    return rows_of("三", Template.T2019).get(stem) or rows_of("三", Template.T2021)[stem]


def _row_places(names: tuple[str, ...], readings: list[tuple[Found, Slots | None]], flags: tuple[str, ...]) -> Places:
    """The one reading of a row; a row printed twice counts where both agree or one of them is empty."""
    told = [(row, slots) for row, slots in readings if slots is not None]
    valued = [(row, slots) for row, slots in told if any(not slot.blank for slot in slots)]
    told = valued or told
    alike = len(told) == 1 or len({tuple(fold(slot.text) for slot in slots) for _, slots in told}) == 1
    if not alike or any(slots is None and not row.empty for row, slots in readings):
        return lost(names, readings[0][0].row, FLAG_CONFLICT if len(readings) > 1 else FLAG_COUNT)
    row, slots = told[0]
    return even(names, slots, row.row, (*flags, *_fuzzy(row)))


def _contradicted(readings: list[tuple[Found, Places | None]]) -> bool:
    return any(places is None and not row.empty for row, places in readings)


def _printed(places: Iterable[Place]) -> tuple[str, ...]:
    return tuple(fold(place.slot.text) if place.slot else "" for place in places)


def even(names: Iterable[str], slots: Slots, row: Row, flags: tuple[str, ...]) -> Places:
    """The n-th name at the n-th cell."""
    return {
        name: Place(slot, row, nth, "", flags)
        for nth, (name, slot) in enumerate(zip(names, slots, strict=True), 1)
    }


def lost(names: Iterable[str], row: Row, flag: str) -> Places:
    """Cells of a row that is there and cannot be told apart."""
    return {name: Place(None, row, flags=(flag,)) for name in names}


def _fuzzy(row: Found) -> tuple[str, ...]:
    return (FLAG_LABEL_FUZZY,) if row.label.fuzzy else ()
