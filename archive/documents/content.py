"""Where on a page the article stands: by the generator's marks, known containers, what the text says, density."""

from collections.abc import Iterator

from archive.documents.pagewords import PAGE_WORDS
from archive.documents.tree import END, START, Node, Page

_HOLDERS = frozenset({"div", "article", "section", "main", "body", "td", "form", "center"})
_MIN_CUES = 2
_IMAGE_WORTH = 60
_DENSE = 0.6
_MIN_TEXT = 80

Span = tuple[int, int]


def find_content(page: Page) -> Span:
    """The article's first and last node order. Known marks win only if no sentence of a report stands outside them."""
    wanted = _cues(page, page.body.order, page.body.last)
    marked = _marked(page)
    if marked and (_worth(page, marked) or wanted) and _cues(page, *marked) == wanted:
        return marked
    holder = _container(page) or _by_cues(page, wanted) or _densest(page)
    for node in _upward(holder):
        if _cues(page, node.order, node.last) == wanted:
            return node.order, node.last
    return page.body.order, page.body.last


def _cues(page: Page, first: int, last: int) -> frozenset[str]:
    top, bottom = page.nodes[first - 1], page.nodes[last - 1]
    return frozenset(cue for cue in PAGE_WORDS.cues if page.text.find(cue, top.start, bottom.end) >= 0)


def _worth(page: Page, span: Span) -> int:
    nodes = page.nodes[span[0] - 1 : span[1]]
    text = nodes[-1].end - nodes[0].start if nodes else 0
    return text + _IMAGE_WORTH * sum(1 for node in nodes if node.tag == "img")


def _marked(page: Page) -> Span | None:
    start = next((node for node in page.nodes if node.tag == START), None)
    end = next((node for node in reversed(page.nodes) if node.tag == END), None)
    return (start.order, end.order) if start and end and start.order < end.order else None


def _container(page: Page) -> Node | None:
    known = [node for node in page.nodes if _is_known(node) and node.end - node.start + node.images > 0]
    return max(
        known,
        key=lambda node: (
            len(_cues(page, node.order, node.last)),
            node.end - node.start + _IMAGE_WORTH * node.images,
        ),
        default=None,
    )


def _is_known(node: Node) -> bool:
    ident = node.attrs.get("id", "").strip().lower()
    if ident in PAGE_WORDS.container_ids or ident.startswith(PAGE_WORDS.container_prefixes):
        return True
    return bool(PAGE_WORDS.container_classes.intersection(node.attrs.get("class", "").lower().split()))


def _by_cues(page: Page, wanted: frozenset[str]) -> Node | None:
    """The smallest holder of every sentence that marks a report."""
    if len(wanted) < _MIN_CUES:
        return None
    node, deeper = page.body, True
    while deeper:
        deeper = False
        for child in _elements(node):
            if _cues(page, child.order, child.last) == wanted:
                node, deeper = child, True
                break
    return next((above for above in _upward(node) if above.tag in _HOLDERS), page.body)


def _densest(page: Page) -> Node:
    """Goes down while one child holds most of the text outside links."""
    node = page.body
    while True:
        inner = max(_elements(node), key=lambda child: child.plain, default=None)
        if inner is None or inner.plain < max(_MIN_TEXT, _DENSE * node.plain) or inner.tag in ("p", "ul", "span"):
            break
        node = inner
    return next((above for above in _upward(node) if above.tag in _HOLDERS), page.body)


def _elements(node: Node) -> list[Node]:
    return [child for child in node.children if isinstance(child, Node)]


def _upward(node: Node) -> Iterator[Node]:
    above: Node | None = node
    while above is not None:
        yield above
        above = above.parent
