"""Hanweb's new generation: column pages whose blocks a script asks for, the endpoint that answers them, articles."""

import json
from html import escape

from crawler.replica.messages import Answer, Request, page
from crawler.replica.portal.chrome import column, frame, metas, site_name
from crawler.replica.portal.directories import menu
from crawler.replica.portal.family import MORE
from crawler.replica.portal.jcms import Jcms
from crawler.replica.world import Host
from crawler.replica.world.addresses import item_path
from crawler.replica.world.columns import Column, Item
from crawler.replica.world.forms.jpaas import jpaas_place

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_NOTHING = "模板内容数据为空"
_SIDE = "左侧导航"


class Jpaas(Jcms):
    """The columns of such hosts; their articles look like those of jcms."""

    name = "hanweb-jpaas"

    def answer(self, site: Host, request: Request) -> Answer | None:
        if request.path == UNIT:
            return self._unit(site, request)
        if place := jpaas_place(self.world, request.path):
            shown = self.item(site, request.path, place, request)
            return page(self._page(*shown)) if shown else None
        found = next((one for one in self.columns(site) if one.path == request.path), None)
        if found is not None:
            return self._column(found, request)
        named = {column(site, name): name for name in ("disclosure", "reports") if name in site.columns}
        if site.family == self.name and request.path in named:
            return page(self._directory(site, reports=named[request.path] == "reports"))
        return None

    def _column(self, found: Column, request: Request) -> Answer:
        """A page without a line of its list: the scripts say what to ask for each block."""
        site = found.host
        if self.is_dead(found, request):
            return page(f"<html><head><title>404</title></head><body>404 {site.host}</body></html>\n", 404)
        blocks = [self._script(found, _SIDE), self._script(found, found.lists["shown"])]
        content = f'<div class="left">{blocks[0]}</div>\n<div class="right">{blocks[1]}</div>'
        crumbs = [("政府信息公开", column(site, "disclosure")), (found.title, found.path)]
        head = metas({"ColumnName": found.title, "ColumnType": "政府信息公开"})
        return page(frame(site, f"{found.title}_{site_name(site)}", content, crumbs=crumbs, head=head))

    def _script(self, found: Column, tag: str) -> str:
        """One block; the order of the attributes and of the parameters differs by host."""
        data = {
            "parseType": "bulidstatic", "webId": str(found.lists["webId"]), "tplSetId": found.lists["tplSetId"],
            "pageType": "column", "tagId": tag, "editType": "null", "pageId": str(found.number),
        }  # fmt: skip
        if found.number % 2:
            return f'<script url="{UNIT}" queryData="{data}" charset="utf-8"></script>'
        turned = dict(reversed(data.items()))
        return f'<script type="text/javascript" querydata="{turned}" url="{UNIT}"></script>'

    def _unit(self, site: Host, request: Request) -> Answer:
        asked = request.params
        found = next((one for one in self.columns(site) if str(one.number) == asked.get("pageId")), None)
        names = ("webId", "tplSetId", "parseType", "pageType")
        if found is None or self.is_dead(found, request):
            return _block(_NOTHING)
        right = (str(found.lists["webId"]), found.lists["tplSetId"], "bulidstatic", "column")
        if tuple(asked.get(name) for name in names) != right:
            return _block(_NOTHING)
        if asked.get("tagId") == _SIDE:
            return _block(f'<ul class="side">{menu(site)}</ul>')
        if asked.get("tagId") not in (found.lists["tagId"], ""):
            return _block(_NOTHING)
        return self._lines(found, request)

    def _lines(self, found: Column, request: Request) -> Answer:
        """A page of the list: its size may be heeded or not, and what comes after the last page differs."""
        lists, items = found.lists, self.world.columns.items(found)
        number, size = _wanted(request.params.get("paramJson", ""))
        size = size if size and lists["heeds"] else int(lists["perpage"])
        last = max(1, -(-len(items) // size))
        if number > last and lists["end"] in ("error", "500", "nothing"):
            failed = Answer(500, b'{"success":false,"code":"500"}', _JSON)
            kinds = {"error": _json({"success": False, "code": "500", "message": "系统异常"}), "500": failed}
            return kinds.get(lists["end"], _block(_NOTHING))
        number = min(number, last) if lists["end"] == "last" else number
        rows = self.part(items, (number - 1) * size, number * size, request)
        lines = "".join(self._line(found, item) for item in rows)
        total = self.told(len(items), MORE, request)
        pager = f'<div class="pagination" count="{total}" rows="{size}" pageNo="{number}"></div>'
        pager = pager if lists["count"] else ""
        return _block(f'<div class="list"><ul>{lines}</ul></div>{pager}')

    def _line(self, found: Column, item: Item) -> str:
        href, title, day = item_path(self.world, found, item).replace("&", "&amp;"), escape(item.title), item.day
        dates = {"bracket": f"<span>[{day}]</span>", "plain": f"<span>{day}</span>"}
        date = dates.get(found.lists["dates"], "")
        return f'<li><a href="{href}" title="{title}" target="_blank">{title}</a>{date}</li>'


_JSON = "application/json;charset=UTF-8"


def _wanted(text: str) -> tuple[int, int]:
    """(page, size) that a paramJson asks for; (1, 0) where it asks for nothing."""
    try:
        asked = json.loads(text or "{}")
    except ValueError:
        return 1, 0
    return max(1, int(asked.get("pageNo", 1))), int(asked.get("pageSize", 0))


def _block(html: str) -> Answer:
    return _json({"success": True, "code": "200", "data": {"html": html}})


def _json(value: dict[str, object]) -> Answer:
    return Answer(body=json.dumps(value, ensure_ascii=False).encode(), content_type=_JSON)
