"""Splits a report into its sections by headings, and by tables where a heading was lost (docs/formats.md#sections)."""

import re
from dataclasses import dataclass, field
from itertools import chain

from archive.documents.model import Document, Paragraph, Table
from archive.reports.headings import ANCHORS, OTHER, Heading, headings_in
from archive.reports.model import Section
from archive.reports.words import fold

_NONE = re.compile(
    r"^(?:\w{0,8}年度?)?(?:我?[局市县区镇乡厅委办]|我?街道|本机关|本单位)?"
    r"(?:暂?无|没有)(?:其[他它])?(?:需要?|应当)?(?:报告)?的?(?:事项|情况)?[。.;]?$"
)
_GLUED = 400


@dataclass(slots=True)
class _Part:
    """A section while it is filled; `headed` by a heading that stands out, not by a table or a word in a sentence."""

    key: str
    title: str
    headed: bool = True
    lines: list[str] = field(default_factory=list)
    tables: int = 0

    def finish(self) -> Section:
        text = "\n".join(line for line in self.lines if line.strip())
        return Section(self.key, self.title, text, self.tables == 0 and bool(_NONE.match(fold(text))))


@dataclass(frozen=True, slots=True)
class Sections:
    """All sections in order, and which of the six roles a heading on a line of its own or at a line's start names."""

    parts: tuple[Section, ...]
    headed: frozenset[str]


def read_sections(document: Document, table_blocks: frozenset[int]) -> Sections:
    """Sections of a document. `table_blocks` are indices of blocks that belong to a statistical table.

    Text before the first heading is no section; a document without any heading is one section `other`.
    """
    headings = _headings(document, table_blocks)
    parts: list[_Part] = []
    for index, block in enumerate(document.blocks):
        if isinstance(block, Table):
            _anchor(parts, _table_text(block))
        elif index in headings:
            _fill(parts, block.text, headings[index])
        elif index in table_blocks:
            _anchor(parts, fold(block.text))
        elif parts:
            parts[-1].lines.append(block.text)
    sections = tuple(part.finish() for part in _once(_without_contents(parts)))
    headed = frozenset(part.key for part in parts if part.headed) - {OTHER}
    if not sections:
        lines = [block.text for block in document.blocks if isinstance(block, Paragraph)]
        sections = (Section(OTHER, "", "\n".join(lines)),) if lines else ()
    return Sections(sections, headed)


def _headings(document: Document, table_blocks: frozenset[int]) -> dict[int, list[Heading]]:
    """Headings by block. Titles numbered （一） or 1. are headings only where no other numbering is."""
    found: dict[int, list[Heading]] = {}
    for index, block in enumerate(document.blocks):
        if isinstance(block, Table) or (index in table_blocks and len(block.text) <= _GLUED):
            continue
        here = headings_in(block.text, block.heading)
        if here:
            found[index] = here
    if any(heading.numbered for here in found.values() for heading in here):
        found = {index: kept for index, here in found.items() if (kept := [each for each in here if each.numbered])}
    return found


def _fill(parts: list[_Part], text: str, headings: list[Heading]) -> None:
    """Cuts one line at its headings; what stands before the first goes to the section before."""
    if parts and headings[0].start:
        parts[-1].lines.append(text[: headings[0].start].strip())
    ends = [heading.start for heading in headings[1:]] + [len(text)]
    for heading, end in zip(headings, ends, strict=True):
        body = text[heading.end : end].strip().lstrip("。:：")
        parts.append(_Part(heading.key, heading.title, heading.leading, lines=[body] if body else []))


def _anchor(parts: list[_Part], table: str) -> None:
    """Opens a section for a table whose heading is lost; the table of a section already open changes nothing."""
    key = next((key for key, labels in ANCHORS.items() if any(label in table for label in labels)), None)
    if key and all(part.key != key for part in parts):
        parts.append(_Part(key, "", headed=False))
    if parts:
        parts[-1].tables += 1


def _table_text(table: Table) -> str:
    return fold("\n".join(chain.from_iterable(table.texts)))


def _without_contents(parts: list[_Part]) -> list[_Part]:
    """Drops the entries of a table of contents: empty parts whose heading comes again."""
    last = {(part.key, part.title): position for position, part in enumerate(parts)}
    return [
        part
        for position, part in enumerate(parts)
        if part.lines or part.tables or last[part.key, part.title] == position
    ]


def _once(parts: list[_Part]) -> list[_Part]:
    """Gives each role once: 主动公开信息移交情况 behind 主动公开政府信息情况 is another section."""
    filled: set[str] = set()
    for part in parts:
        if part.headed and part.key in filled:
            part.key = OTHER
        if part.lines:
            filled.add(part.key)
    return parts
