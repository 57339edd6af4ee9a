"""The visible part of an HTML page as a small tree in document order, with the places that content is told by."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.documents.memo import memo_of

DROPPED = frozenset({
    "script", "style", "noscript", "template", "head", "iframe", "object", "embed", "select", "option", "button",
    "textarea", "svg", "canvas", "audio", "video", "map", "input", "link", "base", "title",
})  # fmt: skip
_HIDDEN = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden")
_RECORDS = "<recordset"
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_MAX_DEPTH = 150
_MOST_NESTED = 3_000
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:]{0,20})")
_TAG_WHOLE = re.compile(r"</?([A-Za-z][A-Za-z0-9:]{0,20})[^<>]{0,2000}>")
_UNCLOSED = frozenset({
    "p", "li", "td", "th", "tr", "dt", "dd", "option", "br", "img", "hr", "input", "meta", "link", "col",
})  # fmt: skip
_TEXT, _COMMENT = "-text", "-comment"
_UNSEEN = DROPPED | {_COMMENT, "meta"}
START, END = "#start", "#end"
_COUNTED = frozenset({"a", "img", "table"})
HEADINGS = frozenset({"h1", "h2", "h3"})
_DRESSED = _COUNTED | HEADINGS | {START, END}
_BARE: dict[str, str | None] = {}
_META_MARKS = {"contentstart": START, "contentend": END}

Attributes = Mapping[str, str | None]
"""An element's attributes as written, None for those without a value."""


@dataclass(slots=True, eq=False)
class Node:
    """One visible element. `attrs` are as written, None for those without a value.

    `order` counts elements from the top, `last` is that of its last descendant.

    `parent` is the order of the element around it, 0 for the top. `start` and `end` are offsets into the page's text
    without white space; `linked` counts its characters in links, `images`, `anchors` and `tables` count the elements
    of these kinds, itself among them.
    """

    tag: str
    attrs: Attributes = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)
    parent: int = 0
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
    """A parsed page: its visible body, its text without white space, every node, its head's meta tags and title.

    `dressed` are the nodes with attributes, and the headings, links, images, tables and marks among all; `told` are the
    last four of these by tag.
    """

    body: Node
    text: str
    nodes: tuple[Node, ...]
    dressed: Sequence[Node]
    told: Mapping[str, Sequence[Node]]
    meta: dict[str, str]
    head_title: str

    def upward(self, node: Node) -> Iterator[Node]:
        """A node of the page and all around it, the nearest first."""
        yield node
        while node.parent:
            node = self.nodes[node.parent - 1]
            yield node


def parse_page(source: str, *, keep_hidden: bool = False) -> Page:
    """Parses any HTML, however broken; what a script holds to be shown is taken for visible text.

    That is the article in the variable `memo`, or the records of a list in an XML data island.
    """
    parser = LexborHTMLParser(_flattened(source.replace("\x00", " ")))
    copy = _Copy(keep_hidden)
    body = copy.begin((parser.body and parser.body.tag) or "body", {}, None)
    copy.add(parser.body, body)
    memo = memo_of(source) or (_records(parser) if _RECORDS in source else "")
    if memo:
        holder = copy.begin("div", {"id": "mainText"}, body)
        copy.add(LexborHTMLParser(memo).body, holder)
        copy.end(holder)
    copy.end(body)
    title = parser.css_first("title")
    head_title = title.text() if title else ""
    dressed = [node for node in copy.nodes if node.attrs or node.tag in _DRESSED]
    page = Page(body, "".join(copy.pieces), tuple(copy.nodes), dressed, _by_tag(dressed), _meta(parser), head_title)
    _count(page)
    return page


def _flattened(source: str) -> str:
    """The source without the tags that are nested thousands deep, which take the parser time by the square."""
    if (tags := source.count("<")) <= _MOST_NESTED or tags - source.count("</") <= _MOST_NESTED:
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


