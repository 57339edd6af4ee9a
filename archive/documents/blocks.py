"""A page's tree to paragraphs, tables and links in the order of the source, each with its place on the page."""

import re
from dataclasses import dataclass, field

from archive.documents.blockgrid import block_tables
from archive.documents.grid import data_table, nested_tables
from archive.documents.model import Block, Link, Paragraph
from archive.documents.tree import Node

INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr", "img", "ruby", "rb", "rt", "o:p", "st1:chsdate", "del",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(slots=True)
class Flow:
    """What the walk has gathered: blocks and links with the order of the node they began in."""

    blocks: list[tuple[int, Block]] = field(default_factory=list)
    links: list[tuple[int, Link]] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    began: int = 0

    def add(self, text: str, order: int) -> None:
        if not self.pieces:
            self.began = order
        self.pieces.append(text)

    def flush(self, heading: bool = False) -> None:
        text = _SPACE.sub(" ", "".join(self.pieces)).strip()
        if text:
            self.blocks.append((self.began, Paragraph(text, heading=heading)))
        self.pieces.clear()


def read_flow(body: Node) -> Flow:
    """Walks the whole body. A line break ends a paragraph, so that headings typed above text stay separable."""
    flow = Flow()
    _walk(body, flow, heading=False, pre=False)
    flow.flush()
    return flow


def _walk(node: Node, flow: Flow, heading: bool, pre: bool) -> None:
    order = node.order
    tables = {start: (end, table) for start, end, table in block_tables(node.children)}
    behind = 0
    for at, child in enumerate(node.children):
        if at in tables:
            behind, table = tables[at]
            flow.flush(heading)
            flow.blocks.append((child.order if isinstance(child, Node) else order, table))
        if at < behind:
            if isinstance(child, Node):
                order = child.last
                for inner in _inside(child):
                    add_link(inner, flow)
        elif isinstance(child, str):
            _add_text(child, order, flow, heading, pre)
        else:
            order = child.last
            _walk_element(child, flow, heading, pre)


def _add_text(text: str, order: int, flow: Flow, heading: bool, pre: bool) -> None:
    if not pre:
        flow.add(text, order)
        return
    first, *more = text.split("\n")
    flow.add(first, order)
    for line in more:
        flow.flush(heading)
        flow.add(line, order)


def _walk_element(node: Node, flow: Flow, heading: bool, pre: bool) -> None:
    add_link(node, flow)
    if node.tag == "br" or node.tag == "hr":
        flow.flush(heading)
    elif node.tag in INLINE:
        _walk(node, flow, heading, pre)
    elif node.tag == "table" and (table := data_table(node)) is not None:
        flow.flush(heading)
        flow.blocks.append((node.order, table))
        for inner in _inside(node):
            add_link(inner, flow)
        for nested in nested_tables(node):
            _walk_element(nested, flow, heading=False, pre=False)
    else:
        flow.flush(heading)
        inner_heading = heading or node.tag in _HEADINGS
        _walk(node, flow, inner_heading, pre or node.tag == "pre")
        flow.flush(inner_heading)


def add_link(node: Node, flow: Flow) -> None:
    """Notes an anchor or an image, address as written."""
    if node.tag == "a" and (address := node.attrs.get("href")):
        text = node.attrs.get("title") or visible_text(node)
        flow.links.append((node.order, Link(address, text.strip())))
    elif node.tag == "img" and (address := node.attrs.get("src")):
        flow.links.append((node.order, Link(address, (node.attrs.get("alt") or "").strip(), image=True)))


def visible_text(node: Node) -> str:
    """All text below a node, white space collapsed."""
    pieces = [child if isinstance(child, str) else visible_text(child) for child in node.children]
    return _SPACE.sub(" ", "".join(pieces)).strip()


def _inside(table: Node) -> list[Node]:
    """Elements below a table, those of nested tables left to their own walk; none where no link or image is."""
    if table.end and not (table.anchors or table.images):
        return []
    nested = {id(node) for node in nested_tables(table)}
    found: list[Node] = []
    stack = [child for child in reversed(table.children) if isinstance(child, Node)]
    while stack:
        node = stack.pop()
        if id(node) in nested:
            continue
        found.append(node)
        stack.extend(child for child in reversed(node.children) if isinstance(child, Node))
    return found
