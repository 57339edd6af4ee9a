"""Folded text: the one form in which words of a report are compared, with the way back to what is printed."""

import unicodedata
from dataclasses import dataclass

_NUMERALS = str.maketrans("〇○零OoＯ０一二三四五六七八九", "0000000123456789")


class _Kept(dict[int, int | None]):
    """Code point to itself, or to None for white space and format characters; learns each when it first meets it."""

    def __missing__(self, code: int) -> int | None:
        char = chr(code)
        self[code] = None if char.isspace() or unicodedata.category(char) == "Cf" else code
        return self[code]


_KEPT = _Kept()


def fold(text: str) -> str:
    """NFKC without white space and format characters: the form in which words are compared."""
    return unicodedata.normalize("NFKC", text).translate(_KEPT)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each of its characters, the offset of its source in the printed text."""

    text: str
    offsets: tuple[int, ...]

    def origin(self, position: int, length: int) -> int:
        """The printed offset of a folded position; the end of the text for the position after the last."""
        return self.offsets[position] if position < len(self.offsets) else length


def fold_with_offsets(text: str) -> Folded:
    """Folds character by character, so that a match can be cut out of the printed text."""
    chars: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(text):
        for folded in fold(char):
            chars.append(folded)
            offsets.append(offset)
    return Folded("".join(chars), tuple(offsets))


def arabic(numerals: str) -> str:
    """Chinese numerals written digit by digit (二〇一一, 二O一一) as Arabic digits; other characters stay."""
    return numerals.translate(_NUMERALS)
