"""The visible part of an HTML page as a small tree in document order, with the places that content is told by."""

import re
from collections import Counter
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.documents.memo import memo_of

DROPPED = frozenset({
    "script", "style", "noscript", "template", "head", "iframe", "object", "embed", "select", "option", "button",
    "textarea", "svg", "canvas", "audio", "video", "map", "input", "link", "base", "title",
})  # fmt: skip
_HIDDEN = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_MAX_DEPTH = 150
_MOST_NESTED = 3_000
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:]{0,20})")
_TAG_WHOLE = re.compile(r"</?([A-Za-z][A-Za-z0-9:]{0,20})[^<>]{0,2000}>")
_UNCLOSED = frozenset({
    "p", "li", "td", "th", "tr", "dt", "dd", "option", "br", "img", "hr", "input", "meta", "link", "col",
})  # fmt: skip
START, END = "#start", "#end"
_META_MARKS = {"contentstart": START, "contentend": END}


@dataclass(slots=True, eq=False)
class Node:
    """One visible element. `order` counts elements and text runs from the top, `last` is that of its last descendant.

    `start` and `end` are offsets into the page's text without white space; `linked` counts its characters in links,
    `images`, `anchors` and `tables` count the elements of these kinds, itself among them.
    """

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)
    parent: "Node | None" = None
    order: int = 0
    last: int = 0
    start: int = 0
    end: int = 0
    linked: int = 0
    images: int = 0
    anchors: int = 0
    tables: int = 0

    @property
    def plain(self) -> int:
        """How many characters of its text stand outside links."""
        return self.end - self.start - self.linked


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page: its visible body, its text without white space, every node, its head's meta tags and title."""

    body: Node
    text: str
    nodes: tuple[Node, ...]
    meta: dict[str, str]
    head_title: str


def parse_page(source: str, *, keep_hidden: bool = False) -> Page:
    """Parses any HTML, however broken; what a script holds to be shown is taken for visible text.

    That is the article in the variable `memo`, or the records of a list in an XML data island.
    """
    parser = LexborHTMLParser(_flattened(source.replace("\x00", " ")))
    body = _build(parser.body, keep_hidden) if parser.body else Node("body")
    memo = memo_of(source) or _records(parser)
    if memo:
        inner = LexborHTMLParser(memo).body
        holder = _build(inner, keep_hidden) if inner else Node("div")
        holder.tag, holder.attrs, holder.parent = "div", {"id": "mainText"}, body
        body.children.append(holder)
    nodes: list[Node] = []
    pieces: list[str] = []
    _measure(body, nodes, pieces)
    title = parser.css_first("title")
    return Page(body, "".join(pieces), tuple(nodes), _meta(parser), title.text() if title else "")


def _flattened(source: str) -> str:
    """The source without the tags that are nested thousands deep, which take the parser time by the square."""
    if source.count("<") < _MOST_NESTED:
        return source
    depths: Counter[str] = Counter()
    deep: set[str] = set()
    for end, name in _TAG.findall(source):
        name = name.lower()
        depths[name] += -1 if end else 1
        if depths[name] > _MOST_NESTED and name not in _UNCLOSED:
            deep.add(name)
    return _TAG_WHOLE.sub(lambda tag: " " if tag[1].lower() in deep else tag[0], source) if deep else source


def squeeze(text: str) -> str:
    """The text without any white space."""
    return "".join(text.split())


def _build(top: LexborNode, keep_hidden: bool) -> Node:
    """Copies the visible tree. What is nested absurdly deep is lifted, so that later walks may recurse."""
    root = Node(top.tag or "body")
    stack: list[tuple[LexborNode | None, Node, int]] = [(top.first_child, root, 1)]
    while stack:
        source, parent, depth = stack.pop()
        if source is None:
            continue
        stack.append((source.next, parent, depth))
        if source.is_text_node:
            parent.children.append(source.text_content or "")
        elif source.is_comment_node:
            marker = _comment_marker(source.comment_content or "")
            if marker:
                parent.children.append(Node(marker, parent=parent))
        elif source.is_element_node:
            node = _element(source, keep_hidden)
            if node is not None:
                node.parent = parent
                parent.children.append(node)
                deep = depth >= _MAX_DEPTH
                stack.append((source.first_child, parent if deep else node, depth + (not deep)))
    return root


def _element(source: LexborNode, keep_hidden: bool) -> Node | None:
    tag = (source.tag or "").lower()
    attrs = {name: value or "" for name, value in source.attributes.items()}
    if tag == "meta":
        mark = _META_MARKS.get(attrs.get("name", "").strip().lower())
        return Node(mark) if mark else None
    if tag in DROPPED:
        return None
    if not keep_hidden and ("hidden" in attrs or ("style" in attrs and _HIDDEN.search(attrs["style"]))):
        return None
    return Node(tag, attrs)


def _comment_marker(text: str) -> str | None:
    """The generator's comments around the article text: <!--<$[信息内容]>begin--> and its end."""
    if "[信息内容]" not in text:
        return None
    return START if "begin" in text.lower() else END if "end" in text.lower() else None


def _measure(node: Node, nodes: list[Node], pieces: list[str], offset: int = 0) -> int:
    """Fills in order, offsets and counts; returns the text offset after the node."""
    nodes.append(node)
    node.order, node.start = len(nodes), offset
    node.images = int(node.tag == "img")
    node.anchors = int(node.tag == "a")
    node.tables = int(node.tag == "table")
    for child in node.children:
        if isinstance(child, str):
            text = squeeze(child)
            pieces.append(text)
            offset += len(text)
            continue
        offset = _measure(child, nodes, pieces, offset)
        node.linked += child.linked
        node.images += child.images
        node.anchors += child.anchors
        node.tables += child.tables
    node.end, node.last = offset, len(nodes)
    if node.tag == "a":
        node.linked = node.end - node.start
    return offset


def _meta(parser: LexborHTMLParser) -> dict[str, str]:
    """Meta tags by lower-cased name; the last non-empty one wins: templates put the site's before the article's."""
    found: dict[str, str] = {}
    for tag in parser.css("meta"):
        attrs = {name.strip().lower(): value or "" for name, value in tag.attributes.items()}
        name, content = attrs.get("name", "").strip().lower(), attrs.get("content", "").strip()
        if name and content:
            found[name] = content
    return found


def _records(parser: LexborHTMLParser) -> str:
    """The HTML of a list's records: CDATA sections of a script of type text/xml."""
    islands = (node.text() or "" for node in parser.css("script") if "xml" in (node.attributes.get("type") or ""))
    return "".join(record for island in islands for record in _CDATA.findall(island.partition("<recordset")[2]))
