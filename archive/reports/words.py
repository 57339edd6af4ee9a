"""Folded text: the one form in which words of a report are compared, with the way back to what is printed."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_NUMERALS = str.maketrans("〇○零OoＯ０一二三四五六七八九", "0000000123456789")
_WIDE = tuple(zip("，：；（）％　", ",:;()% ", strict=True))

_CELL, _LINE = 40, 1_000


def fold(text: str) -> str:
    """NFKC without white space and format characters: the form in which words are compared."""
    if len(text) <= _CELL:
        return _fold_cell(text)
    return _fold_line(text) if len(text) <= _LINE else _fold(text)


@lru_cache(maxsize=50_000)
def _fold_cell(text: str) -> str:
    """The same for what may be a cell or a character: their texts come again and again."""
    return _fold(text)


@lru_cache(maxsize=500)
def _fold_line(text: str) -> str:
    """The same for a line of the report at hand, which several readers look through."""
    return _fold(text)


def _fold(text: str) -> str:
    folded = "".join(unicodedata.normalize("NFKC", _narrow(text)).split())
    if folded.isprintable():
        return folded
    return "".join(char for char in folded if unicodedata.category(char) != "Cf")


def _narrow(text: str) -> str:
    """The text with its usual wide marks made narrow: most often it is NFKC then, which is soon seen."""
    for wide, narrow in _WIDE:
        text = text.replace(wide, narrow)
    return text


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each of its characters, the offset of its source in the printed text."""

    text: str
    offsets: tuple[int, ...]

    def origin(self, position: int, length: int) -> int:
        """The printed offset of a folded position; the end of the text for the position after the last."""
        return self.offsets[position] if position < len(self.offsets) else length


def fold_apart(text: str) -> str:
    """The text of `fold_with_offsets`, for what has to be looked through before anything is cut out."""
    alike = unicodedata.is_normalized("NFKC", _narrow(text))
    return fold(text) if alike else "".join(map(_fold_cell, text))


def fold_with_offsets(text: str) -> Folded:
    """Folds character by character, so that a match can be cut out of the printed text."""
    pieces = [_fold_cell(char) for char in text]
    offsets = (offset for offset, piece in enumerate(pieces) for _ in piece)
    return Folded("".join(pieces), tuple(offsets))


def arabic(numerals: str) -> str:
    """Chinese numerals written digit by digit (二〇一一, 二O一一) as Arabic digits; other characters stay."""
    return numerals.translate(_NUMERALS)


_ZEROS = "零〇"
_SIGNS = {sign: value for value, sign in enumerate("一二三四五六七八九", 1)} | {"两": 2}
_SCALES = {"万": 10_000, "千": 1000, "百": 100, "十": 10}


def numeral(text: str) -> int | None:
    """A number in Chinese numerals below 100 million (三, 十二, 一百零五, 两万); None for what is none.

    Short forms that leave a scale out (二百五) are none: they are no exact figures.
    """
    if text in ("零", "〇"):
        return 0
    high, ten_thousands, low = text.rpartition("万")
    if not ten_thousands:
        return _below(text, 10_000)
    above, below = _below(high, 10_000), _below(low, 10_000) if low else 0
    if above is None or below is None or (low and below < 1000 and low[0] not in _ZEROS):
        return None
    return above * 10_000 + below


def _below(text: str, limit: int) -> int | None:
    """A number of signs and scales that fall, each below `limit`, a zero wherever a scale is left out."""
    zero, text = text[:1] in _ZEROS and bool(text), text.lstrip(_ZEROS)
    sign = _SIGNS.get(text[:1])
    if len(text) == 1 and sign is not None:
        return sign if zero or limit in (10, 10_000) else None
    scale = _SCALES.get(text[1:2] if sign is not None else text[:1])
    if scale is None or scale >= limit or (sign is None and scale != 10) or (not zero and scale * 10 != limit < 10_000):
        return None
    rest = text[2 if sign is not None else 1 :]
    below = _below(rest, scale) if rest else 0
    return None if below is None else (1 if sign is None else sign) * scale + below
