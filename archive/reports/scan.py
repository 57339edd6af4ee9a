"""Lines without cell marks to a stream of labels and values, and the stream to rows (docs/formats.md#layouts)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from archive.reports.cells import is_value
from archive.reports.labels import Role, exact, is_scattered, key, ordinals, references
from archive.reports.sheet import Row, Slot

_SPACES = re.compile(r"\s+")
_SECTION = re.compile(r"\s*[一二三四五六]、")
_NUMERALS = "一二三四五六七八九"
_LEAD = re.compile(rf"(?:\(\s?[{_NUMERALS}]\s?\)\s?|[{_NUMERALS}]\s?、\s?|\d\s?[.、]\s?)?\(?$")
_LONGEST_LEAD = 7
_DIGITS = re.compile(r"[-+\u2010-\u2015\u2212]?\d[\d.,()+\-\u2010-\u2015\u2212/亿万元件项条个宗次]*")
_BEFORE_HEADING = re.compile(r"[\d元件项条](?=[一二三四五六]、)")
_SHORT = 60
_LONGEST = 100_000
_GLUED_LABELS = 12
_LABEL_LINES = 5
_CELLS = 15
_PIECES = 2
_FEW = 3
_HEADS = (Role.COLUMN, Role.SPANNING, Role.HEAD, Role.CORNER)


class Token(NamedTuple):
    """A label, a value or other text of one line."""

    kind: str
    text: str
    line: int | None
    block: int


def line_tokens(text: str, line: int | None, block: int) -> Iterator[Token]:
    """What one line holds; a line that is not made of labels and values alone is other text."""
    if len(text) > _LONGEST:
        yield Token("other", text, line, block)
        return
    text = _SPACES.sub(" ", text.strip())
    if exact(text):
        yield Token("label", text, line, block)
    elif is_value(text) and not _several(text):
        yield Token("value", text, line, block)
    else:
        yield from _scanned(text, line, block)


def _is_digits(part: str) -> bool:
    """A value, or the values of several cells run together, their signs and units among them."""
    begins = _DIGITS.match(part[:2].translate(_ONE_FOR_ONE))
    return bool(begins and _DIGITS.fullmatch(part.translate(_ONE_FOR_ONE))) or is_value(part)


def _several(text: str) -> bool:
    """Whether white space parts numbers here: in a line of text it parts cells."""
    parts = text.split()
    return len(parts) > 1 and all(is_value(part) for part in parts)


def _scanned(text: str, line: int | None, block: int) -> list[Token]:
    """Labels and the values between them. Any other text makes a short line other text as a whole."""
    plain = text.translate(_ONE_FOR_ONE)
    tokens: list[Token] = []
    end = 0
    for start, behind in _labels_in(plain):
        lead = text[end:start]
        tokens.extend(() if not end and is_scattered(lead) else _between(lead, line, block))
        tokens.append(Token("label", text[start:behind], line, block))
        end = behind
    tokens.extend(_between(text[end:], line, block))
    if any(token.kind == "other" for token in tokens):
        labels = sum(token.kind == "label" for token in tokens)
        if len(text) <= _SHORT or labels < _GLUED_LABELS:
            return [Token("other", text, line, block)]
    return tokens


def _between(text: str, line: int | None, block: int) -> Iterator[Token]:
    """Values between two labels; they count only where nothing but the next section's heading follows them."""
    parts = _BEFORE_HEADING.sub(r"\g<0> ", text).split()
    values = next((index for index, part in enumerate(parts) if not _is_digits(part)), len(parts))
    rest = " ".join(parts[values:])
    if rest and not key(rest[: 2 * _SHORT]) and not key(rest):
        rest = ""
    if not rest or _SECTION.match(rest):
        yield from (Token("value", part, line, block) for part in parts[:values])
    if rest:
        yield Token("other", rest, line, block)


