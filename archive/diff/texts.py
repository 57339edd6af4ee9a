"""Texts of two reports compared line by line: a line is a paragraph or a row of a table."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

ALIKE = 0.5
"""From which likeness on two lines count as one that was changed."""
LONG = 2000
"""Characters from which on a changed line is not compared within itself."""
MANY = 2000
"""Lines from which on those that occur often are no anchors: else tables of thousands of equal rows take forever."""
NEAR = 30
"""How many lines ahead one that is like a given one is looked for."""
_JOINER = "\u200d"

Span = tuple[str, bool]
"""A piece of a line, and whether it differs."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was removed (`after` is None), added (`before` is None) or changed; numbers count from 1."""

    number_before: int | None
    before: str | None
    number_after: int | None
    after: str | None


def lines_of(text: str) -> list[str]:
    """The lines of a report's text; the cells of a row are parted by TAB."""
    return [line for line in text.split("\n") if line.strip()]


def text_changes(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[Line, ...], int]:
    """(what differs, in order; how many lines are the same)."""
    matcher = SequenceMatcher(None, before, after, autojunk=max(len(before), len(after)) > MANY)
    found, same = list[Line](), 0
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag == "equal":
            same += i_end - i
        else:
            found += _paired(list(enumerate(before, 1))[i:i_end], list(enumerate(after, 1))[j:j_end])
    return tuple(found), same


def _paired(before: list[tuple[int, str]], after: list[tuple[int, str]]) -> Iterator[Line]:
    """Lines in place of others, each with the first that is like it; order is kept on both sides."""
    done = 0
    for number, line in before:
        like = next((n for n in range(done, min(done + NEAR, len(after))) if _alike(line, after[n][1])), None)
        if like is None:
            yield Line(number, line, None, None)
            continue
        yield from (Line(None, None, *one) for one in after[done:like])
        yield Line(number, line, *after[like])
        done = like + 1
    yield from (Line(None, None, *one) for one in after[done:])


def _alike(one: str, other: str) -> bool:
    if max(len(one), len(other)) > LONG:
        return one[:LONG] == other[:LONG]
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def spans(before: str, after: str) -> tuple[list[Span], list[Span]]:
    """A changed line in pieces, for either side."""
    one, other = characters(before), characters(after)
    if max(len(one), len(other)) > LONG:
        return [(before, True)], [(after, True)]
    sides: tuple[list[Span], list[Span]] = ([], [])
    for tag, i, i_end, j, j_end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        for side, piece in zip(sides, (one[i:i_end], other[j:j_end]), strict=True):
            if piece:
                side.append(("".join(piece), tag != "equal"))
    return sides


def characters(text: str) -> list[str]:
    """What a reader sees as one character each: marks, variation selectors and joined signs stay with their base."""
    found: list[str] = []
    for char in text:
        joined = found and (unicodedata.category(char).startswith("M") or _JOINER in (char, found[-1][-1]))
        if joined:
            found[-1] += char
        else:
            found.append(char)
    return found


def shortened(pieces: Iterable[Span], around: int) -> list[Span]:
    """The pieces, what is the same cut to `around` characters beside what differs; … where something is left out."""
    every = list(pieces)
    if len(every) == 1 and not every[0][1]:
        return [(_cut(every[0][0], around, around), False)]
    return [
        (text if differs else _cut(text, around if n else 0, around if n + 1 < len(every) else 0), differs)
        for n, (text, differs) in enumerate(every)
    ]


def _cut(text: str, head: int, tail: int) -> str:
    whole = characters(text)
    if len(whole) <= head + tail + 1:
        return text
    return "".join(whole[:head]) + "…" + "".join(whole[len(whole) - tail :])
