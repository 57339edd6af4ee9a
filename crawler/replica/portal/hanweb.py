"""Hanweb beside its lists: the home page, columns of navigation, the report module, files by name."""

import re
from collections import Counter
from dataclasses import replace

from crawler.replica.faults import Faults
from crawler.replica.messages import Answer, Request, page
from crawler.replica.portal import directories, skins
from crawler.replica.portal.bodies import Tags, report_body
from crawler.replica.portal.chrome import frame, site_name
from crawler.replica.portal.family import Family
from crawler.replica.portal.files import file_answer
from crawler.replica.world import Agency, Host, Report, World
from crawler.replica.world.addresses import FORM, PICTURE, REPORT, file_path, report_item
from crawler.replica.world.agencies import FIRST_YEAR
from crawler.replica.world.article import explanation, explanation_title
from crawler.replica.world.data import load
from crawler.replica.world.draws import share
from crawler.replica.world.hosts import mirrors
from crawler.replica.world.prose import agency_facts
from crawler.replica.world.truth import beside_path, own_path

_COLUMN = re.compile(r"/col/col(\d+)/index\.html")
_ARTICLE = re.compile(r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_(\d+)\.html")
_PICTURE = re.compile(r"/picture/0/([0-9a-f]{32})\.png")
_FILE = re.compile(r"([0-9a-f]{32})\.(pdf|docx|doc)")
_ATTACHED = re.compile(r"/attach/0/([0-9a-f]{32})\.(pdf|docx|doc)")
_PICTURE_TAG = '<p style="text-align:center"><img src="{}" border="0" alt=""/></p>'


class Hanweb(Family):
    """What a Hanweb host has whether it keeps its reports in the module, in lists or in both."""

    name = "hanweb-xxgk"

    def __init__(self, world: World, faults: Faults) -> None:
        super().__init__(world, faults)
        self._views: Counter[str] = Counter()

    def answer(self, site: Host, request: Request) -> Answer | None:
        path = request.path
        if path in ("/", "/index.html"):
            return self._home(site, request)
        if match := _COLUMN.fullmatch(path):
            return self._column(site, int(match[1]), request)
        if path == "/module/xxgk/xxgkAnnualReport.jsp" and "agency" in site.columns:
            return self._module(site, request)
        if path in ("/module/xxgk/search.jsp", "/module/xxgk/tree.jsp") and "agency" in site.columns:
            return self._search(site, request)
        if path == "/module/download/downfile.jsp":
            return self._download(site, request)
        if match := _PICTURE.fullmatch(path):
            return self._kept(site, match[1], PICTURE, "png")
        if match := _ATTACHED.fullmatch(path):
            return self._kept(site, match[1], 0, match[2])
        if (match := _ARTICLE.fullmatch(path)) and "agency" in site.columns:
            return self._article(site, path, int(match[1]))
        if path == "/script/page.css":
            return Answer(body=b"body{font-size:14px}\n", content_type="text/css")
        return None

    def _home(self, site: Host, request: Request) -> Answer:
        if request.host != site.host and request.host in mirrors():
            agency = next((one for one in self.world.agencies_of(site.host) if one.own_name == "城市管理局"), None)
            return page(directories.agency_page(self.world, agency) if agency else directories.home(site))
        return page(directories.home(site))

    def _column(self, site: Host, number: int, request: Request) -> Answer | None:
        name = next((name for name, column in site.columns.items() if column == number), "")
        area = request.params.get("vc_xxgkarea", "")
        if name == "agency" and (agency := self.world.agency(site.portal, area)):
            return page(directories.agency_page(self.world, agency))
        if number in site.empty or (name == "agency" and area):
            return page(frame(site, "年度报告", directories.NO_DATA))
        if name == "open":
            return page(directories.open_affairs(site))
        if name in ("disclosure", "reports"):
            shell = self.faults.active("shell_directory", request.host)
            return page(directories.disclosure(self.world, site, reports=name == "reports", shell=shell))
        if name == "guide":
            return page(self._guide(site))
        return None

    def _guide(self, site: Host) -> str:
        agencies = self.world.agencies_of(site.host)
        facts = agency_facts(self.world.seed, agencies[0], 2023) if agencies else None
        text = "\n".join(f"<p>{line.format_map(facts)}</p>" for line in load("prose")["guide"]) if facts else ""
        return skins.plain_article(site, f"{site_name(site)}政府信息公开指南", "2023-05-12", text)

    def _module(self, site: Host, request: Request) -> Answer:
        params = request.params
        agency = self.world.agency(site.portal, params.get("area", ""))
        year = int(params["fbtime"]) if re.fullmatch(r"\d{4}", params.get("fbtime", "")) else 0
        held = agency is not None and self.world.in_module(agency, year)
        if agency is None or not held or not (self.world.published(agency, year) or self.world.explained(agency, year)):
            return page(skins.empty_shell(site))
        bare = params.get("showType") == "2" and site.portal != "jining"
        return page(skins.report_page(site, self._content(agency, year, request), bare=bare))

    def _content(self, agency: Agency, year: int, request: Request) -> skins.Content:
        report = self.world.report(agency, year)
        views = int(share("views", agency.serial, year) * 3000) + 20
        if self.faults.active("counter", request.host):
            self._views[request.url] += 1
            views += self._views[request.url]
        if self.world.explained(agency, year):
            title, html = explanation_title(report.seed, agency, year), explanation(report)
        else:
            title, html = report.title, report_body(report, self._tags())
        return skins.Content(agency, year, title, report.published_shown, html, views)

    def _tags(self) -> Tags:
        def path(report: Report, which: int, extension: str) -> str:
            item = report_item(self.world, report.agency, report.year)
            return file_path(self.world, None, item, which, extension).replace("&", "&amp;")

        def link(report: Report, which: int, extension: str, label: str) -> str:
            return f'<p>附件：<a href="{path(report, which, extension)}">{label}.{extension}</a></p>'

        return Tags(
            lambda report: _PICTURE_TAG.format(path(report, PICTURE, "png")),
            lambda report: link(report, FORM, report.style.attachment, "政府信息公开申请表"),
            lambda report: link(report, REPORT, report.media, report.title),
        )

    def _search(self, site: Host, request: Request) -> Answer:
        agency = self.world.agency(site.portal, request.params.get("area", ""))
        if agency is None or request.path.endswith("tree.jsp"):
            return page("<ul class='tree'><li>政府信息公开年报</li></ul>\n")
        number = request.params.get("currpage", "1")
        return page(directories.search_answer(self.world, agency, int(number) if number.isdigit() else 1))

    def _kept(self, site: Host, name: str, which: int, extension: str) -> Answer | None:
        """The file of this name, if it is of the kind `which` (0: any) and belongs to this portal or a column here."""
        slot = self.world.file_slot(name)
        if slot is None or (which and slot[2] != which) or not self.world.published(slot[0], slot[1]):
            return None
        agency, year, _ = slot
        here = any(column.host is site for column in self.world.columns.where(agency, year))
        if agency.host.portal != site.portal and not here:
            return None
        return file_answer(self.world.report(slot[0], slot[1]), slot[2], extension)

    def _download(self, site: Host, request: Request) -> Answer:
        match = _FILE.fullmatch(request.params.get("filename", ""))
        kept = self._kept(site, match[1], 0, match[2]) if match else None
        if match is None or kept is None:
            return page("<html><body><script>alert('文件不存在');window.close();</script></body></html>\n")
        if not request.headers.get("referer"):
            return page("<html><body>请从本站页面下载附件。</body></html>\n")
        # Headers go out as latin-1: this is how the bytes of GBK get through.
        label = f"附件.{match[2]}".encode("gbk").decode("latin-1") if site.lists else match[0]
        return replace(kept, headers=(("Content-Disposition", f'attachment; filename="{label}"'),))

    def _article(self, site: Host, path: str, number: int) -> Answer | None:
        serial, year = number // 100, number % 100 + 2000
        if serial >= len(self.world.agencies) or year < FIRST_YEAR:
            return None
        agency = self.world.agencies[serial]
        told = self._told(agency, year, path) if agency.host == site else None
        return page(skins.plain_article(site, *told)) if told else None

    def _told(self, agency: Agency, year: int, path: str) -> tuple[str, str, str] | None:
        """(title, day as shown, body) of an agency's article: an explanation, or a report that its own page lists."""
        world, own = self.world, self.world.on_own_page(agency)
        report = world.report(agency, year)
        if own and path == own_path(agency, year) and world.published(agency, year):
            return report.title, report.published_shown, report_body(report, self._tags())
        there = world.explained_beside(agency, year) or (own and world.explained(agency, year))
        if path != beside_path(agency, year) or not there:
            return None
        return explanation_title(report.seed, agency, year), report.published_shown, explanation(report)