class _OneForOne(dict[int, str]):
    """Code point to its character in NFKC where that is one character; learns each when it first meets it."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code))
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


_ONE_FOR_ONE = _OneForOne()


def _labels_in(plain: str) -> Iterator[tuple[int, int]]:
    """Where labels begin and end, their ordinals and the notes behind them included."""
    end = 0
    for found in _pattern().finditer(plain):
        lead = _LEAD.search(plain, max(end, found.start() - _LONGEST_LEAD), found.start())
        end = found.end()
        yield (lead or found).start(), end


@cache
def _pattern() -> re.Pattern[str]:
    """All labels as printed, the longest first, a space allowed between characters and marks of every kind.

    It begins with nothing that may be absent: so most characters of prose are done with at a glance.
    """
    labels = _longest_of({each.key for each in references()})
    labels = labels.replace("年", r"年(?:\W{0,2}度)?")
    return re.compile(rf"(?:{labels})[)\"”’']{{0,2}}(?:\((?=[^()]*[\u4e00-\u9fff])[^()]{{1,60}}\))?")


def _longest_of(texts: Iterable[str]) -> str:
    """A pattern of the longest of some texts that matches; what several begin with is tried once."""
    behind: dict[str, set[str]] = {}
    for text in texts:
        behind.setdefault(text[0], set()).add(text[1:])
    return "|".join(re.escape(char) + _then(rest) for char, rest in sorted(behind.items()))


def _then(rest: set[str]) -> str:
    longer = rest - {""}
    return rf"(?:\W{{0,2}}(?:{_longest_of(longer)})){'?' if longer != rest else ''}" if longer else ""


def stream_rows(tokens: Iterable[Token]) -> Iterator[Row]:
    """Rows of a stream of tokens: a row begins at its label, and at the first value behind column heads."""
    tokens = _without_ordinals(list(_rejoined(list(tokens))))
    held: list[Token] = []
    for token in tokens:
        if held and _ends(held, token):
            yield _row(held, token.line)
            held = []
        held.append(token)
    if held:
        yield _row(held, None)


def _without_ordinals(tokens: list[Token]) -> list[Token]:
    """Leaves out the numbers of labels that stand on lines of their own: they are no values of the row above."""
    bare = [at for at, token in enumerate(tokens) if at and token.kind == "label" and _ordinal_lost(token)]
    apart = {at - 1 for at in bare if tokens[at - 1].text == ordinals()[key(tokens[at].text)]}
    if len(apart) <= max(_FEW, len(bare) // 2):
        return tokens
    return [token for at, token in enumerate(tokens) if at not in apart]


def _ordinal_lost(token: Token) -> bool:
    """Whether a label that the form numbers is printed without its number."""
    return key(token.text) in ordinals() and not token.text.strip()[0].isdigit()


def _rejoined(tokens: list[Token]) -> Iterator[Token]:
    """Joins a label that runs over several lines, values behind or between its parts included."""
    at = 0
    while at < len(tokens):
        joined, end = _joined(tokens, at)
        if not joined and tokens[at].kind == "other":
            joined, end = _gathered(tokens, at)
        yield from joined or (tokens[at],)
        at = end if joined else at + 1


def _joined(tokens: list[Token], at: int) -> tuple[list[Token], int]:
    """The whole labels and values that begin with the broken label at a place, and the place behind them."""
    one = tokens[at]
    if one.kind == "value" or len(one.text) > 2 * _SHORT:
        return [], at
    behind = next((i for i in range(at + 1, len(tokens)) if tokens[i].kind != "value"), len(tokens))
    if at + 1 < behind < len(tokens) and (around := _around(one, tokens[at + 1 : behind], tokens[behind])):
        return around, behind + 1
    if not _ends_in_beginning(one.text):
        return [], at
    text, broken = one.text, one.kind == "other"
    for end in range(at + 1, min(at + _LABEL_LINES, len(tokens))):
        two = tokens[end]
        text, broken = f"{text} {two.text}", broken or two.kind == "other"
        if two.kind == "value" or len(text) > 2 * _SHORT:
            break
        if broken and exact(text):
            return [one._replace(kind="label", text=text, line=two.line)], end + 1
        if broken and two.kind == "other":
            whole = _scanned(text, two.line, two.block)
            if whole[0].kind == "label" and all(token.kind != "other" for token in whole):
                return whole, end + 1
    return [], at


def _around(one: Token, values: list[Token], two: Token) -> list[Token]:
    """A label printed above and below the line of its values."""
    if one.kind == two.kind == "other" and len(one.text) + len(two.text) <= 2 * _SHORT and exact(one.text + two.text):
        return [one._replace(kind="label", text=one.text + two.text), *values]
    return []


def _gathered(tokens: list[Token], at: int) -> tuple[list[Token], int]:
    """The label that stands over several lines, pieces of others before it, the values of its row on one of them.

    So layout kept by spaces prints the middle of a cell: the values beside the second of three lines.
    """
    begun: tuple[str, ...] = ("",)
    values: list[Token] = []
    for end in range(at, min(at + _LABEL_LINES * _CELLS, len(tokens))):
        token = tokens[end]
        own = [token] if token.kind == "value" else []
        if token.kind == "other" and len(token.text) <= 2 * _SHORT:
            words, own = _tail(token)
            begun = tuple(text + part for text in begun for part in _parts(words) if _begins_label(text + part))
        if token.kind == "label" or not begun or (own and values and _place(own[0]) != _place(values[0])):
            break
        values.extend(own)
        whole = next((text for text in begun if exact(text)), "")
        if whole:
            return [(values[0] if values else token)._replace(kind="label", text=whole), *values], end + 1
    return [], at


def _tail(token: Token) -> tuple[list[str], list[Token]]:
    """The words of a line and the values at its end."""
    parts = token.text.split()
    words = next((at for at in range(len(parts), 0, -1) if not is_value(parts[at - 1])), 0)
    return parts[:words], [token._replace(kind="value", text=part) for part in parts[words:]]


def _parts(words: list[str]) -> Iterator[str]:
    """The words as one text, and without pieces of other labels before them."""
    for at in range(min(len(words), _PIECES) + 1):
        if at and not is_scattered(words[at - 1]):
            return
        yield "".join(words[at:])


def _begins_label(text: str) -> bool:
    return key(text) in _beginnings() or bool(exact(text))


@lru_cache(maxsize=20_000)
def _ends_in_beginning(text: str) -> bool:
    """Whether a text ends in the beginning of a label."""
    given, beginnings = key(text), _beginnings()
    return any(given[at:] in beginnings for at in range(max(len(given) - _longest_key(), 0), len(given) - 1))


@cache
def _longest_key() -> int:
    return max(len(each.key) for each in references())


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(each.key[:end] for each in references() for end in range(2, len(each.key)))


def _ends(held: list[Token], token: Token) -> bool:
    last, first = held[-1], held[0]
    if token.kind == "other" or last.kind == "other":
        return True
    if token.kind == "value":
        if first.kind == "label" and last.kind == "value" and _place(first) == _place(last) != _place(token):
            return True
        return last.kind == "label" and _heads(last) and (last is not first or not _rows(last))
    if last.kind == "value":
        return True
    if _rows(token) and not _heads(token):
        return True
    if any(each.role == Role.CORNER for each in exact(token.text)):
        return True
    return not _heads(last) or not _heads(token)


def _place(token: Token) -> tuple[int | None, int]:
    return token.line, token.block


def _heads(token: Token) -> bool:
    return any(each.role in _HEADS for each in exact(token.text))


def _rows(token: Token) -> bool:
    return any(each.role in (Role.ROW, Role.GROUP, Role.BAND) for each in exact(token.text))


def _row(tokens: list[Token], until: int | None) -> Row:
    return Row(
        tuple(Slot(token.text, token.line) for token in tokens),
        frozenset(token.block for token in tokens),
        physical=False,
        prose=tokens[0].kind == "other",
        until=until,
    )
