"""What one paragraph prints: its runs as text, breaks, links and pictures, and the text boxes anchored in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from archive.documents.docx.names import attribute, child, first_with_content, name, switched, value
from archive.documents.docx.package import Package
from archive.documents.docx.styles import NOTHING, Style
from archive.documents.docx.tables import HIDDEN
from archive.documents.tree import Node

_WRAPPERS = frozenset({
    "sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "fldSimple", "dir", "bdo", "ruby", "rubyBase",
    ":oMath", ":oMathPara", ":r", ":Choice", ":Fallback",
})  # fmt: skip
_DRAWINGS = frozenset({"drawing", "pict", "object"})
_ADDRESS = re.compile(r'HYPERLINK\s+"([^"]{1,1000})"')
_SIGNS = range(0xF020, 0xF07F)

AddBlocks = Callable[[etree._Element, Node], None]


@dataclass(slots=True)
class Runs:
    """`content` is what stands in the paragraph, `boxes` the blocks of its text boxes, which follow it."""

    package: Package
    styles: dict[str, Style]
    add_blocks: AddBlocks
    hidden: bool
    left_out: set[str]
    content: list[Node | str] = field(default_factory=list)
    boxes: list[Node | str] = field(default_factory=list)

    def add(self, element: etree._Element) -> None:
        """Appends what the children of an element print."""
        for each in element:
            kind = name(each)
            if kind == "r":
                self._run(each)
            elif kind == "hyperlink":
                self._link(each)
            elif kind == ":AlternateContent":
                self._one_of(each, self.add)
            elif kind in _DRAWINGS:
                self._draw(each)
            elif kind in _WRAPPERS:
                self.add(each)
            else:
                self._piece(each, kind)

    def _run(self, element: etree._Element) -> None:
        properties = child(element, "rPr")
        said = switched(properties, "vanish")
        if said is None:
            said = self.styles.get(value(properties, "rStyle") or "-", NOTHING).hidden
        if not (self.hidden if said is None else said):
            self.add(element)
        elif any(name(each) in ("t", "sym", *_DRAWINGS) for each in element):
            self.left_out.add(HIDDEN)

    def _piece(self, element: etree._Element, kind: str) -> None:
        if kind in ("t", ":t"):
            self.content.append(element.text or "")
        elif kind in ("tab", "ptab"):
            self.content.append(" ")
        elif kind in ("br", "cr"):
            self.content.append(Node("br"))
        elif kind == "noBreakHyphen":
            self.content.append("-")
        elif kind == "sym":
            self.content.append(_sign(element))
        elif kind == "instrText" and (address := _ADDRESS.search(element.text or "")):
            self.content.append(Node("a", {"href": address[1]}))

    def _link(self, element: etree._Element) -> None:
        inner = Runs(self.package, self.styles, self.add_blocks, self.hidden, self.left_out)
        inner.add(element)
        address = self.package.links.get(attribute(element, "id") or "", "")
        self.content.append(Node("a", {"href": address}, inner.content))
        self.boxes += inner.boxes

    def _one_of(self, alternatives: etree._Element, add: Callable[[etree._Element], None]) -> None:
        first_with_content(alternatives, add, lambda: len(self.content) + len(self.boxes))

    def _draw(self, element: etree._Element) -> None:
        """Text boxes and pictures inside a drawing."""
        for each in element:
            kind = name(each)
            if kind == "txbxContent":
                box = Node("div")
                self.add_blocks(each, box)
                self.boxes.append(box)
            elif kind == ":AlternateContent":
                self._one_of(each, self._draw)
            elif kind in (":blip", ":imagedata"):
                self._picture(each)
            else:
                self._draw(each)

    def _picture(self, element: etree._Element) -> None:
        key = attribute(element, "embed") or attribute(element, "link") or attribute(element, "id") or ""
        target = self.package.links.get(key)
        if target:
            self.content.append(Node("img", {"src": target}))


def _sign(element: etree._Element) -> str:
    """A sign of a symbol font: its letter in the font Symbol, else the code as it stands, which is never a number."""
    code = attribute(element, "char") or ""
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    if point in _SIGNS and (attribute(element, "font") or "").lower() == "symbol":
        point -= 0xF000
    return chr(point) if 0x20 <= point <= 0xFFFF and not 0xD800 <= point < 0xE000 else ""
