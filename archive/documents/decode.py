"""Bytes to characters: BOM, strict UTF-8, what was declared, GB18030; the candidate that reads as Chinese wins."""

import codecs
import re
from dataclasses import dataclass

from archive.documents.model import FLAG_MISLABELLED, FLAG_UNDECODABLE

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([a-z0-9_-]{3,20})""")
_GB_FAMILY = frozenset({"gb2312", "gbk", "gb18030", "cp936", "hz"})
_OTHER_CODECS = frozenset({"utf-8", "utf-16", "utf-16-le", "utf-16-be", "big5", "big5hkscs", "iso8859-1", "cp1252"})
_SAMPLE = 200_000
_BAD = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1a\x80-\x9f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Decoded text, the codec that read it, and flags (`charset_mislabelled`, `undecodable_bytes`)."""

    text: str
    encoding: str
    flags: tuple[str, ...] = ()


def declared_charsets(data: bytes, content_type: str = "") -> tuple[str, ...]:
    """The charsets that the HTTP header and the head of the document claim, header first."""
    found = [m.group(1) for m in _DECLARED.finditer(content_type.encode("ascii", "ignore").lower())]
    found += [m.group(1) for m in _DECLARED.finditer(data[:8192].lower())][:2]
    return tuple(dict.fromkeys(name.decode("ascii") for name in found))


def decode(data: bytes, declared: tuple[str, ...] = ()) -> Decoded:
    """Decodes `data`; never raises. A declared charset that does not read the bytes is noted, not obeyed."""
    for bom, codec in _BOMS:
        if data.startswith(bom):
            text = _strict(data, codec)
            if text is not None:
                return Decoded(text, codec.removesuffix("-sig"))
    utf8 = _strict(data, "utf-8")
    if utf8 is not None and "\x00" not in utf8:
        return Decoded(utf8, "utf-8", _mislabelled(declared, "utf-8", utf8))
    best = max(_candidates(data, declared), key=lambda codec: _plausible(data[:_SAMPLE], codec))
    text = data.decode(best, "replace")
    flags = _mislabelled(declared, best, text)
    return Decoded(text, best, (*flags, FLAG_UNDECODABLE) if "\ufffd" in text else flags)


def _candidates(data: bytes, declared: tuple[str, ...]) -> list[str]:
    known = [codec for codec in map(_codec, declared) if codec]
    wide = ["utf-16-le", "utf-16-be"] if b"\x00" in data[:_SAMPLE] else []
    return list(dict.fromkeys([*known, "gb18030", "utf-8", *wide]))


def _codec(name: str) -> str | None:
    """The decoder for a declared name, None where no page is written in it; GB2312 pages need GB18030."""
    if name in _GB_FAMILY:
        return "gb18030"
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    return found if found in _OTHER_CODECS else None


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeError:
        return None


def _plausible(data: bytes, codec: str) -> int:
    """How well the bytes read: everyday characters (level one of GB 2312), less a penalty for what no text contains.

    Mere CJK would prefer the wrong codec: UTF-8 read as GB18030 gives more ideographs than it had, but rare ones.
    """
    text = data.decode(codec, "replace")
    plain = text.encode("gb2312", "ignore")
    everyday = sum(1 for byte in plain if 0xB0 <= byte <= 0xD7) // 2
    ideographs = sum(1 for char in text if "\u4e00" <= char <= "\u9fff")
    return 2 * everyday - ideographs - 20 * len(_BAD.findall(text))


def _mislabelled(declared: tuple[str, ...], used: str, text: str) -> tuple[str, ...]:
    families = {_codec(name) for name in declared} - {None}
    if not families or text.isascii():
        return ()
    return () if families == {used} else (FLAG_MISLABELLED,)
