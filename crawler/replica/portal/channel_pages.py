"""How the pages of channel-doc hosts look: directories, tabs, lists, shells, articles."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from crawler.replica.portal.bodies import views_of
from crawler.replica.portal.chrome import Link, anchors, frame, metas
from crawler.replica.portal.directories import NO_DATA
from crawler.replica.world import Host
from crawler.replica.world.columns import Column, Item
from crawler.replica.world.draws import share

if TYPE_CHECKING:
    from crawler.replica.portal.channel_doc import Map

_TOOLS = "字号：<a href='javascript:;'>大</a> <a href='javascript:;'>中</a> <a href='javascript:;'>小</a>"
_SCRIPT = '<div id="docList"></div><script src="/resources/js/list.js"></script><script>loadDocs("docList");</script>'


def navigation(where: "Map") -> list[Link]:
    """The bar at the top of every page."""
    return [("首页", "/"), ("政府信息公开", where.disclosure), ("政务服务", "/zwfw/"), ("互动交流", "/hdjl/")]


def menu(where: "Map") -> list[Link]:
    """The side menu of a disclosure site."""
    return [("政府信息公开年报", where.reports), ("政府部门", where.units)]


def directory(site: Host, where: "Map", title: str, links: Sequence[Link]) -> str:
    """A page that only leads on."""
    inner = f'<div class="gk-dir"><ul>{anchors(links)}</ul></div>' if links else NO_DATA
    return frame(site, title, inner, nav=navigation(where))


def tabbed(site: Host, where: "Map", tab: str, panel: Sequence[Link]) -> str:
    """The disclosure home with its tabs; the panel of the reports is empty where a script fills it."""
    named = {"zfxxgkzn": "政府信息公开指南", "zfxxgkzd": "政府信息公开制度", site.lists["open"]: "政府信息公开年报"}
    heads = "".join(
        f'<li class="{"on" if name == tab else ""}"><a href="?open={name}">{text}</a></li>'
        for name, text in named.items()
    )
    inner = f'<div class="panel" id="{site.lists["open"]}"><ul>{anchors(panel)}</ul></div>' if panel else _SCRIPT
    content = f'<ul class="tabs">{heads}</ul>{inner}<div class="units"><a href="{where.units}">政府部门</a></div>'
    return frame(site, "政府信息公开", content, nav=navigation(where))


def shell(site: Host, found: Column) -> str:
    """A list that only a script would fill."""
    return frame(site, found.title, _SCRIPT, crumbs=[(found.title, found.path)], nav=[("首页", "/")],
                 head=metas({"ColumnName": found.title}))  # fmt: skip


def listing(found: Column, lines: Sequence[tuple[str, str, str]], number: int, last: int, total: int) -> str:
    """A static list in one of two skins with its pager."""
    if found.lists["skin"] == "items":
        rows = "\n".join(
            f'<div class="item"><a href="{path}">{escape(text)}</a><span class="time">{day}</span></div>'
            for text, path, day in lines
        )
    else:
        rows = "\n".join(
            f"<li><a title='{escape(text)}' href='{path}'>{escape(text[:22])}…</a><i>{day}</i></li>"
            for text, path, day in lines
        )
        rows = f"<ul>\n{rows}\n</ul>" if rows else ""
    content = f'<div class="wbj_list_1">\n{rows or NO_DATA}\n</div>\n{_pager(found, number, last, total)}'
    return frame(found.host, found.title, content, crumbs=[(found.title, found.path)], nav=[("首页", "/")],
                 head=metas({"ColumnName": found.title, "ColumnType": "政府信息公开"}))  # fmt: skip


def _pager(found: Column, number: int, last: int, total: int) -> str:
    """下一页 with an address, or the numbers of the pages; nothing where the list is one page."""
    if not found.lists["pager"]:
        return ""

    def to(page: int) -> str:
        if found.lists["pager"] == "next":
            return f"index_{page}.html" if page > 1 else "./"
        return f"{found.path}?page={page}"

    following = f'<a href="{to(number + 1)}">下一页</a>' if number < last else "<span>下一页</span>"
    if found.lists["pager"] == "next":
        return f'<div class="page">共{total}条　{number}/{last}　<a href="./">首页</a> {following} 尾页</div>'
    numbers = " ".join(f"<b>{n}</b>" if n == number else f'<a href="{to(n)}">{n}</a>' for n in range(1, last + 1))
    return f'<div class="page">{numbers} {following}</div>'


def article(found: Column, item: Item, body: str) -> str:
    """An article in one of three layouts: an index table, or three bare lines in either order."""
    code = item.agency.code or f"1137{item.agency.host.division[2:]}MB28{item.agency.serial:05}X"[:18]
    index = f"{code}/{item.year + 1}-{int(share('index', item.agency.serial, item.year) * 9000000) + 1000000}"
    name, day = item.agency.name(item.year), item.day.isoformat()
    tools = f"{_TOOLS} <a href='javascript:;'>打印整页</a> <a href='javascript:;'>打印内容</a> 分享"
    if found.lists["layout"] == "table":
        cells = (("标题", escape(item.title)), ("索引号", index), ("文号", ""), ("发文日期", day), ("发布机构", name))
        rows = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in cells)
        head = f'<table class="xxgk_table">{rows}</table><h2>{item.title}</h2><p>发布日期：{day}　{_TOOLS}　打印</p>'
    else:
        bare = (index, day, name) if found.lists["layout"] == "day first" else (index, name, day)
        lines = "".join(f"<p>{line}</p>" for line in bare)
        head = f"<h1>{item.title}</h1>{lines}<p>{tools}</p>"
    holder = found.lists["container"]
    inner = f'<div {holder}>\n{body}\n</div>' if holder else body
    return f'<div class="wbj_details_1">{head}{inner}<p>浏览次数：{views_of(item)}</p></div>'
