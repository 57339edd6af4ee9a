"""How the pages of els-service hosts look: directories, columns that a script fills, articles that a script holds."""

import json
from collections.abc import Sequence
from html import escape

from crawler.replica.portal.bodies import views_of
from crawler.replica.portal.chrome import Link, anchors, frame, metas
from crawler.replica.portal.directories import NO_DATA
from crawler.replica.world import Host
from crawler.replica.world.columns import Column, Item

_NAV = (("首页", "/"), ("政府信息公开", "/zfxxgk/"), ("政务服务", "/zwfw/"))
_ASK = 'function load(p){$.ajax({type:"POST",url:"/els-service/article/"+p+"/15",contentType:"application/json"'


def directory(site: Host, title: str, links: Sequence[Link]) -> str:
    """A page that only leads on."""
    inner = f'<div class="gk"><ul>{anchors(links)}</ul></div>' if links else NO_DATA
    return frame(site, title, inner, nav=_NAV)


def column(found: Column, catalogue: str, place: str, *, shell: bool) -> str:
    """A list that a script fills; how it names what it asks for differs by host, in a `shell` nothing does."""
    lists = found.lists
    unit, area = str(lists["dwid"]), str(lists["dq"])
    script = {
        "address": "var cata = getUrlParam('catas'); load(1);",
        "literal": f'{_ASK},data:JSON.stringify({{"dq":"{area}","dw":["{unit}"],"catas":["{catalogue}"]}})}})}}',
        "variables": f"var dwid = '{unit}';\nvar catas = \"{catalogue}\";\nload(1);",
        "unit": f"var param = {{dwid:'{unit}', catas:['{catalogue}'], order:'fwdate'}}; load(1, param);",
        "fields": "load(1);",
    }[lists["named"]]
    fields = f'<input type="hidden" id="dw" value="{unit}"><input type="hidden" id="catas" value="{catalogue}">'
    script = "load(1);" if shell else script
    inner = (
        f'{fields if lists["named"] == "fields" and not shell else ""}<ul id="list"></ul><div id="pager"></div>\n'
        f'<script src="/js/jquery.min.js"></script><script>{script}</script>'
    )
    head = metas({"ColumnName": found.title, "ColumnType": "政府信息公开"})
    crumb = (found.title, found.path if shell else place)
    return frame(found.host, found.title, inner, crumbs=[crumb], head=head, nav=_NAV)


def article(found: Column, item: Item, body: str, place: str) -> str:
    """An article: in a script, its HTML escaped in one of four ways, or shown at once."""
    day, name = item.day.isoformat(), item.agency.name(item.year)
    head = f'<h1 class="title">{item.title}</h1><p>发布日期：{day}　来源：{name}　浏览次数：{views_of(item)}</p>'
    if found.lists.get("memo") == "mainText":
        inner = f'<div id="mainText">\n{body}\n</div>'
    else:
        script = f'{_memo(body, item)}\n$("#mainText").html(unescapeHtml(memo));'
        inner = f'<div id="mainText"></div>\n<script>\n{script}</script>'
    meta = metas({"ArticleTitle": escape(item.title), "PubDate": day, "ContentSource": name})
    content = f'<div class="article">{head}{inner}</div>'
    return frame(found.host, item.title, content, crumbs=[(found.title, place)], head=meta, nav=_NAV)


def _memo(body: str, item: Item) -> str:
    form = (item.agency.serial + item.year) % 4
    if form == 0:
        return f"var memo = {json.dumps(body).replace('</', chr(60) + chr(92) + '/')};"
    if form == 1:
        return f"var memo = {json.dumps(escape(body), ensure_ascii=False)};"
    if form == 2:
        text = escape(body).replace("\\", "\\\\").replace("\r", "").replace("\n", "\\n")
        return f"var memo = '{text}';"
    return f"var memo = {json.dumps(escape(body))};"
