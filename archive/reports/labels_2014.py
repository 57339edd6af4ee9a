"""Labels of the table of 2014 and of local forms like it: rows, groups, heads, units, foot lines."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from itertools import product

from archive.reports.dictionary import DATA
from archive.reports.labels import base_key, key
from archive.reports.words import fold

_PART = re.compile(r"^(?:其中|其它?|含)?[:：]?其中[:：、,]?")
_BRACKET = re.compile(r"\([^()]{0,80}\)?")
_OTHER_TIME = re.compile(r"累计|上年|去年|历年|同期")
_CHOICE = re.compile(r"\[([^\]]*)\]")
_YEAR = re.compile(r"((?:19|20)\d{2})年?度?(?:数|统计数|数据|数量|情况)?")
_NEGATION = frozenset("不未非无")
_LONGEST, _FUZZY, _BEGUN = 120, 9, 6
_OPEN_MAX = 100


class Column(StrEnum):
    """What a column of the table holds, by its head."""

    LABEL = "label"
    UNIT = "unit"
    VALUE = "value"
    YEAR = "year"
    PERIOD = "period"
    CUMULATIVE = "cumulative"
    EARLIER = "earlier"
    CODE = "code"
    NOTE = "note"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class RowLabel:
    """One meaning of a printed label: an indicator, or nothing for the label over a group of rows.

    `block` is the group of rows it belongs to and opens; `unit` the printed unit that it needs; `whole` is False where
    only the beginning is printed, `fuzzy` where one character differs.
    """

    name: str
    block: str
    unit: str = ""
    whole: bool = True
    fuzzy: bool = False


@cache
def _source() -> dict[str, object]:
    with (DATA / "stat_2014.toml").open("rb") as file:
        return tomllib.load(file)


def _texts(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(each) for each in value]


def _entries(name: str) -> Iterable[dict[str, object]]:
    entries = _source()[name]
    assert isinstance(entries, list)
    return entries


def _spellings(pattern: str) -> Iterator[str]:
    """Every spelling of a pattern: each choice in brackets one after the other."""
    pieces = _CHOICE.split(pattern)
    choices = [piece.split("|") if odd % 2 else [piece] for odd, piece in enumerate(pieces)]
    yield from ("".join(chosen) for chosen in product(*choices))


@cache
def _rows() -> dict[str, tuple[RowLabel, ...]]:
    """Labels by key; several meanings for one text where two blocks have a row of that name."""
    found: dict[str, tuple[RowLabel, ...]] = {}
    for kind in ("row", "group"):
        for entry in _entries(kind):
            name = str(entry.get("name", ""))
            label = RowLabel(name, str(entry.get("block", "")) or name.rpartition(".")[0], str(entry.get("unit", "")))
            for spelling in {key(each) for pattern in _texts(entry["labels"]) for each in _spellings(pattern)}:
                if label not in found.get(spelling, ()):
                    found[spelling] = (*found.get(spelling, ()), label)
    return found


@cache
def _beginnings() -> dict[str, frozenset[str]]:
    """Every beginning of a label to the names of the rows that begin so."""
    found: dict[str, set[str]] = {}
    for spelling, labels in _rows().items():
        for end in range(1, len(spelling)):
            found.setdefault(spelling[:end], set()).update(label.name or label.block for label in labels)
    return {beginning: frozenset(names) for beginning, names in found.items()}


@cache
def _long() -> tuple[str, ...]:
    return tuple(spelling for spelling in _rows() if len(spelling) >= _FUZZY)


@lru_cache(maxsize=20_000)
def bare(text: str) -> str:
    """The text of a label without 其中 and numbers before it, folded."""
    given = fold(text)
    while True:
        shorter = _ordinal(_PART.sub("", given))
        if shorter == given:
            return given
        given = shorter


def _ordinal(given: str) -> str:
    """One number less before the label, as `key` drops it, punctuation kept."""
    whole = key(given)
    at = next((i for i in range(len(given)) if key(given[i:]) == whole and given[i : i + 1].isalpha()), 0)
    return given[at:] if whole else given


@lru_cache(maxsize=20_000)
def exact(text: str) -> tuple[RowLabel, ...]:
    """Meanings of a text that is a whole label, a note in brackets aside unless it speaks of another time."""
    if len(text) > _LONGEST:
        return ()
    given = bare(text)
    if found := _rows().get(key(given)):
        return found
    if any(_OTHER_TIME.search(note) for note in _BRACKET.findall(given)):
        return ()
    return _rows().get(base_key(given), ())


@lru_cache(maxsize=20_000)
def begins(text: str) -> bool:
    """Whether a text can be the beginning of a label that goes on behind it."""
    return len(text) <= _LONGEST and key(bare(text)) in _beginnings()


@lru_cache(maxsize=20_000)
def near(text: str) -> tuple[RowLabel, ...]:
    """The one row whose label begins so, or differs in one character that is no negation; for cells beside a value."""
    given = base_key(bare(text)) if len(text) <= _LONGEST else ""
    if len(given) < _BEGUN or given[-1].isdigit() or _OTHER_TIME.search(text):
        return ()
    begun = _beginnings().get(given, frozenset())
    if len(begun) == 1:
        label = next(label for labels in _rows().values() for label in labels if label.name in begun)
        return (replace(label, whole=False),)
    close = {label.name: label for each in _long() if _one_off(given, each) for label in _rows()[each] if label.name}
    return (replace(next(iter(close.values())), fuzzy=True),) if len(close) == 1 else ()


def _one_off(given: str, reference: str) -> bool:
    """Whether one character is exchanged, lost or added, and neither text has a negation the other has not."""
    if abs(len(given) - len(reference)) > 1 or len(given) < _FUZZY:
        return False
    if _NEGATION.intersection(given) != _NEGATION.intersection(reference):
        return False
    head = next((i for i, (a, b) in enumerate(zip(given, reference, strict=False)) if a != b), None)
    if head is None:
        return len(given) != len(reference)
    longer, shorter = (given, reference) if len(given) > len(reference) else (reference, given)
    return longer[head + 1 :] == (shorter[head:] if len(given) != len(reference) else shorter[head + 1 :])


@cache
def _heads() -> dict[str, Column]:
    source = _source()["heads"]
    assert isinstance(source, dict)
    return {
        key(spelling): Column(kind)
        for kind, patterns in source.items()
        for each in patterns
        for spelling in _spellings(each)
    }


@lru_cache(maxsize=5_000)
def head(text: str) -> tuple[Column, int] | None:
    """What a column's head says the column holds, with the year it names or 0; None for what is no known head."""
    given = key(fold(text)) if len(text) <= _LONGEST else ""
    year = _YEAR.fullmatch(fold(text)) if given else None
    if year:
        return Column.YEAR, int(year[1])
    kind = _heads().get(given) or _heads().get(base_key(text)) if given else None
    return (kind, 0) if kind else None


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_texts(_source()[name]))


