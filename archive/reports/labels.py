"""Printed labels of the statistical tables: normalised, compared, and told what they stand for."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from archive.reports.dictionary import DATA
from archive.reports.words import fold

_ORDINAL = re.compile(
    r"^[#*]*(?:[一二三四五六七八九十]{1,3}[、.,]|\([一二三四五六七八九十]{1,2}\)[、.]?|\d{1,2}[.、,)]|\(\d{1,2}\)|\d(?=[^\d.,]))"
)
_BRACKET = re.compile(r"\([^()]{0,60}\)?")
_NOT_WORD = re.compile(r"[^\w]|_")
_UNIT = re.compile(r"亿元|万元|元")
_LONGEST = 120
_PREFIX, _STEM, _SURPLUS, _FUZZY, _VERY_LONG = 4, 6, 8, 7, 15


class Role(StrEnum):
    """What a label is in its table."""

    BAND = "band"
    CORNER = "corner"
    HEAD = "head"
    ROW = "row"
    GROUP = "group"
    COLUMN = "column"
    SPANNING = "spanning"


@dataclass(frozen=True, slots=True)
class Label:
    """One meaning of a printed label: `name` is a row's stem or a column's suffix.

    `template` is set for heads of table 二. `whole` is False where only the beginning of the label was printed,
    `fuzzy` where a character differs; `key` is the normalised reference label.
    """

    table: str
    role: Role
    name: str
    key: str
    template: str = ""
    whole: bool = True
    fuzzy: bool = False


def key(text: str) -> str:
    """The form in which labels are compared (docs/formats.md#normalisation): no white space, ordinal, punctuation."""
    return _key(text) if len(text) <= _LONGEST else _key.__wrapped__(text)


@lru_cache(maxsize=20_000)
def _key(text: str) -> str:
    return _words(_ORDINAL.sub("", fold(text)))


def base_key(text: str) -> str:
    """The key without what stands in brackets behind the label, such as （市政府令）."""
    bare = _ORDINAL.sub("", fold(text))
    head = _BRACKET.sub("", bare) if not bare.startswith("(") else bare
    return _words(head)


def _words(text: str) -> str:
    """A folded text without punctuation, 本年度 as 本年."""
    return _NOT_WORD.sub("", text).replace("年度", "年")


def head_unit(text: str) -> str:
    """The unit of money a column head names, or nothing."""
    found = _UNIT.search(fold(text))
    return found.group() if found else ""


@cache
def _source() -> dict[str, dict[str, list[dict[str, str | list[str]]]]]:
    with (DATA / "labels.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def references() -> tuple[Label, ...]:
    """Every reference label of tables 二, 三 and 四, other spellings included."""
    return tuple(_references())


def _references() -> Iterable[Label]:
    source: dict[str, dict[str, object]] = dict(_source())  # type: ignore[arg-type]
    proactive, applications, remedies = source["proactive"], source["applications"], source["remedies"]
    for item in _texts(proactive["band_items"]):
        yield Label("二", Role.BAND, item, key(str(proactive["band"]).format(item)))
    yield Label("二", Role.CORNER, "", key(str(proactive["corner"])))
    yield from _entries("二", Role.ROW, proactive["row"], "stem")
    yield from _entries("二", Role.HEAD, proactive["head"], "suffix")
    yield Label("三", Role.CORNER, "", key(str(applications["corner"])))
    for text in _texts(applications["groups"]):
        yield Label("三", Role.GROUP, "", key(text))
    for table, part in (("三", applications), ("四", remedies)):
        for text in _texts(part["spanning"]):
            yield Label(table, Role.SPANNING, key(text), key(text))
        yield from _entries(table, Role.COLUMN, part["column"], "suffix")
    yield from _entries("三", Role.ROW, applications["row"], "stem")


def _texts(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(each) for each in value]


def _entries(table: str, role: Role, entries: object, name: str) -> Iterable[Label]:
    assert isinstance(entries, list)
    for entry in entries:
        for text in (entry["label"], *entry.get("also", ())):
            yield Label(table, role, entry[name], key(text), entry.get("template", ""))


@cache
def subtotals() -> frozenset[str]:
    """Keys of the heads of a column of 三 that sums the organisations, which no form has."""
    source: dict[str, dict[str, object]] = dict(_source())  # type: ignore[arg-type]
    return frozenset(key(text) for text in _texts(source["applications"]["subtotal"]))


@cache
def ordinals() -> dict[str, str]:
    """The Arabic number with which the form prints a row's label, by the label's key."""
    source: dict[str, dict[str, list[dict[str, str]]]] = dict(_source())  # type: ignore[arg-type]
    printed = (entry["label"] for entry in source["applications"]["row"])
    return {key(text): text.partition(".")[0] for text in printed if text[0].isdigit()}


@cache
def remarks() -> frozenset[str]:
    """Keys of the heads of a last column of 三 that holds remarks, which no form has."""
    source: dict[str, dict[str, object]] = dict(_source())  # type: ignore[arg-type]
    return frozenset(key(text) for text in _texts(source["applications"]["remark"]))


@lru_cache(maxsize=20_000)
def is_scattered(text: str) -> bool:
    """Whether a text is nothing but pieces of labels that stand over several rows, or of heads, broken by lines."""
    words = [key(word) for word in text.split()] if len(text) <= _LONGEST else []
    return bool(words) and all(any(word in part for part in _breakable()) for word in words)


@cache
def _breakable() -> tuple[str, ...]:
    roles = (Role.GROUP, Role.COLUMN, Role.SPANNING)
    all_other = "applications.result.other.all"
    return tuple(each.key for each in references() if each.role in roles or each.name == all_other)


@cache
def _by_key() -> dict[str, tuple[Label, ...]]:
    found: dict[str, tuple[Label, ...]] = {}
    for label in references():
        found[label.key] = (*found.get(label.key, ()), label)
    return found


@lru_cache(maxsize=20_000)
def exact(text: str) -> tuple[Label, ...]:
    """Meanings of a text that is a whole label, a bracketed note behind it aside; several for 其他 and 总计."""
    if len(text) > _LONGEST:
        return ()
    found = _by_key().get(key(text), ())
    return found or (_by_key().get(base_key(text), ()) if "(" in fold(text) else ())


@lru_cache(maxsize=20_000)
def recognise(text: str) -> tuple[Label, ...]:
    """Meanings of the text of a table cell: whole, else longer, else begun, else with one character off.

    Only for cells of a table: a sentence can begin like a label.
    """
    if len(text) > _LONGEST:
        return ()
    return exact(text) or _near(key(text))


def _near(given: str) -> tuple[Label, ...]:
    if len(given) < _PREFIX or given[-1].isdigit():
        return ()
    longer = [each for each in references() if len(each.key) >= _STEM and given.startswith(each.key)]
    if longer and all(len(given) - len(each.key) <= _SURPLUS for each in longer):
        return (max(longer, key=lambda each: len(each.key)),)
    begun = {each.name: each for each in references() if each.key.startswith(given)}
    if len(begun) == 1:
        each = next(iter(begun.values()))
        return (_marked(each, whole=False),)
    if len(given) < _FUZZY:
        return ()
    close = {each.name: each for each in references() if len(each.key) >= _FUZZY and _close(given, each.key)}
    close = close or {each.name: each for each in references() if _gapped(given, each.key)}
    return (_marked(next(iter(close.values())), fuzzy=True),) if len(close) == 1 else ()


def _marked(label: Label, *, whole: bool = True, fuzzy: bool = False) -> Label:
    return Label(label.table, label.role, label.name, label.key, label.template, whole, fuzzy)


def _close(given: str, reference: str) -> bool:
    """Whether at most one character (two in a very long label) was lost, added or exchanged."""
    allowed = 2 if len(reference) >= _VERY_LONG else 1
    if abs(len(given) - len(reference)) > allowed:
        return False
    before = list(range(len(reference) + 1))
    for position, char in enumerate(given, 1):
        row = [position]
        for other, expected in enumerate(reference, 1):
            row.append(min(before[other] + 1, row[-1] + 1, before[other - 1] + (char != expected)))
        if min(row) > allowed:
            return False
        before = row
    return before[-1] <= allowed


def _gapped(given: str, reference: str) -> bool:
    """Whether a label lost one run of characters in its middle, a third of it at most."""
    lost = len(reference) - len(given)
    if not 0 < 3 * lost <= len(reference):
        return False
    head = next((at for at, (one, two) in enumerate(zip(given, reference, strict=False)) if one != two), len(given))
    return head >= _PREFIX and any(
        reference.endswith(given[at:]) for at in range(_PREFIX, min(head, len(given) - 2) + 1)
    )
