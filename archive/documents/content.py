"""Where on a page the article stands: generator's marks, known containers, what the text says, where its text lies."""

from functools import lru_cache

from archive.documents.maintext import above_both, main_element, with_tables
from archive.documents.pagewords import PAGE_WORDS
from archive.documents.tree import END, START, Node, Page

_HOLDERS = frozenset({"div", "article", "section", "main", "body", "td", "form", "center"})
_MIN_CUES = 2
_IMAGE_WORTH = 60
_DENSE = 0.6
_MOST = 0.8
_MIN_TEXT = 80
_QUOTED = 250
_QUOTES = 3

Span = tuple[int, int]


def find_content(page: Page, source: str) -> Span:
    """The article's first and last node order; `source` is the page as HTML.

    Known marks win only if no sentence of a report stands outside them.
    """
    wanted = _cues(page, page.body.order, page.body.last)
    marked = _marked(page)
    if marked and (_worth(page, marked) or wanted) and _cues(page, *marked) == wanted:
        return marked
    holder = _container(page) or _by_cues(page, wanted) or _by_text(page, source)
    for node in page.upward(holder):
        if _cues(page, node.order, node.last) == wanted:
            return node.order, node.last
    return page.body.order, page.body.last


def _cues(page: Page, first: int, last: int) -> frozenset[str]:
    return _cues_between(page.text, *_text(page, (first, last)))


@lru_cache(maxsize=4)
def _cues_between(text: str, start: int, end: int) -> frozenset[str]:
    return frozenset([cue for cue in PAGE_WORDS.cues if text.find(cue, start, end) >= 0])


def _text(page: Page, span: Span) -> Span:
    """Where the text of a span begins and ends; an element's may go on behind its last descendant."""
    nodes = page.nodes[span[0] - 1 : span[1]]
    return (nodes[0].start, max(nodes[0].end, nodes[-1].end)) if nodes else (0, 0)


def _worth(page: Page, span: Span) -> int:
    start, end = _text(page, span)
    return end - start + _IMAGE_WORTH * sum(1 for image in page.told["img"] if span[0] <= image.order <= span[1])


def _marked(page: Page) -> Span | None:
    starts, ends = page.told[START], page.told[END]
    return (starts[0].order, ends[-1].order) if starts and ends and starts[0].order < ends[-1].order else None


def _container(page: Page) -> Node | None:
    known = [node for node in page.dressed if _is_known(node) and node.end - node.start + node.images > 0]
    return max(
        known,
        key=lambda node: (
            len(_cues(page, node.order, node.last)),
            node.end - node.start + _IMAGE_WORTH * node.images,
        ),
        default=None,
    )


def _is_known(node: Node) -> bool:
    ident = (node.attrs.get("id") or "").strip().lower()
    if ident in PAGE_WORDS.container_ids or ident.startswith(PAGE_WORDS.container_prefixes):
        return True
    return bool(PAGE_WORDS.container_classes.intersection((node.attrs.get("class") or "").lower().split()))


def _by_cues(page: Page, wanted: frozenset[str]) -> Node | None:
    """The smallest holder of every sentence that marks a report, unless short pieces between links quote them all."""
    if len(wanted) < _MIN_CUES:
        return None
    short = unbroken(page, (page.body.order, page.body.last)) < _QUOTED
    if short and all(page.text.count(cue) >= _QUOTES for cue in wanted):
        return None
    node, deeper = page.body, True
    while deeper:
        deeper = False
        for child in _elements(node):
            if _cues(page, child.order, child.last) == wanted:
                node, deeper = child, True
                break
    return next((above for above in page.upward(node) if above.tag in _HOLDERS), page.body)


def _by_text(page: Page, source: str) -> Node:
    """The element that holds most of the text; a page without a run of text that no link interrupts has no article."""
    if unbroken(page, (page.body.order, page.body.last)) < _MIN_TEXT:
        return _densest(page)
    dense = _densest(page)
    node = with_tables(page, _both(page, main_element(page, source) or dense, dense))
    return next((above for above in page.upward(node) if above.tag in _HOLDERS), page.body)


def _both(page: Page, main: Node, dense: Node) -> Node:
    """The main element unless most of the densest one lies outside it."""
    within = [main.order <= dense.order <= main.last, dense.order <= main.order <= dense.last]
    if within[0] or (within[1] and main.plain >= _MOST * dense.plain):
        return main
    return above_both(page, main, dense)


def unbroken(page: Page, span: Span) -> int:
    """The longest run of a span's text between two links, in characters."""
    links = (link for link in page.told["a"] if span[0] <= link.order <= span[1])
    at, end = _text(page, span)
    longest = 0
    for link in (link for link in links if link.attrs.get("href") and link.end > link.start):
        longest, at = max(longest, link.start - at), max(at, link.end)
    return max(longest, end - at)


def _densest(page: Page) -> Node:
    """Goes down while one child holds most of the text outside links."""
    node = page.body
    while True:
        inner = max(_elements(node), key=lambda child: child.plain, default=None)
        if inner is None or inner.plain < max(_MIN_TEXT, _DENSE * node.plain) or inner.tag in ("p", "ul", "span"):
            break
        node = inner
    return next((above for above in page.upward(node) if above.tag in _HOLDERS), page.body)


def _elements(node: Node) -> list[Node]:
    return [child for child in node.children if isinstance(child, Node)]
