"""The lists of Hanweb's new generation (jpaas): blocks of a page that a script asks for (docs/portals.md#families)."""

import json
import re
from dataclasses import replace
from urllib.parse import quote, urlsplit

from spiders.addresses import absolute
from spiders.columns import is_about, names_of, onward
from spiders.endpoint import asked
from spiders.items import lines, looks_like_report
from spiders.keys import manner
from spiders.manner import Manner
from spiders.page import Page, Parsed
from spiders.paging import start, step
from spiders.walk import Block, Form, Walk

FAMILY = "hanweb-jpaas"
MANNER = manner(FAMILY)
UNIT = "unit"
_ENDPOINT = "/page/build/unit"
_PAIR = re.compile(r"""['"](\w+)['"]\s*:\s*(?:'([^']*)'|"([^"]*)"|([\w.-]+))""")
_WRONG = "模板内容数据为空"
_LEAST = 50
"""Characters below which an answer holds no block: the name of the block was wrong."""


def units(page: Page) -> tuple[Block, ...]:
    """The blocks of a page that its scripts ask for, in order, each to be asked by its name, else without one."""
    found = dict[str, Block]()
    for node in page.tree.css("script[url], script[querydata]"):
        url, data = node.attributes.get("url") or "", pairs(node.attributes.get("querydata") or "")
        if _ENDPOINT in url and data:
            address = absolute(page.url, url)
            forms = [Form(UNIT, _request(address, data))]
            if data.get("tagId"):
                forms.append(Form(UNIT, _request(address, data | {"tagId": ""})))
            found.setdefault(forms[0].url, Block((), forms=tuple(forms)))
    return tuple(found.values())


def begun(page: Page) -> Walk | None:
    """The walk of a block that the registry names by its request, of which this is the first answer; else None."""
    if _ENDPOINT not in page.task.url:
        return None
    form = Form(UNIT, re.sub(r"&paramJson=[^&]*", "", page.task.url))
    about = is_about(page, names_of(page))
    return start(Walk((), (), (), (Block((), forms=(form,)),), about, asked=(page.task.url,), pages=0))[0]


def pairs(data: str) -> dict[str, str]:
    """The parameters in a queryData, whatever its quotation marks; in order, as written."""
    return {name: single or double or bare for name, single, double, bare in _PAIR.findall(data)}


def _request(address: str, data: dict[str, str]) -> str:
    joint = "&" if "?" in address else "?"
    return address + joint + "&".join(f"{name}={quote(value)}" for name, value in data.items())


def is_unit(walk: Walk) -> bool:
    """Whether the block that is being walked is one of these."""
    return bool(walk.blocks) and walk.blocks[0].forms[walk.form].kind == UNIT


def answered(page: Page, others: Manner) -> Parsed:
    """One answer of a block: its lines are added, its links followed, and the next page asked."""
    assert page.walk
    html = fragment(page.text)
    if not html:
        return _empty(page, others)
    shown = replace(page, url=page.task.url, body=html.encode(), headers={"content-type": "text/html; charset=utf-8"})
    items = tuple(lines(shown, MANNER.is_article))
    count, rows = _stated(shown)
    follow = {task.task_key: task for task in page.walk.onward}
    for task in onward(shown, others, items, about=page.walk.about, alone=False):
        follow.setdefault(task.task_key, task)
    walk = replace(page.walk, onward=tuple(follow.values()))
    if not walk.answers:
        walk = _sized(walk, rows or len(items))
    wanted = not _is_front(page.task.url) or any(looks_like_report(item.title) for item in items)
    block = Block(items, count if wanted else None)
    short = len(items) < rows and count is not None and len(walk.known.union(i.url for i in items)) >= count
    return asked(page, others, *step(walk, block, "", last=not (items and wanted) or short))


def _empty(page: Page, others: Manner) -> Parsed:
    """An answer without a block: behind the last page it is the list's end, else its name was wrong.

    Where a page that is not about reports shows something else, a block that answers to no name is no hole.
    """
    before = page.walk
    assert before
    walk, ask = step(before, Block(()) if before.answers else None, f"a block without content at {page.url}")
    if not (before.about or before.answers) and (before.found or before.onward):
        walk = replace(walk, holes=before.holes)
    return asked(page, others, walk, ask)


def _is_front(url: str) -> bool:
    """Whether a page is the front of a site: its blocks are news without end."""
    return bool(re.fullmatch(r"/?(index\.\w+)?", urlsplit(url).path))


def _stated(page: Page) -> tuple[int | None, int]:
    """(records, records on a page) as the pager of a block states them; (None, 0) where there is none."""
    node = page.tree.css_first("[count]")
    values = node.attributes if node else {}
    count, rows = values.get("count") or "", values.get("rows") or ""
    return int(count) if count.isdigit() else None, int(rows) if rows.isdigit() else 0


def _sized(walk: Walk, rows: int) -> Walk:
    """With what the endpoint itself takes for a page, so that no record falls between two."""
    block = walk.blocks[0]
    forms = tuple(replace(form, size=rows or form.size) for form in block.forms)
    return replace(walk, blocks=(replace(block, forms=forms), *walk.blocks[1:]))


def fragment(text: str) -> str:
    """The HTML in an answer; empty where it holds no block."""
    try:
        answer = json.loads(text)
    except ValueError:
        return ""
    data = answer.get("data") if isinstance(answer, dict) else None
    html = data.get("html") if isinstance(data, dict) else data
    return html if isinstance(html, str) and len(html) >= _LEAST and _WRONG not in html else ""
