"""TRS WCM: directories with their lists, relative addresses, two pagers, year directories, old pages in GB2312."""

import posixpath
import re
from html import escape

from crawler.replica.faults import Faults
from crawler.replica.messages import Answer, Request, page
from crawler.replica.portal.bodies import Tags, item_body, views_of
from crawler.replica.portal.files import file_answer
from crawler.replica.portal.trs_pages import Site, list_page, whole
from crawler.replica.world import Host, Report, World
from crawler.replica.world.addresses import (
    FORM,
    PICTURE,
    REPORT,
    file_path,
    item_path,
    number_of,
    report_item,
    trs_file,
)
from crawler.replica.world.agencies import YEARS
from crawler.replica.world.columns import Column, Item
from crawler.replica.world.hosts import hosts

Link = tuple[str, str]
_INDEX = re.compile(r"(.*/)(?:index(?:_(\d+))?\.(s?html?))?")
_ARTICLE = re.compile(r"t(?:\d{8}|null)_(\d+)\.s?html?")
GB = "gb18030"


class Trs:
    """The directories of trs hosts; None from `answer` where a path is not theirs."""

    def __init__(self, world: World, faults: Faults) -> None:
        self.world, self.faults = world, faults

    def answer(self, site: Host, request: Request) -> Answer | None:
        folder, name = posixpath.split(request.path)
        if match := _INDEX.fullmatch(request.path):
            if match[3] and match[3] != site.lists["extension"] and match[1] != "/":
                return None
            return self._folder(site, match[1], int(match[2] or 0), request)
        if match := _ARTICLE.fullmatch(name):
            return self._article(site, request, int(match[1]))
        if slot := trs_file(name):
            return self._file(site, request, f"{folder}/", *slot)
        return None

    def _folder(self, site: Host, path: str, number: int, request: Request) -> Answer | None:
        columns = self.world.columns.shown(site)
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
        below = [one for one in self.world.columns.shown(site) if one.path.startswith(path)]
        if not below and path not in [root for _, root in site.lists["roots"]]:
            return None
        near = [one for one in below if not any(one.path.startswith(root) for _, root in deeper)]
        return list(dict.fromkeys([*deeper, *(self._step(one, path) for one in near)]))

    def _others(self, site: Host) -> list[Link]:
        """From a city's home to its districts."""
        districts = [other for other in hosts().values() if other.portal == site.portal and other is not site]
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
        if self.faults.active("dead_column", request.host) and found.mixed:
            return None
        return self._items(found, self.world.columns.items(found), found.path, number, request)

    def _items(self, found: Column, items: list[Item], path: str, number: int, request: Request) -> Answer | None:
        site, size = found.host, int(found.host.lists["perpage"])
        pages = max(1, -(-len(items) // size))
        if number >= pages or (number and self.faults.active("cut_list", request.host)):
            return None
        start = number * size
        rows = items[start : start + size]
        unstable = start and rows and self.faults.active("unstable_pages", request.host)
        if unstable and self.faults.meet("unstable_pages", request.url) == 1:
            rows = [items[start - 1], *rows[1:]]
        told = pages + (1 if self.faults.active("wrong_total", request.host) else 0)
        lines = [(item.title, item_path(self.world, found, item), item.day.isoformat()) for item in rows]
        shell = self.faults.active("shell_list", request.host)
        return page(list_page(Site(site, path), found.title, lines, told, number, shell=shell))

    def _find(self, site: Host, path: str, serial: int, year: int) -> list[Column]:
        """The columns of the host in which this address may lie."""
        if serial >= len(self.world.agencies):
            return []
        found = self.world.columns.where(self.world.agencies[serial], year)
        return [one for one in found if one.host is site and path.startswith(one.path)]

    def _article(self, site: Host, request: Request, number: int) -> Answer | None:
        place = number_of(site.family, number)
        if place is None:
            return None
        for found in self._find(site, request.path, place.serial, place.year):
            agency = self.world.agencies[place.serial]
            for item in self.world.columns.of_year(found, agency, place.year):
                if item.kind == place.kind and item_path(self.world, found, item) == request.path:
                    return self._shown(found, item, request)
        return None

    def _shown(self, found: Column, item: Item, request: Request) -> Answer | None:
        others = self.world.columns.where(item.agency, item.year)
        moved = self.faults.active("moved_article", request.host) and len(others) > 1 and others[0] is found
        if moved or (self.faults.active("gone", request.host) and item.year <= 2012):
            return None
        html = self._page(found, item)
        if item.year > found.host.lists["gb_until"]:
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
<div class="article-body"><div class="{found.host.lists["container"]}">
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

    def _file(self, site: Host, request: Request, folder: str, serial: int, year: int, which: int) -> Answer | None:
        extension = request.path.rpartition(".")[2]
        for found in self._find(site, request.path, serial, year):
            agency = self.world.agencies[serial]
            item = report_item(self.world, agency, year)
            if self.world.listed(agency, year) and file_path(self.world, found, item, which, extension) == request.path:
                return file_answer(self.world.report(agency, year), which, extension)
        return None
