"""Figures that a sentence states, under names of their own (docs/formats.md#prose)."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from archive.documents.model import Document, Paragraph, Place
from archive.reports.cells import plain
from archive.reports.dictionary import DATA, text_unit
from archive.reports.model import Figure, Locator, Number, Section
from archive.reports.spans import Span, span_of
from archive.reports.words import fold, numeral
from archive.words import Method, Status

FLAG_DIFFER = "sentences_differ"

_SENTENCE = re.compile(r"[^。;；！!\n]+")
_PART = re.compile(r"其中(?!(?:\d{4}|[本今当]|全)年)")
_NUMERALS = r"(?<![数几近约超逾余上多第])[一二三四五六七八九十百千万两零〇]{1,9}"
_NUMBER = rf"(?P<number>0|[1-9]\d{{0,2}}(?:,\d{{3}})+|[1-9]\d*|{_NUMERALS})(?P<fraction>\.\d+)?"
_NOT_ROUND = r"(?!左右|以上|以下|以内|上下|[多余])"
_LONGEST = 2000
_QUOTES = str.maketrans("", "", "\"'“”‘’")
_NARROW, _WIDE, _RAGGED, _HALF_WIDTH = 50, 110, 4, "\u2e7f"
_ENDED = re.compile(r"[。;；:：！!]\s*$")
_NUMBERED = re.compile(r"\s*(?:[(（]?[一二三四五六七八九十]{1,3}[)）、]|\d{1,2}[.、．])")


@dataclass(frozen=True, slots=True)
class _Rule:
    """How one figure is stated: patterns that give a number, and patterns that say there was none."""

    name: str
    sections: frozenset[str]
    number: tuple[re.Pattern[str], ...]
    none: tuple[re.Pattern[str], ...]
    needs: re.Pattern[str] | None
    never: re.Pattern[str] | None
    others: re.Pattern[str] | None
    joint: re.Pattern[str] | None
    home: str
    part: bool
    earlier: bool
    cumulative: bool
    stated_none: str


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence as printed, and as the patterns meet it; `numbered` says that a number stands before a unit in it."""

    printed: str
    folded: str
    numbered: bool


Told = Sequence[tuple[Section, Sequence[_Sentence]]]
"""Sections with their sentences."""


@dataclass(frozen=True, slots=True)
class _Statement:
    value: Number | None
    sentence: str
    section: str


def prose_figures(sections: tuple[Section, ...], year: int | None = None) -> tuple[Figure, ...]:
    """All figures stated in sentences of a report about `year`, at most one by name.

    Sentences that state different numbers give `unreadable`; a statement of none gives `none_word` and no value. A
    number that is not printed is not taken from what follows, and 余, 多, 约 make none.
    """
    told = [(section, list(_sentences(section.text))) for section in sections]
    figures = (_figure(rule, list(_statements(rule, told, year))) for rule in _rules())
    return tuple(figure for figure in figures if figure is not None)


def with_pages(figures: tuple[Figure, ...], document: Document) -> tuple[Figure, ...]:
    """The same figures with the page and box of the paragraph of their sentence, where the document has pages."""
    blocks = (block for block in document.blocks if isinstance(block, Paragraph))
    paragraphs = [(block.text, block.place) for block in blocks if block.place]
    return tuple(_on_page(figure, paragraphs) for figure in figures) if paragraphs else figures


def _on_page(figure: Figure, paragraphs: list[tuple[str, Place]]) -> Figure:
    place = next((place for text, place in paragraphs if figure.raw and figure.raw in text), None)
    if place is None:
        return figure
    return figure._replace(locator=figure.locator._replace(page=place.page, box=place.box))


def _figure(rule: _Rule, statements: list[_Statement]) -> Figure | None:
    if not statements:
        return None
    values = {each.value for each in statements if each.value is not None}
    first = next((each for each in statements if each.value is not None), statements[0])
    status = Status.NONE_WORD if not values else Status.REPORTED
    flags: tuple[str, ...] = ()
    if len(values) > 1 or (values and values != {0} and any(each.value is None for each in statements)):
        status, flags = Status.UNREADABLE, (FLAG_DIFFER,)
    value = first.value if status == Status.REPORTED else None
    place = Locator(field=first.section)
    return Figure(rule.name, value, text_unit(rule.name), status, Method.TEXT, first.sentence, flags, place)


