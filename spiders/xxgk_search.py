"""Lists of the disclosure module that a page leaves to search.jsp: what to ask, and what an answer holds."""

import re
from dataclasses import replace
from html import unescape
from urllib.parse import urlencode

from spiders.addresses import absolute, query
from spiders.endpoint import asked
from spiders.hanweb_jcms import MANNER
from spiders.hanweb_xxgk import is_module, listed_reports
from spiders.items import lines, looks_like_report
from spiders.page import Page, Parsed
from spiders.pager import pager_of
from spiders.paging import step
from spiders.walk import Block, Form, Walk

_CALL = re.compile(r"""loadDynamic\(\s*['"]([^'"]*/search\.jsp[^'"]*)['"]((?:\s*,\s*['"][^'"]*['"])*)""")
SEARCH = "search"
"""Kind of the form that asks for them."""
_FIELDS = (
    "infotypeId", "jdid", "area", "divid", "vc_title", "vc_number", "vc_filenumber", "vc_all", "texttype", "fbtime"
)  # fmt: skip


def searches(page: Page) -> tuple[Block, ...]:
    """The lists that a page states in its script, with the address as printed and the fields it leaves out."""
    calls = _CALL.findall(unescape(page.text))
    return tuple(Block((), forms=(_form(page, address, rest),)) for address, rest in dict.fromkeys(calls))


def _form(page: Page, address: str, rest: str) -> Form:
    """The site's own request: its address counts the pages, the form posted with it says what the address does not."""
    url = re.sub(r"([?&])currpage=\d*&?", r"\1", absolute(page.url, address)).rstrip("?&")
    values = re.findall(r"['\"]([^'\"]*)['\"]", rest)
    site = [value for value in values[1:] if value.isdigit() and int(value)]
    spare = {"divid": values[0] if values else "", "jdid": site[-1] if site else "", "texttype": "0", "fbtime": "-1"}
    body = urlencode({name: spare.get(name, "") for name in _FIELDS if name not in query(url)})
    return Form(SEARCH, f"{url}{'&' if '?' in url else '?'}currpage={{page}}", body)


def is_search(walk: Walk) -> bool:
    """Whether the list that is being walked is one of these."""
    return bool(walk.blocks) and walk.blocks[0].forms[walk.form].kind == SEARCH


def searched(page: Page) -> Parsed:
    """What an answer brings: reports of the module, articles of its column, of others what is called a report."""
    assert page.walk
    column = re.search(r"/col/col(\d+)/", page.task.url)
    own = f"/art_{column[1]}_" if column else "/art_"
    shown = lines(page, lambda url: is_module(url) or MANNER.is_article(url))
    # Every line counts for the end of the list: a page may hold nothing but other columns', and the reports come later.
    walk, ask = step(page.walk, Block(tuple(shown), pages=pager_of(page).stated), "")
    reports = {task.task_key: task for task in (*walk.reports, *listed_reports(page))}
    articles = tuple(
        item for item in walk.found
        if not is_module(item.url) and (own in item.url or looks_like_report(item.title))
    )  # fmt: skip
    return asked(page, MANNER, replace(walk, found=articles, reports=tuple(reports.values())), ask)
