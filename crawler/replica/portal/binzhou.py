"""滨州's own CMS: lists of plain links to /zwgk/news/detail; where they lie and how they are paged is invented."""

import re

from crawler.replica.messages import Request
from crawler.replica.portal.bodies import item_body, views_of
from crawler.replica.portal.plain import Part, Plain
from crawler.replica.world import Host
from crawler.replica.world.columns import Column, Item
from crawler.replica.world.forms.base import Number, opaque_place
from crawler.replica.world.forms.binzhou import DETAIL
from crawler.replica.world.names import Slot, slot_of

_CODE = re.compile(r"&code=%7B([0-9a-f-]{36})%7D$", re.IGNORECASE)
_FILE = re.compile(r"/upload/\d{6}/([0-9a-f]{32})\.\w+")
_LINE = '<li><a href="{href}" title="{title}">{cut}</a></li>'


class Binzhou(Plain):
    """The pages of the city's host."""

    name = "binzhou-news-detail"

    def address(self, request: Request) -> str:
        """Its two parameters in one order, the braces as the form writes them."""
        params = request.params
        code = params.get("code", "").strip("{}")
        return f"{DETAIL}?tcode={params.get('tcode', '')}&code=%7B{code}%7D" if request.path == DETAIL else request.path

    def list_at(self, site: Host, request: Request) -> tuple[Column, int] | None:
        for found in self.columns(site):
            path, _, wanted = found.path.partition("?")
            if wanted and request.path == path and wanted == f"tcode={request.params.get('tcode')}":
                number = request.params.get("page", "1")
                return (found, int(number)) if number.isdigit() and int(number) else None
            if not wanted and (match := re.fullmatch(rf"{re.escape(path)}(?:list_(\d+)\.html)?", request.path)):
                return found, int(match[1] or 1)
        return None

    def list_path(self, found: Column, number: int, pages: int) -> str:
        further = f"&page={number}" if "?" in found.path else f"list_{number}.html"
        return found.path if number == 1 else found.path + further

    def place(self, address: str) -> Number | None:
        match = _CODE.search(address)
        return opaque_place(self.world, match[1].replace("-", "").lower()) if match else None

    def slot(self, site: Host, address: str) -> Slot | None:
        match = _FILE.fullmatch(address)
        return slot_of(self.world.seed, match[1]) if match else None

    def shown(self, part: Part) -> str:
        turned = "?" in part.column.path
        pager = self.turns(part, '<p class="page">共{pages}页 {back} {on}</p>') if turned else self.numbers(part)
        return f"<ul>\n{self.lines(part, _LINE)}\n</ul>{pager}"

    def article(self, found: Column, item: Item) -> str:
        index = "".join(f"<td>{label}</td><td>{value}</td>" for label, value in (
            ("索引号", f"{item.agency.slug}/{item.day.year}-{item.agency.serial:04}"), ("主题分类", "政府信息公开年报"),
            ("制发机关", item.agency.name(item.year)), ("成文日期", item.day), ("内容概述", item.title),
        ))  # fmt: skip
        inner = f"""<table><tr>{index}</tr></table><h2>{item.title}</h2>
<p>发布日期：{item.day} 点击数：{views_of(item)}</p>
<div class="article-content">
{item_body(self.world, item, self.tags(found))}
</div>"""
        return self.frame(found.host, item.title, inner, [(found.title, found.path)])
