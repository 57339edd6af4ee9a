"""els-service: pages that name a catalogue, the list endpoint that answers JSON, articles held in a script."""

import json
import re

from crawler.replica.messages import Answer, Request, page
from crawler.replica.portal import els_pages as pages
from crawler.replica.portal.bodies import Tags, item_body
from crawler.replica.portal.chrome import Link, site_name
from crawler.replica.portal.family import MORE, Family
from crawler.replica.world import Host, Report
from crawler.replica.world.addresses import FORM, PICTURE, REPORT, file_path, item_path, report_item
from crawler.replica.world.columns import Column, Item
from crawler.replica.world.forms.els import article_number, els_file, els_place, unit_of
from crawler.replica.world.hosts import hosts

_ARTICLE = re.compile(r"/\w+/(\d{19})\.html")
_API = re.compile(r"/els-service/article/(\d+)/(\d+)")
_MOST = 50
DISCLOSURE, REPORTS = "/zfxxgk/", "/zfxxgk/xxgknb/"


class Els(Family):
    """The pages and the endpoint of such hosts."""

    name = "els-service"

    def answer(self, site: Host, request: Request) -> Answer | None:
        path = request.path
        if path in ("/", "/index.html"):
            return page(pages.directory(site, site_name(site), [("政府信息公开", DISCLOSURE)]))
        if path == DISCLOSURE:
            return page(pages.directory(site, "政府信息公开", [("政府信息公开年报", REPORTS), *self._others(site)]))
        if path == REPORTS:
            return page(pages.directory(site, "政府信息公开年报", self._lists(site, request)))
        if match := _API.fullmatch(path):
            return self._api(site, request, int(match[1]), int(match[2]))
        if match := _ARTICLE.fullmatch(path):
            found = self.item(site, path, els_place(int(match[1])), request)
            return page(self._page(*found)) if found else None
        if slot := els_file(path):
            return self.file(site, path, *slot)
        column = next((one for one in self.columns(site) if one.path == path), None)
        if column is None or self.is_dead(column, request):
            return None
        return page(pages.column(column, catalogue(column), address(column), shell=self.is_shell(request)))

    def _lists(self, site: Host, request: Request) -> list[Link]:
        """Where the lists stand; on some hosts the address itself names the catalogue."""
        shell = self.is_shell(request)
        return [(one.title, one.path if shell else address(one)) for one in self.columns(site)]

    def _others(self, site: Host) -> list[Link]:
        """From a city to its counties and to departments with sites of their own."""
        links: list[Link] = []
        for other in hosts().values() if site.level == "city" else ():
            if other.portal == site.portal and other is not site and other.family == self.name:
                name = other.place if other.level == "county" else other.formal
                links.append((f"{name}政府信息公开", other.root + DISCLOSURE))
        return links

    def _api(self, site: Host, request: Request, number: int, size: int) -> Answer:
        """One page of a list, as the posted body asks for it."""
        if request.method != "POST":
            return Answer(405, b'{"success":false,"code":405,"message":"Request method not supported"}', _JSON)
        if not request.headers.get("content-type", "").startswith("application/json"):
            return Answer(415, b'{"success":false,"code":415,"message":"Unsupported Media Type"}', _JSON)
        if site.lists.get("token") and not request.headers.get("msstoken"):
            return _json({"success": False, "code": 401, "message": "msstoken不能为空", "data": None})
        found = self._asked(site, request)
        items = self.world.columns.items(found) if found and number else []
        size = min(size, int(site.lists.get("most", _MOST)))
        last = max(1, -(-len(items) // size))
        if number > last and site.lists["end"] == "error":
            return _json({"success": False, "code": 500, "message": "查询异常", "data": None})
        number = min(number, last) if site.lists["end"] == "last" else number
        rows = self.part(items, (number - 1) * size, number * size, request)
        contents = [self._line(found, item) for item in rows] if found else []
        data: dict[str, object] = {"contents": contents}
        if total := site.lists.get("total"):
            data[total] = self.told(len(items), MORE, request)
        return _json({"success": True, "code": 200, "data": data})

    def _asked(self, site: Host, request: Request) -> Column | None:
        """The list that a body names; None where its unit is another or its catalogue is unknown."""
        try:
            body = json.loads(request.body)
        except ValueError:
            return None
        unit = body.get("dwid") or next(iter(body.get("dw") or ()), site.lists["dwid"])
        named = [str(name) for name in body.get("catas") or ()]
        found = (one for one in self.columns(site) if catalogue(one) in named)
        return next(found, None) if unit == site.lists["dwid"] else None

    def _line(self, found: Column, item: Item) -> dict[str, object]:
        """One line of the answer: by its numbers, or by an address of its own; some name the files."""
        path, serial = item_path(self.world, found, item), item.agency.serial
        direct = path.startswith("/upload-service/")
        url = path if direct else found.host.root + path if (serial + item.year) % 7 == 3 else None
        files: list[dict[str, str]] = []
        report = self.world.report(item.agency, item.year)
        if item.kind == "report" and report.media and (direct or serial % 2):
            files.append({"fileurl": file_path(self.world, found, item, REPORT, report.media), "filename": item.title})
        return {
            "xxid": None if direct else str(article_number(item)), "dwid": unit_of(item.agency), "subject": item.title,
            "subtitle": "", "fwdate": f"{item.day} 09:{serial % 60:02}:00", "url": url, "files": files,
        }  # fmt: skip

    def _page(self, found: Column, item: Item) -> str:
        return pages.article(found, item, item_body(self.world, item, self._tags(found)), address(found))

    def _tags(self, found: Column) -> Tags:
        """Files of the upload service: in a viewer's box, or as a link for the viewer."""

        def path(report: Report, which: int, extension: str) -> str:
            item = report_item(self.world, report.agency, report.year)
            return file_path(self.world, found, item, which, extension)

        def file(report: Report) -> str:
            return "" if self._only_listed(report) else link(report, REPORT, report.media, report.title)

        def link(report: Report, which: int, extension: str, label: str) -> str:
            address, text = path(report, which, extension), f"{label}.{extension}"
            if report.agency.serial % 2:
                return f'<div class="pdf-box"><a href="{address}">{text}</a></div>'
            return f'<p>附件：<a class="media" href="{address}">{text}</a></p>'

        return Tags(
            lambda report: f'<p align="center"><img src="{path(report, PICTURE, "png")}"></p>',
            lambda report: link(report, FORM, report.style.attachment, "政府信息公开申请表"),
            file,
        )

    def _only_listed(self, report: Report) -> bool:
        """Whether the list alone names the file of a report that has no other body."""
        return not report.form.startswith("html") and report.agency.serial % 2 == 1 and report.year % 2 == 0


_JSON = "application/json;charset=UTF-8"


def catalogue(column: Column) -> str:
    """The catalogue of a list; what came from a TRS site keeps that in its name."""
    return f"{'trs' if column.lists.get('catas') == 'trs' else ''}{column.number}"


def address(column: Column) -> str:
    """Where a list stands; on some hosts the address itself names the catalogue."""
    return f"{column.path}?catas={catalogue(column)}" if column.lists["named"] == "address" else column.path


def _json(value: dict[str, object]) -> Answer:
    return Answer(body=json.dumps(value, ensure_ascii=False).encode(), content_type=_JSON)
