"""VSB: lists whose pages are counted down or up, labelled anchors in broken lines, files that want a Referer."""

import re

from crawler.replica.messages import Answer, Request, page
from crawler.replica.portal.bodies import item_body, views_of
from crawler.replica.portal.plain import Part, Plain
from crawler.replica.world import Host
from crawler.replica.world.columns import Column, Item
from crawler.replica.world.forms.base import Number
from crawler.replica.world.forms.vsb import DOWNLOAD, vsb_file, vsb_place
from crawler.replica.world.names import Slot, slot_of

_ARTICLE = re.compile(r"/info/\d+/(\d+)\.htm")
_LOCAL = re.compile(r"/__local/\w/\w\w/\w\w/([0-9a-f]{32})\.\w+")
_LABELLED = '<li <span class="dot">·</span><a href="{href}" title="主题：{title} 日期：{day}">{cut}</a></span></li>'
_PLAIN = '<li id="line_u8"><a href="{href}" target="_blank" title="{title}">{cut}</a><span>{day}</span></li>'
_PAGER = '<div class="pb_sys_common">共{items}条 {number}/{pages} 首页 {back} {on} 尾页</div>'


class Vsb(Plain):
    """The pages of vsb hosts."""

    name = "vsb"
    hung = "附件【{}】"

    def list_at(self, site: Host, request: Request) -> tuple[Column, int] | None:
        for found in self.columns(site):
            stem = found.path.removesuffix(".htm")
            if request.path == found.path:
                return found, 1
            if match := re.fullmatch(rf"{re.escape(stem)}/(\d+)\.htm", request.path):
                number = int(match[1])
                if found.lists.get("count") == "up":
                    return (found, number) if number > 1 else None
                pages = -(-len(self.world.columns.items(found)) // int(found.lists["perpage"]))
                return (found, pages - number + 1) if 1 <= number < pages else None
        return None

    def list_path(self, found: Column, number: int, pages: int) -> str:
        """The oldest page is 1 where they are counted down, so that a page keeps what it holds."""
        shown = number if found.lists.get("count") == "up" else pages - number + 1
        return found.path if number == 1 else f"{found.path.removesuffix('.htm')}/{shown}.htm"

    def place(self, address: str) -> Number | None:
        match = _ARTICLE.fullmatch(address)
        return vsb_place(int(match[1])) if match else None

    def slot(self, site: Host, address: str) -> Slot | None:
        if match := _LOCAL.fullmatch(address):
            return slot_of(self.world.seed, match[1])
        name = address.partition("?")[2]
        return vsb_file(int(name)) if name.isdigit() else slot_of(self.world.seed, name)

    def address(self, request: Request) -> str:
        """A file's own name stands for its address."""
        named = request.path == DOWNLOAD
        return f"{DOWNLOAD}?{request.params.get('wbfileid', '')}" if named else request.path

    def answer(self, site: Host, request: Request) -> Answer | None:
        if request.path == DOWNLOAD and not request.headers.get("referer"):
            return page("<html><body><form>请输入验证码：<input name='codeValue'></form></body></html>\n")
        return super().answer(site, request)

    def shown(self, part: Part) -> str:
        lists = part.column.lists
        lines = self.lines(part, _LABELLED if lists.get("skin") == "labelled" else _PLAIN)
        pager = self.numbers(part) if lists.get("pager") == "numbers" else self.turns(part, _PAGER, ("上页", "下页"))
        return f'<div class="list"><ul>\n{lines}\n</ul>{pager}</div>'

    def article(self, found: Column, item: Item) -> str:
        agency = item.agency
        name = agency.name(item.year)
        head = (
            f'<META Name="keywords" Content="{name}">\n<META Name="ColumnName" Content="{found.title}">\n'
            f'<META Name="ArticleTitle" Content="{item.title}">\n'
            f'<META Name="PubDate" Content="{item.day} 09:{agency.serial % 60:02}">'
        )
        index = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in (
            ("索引号", f"{found.lists['owner']}/{agency.slug}/{item.day.year}-{agency.serial:07}"), ("发布机构", name),
            ("公开目录", found.title), ("发布日期", f"{item.day:%Y/%m/%d}"), ("文号", ""), ("公开方式", "主动公开"),
            ("标题", item.title),
        ))  # fmt: skip
        counter = f'_showDynClicks("wbnews", {found.lists["owner"]}, {agency.serial})'
        suffix = ("", "_2", "_4", "_500")[agency.serial % 4]
        inner = f"""<table class="index">{index}</table>
<form name="_newscontent_fromname"><h3>{item.title}</h3>
<div>发布时间：{item.day} 　点击数：<script>{counter}</script>{views_of(item)}</div>
<div id="vsb_content{suffix}"><div class="v_news_content">
{item_body(self.world, item, self.tags(found))}
</div></div></form>"""
        return self.frame(found.host, f"{item.title}-{found.host.place}", inner, [(found.title, found.path)], head)
