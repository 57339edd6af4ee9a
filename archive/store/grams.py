"""What full text compares, the normal form of a text, and what it indexes, pairs of characters (docs/search.md)."""

import re
from collections.abc import Iterable
from operator import add
from unicodedata import category, normalize

from archive.reports.words import Folded

GRAMS_VERSION = "1"
"""Another normal form or other pairs need another version, and a migration that empties the index."""
_GAP = " "
_NEEDLESS_GAP = re.compile(f"(?<![0-9a-z]){_GAP}|{_GAP}(?![0-9a-z])")
_PARTED = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")


class _Normal(dict[int, str]):
    """Character to what it is compared as: NFKC and without case; nothing for what does not print."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = found = _GAP if char.isspace() else _folded(char)
        return found


def _folded(char: str) -> str:
    folded, before = char, ""
    while folded != before:
        before = folded
        folded = "".join(normalize("NFKC", one).casefold() for one in folded)
    return "".join(one for one in folded if not one.isspace() and category(one) not in ("Cf", "Cc"))


_NORMAL = _Normal()


def normal(text: str) -> str:
    """The form in which texts are compared (docs/search.md#what-is-compared).

    White space goes, except one blank between two of 0-9 and a-z: cells `6` and `40` are not `640`.
    """
    return _NEEDLESS_GAP.sub("", _GAP.join(text.translate(_NORMAL).split()))


def normal_with_offsets(text: str) -> Folded:
    """The normal form and, for each of its characters, the offset of its source in the printed text."""
    chars, offsets, gap = list[str](), list[int](), -1
    for offset, source in enumerate(text):
        folded = _NORMAL[ord(source)]
        if folded == _GAP:
            gap = offset
            continue
        for char in folded:
            if gap >= 0 and chars and chars[-1] in _PARTED and char in _PARTED:
                chars.append(_GAP)
                offsets.append(gap)
            gap = -1
            chars.append(char)
            offsets.append(offset)
    return Folded("".join(chars), tuple(offsets))


_MARKS = [code for code in range(0x21, 0x7F) if not chr(code).isalnum()]
_TOKEN_SAFE = {code: chr(0xFEE0 + code) for code in _MARKS} | {ord(_GAP): "\u3000"}
"""The tokeniser parts at ASCII marks; these stand for them, and no normal form contains them itself."""


def grams(normalised: str) -> Iterable[str]:
    """Tokens of a normal form: each character with the next one; the last one alone."""
    safe = normalised.translate(_TOKEN_SAFE)
    return (*map(add, safe, safe[1:]), safe[-1]) if safe else ()


def phrase(normalised: str) -> str:
    """The FTS5 expression for texts that contain this normal form of at least one character, nothing more or less."""
    if len(normalised) == 1:
        return f'"{normalised.translate(_TOKEN_SAFE)}" *'
    *pairs, _ = grams(normalised)
    return f'"{" ".join(pairs)}"'