class _Copy:
    """The visible tree while it is copied: its nodes so far, and their text in pieces without white space."""

    def __init__(self, keep_hidden: bool) -> None:
        self.nodes: list[Node] = []
        self.pieces: list[str] = []
        self._keep_hidden = keep_hidden
        self._offset = 0

    def add(self, top: LexborNode | None, root: Node) -> None:
        """Copies what stands below an element. What is nested absurdly deep is lifted, so that walks may recurse."""
        parent, source = root, top.first_child if top is not None else None
        opened: list[tuple[LexborNode, Node]] = []
        while source is not None or opened:
            if source is None:
                source, above = opened.pop()
                if parent is not above:
                    parent.end, parent.last = self._offset, len(self.nodes)
                parent, source = above, source.next
            elif (tag := source.tag) == _TEXT:
                text = source.text_content or ""
                parent.children.append(text)
                if shown := text if text.isalnum() else squeeze(text):
                    self.pieces.append(shown)
                    self._offset += len(shown)
                source = source.next
            elif tag is None or tag in _UNSEEN:
                self._mark(_mark_of(source, tag), parent)
                source = source.next
            elif (attrs := source.attributes) and not self._keep_hidden and _is_hidden(attrs):
                source = source.next
            else:
                node = self.begin(tag, attrs or _BARE, parent)
                opened.append((source, parent))
                if len(opened) < _MAX_DEPTH:
                    parent = node
                else:
                    self.end(node)
                source = source.first_child

    def begin(self, tag: str, attrs: Attributes, parent: Node | None) -> Node:
        """The next node, below another one; its `end` and `last` are told by `end`."""
        around = parent.order if parent is not None else 0
        node = Node(tag, attrs, [], around, len(self.nodes) + 1, 0, self._offset)
        self.nodes.append(node)
        if parent is not None:
            parent.children.append(node)
        return node

    def end(self, node: Node) -> None:
        """To be called behind the last child of a node."""
        node.end, node.last = self._offset, len(self.nodes)

    def _mark(self, mark: str | None, parent: Node) -> None:
        """A node for the beginning or the end of the article, where one is told."""
        if mark:
            self.end(self.begin(mark, {}, parent))


def _by_tag(nodes: Sequence[Node]) -> Mapping[str, Sequence[Node]]:
    told: dict[str, list[Node]] = {tag: [] for tag in (*_COUNTED, START, END)}
    for node in nodes:
        if node.tag in told:
            told[node.tag].append(node)
    return told


def _count(page: Page) -> None:
    """Counts links, images and tables with the elements they stand in; a link within a link is linked once."""
    for node in chain.from_iterable(page.told[tag] for tag in _COUNTED):
        linked = node.end - node.start if node.tag == "a" else 0
        for above in page.upward(node):
            if above.tag == "a" and above is not node:
                linked = 0
            above.linked += linked
            above.images += node.tag == "img"
            above.anchors += node.tag == "a"
            above.tables += node.tag == "table"


def _is_hidden(attrs: Attributes) -> bool:
    return "hidden" in attrs or _hides(attrs.get("style"))


@lru_cache(maxsize=1_000)
def _hides(style: str | None) -> bool:
    """Whether a style hides its element; a page repeats a few styles in all its cells."""
    return bool(style and _HIDDEN.search(style.lower()))


def _mark_of(source: LexborNode, tag: str | None) -> str | None:
    """The mark that a comment or a meta tag is in the text."""
    if tag == _COMMENT:
        return _comment_marker(source.comment_content or "")
    name = (source.attributes.get("name") or "") if tag == "meta" else ""
    return _META_MARKS.get(name.strip().lower())


def _comment_marker(text: str) -> str | None:
    """The generator's comments around the article text: <!--<$[信息内容]>begin--> and its end."""
    if "[信息内容]" not in text:
        return None
    return START if "begin" in text.lower() else END if "end" in text.lower() else None


def _meta(parser: LexborHTMLParser) -> dict[str, str]:
    """Meta tags by lower-cased name; the last non-empty one wins: templates put the site's before the article's."""
    found: dict[str, str] = {}
    for tag in parser.css("meta"):
        attrs = {name.strip().lower(): value or "" for name, value in tag.attributes.items()}
        name, content = (attrs.get("name") or "").strip().lower(), attrs.get("content", "").strip()
        if name and content:
            found[name] = content
    return found


def _records(parser: LexborHTMLParser) -> str:
    """The HTML of a list's records: CDATA sections of a script of type text/xml."""
    islands = (node.text() or "" for node in parser.css("script") if "xml" in (node.attributes.get("type") or ""))
    return "".join(record for island in islands for record in _CDATA.findall(island.partition(_RECORDS)[2]))
