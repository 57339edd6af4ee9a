"""channels-articles: fifty pages of a list in its first answer, for a script to switch, static files behind them."""

import re

from crawler.replica.messages import Request
from crawler.replica.portal.bodies import item_body, views_of
from crawler.replica.portal.plain import Part, Plain
from crawler.replica.world import Host
from crawler.replica.world.columns import Column, Item
from crawler.replica.world.forms.base import Number, opaque_place
from crawler.replica.world.forms.channels import WITHIN
from crawler.replica.world.names import Slot, slot_of

_ARTICLE = re.compile(r"/articles/ch\d+/\d{6}/([0-9a-f-]{36})\.shtml")
_FILE = re.compile(r"/articles/ch\d+/\d{6}/files/([0-9a-f]{32})\.\w+")
_LINE = (
    '<li class="pagedContent"><a href="{href}" target="_blank"><span class="news_box01_title">{title}</span>'
    "<span>{day}</span></a></li>"
)
_SCRIPT = '<div id="pager"></div><script>showPages("li.pagedContent", {size}, {within});</script>'


class Channels(Plain):
    """The pages of these hosts."""

    name = "channels-articles"

    def list_at(self, site: Host, request: Request) -> tuple[Column, int] | None:
        for found in self.columns(site):
            if match := re.fullmatch(rf"{re.escape(found.path)}(?:index(?:_(\d+))?\.shtml)?", request.path):
                number = int(match[1]) - self._first(found) + 2 if match[1] else 1
                return (found, number) if number > 1 or not match[1] else None
        return None

    @staticmethod
    def _first(found: Column) -> int:
        """The number of the first static file."""
        return int(found.lists.get("first_static", WITHIN + 1))

    def list_path(self, found: Column, number: int, pages: int) -> str:
        return found.path if number == 1 else f"{found.path}index_{number + self._first(found) - 2}.shtml"

    def bounds(self, found: Column, number: int) -> tuple[int, int]:
        size = int(found.lists["perpage"])
        return (0, WITHIN * size) if number == 1 else ((WITHIN + number - 2) * size, (WITHIN + number - 1) * size)

    def place(self, address: str) -> Number | None:
        match = _ARTICLE.fullmatch(address)
        return opaque_place(self.world, match[1].replace("-", "")) if match else None

    def slot(self, site: Host, address: str) -> Slot | None:
        match = _FILE.fullmatch(address)
        return slot_of(self.world.seed, match[1]) if match else None

    def shown(self, part: Part) -> str:
        size = part.column.lists["perpage"]
        total = f"<p>共{part.told[0]}条 每页{size}条</p>" if part.column.lists.get("total") else ""
        script = _SCRIPT.format(size=size, within=WITHIN)
        return f'<div class="news_box01_con"><ul>\n{self.lines(part, _LINE)}\n</ul></div>{total}{script}'

    def article(self, found: Column, item: Item) -> str:
        head = f'<meta name="ArticleTitle" content="{item.title}">\n<meta name="PubDate" content="{item.day} 10:00">'
        inner = f"""<h1>{item.title}</h1>
<p>发布时间：{item.day} 来源：{item.agency.name(item.year)} 浏览次数：{views_of(item)}</p>
<div class="content-text">
{item_body(self.world, item, self.tags(found))}
</div>"""
        return self.frame(found.host, item.title, inner, [(found.title, found.path)], head)
