"""The text of one cell to a number with its status, never by guess (docs/formats.md#cell-values)."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from archive.reports.dictionary import Indicator
from archive.reports.model import Number
from archive.reports.words import fold
from archive.words import Status

FLAG_UNIT_IN_CELL = "unit_in_cell"
FLAG_UNIT_IN_HEAD = "unit_in_head"
FLAG_UNIT_ASSUMED = "unit_assumed"
FLAG_NOTE = "note_in_cell"

_LONGEST = 200
_MOST_DIGITS = 15
_DASH = re.compile(r"[-\u2010-\u2015\u2212\u2500/\\]{1,20}")
_NONE = re.compile(r"无[。.]?")
_NUMBER = re.compile(
    r"(?P<sign>[-+\u2010\u2011\u2012\u2013\u2212]|减少?|增加?)?"
    r"(?P<digits>0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?P<fraction>\.\d+)?"
    r"(?P<unit>亿元|万元|元|亿|万|件|项|条|个|宗|次|篇|人次|人|份|起|期|场)?(?P<note>\((?=[^()]*[\u4e00-\u9fff])[^()]*\))?",
    re.ASCII,
)
_UNIT_NOTE = re.compile(r"\((亿元|万元|元|件|项|条|个|宗)\)")
_SPACED = re.compile(r"[1-9]\d{0,2}(?:[ \u00a0\u3000\u2002-\u200a\u202f]\d{3})+(?:\.\d+)?", re.ASCII)
_APART = re.compile(r"[\d.,][\s\u200b\ufeff]+[\d.,]")
_YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "万": Decimal(10_000), "亿元": Decimal(10**8), "亿": Decimal(10**8)}
_ZERO = (("0", ".0"), ("0", ".00"))  # 3.0 could be the number of a row glued to its value
_MINUS = frozenset("-\u2010\u2011\u2012\u2013\u2212减")


class CellValue(NamedTuple):
    """What one cell says: a value exactly where the status has one."""

    status: Status
    value: Number | None = None
    flags: tuple[str, ...] = ()


UNREADABLE = CellValue(Status.UNREADABLE)
_BLANK, _DASHED, _NONE_TOLD = CellValue(Status.BLANK), CellValue(Status.DASH), CellValue(Status.NONE_WORD)


def read_cell(raw: str, indicator: Indicator, head_unit: str = "") -> CellValue:
    """The value of a cell as a number of `indicator`, money in the indicator's unit.

    `head_unit` is the unit of money its column head names. Whatever allows two readings is unreadable.
    """
    if len(raw) > _LONGEST:
        return UNREADABLE
    if indicator.number == "integer":
        return _read(raw)
    return _read(raw, indicator.number, indicator.unit, head_unit)


@lru_cache(maxsize=20_000)
def _read(raw: str, number: str = "integer", unit: str = "", head_unit: str = "") -> CellValue:
    text = fold(raw)
    if not text:
        return _BLANK
    found = _NUMBER.fullmatch(text)
    if not found:
        return _DASHED if _DASH.fullmatch(text) else _NONE_TOLD if _NONE.fullmatch(text) else UNREADABLE
    if _disguised(raw) or _scattered(raw):
        return UNREADABLE
    return _money(found, unit, head_unit) if number == "decimal" else _count(found, signed=number == "signed")


@lru_cache(maxsize=20_000)
def is_value(raw: str) -> bool:
    """Whether a text could stand in a value cell: a number, a dash or 无; blank is not."""
    if len(raw) > _LONGEST:
        return False
    text = fold(raw)
    return bool(_NUMBER.fullmatch(text) or _DASH.fullmatch(text) or _NONE.fullmatch(text))


def _disguised(raw: str) -> bool:
    """Footnote marks and the like (22①, 3²) that normalisation would turn into digits of the number."""
    return not raw.isascii() and any(
        char > "\u007f" and not "０" <= char <= "９" and any(c.isdigit() for c in unicodedata.normalize("NFKC", char))
        for char in raw
    )


def _scattered(raw: str) -> bool:
    """White space inside a number: two numbers in one cell, unless it plainly groups thousands."""
    if len(raw.split()) < 2:
        return False
    text = unicodedata.normalize("NFKC", raw.replace("\u200b", "").replace("\ufeff", "")).strip()
    number = re.split(r"[(\u4e00-\u9fff]", text.lstrip("-+减少增加 "), maxsplit=1)[0].strip()
    return bool(_APART.search(number)) and not _SPACED.fullmatch(number)


def _count(found: re.Match[str], *, signed: bool) -> CellValue:
    sign, digits, fraction, unit, note = found.groups()
    flags, digits = _note_flags(note), digits.replace(",", "")
    if (fraction and (digits, fraction) not in _ZERO) or unit in _YUAN or len(digits) > _MOST_DIGITS:
        return UNREADABLE
    if sign and not signed:
        return UNREADABLE
    value = -int(digits) if sign and sign[0] in _MINUS else int(digits)
    return CellValue(Status.REPORTED, value, (FLAG_UNIT_IN_CELL, *flags) if unit else flags)


def _money(found: re.Match[str], own_unit: str, head_unit: str) -> CellValue:
    digits = found["digits"].replace(",", "") + (found["fraction"] or "")
    note = _UNIT_NOTE.fullmatch(found["note"] or "")
    printed = found["unit"] or (note.group(1) if note else "")
    if found["sign"] or len(digits) > _MOST_DIGITS + 1 or (printed and printed not in _YUAN):
        return UNREADABLE
    flags = () if note else _note_flags(found["note"])
    unit = printed or head_unit
    if printed:
        flags = (FLAG_UNIT_IN_CELL, *flags)
    elif not head_unit:
        flags = (FLAG_UNIT_ASSUMED, *flags)
    elif head_unit != own_unit:
        flags = (FLAG_UNIT_IN_HEAD, *flags)
    amount = Decimal(digits) * _YUAN[unit or own_unit] / _YUAN[own_unit]
    return CellValue(Status.REPORTED, plain(amount), flags)


def _note_flags(note: str | None) -> tuple[str, ...]:
    return (FLAG_NOTE,) if note and not _UNIT_NOTE.fullmatch(note) else ()


def plain(amount: Decimal) -> Number:
    """An exact decimal as int where it is whole, else as the float that prints alike."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)
