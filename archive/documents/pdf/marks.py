"""What a cell's text is by its looks alone: a number, a label, a label that bears a number."""

import re

_ORDINAL = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}(?:部分)?[、．.]|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.、．])"
)
_NUMBER = re.compile(r"[-+]?[\d.,\s]*\d[\d.,\s]*")


def is_numbered(text: str) -> bool:
    """Whether a text begins with an ordinal: 一、 （一） 1."""
    return bool(_ORDINAL.match(text))


def is_number(text: str) -> bool:
    """Whether a text is made of digits and their marks, breaks included."""
    return bool(_NUMBER.fullmatch(text))


def is_label(text: str) -> bool:
    """Whether a text has words: neither a number, nor a dash or 无 in place of one."""
    return not is_number(text) and any(char.isalnum() and char != "无" for char in text)
