"""channel-doc: the disclosure site with its tabs, agencies' sites, static lists with their pagers."""

import re
from dataclasses import dataclass

from crawler.replica.messages import Answer, Request, page
from crawler.replica.portal import channel_pages as pages
from crawler.replica.portal.bodies import Tags, item_body
from crawler.replica.portal.chrome import Link, frame, site_name
from crawler.replica.portal.family import MORE, Family
from crawler.replica.world import Host, Report
from crawler.replica.world.addresses import FORM, PICTURE, REPORT, file_path, item_path, report_item
from crawler.replica.world.agencies import YEARS
from crawler.replica.world.columns import Column, Item
from crawler.replica.world.forms.base import object_place
from crawler.replica.world.forms.channel_doc import picture_slot
from crawler.replica.world.hosts import hosts

_ARTICLE = re.compile(r".*/doc_([0-9a-f]{24})\.html")
_FILE = re.compile(r".*/doc_[0-9a-f]{24}_([0-9a-f]{32})\.\w+")
_SITE = re.compile(r"(.*/site_[^/]+/)")
_PAGE = re.compile(r"(.*/)index_(\d+)\.html")


@dataclass(frozen=True, slots=True)
class Map:
    """Where a host keeps its disclosure home, the page above its lists, and its agencies."""

    disclosure: str
    reports: str
    units: str


class ChannelDoc(Family):
    """The channels of such hosts."""

    name = "channel-doc"

    def answer(self, site: Host, request: Request) -> Answer | None:
        path, where = request.path, places(site)
        if path in ("/", "/index.html"):
            links = [("政务公开", where.disclosure)] if site.depth == 1 else [("政府信息公开", where.disclosure)]
            return page(pages.directory(site, where, site_name(site), links))
        if path in (where.disclosure, site.lists.get("base")):
            return page(self._disclosure(site, where, request))
        if path == where.reports:
            return page(pages.directory(site, where, "政府信息公开年报", self._lists(site)))
        if path == where.units:
            return page(pages.directory(site, where, "部门信息公开", self._lists(site)))
        if match := _ARTICLE.fullmatch(path):
            found = self.item(site, path, object_place(self.world, match[1]), request)
            return page(self._page(*found)) if found else None
        return self._file(site, path) or self._list(site, request) or self._unit(site, where, path)

    def _file(self, site: Host, path: str) -> Answer | None:
        if match := _FILE.fullmatch(path):
            kept = self.world.file_slot(match[1])
            return self.file(site, path, kept[0].serial, kept[1], kept[2]) if kept else None
        slot = picture_slot(self.world, path)
        return self.file(site, path, *slot) if slot and slot.year in YEARS else None

    def _disclosure(self, site: Host, where: Map, request: Request) -> str:
        """The disclosure home; with tabs, of which some hosts have every panel in the page and others none."""
        others = self._others(site)
        if not site.lists.get("open"):
            menu = pages.menu(where) if self._lists(site) else []
            return pages.directory(site, where, "政府信息公开", [*menu, *others])
        tab = request.params.get("open", "")
        filled = site.lists.get("panels", "page") == "page"
        panel = self._lists(site) if filled else []
        return pages.tabbed(site, where, tab, [*panel, *others])

    def _lists(self, site: Host) -> list[Link]:
        """Every list of the host: those of all by their titles, an agency's own by its name."""
        shown = self.world.columns.shown(site)
        own = [(one.agencies[0].name(YEARS[-1]), self._home_of(one)) for one in shown if "{slug}" in one.form]
        return [*((one.title, one.path) for one in shown if "{slug}" not in one.form), *own]

    def _home_of(self, column: Column) -> str:
        """An agency's site where it has one, else its list at once."""
        site = _SITE.match(column.path)
        return site[1] if site and column.lists.get("unit_home") else column.path

    def _unit(self, site: Host, where: Map, path: str) -> Answer | None:
        """The home of an agency's site."""
        for column in self.columns(site):
            if "{slug}" in column.form and path == self._home_of(column) != column.path:
                links = [("政府信息公开指南", where.disclosure), ("政府信息公开年报", column.path)]
                return page(pages.directory(site, where, column.agencies[0].name(YEARS[-1]), links))
        return None

    def _others(self, site: Host) -> list[Link]:
        """From a city to its counties and to departments with sites of their own."""
        links: list[Link] = []
        for other in hosts().values() if site.level == "city" else ():
            if other.portal == site.portal and other is not site and other.family == self.name:
                name = other.place if other.level == "county" else other.formal
                if self.world.agencies_of(other.host):
                    links.append((f"{name}政府信息公开", other.root + places(other).disclosure))
        return links

    def _list(self, site: Host, request: Request) -> Answer | None:
        turned = _PAGE.fullmatch(request.path)
        path, number = (turned[1], int(turned[2])) if turned else (request.path, int(request.params.get("page") or 1))
        found = next((one for one in self.columns(site) if one.path in (path, f"{path}/")), None)
        if found is None or self.is_dead(found, request):
            return None
        items = self.world.columns.items(found)
        size = int(found.lists["perpage"]) if found.lists["pager"] else len(items) + 1
        rows = self.part(items, (number - 1) * size, number * size, request)
        if number > 1 and not rows:
            return None
        if self.is_shell(request) or found.lists.get("shell"):
            return page(pages.shell(site, found))
        last = self.told(max(1, -(-len(items) // size)), 1, request)
        lines = [(item.title, item_path(self.world, found, item), item.day.isoformat()) for item in rows]
        return page(pages.listing(found, lines, number, last, self.told(len(items), MORE, request)))

    def _page(self, found: Column, item: Item) -> str:
        body = item_body(self.world, item, self._tags(found))
        return frame(found.host, item.title, pages.article(found, item, body), crumbs=[(found.title, found.path)],
                     nav=pages.navigation(places(found.host)))  # fmt: skip

    def _tags(self, found: Column) -> Tags:
        """Files are linked by name beside the article, or with their whole path."""

        def path(report: Report, which: int, extension: str) -> str:
            item = report_item(self.world, report.agency, report.year)
            whole = file_path(self.world, found, item, which, extension)
            return whole.rpartition("/")[2] if report.agency.serial % 2 and which != PICTURE else whole

        def link(report: Report, which: int, extension: str, label: str) -> str:
            return f'<p>附件：<a href="{path(report, which, extension)}">{label}.{extension}</a></p>'

        return Tags(
            lambda report: f'<p align="center"><img src="{path(report, PICTURE, "png")}" alt=""></p>',
            lambda report: link(report, FORM, report.style.attachment, "政府信息公开申请表"),
            lambda report: link(report, REPORT, report.media, report.title),
        )


def places(site: Host) -> Map:
    """The channels of a host that lead to its lists."""
    base, key = site.lists.get("base", "/"), f"{int(site.division):06x}{len(site.host):018x}"
    home = f"{base}channel_{site.lists.get('home', key + 'a1')}/" if base == "/" or site.lists.get("open") else base
    return Map(home, f"{base}channel_{key}b2/", f"{base}channel_{key}c3/")
