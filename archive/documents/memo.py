"""The article that a page keeps in a script's variable `memo`, for the browser to show (docs/formats.md#documents)."""

import html
import re
from urllib.parse import unquote

_MEMO = re.compile(
    r"(?:\b(?:var|let|const)\s{1,9}|\bwindow\.|\bthis\.)memo\s{0,9}=\s{0,9}"
    r"(?P<wrap>decodeURIComponent|decodeURI|unescape)?\s{0,9}\(?\s{0,9}(?=[\"'`])"
)
_STRINGS = {
    quote: re.compile(rf"{quote}((?:[^\\{quote}]|\\.)*+){quote}\s{{0,99}}(\+\s{{0,99}}(?=[\"'`]))?", re.DOTALL)
    for quote in "\"'`"
}  # fmt: skip
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\n\r\u2028\u2029])|(.))", re.DOTALL
)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": ""}
_TAG = re.compile(r"<[a-zA-Z/!]")
_LAYERS = 3
"""How often entities may be escaped; more is not what a portal does."""


def memo_of(source: str) -> str:
    """The HTML in the first `memo` of a page that holds any; empty where none does. Takes any text, never raises."""
    for found in _MEMO.finditer(source) if "memo" in source else ():
        text = _literal(source, found.end())
        if text.strip():
            return _markup(unquote(text) if found["wrap"] else text)
    return ""


def _literal(source: str, at: int) -> str:
    """The string of a script that begins at a quote, with what plus signs join to it; empty if it never ends."""
    parts: list[str] = []
    while found := _STRINGS[source[at]].match(source, at):
        parts.append(unescaped(found[1]))
        at = found.end()
        if not found[2]:
            break
    return "".join(parts)


def unescaped(text: str) -> str:
    """The inside of a JavaScript string without its escapes; halves of a surrogate pair are put together."""
    plain = _ESCAPE.sub(_character, text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(escape: re.Match[str]) -> str:
    braced, four, two, broken, letter = escape.groups()
    if code := braced or four or two:
        number = int(code, 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    return "" if broken else _LETTERS.get(letter, letter)


def _markup(text: str) -> str:
    """HTML whose own tags may be written as entities; entities of its words stay as they are."""
    for _ in range(_LAYERS):
        if _TAG.search(text) or "&" not in text:
            break
        text = html.unescape(text)
    return text
