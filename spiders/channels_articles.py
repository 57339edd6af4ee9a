"""The lists of channels-articles: many pages in the first answer, switched by script, static files behind them."""

import re
from urllib.parse import urljoin

from spiders.keys import manner
from spiders.lists import parse_list
from spiders.page import Page, Parsed
from spiders.site import Site

FAMILY = "channels-articles"
MANNER = manner(FAMILY)
_WITHIN = 50
"""Pages that the first answer holds; the first static file is the next one."""
_STATIC = re.compile(r"\bindex_\d+\.s?html?\b")


class ChannelsArticles(Site):
    """The adapter of the family."""

    def parse(self, page: Page) -> Parsed:
        """A list with what lies behind its first answer, or the answer for a report."""
        if page.walk is None and page.task.kind.is_list and page.tree.css_first("li.pagedContent"):
            return parse_list(page, self.manner, _WITHIN, static_pages(page))
        return super().parse(page)


def static_pages(page: Page) -> tuple[str, ...]:
    """Where the page behind the first answer may lie, best first: as the page says, else counted from 0, from 1, anew.

    Fewer items than the pages of a first answer are all there are, unless the page names a further file.
    """
    named = _STATIC.findall(page.text)
    numbers = (_WITHIN, _WITHIN + 1, 1, 2) if len(page.tree.css("li.pagedContent")) >= _WITHIN else ()
    names = dict.fromkeys((*named[:1], *(f"index_{number}.shtml" for number in numbers)))
    return tuple(urljoin(page.url, name) for name in names)
