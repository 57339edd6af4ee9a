"""Rows of a document sorted by table: which row is which line of which form (docs/formats.md#rows)."""

import re
from collections.abc import Iterable, Sequence

from archive.reports.cells import is_value
from archive.reports.found import APPLICANTS, Found, Head, Sorted
from archive.reports.labels import Label, Role, head_unit, is_scattered, key, remarks, subtotals
from archive.reports.sheet import REMEDIES, Labels, Row, Slot, is_header, split_rows
from archive.reports.words import fold

_PROSE, _TITLE = 30, 45
_MANY, _HEADS_SHARE = 5, 0.8
_HEADING = re.compile(r"[#*]*[一二三四五六]、.*(?:情况|事项|问题)")
_ROW_ORDINAL = re.compile(r"\(|\d")
_IN_CONTEXT = frozenset({"applications.result.other.residual", "applications.result.total"})
_BLOCKS = ("行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉")
_LEAVES = ("upheld", "corrected", "other", "pending", "total")
_COLUMNS = (
    "natural_person", "business", "research_institution", "public_interest_org", "legal_service_org", "other_org",
)  # fmt: skip


class _Sorter:
    """Walks the rows in order and keeps in mind which table it is in."""

    def __init__(self) -> None:
        self.found = Sorted()
        self.table = ""
        self.heads: tuple[Head, ...] = ()
        self.headed: tuple[int, ...] = ()
        self.blank_end = False
        self.starts: tuple[int, ...] = ()
        self.pending: Found | None = None
        self.halves: list[str] = []

    def take(self, row: Row, labels: Labels) -> None:
        if row.prose:
            self._prose(row)
            return
        flat = [each for meanings in labels for each in meanings]
        used = bool(flat) and (self._header(row, labels, flat) or self._band(flat) or self._labelled(row, labels, flat))
        if not used:
            used = self._unlabelled(row)
        if used:
            self.found.blocks[self.table] |= row.blocks

    def _prose(self, row: Row) -> None:
        if self._continuation(row):
            self.found.blocks[self.table] |= row.blocks
            return
        self.pending = None
        if self.table and _ends_in_values(row.slots[0].text, 1 if row.place else 2):
            self.found.strays.add(self.table)
        text = row.slots[0].text
        announced = _announced(text)
        if announced or (len(text) > _PROSE and not _is_heads(text)) or _HEADING.match(fold(text)):
            self.table, self.heads = announced, ()

    def _header(self, row: Row, labels: Labels, flat: list[Label]) -> bool:
        if not is_header(flat):
            return False
        self.pending = None
        if any(each.role == Role.HEAD or (each.table, each.role) == ("二", Role.CORNER) for each in flat):
            self._proactive_heads(row, labels)
        elif any((each.table == "三" and each.name in _COLUMNS[:-1]) or _is_corner(each) for each in flat):
            self.table, self.heads = "三", ()
            headed = any(each.name in _COLUMNS[:-1] and each.role == Role.COLUMN for each in flat)
            self.found.applications_headed |= headed
            self.found.remarks |= _last_text(row) in remarks()
            self._ordered(row, labels, flat)
        elif any(each.table == "四" and each.role == Role.COLUMN and each.name in _LEAVES[:-1] for each in flat):
            self.table, self.heads = "四", ()
            self.found.remedies_head = row
            self._cyclic(flat)
        elif any(each.table == "四" for each in flat):
            self._halves(flat)
        return True

    def _proactive_heads(self, row: Row, labels: Labels) -> None:
        corner = next((i for i, each in enumerate(labels) if any(one.role == Role.CORNER for one in each)), -1)
        if corner < 0:
            corner = next(i for i, each in enumerate(labels) if any(one.role == Role.HEAD for one in each)) - 1
        cells = list(zip(row.slots, labels, strict=True))[corner + 1 :]
        self.table = "二"
        self.heads = tuple(_head(slot, meanings) for slot, meanings in cells if not slot.blank)
        self.headed = (len(cells), sum(slot.span for slot, _ in cells))
        self.blank_end = blank_end(slot for slot, _ in cells)
        self.starts = tuple(at for at, (slot, _) in enumerate(cells) if not slot.blank)
        self.found.heads.extend(self.heads)

    def _ordered(self, row: Row, labels: Labels, flat: list[Label]) -> None:
        """Applicants' heads in another order than the form's, or more of them: no column of the table can be told."""
        seen = _columns(flat, "三")
        self.found.totalled |= "total" in seen or any(_sums(slot) for slot in row.slots)
        first = next((i for i, each in enumerate(labels) if any(one.name in _COLUMNS[:-1] for one in each)), 0)
        cells = _without_total(list(zip(row.slots, labels, strict=True))[first:], seen)
        self.found.subtotal = _subtotal(cells) or self.found.subtotal
        heads = len(seen) + sum(not slot.blank and (not each or _sums(slot)) for slot, each in cells)
        heads -= _subtotal(cells) is not None
        if len(seen) > 2 and heads > len(_COLUMNS) - 1 + len({"natural_person", "total"}.intersection(seen)):
            self.found.disordered.add("三")
        inner = [name for name in seen if name in _COLUMNS[1:-1]]
        outer = [name for name in seen if name in ("natural_person", "total")]
        if inner != sorted(inner, key=_COLUMNS.index) or outer == ["total", "natural_person"]:
            self.found.disordered.add("三")

    def _cyclic(self, flat: list[Label]) -> None:
        names = _columns(flat, "四")
        if len(names) % len(_LEAVES) == 0 and tuple(names) != _LEAVES * (len(names) // len(_LEAVES)):
            self.found.disordered.add("四")
        self.halves = []
        self._halves(flat)

    def _halves(self, flat: list[Label]) -> None:
        known = self.halves if self.table == "四" else []
        self.halves = [*known, *(each.name for each in flat if each.role == Role.SPANNING)]
        blocks = [name for name in dict.fromkeys(self.halves) if name in _BLOCKS]
        if blocks != sorted(blocks, key=_BLOCKS.index):
            self.found.disordered.add("四")

    def _band(self, flat: list[Label]) -> bool:
        bands = [each.name for each in flat if each.role == Role.BAND]
        if bands:
            self.table, self.heads, self.pending = "二", (), None
            self.found.bands.update(bands)
        return bool(bands)

    def _labelled(self, row: Row, labels: Labels, flat: list[Label]) -> bool:
        index, label = -1, None
        for position, meanings in enumerate(labels):
            for each in meanings:
                if self._names_row(each, row.slots[position].text) and not _ends_a_head(each, row, position):
                    index, label = position, each
        if label is None:
            group = any(each.role == Role.GROUP for each in flat)
            self.table = "三" if group else self.table
            return group
        if _heads_alone(row, labels, index):
            return True
        self.table = label.table
        about = (self.heads, self.headed, self.blank_end, self.starts) if label.table == "二" else ()
        slots = row.slots[index + 1 :]
        if label.table == "三" and self.found.remarks and len(slots) > APPLICANTS and not is_value(slots[-1].text):
            slots = slots[:-1]
        found = Found(label.name, index, slots, row, label, *about)
        if label.table == "三":
            self.heads = ()
        where = self.found.proactive if label.table == "二" else self.found.applications
        where.append(found)
        self.pending = None if label.whole else found
        return True

    def _names_row(self, label: Label, text: str) -> bool:
        if label.role != Role.ROW:
            return False
        if label.table == "二":
            return self.table == "二"
        return label.name not in _IN_CONTEXT or self.table == "三" or bool(_ROW_ORDINAL.match(fold(text)))

    def _unlabelled(self, row: Row) -> bool:
        if self._continuation(row):
            return True
        if all(slot.blank for slot in row.slots) and self.table != "四":
            return bool(self.table) and row.physical
        if row.table is None and any(is_value(slot.text) for slot in row.slots):
            self.found.strays.add(self.table)
            self.found.loose.extend(row.slots if self.table == "三" and not row.physical else ())
        if self.table == "四" and (self.found.remedies_head or _all_values(row) or _some_values(row)):
            whole = any(map(_all_values, self.found.remedies))
            self.found.remedies.extend(() if whole and len(row.slots) < len(_LEAVES) else (row,))
        return bool(self.table)

    def _continuation(self, row: Row) -> bool:
        """Joins a row that only ends the label above; its values count where the row above has none."""
        held, self.pending = self.pending, None
        slot_at = next((index for index, slot in enumerate(row.slots) if not slot.blank), None)
        if held is None or slot_at is None:
            return False
        for at in range(slot_at, len(row.slots)):
            whole = key(held.row.slots[held.at].text) + key(row.slots[at].text)
            if row.slots[at].blank or not held.label.key.startswith(whole):
                continue
            self._join(held, at, row, whole == held.label.key)
            return True
        return False

    def _join(self, held: Found, at: int, row: Row, complete: bool) -> None:
        slots = row.slots[at + 1 :]
        where = self.found.proactive if held.label.table == "二" else self.found.applications
        joined = held
        if any(not slot.blank for slot in slots):
            joined = held._replace(at=at, slots=slots if held.empty else (), row=row)
            where[-1] = joined
        self.pending = None if complete else joined


def _ends_a_head(label: Label, row: Row, position: int) -> bool:
    """Whether 其他 or 总计 is the last cell of a head that a page or lines cut in two: nothing stands behind it."""
    bare = label.name in _IN_CONTEXT and not _ROW_ORDINAL.match(fold(row.slots[position].text))
    return bare and position == len(row.slots) - 1 and (position > 1 or not row.physical)


def _heads_alone(row: Row, labels: Labels, index: int) -> bool:
    """Whether nothing but further labels stand behind a row's label: they head columns that no form has."""
    cells = zip(row.slots[index + 1 :], labels[index + 1 :], strict=True)
    behind = (each for slot, each in cells if not slot.blank)
    return bool(next(behind, ())) and all(behind)


def _subtotal(cells: Sequence[tuple[Slot, tuple[Label, ...]]]) -> int | None:
    """Which column the sum of the organisations is, if a head before or behind theirs calls one so."""
    ends = ("natural_person", "total")
    inner = [slot for slot, each in cells if not slot.blank and (_sums(slot) or not _names(each, *ends))]
    sums = [at for at, slot in enumerate(inner, 1) if _sums(slot)]
    return sums[0] if len(inner) == len(_COLUMNS) and sums in ([1], [len(inner)]) else None


def _without_total(
    cells: list[tuple[Slot, tuple[Label, ...]]], seen: list[str]
) -> list[tuple[Slot, tuple[Label, ...]]]:
    """The heads of a row without 合计, where that stands for 总计: natural persons have a head there, 总计 has none."""
    renamed = "natural_person" in seen and "total" not in seen and sum(_sums(slot) for slot, _ in cells) == 1
    return [(slot, each) for slot, each in cells if not (renamed and _sums(slot))]


def _sums(slot: Slot) -> bool:
    return key(slot.text) in subtotals()


def _last_text(row: Row) -> str:
    """The key of the last cell of a row that is not blank."""
    return key(next((slot.text for slot in reversed(row.slots) if not slot.blank), ""))


def _names(meanings: tuple[Label, ...], *names: str) -> bool:
    return any(each.name in names for each in meanings)


def _ends_in_values(text: str, count: int) -> bool:
    """Whether a line of other words ends in so many values of a row."""
    parts = text.split()
    return count < len(parts) <= _PROSE and all(is_value(part) for part in parts[-count:])


def _is_heads(text: str) -> bool:
    """Whether a line is pieces of labels or heads, a few of them run together by what made the text."""
    words = text.split()
    return is_scattered(text) or sum(map(is_scattered, words)) > _HEADS_SHARE * len(words) > _HEADS_SHARE * _MANY


def _columns(flat: list[Label], table: str) -> list[str]:
    return [each.name for each in flat if (each.table, each.role) == (table, Role.COLUMN)]


def blank_end(slots: Iterable[Slot]) -> bool:
    """Whether the blank cells of a head row all stand at its end."""
    blanks = [slot.blank for slot in slots]
    return blanks == sorted(blanks)


def _announced(text: str) -> str:
    """The table that a section's heading announces, for tables whose heads are lost."""
    title = fold(text)
    if len(title) > _TITLE or not _HEADING.match(title):
        return ""
    if "行政复议" in title or "行政诉讼" in title:
        return "四"
    return "二" if "主动公开" in title else "三" if "申请" in title else ""


def _all_values(row: Row) -> bool:
    return len(row.slots) == REMEDIES and all(slot.blank or is_value(slot.text) for slot in row.slots)


def _some_values(row: Row) -> bool:
    """Whether a line holds values alone, as many as are left of a row whose blank cells vanished."""
    return not row.physical and len(row.slots) >= len(_LEAVES) and all(is_value(slot.text) for slot in row.slots)


def _is_corner(label: Label) -> bool:
    return label.table == "三" and label.role in (Role.CORNER, Role.SPANNING)


def _head(slot: Slot, meanings: tuple[Label, ...]) -> Head:
    known = next((each for each in meanings if each.role == Role.HEAD), None)
    return Head(known.name if known else "", known.template if known else "", head_unit(slot.text))


def sort_rows(rows: Iterable[Row]) -> Sorted:
    """Sorts all rows of a document into the three tables."""
    sorter = _Sorter()
    for row in rows:
        for part, labels in split_rows(row):
            sorter.take(part, labels)
    return sorter.found
