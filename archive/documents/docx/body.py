"""The body of a Word file as a tree of elements as HTML has them, so that one walk reads both kinds."""

from dataclasses import dataclass, field

from lxml import etree

from archive.documents.decode import declared_charsets, decode
from archive.documents.docx.names import attribute, child, first_with_content, name, number, value
from archive.documents.docx.numbering import Numbering
from archive.documents.docx.package import Package
from archive.documents.docx.runs import Runs
from archive.documents.docx.styles import NOTHING, Style
from archive.documents.docx.tables import merged_rows
from archive.documents.sniff import sniff
from archive.documents.tree import Node, parse_page

_WRAPPERS = frozenset({"sdtContent", "customXml", "ins", "moveTo", "smartTag", ":Choice", ":Fallback"})


@dataclass(slots=True)
class Body:
    """Turns block elements into nodes. `left_out` collects flags on what a reader of the file does not see."""

    package: Package
    styles: dict[str, Style]
    numbering: Numbering
    left_out: set[str] = field(default_factory=set)
    _joined: list[Node | str] = field(default_factory=list)

    def add(self, element: etree._Element, into: Node) -> None:
        """Appends the blocks below an element, in order."""
        for each in element:
            kind = name(each)
            if kind == "p":
                self._paragraph(each, into)
            elif kind == "tbl":
                into.children.append(self._table(each))
            elif kind == "sdt" and value(each, "sdtPr", "docPartObj", "docPartGallery") != "Table of Contents":
                content = child(each, "sdtContent")
                if content is not None:
                    self.add(content, into)
            elif kind == ":AlternateContent":
                first_with_content(each, lambda one: self.add(one, into), lambda: len(into.children))
            elif kind == "altChunk":
                self._chunk(each, into)
            elif kind in _WRAPPERS:
                self.add(each, into)

    def _paragraph(self, element: etree._Element, into: Node) -> None:
        """A paragraph with its automatic number; one whose mark is deleted goes on in the next."""
        properties = child(element, "pPr")
        style = self.styles.get(value(properties, "pStyle") or "", self.styles.get("", NOTHING))
        if style.contents:
            return
        runs = Runs(self.package, self.styles, self.add, bool(style.hidden), self.left_out)
        runs.add(element)
        if child(properties, "rPr", "del") is not None:
            self._joined += runs.content
        else:
            outline = number(properties, "outlineLvl")
            outline = style.outline if outline is None else outline
            heading = outline is not None and outline < 6
            node = Node(f"h{outline + 1}" if heading and outline is not None else "p")
            node.children = [self._number(properties, style), *self._joined, *runs.content]
            self._joined = []
            into.children.append(node)
        into.children += runs.boxes

    def _number(self, properties: etree._Element | None, style: Style) -> str:
        list_id = number(properties, "numPr", "numId")
        depth = number(properties, "numPr", "ilvl")
        if list_id is None:
            list_id = style.number
            tied = self.numbering.of_style(value(properties, "pStyle") or "")
            depth = next((each for each in (depth, style.level, tied) if each is not None), 0)
        if not list_id:
            return ""
        printed = self.numbering.next(list_id, depth or 0)
        return f"{printed} " if printed else ""

    def _table(self, element: etree._Element) -> Node:
        """A table as HTML has it: what is merged downwards or to the right stands once, with its spans."""
        table = Node("table")
        for row in merged_rows(element, self.left_out):
            node = Node("tr")
            for cell in row:
                made = Node("td", {"colspan": str(cell.across), "rowspan": str(cell.down)})
                self.add(cell.element, made)
                node.children.append(made)
            table.children.append(node)
        return table

    def _chunk(self, element: etree._Element, into: Node) -> None:
        """A page that was put into the file as it is, as editors on the web export them."""
        data = self.package.part(attribute(element, "id") or "")
        if sniff(data) == "html":
            into.children += parse_page(decode(data, declared_charsets(data, "")).text).body.children
        else:
            self.left_out.add("embedded_left_out")

