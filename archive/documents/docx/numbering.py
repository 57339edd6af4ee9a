"""Automatic numbers of paragraphs: the 一、 that Word prints and no run holds (docs/formats.md#word-files)."""

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

from archive.documents.docx.names import attribute, child, children, number, switched, value
from archive.documents.docx.numerals import numeral

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """How one level counts: number format, text with %1 to %9, first number, the level that restarts it (0: none)."""

    style: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """A list a paragraph can belong to: the count it shares, its levels, the levels that begin anew with it."""

    count: str
    levels: dict[int, Level]
    anew: dict[int, int]


class Numbering:
    """Counts the numbered paragraphs of one document in the order in which they come."""

    def __init__(self, root: etree._Element | None) -> None:
        self._abstract = {attribute(each, "abstractNumId") or "": each for each in children(root, "abstractNum")}
        self._numbers = {attribute(each, "numId") or "": each for each in children(root, "num")}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[int, int]] = set()
        self._lists: dict[int, _List | None] = {}
        self._styled = self._by_style()

    def of_style(self, style: str) -> int | None:
        """The level that a list ties to a paragraph style."""
        return self._styled.get(style)

    def next(self, list_id: int, depth: int) -> str:
        """The text printed before the next paragraph of a list at a level, "" where there is none."""
        if list_id not in self._lists:
            self._lists[list_id] = self._list(list_id)
        found = self._lists[list_id]
        if found is None or depth not in found.levels:
            return ""
        counts = self._counts[found.count]
        if depth in found.anew and (list_id, depth) not in self._begun:
            counts.pop(depth, None)
        self._begun.add((list_id, depth))
        first = found.anew.get(depth, found.levels[depth].start)
        counts[depth] = counts[depth] + 1 if depth in counts else first
        for above in range(depth):
            # A level that is skipped counts as begun: its first paragraph of its own is the second.
            counts.setdefault(above, found.levels.get(above, Level()).start)
        for deeper in [each for each in counts if each > depth and _restarts(found.levels.get(each), depth)]:
            del counts[deeper]
        return _printed(found.levels, counts, depth)

    def _list(self, list_id: int) -> _List | None:
        element = self._numbers.get(str(list_id))
        key = value(element, "abstractNumId") or ""
        abstract = self._abstract.get(key)
        linked = value(abstract, "numStyleLink")
        if linked:
            owners = ((k, e) for k, e in self._abstract.items() if value(e, "styleLink") == linked)
            key, abstract = next(owners, (key, abstract))
        if element is None or abstract is None:
            return None
        levels = {_depth(each): _level(each) for each in children(abstract, "lvl")}
        anew = dict[int, int]()
        for override in children(element, "lvlOverride"):
            depth = _depth(override)
            own = child(override, "lvl")
            if own is not None:
                levels[depth] = _level(own)
            begins = number(override, "startOverride")
            if begins is not None:
                anew[depth] = begins
        return _List(key, levels, anew)

    def _by_style(self) -> dict[str, int]:
        return {
            style: _depth(level)
            for abstract in self._abstract.values()
            for level in children(abstract, "lvl")
            if (style := value(level, "pStyle"))
        }


def _depth(element: etree._Element) -> int:
    text = attribute(element, "ilvl") or "0"
    return min(int(text), _LEVELS - 1) if text.isdecimal() and len(text) < 3 else 0


def _level(element: etree._Element) -> Level:
    begins = number(element, "start")
    return Level(
        value(element, "numFmt") or "decimal",
        value(element, "lvlText") or "",
        1 if begins is None else begins,
        number(element, "lvlRestart"),
        bool(switched(element, "isLgl")),
    )


def _restarts(level: Level | None, used: int) -> bool:
    """Whether a deeper level begins anew once level `used` above it was used."""
    return level is None or level.restart is None or used < level.restart


def _printed(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
    level = levels[depth]
    if level.style == "bullet":
        return ""

    def shown(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        of = levels.get(at, Level())
        return numeral(counts.get(at, of.start), "decimal" if level.legal and of.style != "none" else of.style)

    return _PLACE.sub(shown, level.text)