def unit(text: str) -> str:
    """The unit that a cell names, brackets around it aside; nothing where it names none."""
    given = fold(text).strip("()") if len(text) <= _BEGUN else ""
    return given if given in _words("units") else ""


@cache
def unit_pattern() -> str:
    """All units as alternatives of a pattern, the longest first."""
    return "|".join(sorted(_words("units"), key=len, reverse=True))


def is_open(text: str) -> bool:
    """Whether a bracket is not closed yet."""
    return len(text) < _OPEN_MAX and sum(map(text.count, "(（")) > sum(map(text.count, ")）"))


def label_end(text: str, at: int) -> int:
    """Where the longest label ends that begins at a character of a folded text, marks within it aside; 0 for none."""
    given, end, best = "", at, 0
    while end < len(text) and (not given or given in _beginnings() or given in _rows()):
        if text[end].isalnum():
            given += text[end]
            best = end + 1 if given in _rows() else best
        elif not given:
            return 0
        end += 1
    opened = text.count("(", at, best) > text.count(")", at, best)
    return best + 1 if opened and text[best : best + 1] == ")" else best


@lru_cache(maxsize=5_000)
def is_foot(text: str) -> bool:
    """Whether a text is one of the lines under the table: who filled it in, and when."""
    given = fold(text[:_LONGEST])
    head_of = re.split(r"[:(]", given, maxsplit=1)[0]
    return head_of in _words("feet")


def hinted(text: str) -> bool:
    """Whether a text without white space may hold rows of this table at all: it has two of the words they have."""
    found = (hint for hint in _words("hints") if hint in text)
    return next(found, None) is not None and next(found, None) is not None


def fingerprint() -> frozenset[str]:
    """The rows that tell the table of 2014 by themselves."""
    return _words("fingerprint")
