"""The title of an article: what its page states, its headings, lines at its head and above (docs/formats.md#titles)."""

import re
from functools import lru_cache

from archive.documents.blocks import Flow, visible_text
from archive.documents.fields import line_fields
from archive.documents.model import Block, Paragraph
from archive.documents.pagewords import PAGE_WORDS
from archive.documents.tree import HEADINGS, Page, squeeze

_YEAR = r"(?:[12]\d{3}|[〇○零OＯ一二三四五六七八九]{4})"
_TOLD = re.compile(rf"{_YEAR}.{{0,60}}信息公开.{{0,40}}报|信息公开.{{0,40}}{_YEAR}.{{0,9}}报")
_REST = r"[^。，；]{0,12}(?:报告|年报|总结)(?:解读|图解)?(?:[（(\[【].{0,20})?$"
_WHOLE = re.compile(rf"^(?!按照|根据|依据|为)[^。，；]{{0,60}}{_YEAR}[^。，；]{{0,50}}(?:信息|政务)公开{_REST}")
_ENCLOSED = re.compile(r"^附(?:表|件|录)")
_SAME_LINE = re.compile(r"[\[【（(]?(?:(?:发布|发文|公开|成文)?(?:时间|日期)|来源)\s?[:：].*$")
_BODY_NAME = re.compile(r"^[\u4e00-\u9fff]{2,28}(?:局|厅|委|委员会|政府|办公室|办事处|中心|院|会|公司)$")
_HEAD_BLOCKS, _FIRST_BLOCKS = 10, 4
_TITLE_MAX = 120
_SITE_MARKS = ("-", "_", "|", "—", "–", ">")


def page_title(page: Page, flow: Flow, span: tuple[int, int], fields: dict[str, str], blocks: tuple[Block, ...]) -> str:
    """The article's own title: the first candidate that names disclosure, else the first that there is.

    `span` is the article's first and last node order, `fields` those of the page, `blocks` the article's own.
    """
    lines = [block.text for block in blocks[:_FIRST_BLOCKS] if isinstance(block, Paragraph)]
    candidates = [
        page.meta.get("articletitle", ""),
        fields.get("标题", ""),
        *_headings(page),
        *_own_lines(page, flow, *span),
        *lines,
        _without_site(page),
    ]
    usable = [text for text in (" ".join(text.split()) for text in candidates) if 0 < len(text) <= _TITLE_MAX]
    told = [text for text in usable if _TOLD.search(squeeze(text)) and "。" not in text and not _ENCLOSED.match(text)]
    return next(iter(told), "") or _plain_title(page, fields, usable)


def _own_lines(page: Page, flow: Flow, first: int, last: int) -> list[str]:
    """Lines that are a report's title as a whole, outside links: at the article's head, else above it.

    Above it those before the line of date and source come first, the nearest of them before all.
    """
    linked = _linked(page)
    flowing = [(order, block.text) for order, block in flow.blocks if isinstance(block, Paragraph)]
    lines = [(order, text) for order, text in flowing if order not in linked]
    above = [line for line in lines if line[0] < first]
    head = [line for line in lines if first <= line[0] <= last]
    dated = max((place for place, (_, text) in enumerate(above) if line_fields(text)), default=0)
    within = _titles([text for _, text in head[:_HEAD_BLOCKS]])
    before, behind = (_titles([text for _, text in part]) for part in (above[:dated], above[dated:]))
    return [*within, *reversed(before), *reversed(behind)]


def _titles(lines: list[str]) -> list[str]:
    """The titles among lines, each joined to a line above it that is nothing but a body's name."""
    found: list[str] = []
    name = ""
    for printed in lines:
        text = _SAME_LINE.sub("", printed).strip() if ":" in printed or "：" in printed else printed.strip()
        plain = squeeze(text)
        if PAGE_WORDS.is_chrome(plain):
            name = ""
            continue
        if _WHOLE.match(plain) and not _ENCLOSED.match(plain):
            found.append(name + text if re.match(_YEAR, plain) else text)
        name = text if _BODY_NAME.match(plain) else ""
    return found


def _linked(page: Page) -> set[int]:
    """The orders of all nodes in links."""
    links = (node for node in page.told["a"] if node.attrs.get("href"))
    return {order for link in links for order in range(link.order, link.last + 1)}


def _plain_title(page: Page, fields: dict[str, str], usable: list[str]) -> str:
    stated = page.meta.get("articletitle", "") or fields.get("标题", "") or _without_site(page)
    return " ".join(stated.split()) or next(iter(usable), "")


def _headings(page: Page) -> list[str]:
    titled = (node for node in page.dressed if node.tag in HEADINGS or _has_title_class(node.attrs.get("class")))
    return [visible_text(node) for node in titled if node.end - node.start <= _TITLE_MAX]


@lru_cache(maxsize=1_000)
def _has_title_class(classes: str | None) -> bool:
    return classes is not None and not PAGE_WORDS.title_classes.isdisjoint(classes.lower().split())


def _without_site(page: Page) -> str:
    """The head's title without the site's name behind the last mark."""
    title = " ".join(page.head_title.split())
    site = page.meta.get("sitename", "")
    if site and title.endswith(site) and title != site:
        title = title.removesuffix(site)
    for mark in _SITE_MARKS:
        head, found, tail = title.rpartition(mark)
        if found and head.strip() and ("网" in tail or "政府" in tail or not tail.strip()) and "报" not in tail:
            title = head
    return title.strip(" -_|—–>")