def _statements(rule: _Rule, told: Told, year: int | None) -> Iterator[_Statement]:
    for section, sentences in told:
        if section.key == rule.stated_none and section.stated_none:
            yield _Statement(None, section.text, section.key)
        elif section.key in rule.sections:
            for sentence in sentences:
                yield from _stated(rule, sentence, section, year)


def _sentences(text: str) -> Iterator[_Sentence]:
    for found in _SENTENCE.finditer(_unwrapped(text)):
        printed = found.group().strip()
        folded = fold(printed[:_LONGEST]).translate(_QUOTES)
        yield _Sentence(printed, folded, bool(_counted().search(folded)))


def _unwrapped(text: str) -> str:
    """The text with lines joined that were broken at the edge of a page: full ones that end in no sentence's mark."""
    lines = text.split("\n")
    widths = [len(line) + sum(map(_HALF_WIDTH.__lt__, line)) for line in lines]
    edge = max(widths)
    if not _NARROW <= edge <= _WIDE:
        return text
    whole = lines[0]
    for width, line, below in zip(widths, lines, lines[1:], strict=False):
        broken = width >= edge - _RAGGED and not _ENDED.search(line) and not _NUMBERED.match(below)
        whole += below.strip() if broken else f"\n{below}"
    return whole


def _stated(rule: _Rule, sentence: _Sentence, section: Section, year: int | None) -> Iterator[_Statement]:
    text = sentence.folded
    if not (sentence.numbered or rule.none):
        return
    if rule.needs and section.key != rule.home and not rule.needs.search(fold(section.title) + text):
        return
    if rule.never and rule.never.search(text):
        return
    patterns = rule.number if sentence.numbered and not (rule.others and rule.others.search(text)) else ()
    numbers = [found for pattern in patterns for found in pattern.finditer(text)]
    for found in numbers:
        before = text[: found.start("number")]
        value = None if rule.joint and rule.joint.search(before) else _value(found)
        if value is None or not _in_scope(rule, span_of(before, year)):
            continue
        if rule.part or not _PART.search(text[: found.start()]):
            yield _Statement(value, sentence.printed, section.key)
    if not numbers and any(pattern.search(text) for pattern in rule.none) and span_of(text, year) != Span.EARLIER:
        yield _Statement(None, sentence.printed, section.key)


def _in_scope(rule: _Rule, span: Span) -> bool:
    """Whether a number of this span of time is one of the rule: of the year, or of all years."""
    if rule.cumulative:
        return span == Span.CUMULATIVE
    return span == Span.YEAR or (rule.earlier and span == Span.EARLIER)


def _value(found: re.Match[str]) -> Number | None:
    """The number of a match, money in 元; None for numerals that are no exact number."""
    digits = found["number"].replace(",", "")
    amount = Decimal(digits + (found["fraction"] or "")) if digits.isascii() else numeral(digits)
    if amount is None:
        return None
    return plain(Decimal(amount) * (10_000 if found["unit"] == "万元" else 1))


@cache
def _counted() -> re.Pattern[str]:
    """The last sign of a number and the unit behind it, as every pattern of a number has them."""
    units = "".join(str(entry["units"]) for entry in _entries())
    return re.compile(rf"[\d一二三四五六七八九十百千万两零〇][{units}]")


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(map(_rule, _entries()))


@cache
def _entries() -> tuple[dict[str, object], ...]:
    with (DATA / "prose.toml").open("rb") as file:
        return tuple(tomllib.load(file)["figure"])


def _rule(entry: dict[str, object]) -> _Rule:
    units = "万元|元" if entry["units"] == "元万元" else "|".join(str(entry["units"]))
    number = rf"{_NUMBER}(?P<unit>{units}){_NOT_ROUND}"
    return _Rule(
        str(entry["name"]),
        frozenset(_texts(entry["sections"])),
        tuple(re.compile(text.replace("N", number)) for text in _texts(entry["number"])),
        tuple(re.compile(text) for text in _texts(entry.get("none", []))),
        _pattern(entry, "needs"),
        _pattern(entry, "never"),
        _pattern(entry, "others"),
        _pattern(entry, "joint"),
        str(entry.get("home", "")),
        bool(entry.get("part")),
        bool(entry.get("earlier")),
        bool(entry.get("cumulative")),
        str(entry.get("stated_none", "")),
    )


def _pattern(entry: dict[str, object], name: str) -> re.Pattern[str] | None:
    return re.compile(str(entry[name])) if name in entry else None


def _texts(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(each) for each in value]
