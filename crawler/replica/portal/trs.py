"""TRS WCM: directories with their lists, relative addresses, two pagers, year directories, old pages in GB2312."""

import posixpath
import re
from html import escape

from crawler.replica.messages import Answer, Request, page
from crawler.replica.portal.bodies import Tags, item_body, views_of
from crawler.replica.portal.family import Family
from crawler.replica.portal.trs_pages import Site, list_page, whole
from crawler.replica.world import Host, Report
from crawler.replica.world.addresses import FORM, PICTURE, REPORT, file_path, item_path, report_item
from crawler.replica.world.agencies import YEARS
from crawler.replica.world.columns import Column, Item
from crawler.replica.world.forms.trs import trs_file, trs_place
from crawler.replica.world.hosts import hosts

Link = tuple[str, str]
_INDEX = re.compile(r"(.*/)(?:index(?:_(\d+))?\.(s?html?))?")
_ARTICLE = re.compile(r"t(?:\d{8}|null)_(\d+)\.s?html?")
GB = "gb18030"


class Trs(Family):
    """The directories of trs hosts."""

    name = "trs-wcm"

    def answer(self, site: Host, request: Request) -> Answer | None:
        name = posixpath.basename(request.path)
        if match := _INDEX.fullmatch(request.path):
            if match[3] and match[3] != site.lists["extension"] and match[1] != "/":
                return None
            return self._folder(site, match[1], int(match[2] or 0), request)
        if match := _ARTICLE.fullmatch(name):
            found = self.item(site, request.path, trs_place(int(match[1])), request)
            return self._shown(*found) if found else None
        if slot := trs_file(name):
            return self.file(site, request.path, *slot)
        return None

    def _folder(self, site: Host, path: str, number: int, request: Request) -> Answer | None:
        columns = self.columns(site)
        found = next((one for one in columns if one.path == path), None)
        if found is not None:
            return self._list(found, number, request)
        if number:
            return None
        inside = [one for one in columns if one.year_folders and re.fullmatch(rf"{re.escape(one.path)}\d{{4}}/", path)]
        if inside:
            items = [item for item in self.world.columns.items(inside[0]) if path.endswith(f"/{item.year}/")]
            return self._items(inside[0], items, path, number, request)
        links = self._links(site, path)
        if links is None:
            return None
        title = next((str(text) for text, root in site.lists["roots"] if root == path), "政府信息公开年报")
        return page(whole(Site(site, path), title, links=links))

    def _links(self, site: Host, path: str) -> list[Link] | None:
        """What a directory above the lists leads to: the next ones down, the agencies, the years, the levels."""
        deeper = [
            (str(text), str(root)) for text, root in site.lists["roots"] if root.startswith(path) and root != path
        ]
        if path == "/":
            return deeper + self._others(site)
        below = [one for one in self.columns(site) if one.path.startswith(path)]
        if not below and path not in [root for _, root in site.lists["roots"]]:
            return None
        near = [one for one in below if not any(one.path.startswith(root) for _, root in deeper)]
        return list(dict.fromkeys([*deeper, *(self._step(one, path) for one in near)]))

    def _others(self, site: Host) -> list[Link]:
        """From a city's home to its districts."""
        near = [other for other in hosts().values() if other.portal == site.portal and other is not site]
        districts = [other for other in near if other.lists.get("roots")]
        links = [(f"{other.place}政府信息公开", f"{other.root}{other.lists['roots'][0][1]}") for other in districts]
        return links if site.level != "county" else []

    def _step(self, one: Column, path: str) -> Link:
        """How a directory above this list leads towards it."""
        step = path + one.path.removeprefix(path).split("/")[0] + "/"
        if "/{slug}/" in one.form and path.rstrip("/") == posixpath.dirname(one.form.split("{slug}")[0]):
            return one.agencies[0].name(YEARS[-1]), step if one.host.lists.get("unit_pages") else one.path
        if "/{slug}/" in one.form:
            return "政府信息公开年报", one.path
        if len(one.years) == 1 and step != one.path:
            return f"{one.years[0]}年政府信息公开年报", step
        return one.title, one.path

    def _list(self, found: Column, number: int, request: Request) -> Answer | None:
        if self.is_dead(found, request):
            return None
        return self._items(found, self.world.columns.items(found), found.path, number, request)

    def _items(self, found: Column, items: list[Item], path: str, number: int, request: Request) -> Answer | None:
        site, size = found.host, int(found.lists["perpage"])
        pages = max(1, -(-len(items) // size))
        rows = self.part(items, number * size, number * size + size, request)
        if number and not rows:
            return None
        told = self.told(pages, 1, request)
        lines = [(item.title, item_path(self.world, found, item), item.day.isoformat()) for item in rows]
        return page(list_page(Site(site, path), found.title, lines, told, number, shell=self.is_shell(request)))

    def _shown(self, found: Column, item: Item) -> Answer:
        html = self._page(found, item)
        if item.year > found.lists["gb_until"]:
            return page(html)
        return Answer(body=html.replace('charset="UTF-8"', 'charset="gb2312"').encode(GB), content_type="text/html")

    def _page(self, found: Column, item: Item) -> str:
        path = item_path(self.world, found, item)
        body = item_body(self.world, item, self.tags(found))
        late = item.agency.serial % 10 == 7 and item.kind == "report"
        shown = item.day.replace(month=12, day=25) if late else item.day
        metas = {
            "ColumnName": found.title, "ArticleTitle": escape(item.title), "PubDate": f"{shown} 16:20",
            "ContentSource": item.agency.name(item.year), "Url": f"./{posixpath.basename(path)}",
        }  # fmt: skip
        inner = f"""<div class="detail-article-title"><h2>{item.title}</h2></div>
<ul class="detail-article-infos"><li><span><i>发布时间：</i>{shown}</span>
<span><i>来源：</i>{metas["ContentSource"]}</span>
<span>浏览次数：{views_of(item)}</span> <span>【字体：大 中 小】</span> <span>打印</span></li></ul>
<div class="article-body"><div class="{found.lists["container"]}">
{body}
</div></div>"""
        return whole(Site(found.host, posixpath.dirname(path) + "/"), item.title, inner=inner, metas=metas,
                     crumb=(found.title, found.path))  # fmt: skip

    def tags(self, found: Column) -> Tags:
        """Files lie beside their article and are linked so."""

        def name(report: Report, which: int, extension: str) -> str:
            item = report_item(self.world, report.agency, report.year)
            target = file_path(self.world, found, item, which, extension)
            page_folder = posixpath.dirname(item_path(self.world, found, item))
            near = posixpath.relpath(target, page_folder)
            return near if near.startswith(".") else f"./{near}"

        def link(report: Report, which: int, extension: str, label: str) -> str:
            return f'<p>附件：<a href="{name(report, which, extension)}" target="_blank">{label}.{extension}</a></p>'

        return Tags(
            lambda report: f'<p align="center"><img src="{name(report, PICTURE, "png")}" alt=""/></p>',
            lambda report: link(report, FORM, report.style.attachment, "政府信息公开申请表"),
            lambda report: link(report, REPORT, report.media, report.title),
        )
