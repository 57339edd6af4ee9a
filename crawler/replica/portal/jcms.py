"""Hanweb jcms: column pages with their records in XML, the paging endpoint, articles, columns that are an article."""

import re
from html import escape
from urllib.parse import quote

from crawler.replica.messages import Answer, Request, page
from crawler.replica.portal.bodies import Tags, item_body, views_of
from crawler.replica.portal.chrome import Link, anchors, column, frame, metas, site_name
from crawler.replica.portal.directories import NO_DATA, listing, menu
from crawler.replica.portal.family import MORE, Family
from crawler.replica.portal.records import record
from crawler.replica.world import Host, Report
from crawler.replica.world.addresses import FORM, PICTURE, REPORT, file_path, item_path, report_item
from crawler.replica.world.columns import Column, Item
from crawler.replica.world.forms import FORMS
from crawler.replica.world.forms.jcms import jcms_place
from crawler.replica.world.hosts import hosts

PROXY = "/module/web/jpage/dataproxy.jsp"
_ARTICLE = re.compile(r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_(\d+)\.html")
_NOTHING = b"<datastore><totalrecord>0</totalrecord><totalpage>0</totalpage><recordset></recordset></datastore>"
_MOST = 300
"""More records than this no answer holds, whatever `perpage` asks for."""


class Jcms(Family):
    """The columns of jcms hosts."""

    name = "hanweb-jcms"

    def answer(self, site: Host, request: Request) -> Answer | None:
        if request.path == PROXY:
            return self._proxy(site, request)
        if match := _ARTICLE.fullmatch(request.path):
            shown = self.item(site, request.path, jcms_place(int(match[1])), request)
            return page(self._page(*shown)) if shown else None
        found = next((one for one in self.columns(site) if one.path == request.path), None)
        if found is not None:
            return self._column(found, request)
        if request.path in (column(site, "disclosure"), column(site, "reports")):
            return page(self._directory(site, reports=request.path == column(site, "reports")))
        return None

    def _directory(self, site: Host, *, reports: bool) -> str:
        """The disclosure home with its menu, and the page that leads to every list of the host."""
        title = "政府信息公开年报" if reports else "政府信息公开"
        parts = []
        if reports:
            lists = [one for one in self.world.columns.shown(site) if one.family.startswith("hanweb-")]
            main = [(one.title, one.path) for one in lists if not one.of_one]
            units = [(one.agencies[0].name(2025), one.path) for one in lists if one.of_one]
            parts.append(f'<div class="list-nav"><ul>{anchors(main)}</ul></div>' if main else NO_DATA)
            if units:
                parts.append(f'<div class="unit-nav"><h3>部门年报</h3><ul>{anchors(units)}</ul></div>')
            if any(agency.area for agency in self.world.agencies_of(site.host)):
                parts.append(listing(self.world, site))
            parts.append(self._others(site))
        content = f'<div class="left"><ul>{menu(site)}</ul></div>\n<div class="right">{"".join(parts)}</div>'
        crumbs = [("政府信息公开", column(site, "disclosure"))]
        crumbs += [(title, column(site, "reports"))] if reports else []
        return frame(site, f"{title}_{site_name(site)}", content, crumbs=crumbs)

    def _others(self, site: Host) -> str:
        """From a city to its counties and to departments with sites of their own."""
        links: list[Link] = []
        for other in hosts().values() if site.level in ("city", "province") else ():
            if other.portal != site.portal or other is site or not other.columns:
                continue
            if self.world.agencies_of(other.host):
                name = other.place if other.level == "county" else other.formal
                links.append((f"{name}政府信息公开", other.root + column(other, "disclosure")))
        return f'<div class="xxgk-county"><h3>县市区和部门网站</h3><ul>{anchors(links)}</ul></div>' if links else ""

    def _column(self, found: Column, request: Request) -> Answer:
        site = found.host
        if self.is_dead(found, request):
            return page(f"<html><head><title>404</title></head><body>404 {site.host}</body></html>\n", 404)
        items = self.world.columns.items(found)
        if found.single and self.is_shell(request):
            crumbs = [("政府信息公开", column(site, "disclosure")), (found.title, found.path)]
            return page(frame(site, found.title, '<div id="zoom"></div><script>load("zoom")</script>', crumbs=crumbs))
        if found.single:
            return page(self._page(found, items[0]))
        first = FORMS[self.name].first_page(found)
        rows = "" if self.is_shell(request) else self._records(found, items[:first])
        unit = found.number + 7
        style = found.lists["record"]
        opening = '<ul id="information-list"></ul>' if style == "absolute" else "<ul>" if style == "single" else ""
        closing = "</ul>" if style == "single" else ""
        total, pages = self._totals(items, first, request)
        script = (
            f"<script>$('#{unit}').jpage({{themeName:'default',showMode:'full',proxyUrl:'{PROXY}',"
            f"perPage:{found.lists['perpage']},totalRecord:{total},totalPage:{pages}}});</script>"
        )
        content = f"""<div class="default_pgContainer" id="{unit}"><script type="text/xml">
<datastore>
<nextgroup><![CDATA[<a href="{self._next(found, unit)}"></a>]]></nextgroup>
<recordset>{opening}
{rows}{closing}
</recordset></datastore></script></div>
{script if found.lists["link_params"] == "full" else ""}"""
        crumbs = [("政府信息公开", column(site, "disclosure")), (found.title, found.path)]
        head = metas({"ColumnName": found.title, "ColumnType": "政府信息公开"})
        return page(frame(site, f"{found.title}_{site_name(site)}", content, crumbs=crumbs, head=head))

    def _next(self, found: Column, unit: int) -> str:
        """The address in nextgroup: whole, with a twice encoded name, or with three parameters only."""
        lists = found.lists
        start, ids = f"{PROXY}?page=1&webid={lists['webid']}", f"columnid={found.number}&unitid={unit}"
        if lists["link_params"] == "short":
            return f"{start}&{ids}"
        name = quote(site_name(found.host))
        name = quote(name) if lists["link_params"] == "double" else name
        return f"{start}&path=/&{ids}&webname={name}&permissiontype=0"

    def _totals(self, items: list[Item], size: int, request: Request) -> tuple[int, int]:
        total = self.told(len(items), MORE, request)
        return total, -(-total // size)

    def _records(self, found: Column, items: list[Item]) -> str:
        lines = []
        for item in items:
            path = item_path(self.world, found, item)
            href = f"{found.host.root}{path}" if found.lists["record"] == "absolute" else path
            lines.append(f"<record><![CDATA[\n{record(found.lists['record'], href, item)}]]></record>")
        return "\n".join(lines)

    def _proxy(self, site: Host, request: Request) -> Answer:
        params = request.params
        number = params.get("columnid", "")
        found = next((one for one in self.world.columns.of(site) if str(one.number) == number and not one.single), None)
        asked = (params.get("unitid"), params.get("webid"))
        if found is None or asked != (str(found.number + 7), str(found.lists["webid"])):
            return Answer(body=_NOTHING, content_type="text/xml;charset=UTF-8")
        items = self.world.columns.items(found)
        start, end, size = self._range(found, request)
        rows = self.part(items, start, end, request)
        total, pages = self._totals(items, size, request)
        text = (
            f"<datastore><totalrecord>{total}</totalrecord><totalpage>{pages}</totalpage>"
            f"<recordset>{self._records(found, rows)}</recordset></datastore>"
        )
        return Answer(body=text.encode(), content_type=f"{found.lists['answer']};charset=UTF-8")

    def _range(self, found: Column, request: Request) -> tuple[int, int, int]:
        """Which records are asked for, as [start, end), and how many make a page."""

        def whole(name: str, other: int) -> int:
            text = request.params.get(name, "")
            return int(text) if text.isdigit() and int(text) else other

        size = min(whole("perpage", FORMS[self.name].first_page(found)), _MOST)
        if found.lists["endpoint"] == "startrecord" and "startrecord" in request.params:
            start = whole("startrecord", 1) - 1
            return start, start + min(whole("endrecord", start + size) - start, _MOST), size
        start = (whole("page", 1) - 1) * size
        return start, start + size, size

    def _page(self, found: Column, item: Item) -> str:
        """An article in the site's frame; a single-article column shows the same."""
        site, day = found.host, item.day
        generated = found.lists["meta_date"] == "generated"
        source = item.agency.name(item.year) if item.agency.serial % 3 else site.place
        body = item_body(self.world, item, self.tags(found))
        head = metas({
            "ColumnName": found.title, "ColumnType": "", "ArticleTitle": escape(item.title),
            "PubDate": "2024-11-06 03:12:44" if generated else f"{day} 10:{item.agency.serial % 60:02}",
            "ContentSource": source, "Keywords": "政府信息公开", "Url": item_path(self.world, found, item),
        })  # fmt: skip
        content = f"""<div class="con"><p class="con-title"><!--<$[标题]>begin-->{item.title}<!--<$[标题]>end--></p>
<div class="small-title"><span>发布时间：{day}</span>
<span>来源：<!--<$[信息来源]>begin-->{source}<!--<$[信息来源]>end--></span>
<span>浏览次数：{views_of(item)}</span><span>字体：【大 中 小】</span></div>
<div class="main-txt" id="zoom">
<!--<$[信息内容]>begin--><meta name="ContentStart">
{body}
<meta name="ContentEnd"><!--<$[信息内容]>end-->
</div>
<div class="main-word"><span class="printer">打印</span> <span class="close">关闭</span></div></div>"""
        above = [("政务公开", column(site, "open")), ("政府信息公开", column(site, "disclosure"))]
        crumbs = [*above, (found.title, found.path)]
        return frame(site, item.title, content, crumbs=crumbs, head=head)

    def tags(self, found: Column) -> Tags:
        """How files are linked here; a viewer shows a PDF by script, with nothing in the page."""

        def link(report: Report, which: int, extension: str, label: str) -> str:
            path = file_path(self.world, found, report_item(self.world, report.agency, report.year), which, extension)
            if which == REPORT and extension == "pdf" and found.lists["file"] == "viewer":
                return f'<div id="pdf-view"></div><script>var pdfurl = "{path}";showPdf("pdf-view", pdfurl);</script>'
            return f'<p>附件：<a href="{path.replace("&", "&amp;")}" target="_blank">{label}.{extension}</a></p>'

        def image(report: Report) -> str:
            item = report_item(self.world, report.agency, report.year)
            source = file_path(self.world, found, item, PICTURE, "png")
            return f'<p style="text-align:center"><img src="{source}" alt=""/></p>'

        return Tags(
            image,
            lambda report: link(report, FORM, report.style.attachment, "政府信息公开申请表"),
            lambda report: link(report, REPORT, report.media, report.title),
        )
