"""Text of the table of 2014 without marks between its cells: cut at its labels, units and numbers."""

import re
from collections.abc import Iterator

from archive.reports.labels_2014 import label_end, unit_pattern
from archive.reports.words import fold_with_offsets

_SHORTEST = 6
_VALUE = r"(?P<value>[-—]{1,8}|无|\d[\d,]*(?:\.\d+)?)"
_UNIT = rf"(?P<note>\([^()]{{0,60}}\))?(?P<unit>{unit_pattern()})?"
_BLOCK = r"(?P<block>\([一二三四五六七八九十]{1,2}\)|[一二三四五六七八九十]{1,2}、)?"
_LEAD = rf"(?:其中[:,]?)?{_BLOCK}(?:其中[:,]?)?(?:(?P<number>[1-9])[.、])?"
_BETWEEN = re.compile(rf"{_UNIT}{_VALUE}?(?P<lead>{_LEAD})(?P<other>(?:(?![.、,])\D{{1,40}})?)")
_LAST = re.compile(rf"{_UNIT}{_VALUE}?")

_LEAD_BEFORE = re.compile(rf"{_LEAD}$")
_LEAD_MOST = 12

Span = tuple[int, int, bool]
"""Beginning and end of a piece, and whether it is in doubt what belongs to it."""


def cut(word: str) -> list[tuple[str, bool]]:
    """The labels, units and values of a word that has no mark between them, each with whether it is in doubt.

    Nothing where no label has a unit and a value behind it. A digit before a point and a label is that label's number
    if it is 1 or follows a number of its block, else the number before it is in doubt.
    """
    if len(word) < _SHORTEST:
        return []
    folded = fold_with_offsets(word)
    labels = list(_labels(folded.text))
    if not any(_filled(folded.text, end) for _, end in labels):
        return []
    spans = [span for span in _spans(folded.text, labels) if span[1] > span[0]]
    return [(word[folded.offsets[a] : folded.origin(b, len(word))], doubt) for a, b, doubt in spans]


def _filled(text: str, end: int) -> bool:
    """Whether a unit stands behind a label, and a value behind that or nothing more."""
    found = _LAST.match(text, end)
    return bool(found and found["unit"] and (found["value"] or found.end() == len(text)))


def _labels(text: str) -> Iterator[tuple[int, int]]:
    """Where labels begin and end, the longest that begins first."""
    at = 0
    while at < len(text):
        end = label_end(text, at)
        if end:
            yield at, end
        at = end or at + 1


def _spans(text: str, labels: list[tuple[int, int]]) -> Iterator[Span]:
    first = labels[0][0]
    lead = _LEAD_BEFORE.search(text[max(0, first - _LEAD_MOST) : first])
    begin = first - len(lead.group() if lead else "")
    numbers = {int(lead["number"])} if lead and lead["number"] else set()
    yield 0, begin, False
    for (_, end), (following, _) in zip(labels, [*labels[1:], (len(text), 0)], strict=True):
        yield begin, end, False
        last = following == len(text)
        found = _LAST.match(text, end) if last else _BETWEEN.fullmatch(text, end, following)
        if found is None:
            yield end, following, True
            begin = following
            continue
        told = 0 if last else int(found["number"] or 0)
        yield *found.span("unit"), False
        yield *found.span("value"), told > 1 and told - 1 not in numbers
        numbers = {told} if not last and found["block"] else numbers | {told}
        begin = found.end() if last else found.start("lead")
    yield begin, len(text), False
