"""The row of table 四 to the places of its fifteen cells, or to none (docs/formats.md#rows)."""

from collections import Counter
from collections.abc import Iterable, Sequence

from archive.reports.cells import is_value
from archive.reports.dictionary import cells_of
from archive.reports.figures import FLAG_COLUMNS_INFERRED, FLAG_COUNT, FLAG_EXTRA_CELL, FLAG_ORDER, Place
from archive.reports.fit import Slots, candidates, fit, fit_heads, has_surplus
from archive.reports.found import Sorted
from archive.reports.glued import REMEDY_BLOCKS, adds_up, decode_remedies, is_glued, leaves_no_blank
from archive.reports.placing import Places, even, lost, rhythm_of
from archive.reports.rows import blank_end
from archive.reports.sheet import REMEDIES, Row, Slot
from archive.words import Template


def place_remedies(found: Sorted, applications: Places) -> Places:
    """Places of table 四: one row of fifteen values without any label. `applications` are the places of table 三."""
    names = tuple(cells_of("四", Template.T2021))
    head = found.remedies_head
    inferred = () if head else (FLAG_COLUMNS_INFERRED,)
    rows = [_without_label(row) for row in found.remedies]
    valued = [row for row in rows if any(not slot.blank for slot in row.slots)]
    if not valued:
        blank = next((row for row in rows if fit(row.slots, REMEDIES)), None)
        if blank is None and head and not head.physical:
            return {name: Place(Slot("", head.slots[-1].line), head, nth) for nth, name in enumerate(names, 1)}
        return even(names, blank.slots[:REMEDIES], blank, ()) if blank else {}
    slots = tuple(slot for row in valued for slot in row.slots)
    unread = lost(names, valued[0], FLAG_COUNT)
    if "四" in found.disordered:
        return lost(names, valued[0], FLAG_ORDER)
    read = fit(slots, REMEDIES)
    if head and read is None and not head.physical and (rhythm := rhythm_of(found)):
        below = rhythm.below(head, slots, REMEDIES)
        return even(names, below, valued[0], ()) if below and adds_up(below, REMEDY_BLOCKS) else unread
    if head and read is None:
        read = fit_heads(slots, REMEDIES, (len(head.slots),), blank_end(_from_first(head)), None)
    if read and len(slots) > REMEDIES and any(slot.blank for slot in read) and not _alike(head, slots, read):
        read = None
    if read and _over_lines(read) and not adds_up(read, REMEDY_BLOCKS):
        return unread
    if read is None or (len(valued) > 1 and (len(slots) != REMEDIES or valued[0].place)):
        return {**unread, **_decoded_remedies(names, valued, slots, inferred, full=leaves_no_blank(applications))}
    places = even(names, read, valued[0], (FLAG_EXTRA_CELL,) if has_surplus(slots, read) else inferred)
    if len(valued) == 1:
        return places
    held = {id(slot): row for row in valued for slot in row.slots}
    return {name: place._replace(row=held[id(place.slot)]) for name, place in places.items()}


def _over_lines(slots: Slots) -> bool:
    """Whether values stand on several lines, but neither each nor each block on one: there may be parts of numbers."""
    lines = Counter(slot.line for slot in slots if slot.line is not None and slot.column is None)
    return len(lines) > 1 and not set(lines.values()) <= {1} and not set(lines.values()) <= {5, 10}


def _without_label(row: Row) -> Row:
    """A row of 四 without a label of its own before its fifteen cells, as some offices add it."""
    labelled = len(row.slots) == REMEDIES + 1 and not row.slots[0].blank and not is_value(row.slots[0].text)
    return row._replace(slots=row.slots[1:]) if labelled else row


def _decoded_remedies(
    names: tuple[str, ...], valued: Sequence[Row], slots: Slots, flags: tuple[str, ...], *, full: bool
) -> Places:
    """Places of a row of 四 that its sums tell: of digits run together, or of cells with blank ones on both sides."""
    if all(is_glued(row, row.slots) for row in valued):
        return decode_remedies(names, valued[0], slots, flags, full=full)
    sums = [each for each in candidates(slots, REMEDIES) if adds_up(each, REMEDY_BLOCKS)] if len(valued) == 1 else []
    places = even(names, sums[0], valued[0], flags) if len(sums) == 1 else {}
    return {name: place._replace(decoded=True) for name, place in places.items()}


def _alike(head: Row | None, slots: Slots, read: Slots) -> bool:
    """Whether the head row has blank cells on that side of the values where the row has them."""
    edge = slots[0] if slots[0] is not read[0] else slots[-1]
    return head is not None and head.slots[0 if edge is slots[0] else -1].blank


def _from_first(head: Row) -> Iterable[Slot]:
    first = next(index for index, slot in enumerate(head.slots) if not slot.blank)
    return head.slots[first:]
