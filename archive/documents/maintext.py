"""Which part of a page of no known family is the article: the smallest element around the text trafilatura keeps."""

import re

from archive.documents.pagewords import PAGE_WORDS
from archive.documents.tree import Node, Page, squeeze

_LINE_MIN = 8
_COVERED = 0.9
_TABLE_ROWS = 3
_LONGEST = 2_000_000
_PARTS = re.compile(r"[|。]")
_LABEL = re.compile("[\u4e00-\u9fff]{2}")
_NO_BODY = frozenset({"a", "h1", "h2", "h3", "h4", "h5", "h6"})


def main_element(page: Page, source: str) -> Node | None:
    """The element of the article; None where nothing is found.

    Only where marks, containers and wording tell nothing: it takes several times as long as all the rest.
    """
    lines = _kept(source) if len(source) <= _LONGEST else []
    heads = [(node.start, node.end) for node in page.nodes if node.tag in _NO_BODY]
    places = [place for place in _places(page.text, lines) if not _lies_in(place, heads)]
    if not places:
        return None
    return _around(page, places)


def _kept(source: str) -> list[str]:
    """What trafilatura takes for the text of the page, by sentences and cells, without white space."""
    from trafilatura import extract  # loads half a second's worth of modules, which most pages never need

    text = extract(source, favor_recall=True, include_tables=True, include_comments=False) or ""
    pieces = (squeeze(piece.lstrip("-# ")) for line in text.splitlines() for piece in _PARTS.split(line))
    return [piece for piece in pieces if len(piece) >= _LINE_MIN and not PAGE_WORDS.is_chrome(piece)]


def _places(text: str, lines: list[str]) -> list[tuple[int, int]]:
    """Where the lines stand in the page's text, looked for in their order."""
    found: list[tuple[int, int]] = []
    after = 0
    for line in lines:
        start = text.find(line, after)
        start = start if start >= 0 else text.find(line)
        if start >= 0:
            after = start + len(line)
            found.append((start, after))
    return found


def _lies_in(place: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    """Whether a line is a link or heading: menus and titles are kept too where the article is short."""
    return any(start <= place[0] and place[1] <= end for start, end in others)


def _around(page: Page, places: list[tuple[int, int]]) -> Node:
    """The smallest element that holds nearly all of the places: a stray line elsewhere must not widen it."""
    whole = sum(end - start for start, end in places)
    node, deeper = page.body, True
    while deeper:
        deeper = False
        for child in node.children:
            if isinstance(child, Node) and _held(child, places) >= _COVERED * whole:
                node, deeper = child, True
                break
    return node


def _held(node: Node, places: list[tuple[int, int]]) -> int:
    return sum(end - start for start, end in places if node.start <= start and end <= node.end)


def with_tables(page: Page, node: Node) -> Node:
    """An article's element widened to every table of labelled figures on the page."""
    for table in page.nodes:
        inside = node.order <= table.order <= node.last
        if table.tag == "table" and not inside and not table.order <= node.order <= table.last:
            node = above_both(page, node, table) if _has_figures(page, table) else node
    return node


def _has_figures(page: Page, table: Node) -> bool:
    """Whether several rows have a label and a number in cells of their own, which calendars and page feet have not."""
    inner = page.nodes[table.order : table.last]
    if any(node.tag == "table" for node in inner) or table.linked * 3 > table.end - table.start:
        return False
    rows = [[cell for cell in row.children if isinstance(cell, Node)] for row in inner if row.tag == "tr"]
    return sum(1 for row in rows if _has_figure([page.text[cell.start : cell.end] for cell in row])) >= _TABLE_ROWS


def _has_figure(cells: list[str]) -> bool:
    return any(map(str.isdecimal, cells)) and any(map(_LABEL.search, cells))


def above_both(page: Page, node: Node, other: Node) -> Node:
    """The smallest element around two others."""
    return next(above for above in page.upward(node) if above.order <= other.order <= above.last)
