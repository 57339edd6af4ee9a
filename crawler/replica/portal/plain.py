"""What families of plain links share: the ways from the home page to the lists, lists page by page, articles, files."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from crawler.replica.messages import Answer, Request, page
from crawler.replica.portal.bodies import Tags
from crawler.replica.portal.chrome import Link, anchors, column, frame, site_name
from crawler.replica.portal.directories import NO_DATA
from crawler.replica.portal.family import MORE, Family
from crawler.replica.portal.files import file_answer
from crawler.replica.world import Host, Report
from crawler.replica.world.addresses import FORM, PICTURE, REPORT, file_path, item_path, report_item
from crawler.replica.world.agencies import YEARS
from crawler.replica.world.columns import Column, Item
from crawler.replica.world.forms.base import Number
from crawler.replica.world.hosts import hosts
from crawler.replica.world.names import Slot

SHELL = '<ul id="list"></ul><script src="/script/list.js"></script><script>loadList("list");</script>'


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a list: its number from 1, the pages that there are, the items and pages that the list tells."""

    column: Column
    items: Sequence[Item]
    number: int
    pages: int
    told: tuple[int, int]


class Plain(Family):
    """A family whose lists are plain links; what differs is how it writes and reads addresses, lines and articles."""

    hung: ClassVar[str] = "附件：{}"
    """How a page writes a file that hangs on it."""

    @abstractmethod
    def list_at(self, site: Host, request: Request) -> tuple[Column, int] | None:
        """The list of this address and the number of its page, from 1."""

    @abstractmethod
    def place(self, address: str) -> Number | None:
        """What an article's address stands for."""

    @abstractmethod
    def slot(self, site: Host, address: str) -> Slot | None:
        """What a file's address stands for."""

    @abstractmethod
    def list_path(self, found: Column, number: int, pages: int) -> str:
        """The address of one page of a list."""

    @abstractmethod
    def shown(self, part: Part) -> str:
        """The lines of a page of a list, with its pager."""

    @abstractmethod
    def article(self, found: Column, item: Item) -> str:
        """An item's own page."""

    def address(self, request: Request) -> str:
        """The address as the form writes it."""
        return request.path

    def answer(self, site: Host, request: Request) -> Answer | None:
        if way := self._way(site, request.path):
            return page(way)
        if found := self.list_at(site, request):
            return self._list(*found, request)
        address = self.address(request)
        if article := self.item(site, address, self.place(address), request):
            return page(self.article(*article))
        return self._kept(site, address, request)

    def frame(self, site: Host, title: str, content: str, crumbs: Sequence[Link] = (), head: str = "") -> str:
        """A page of this host: its bar leads to the first of the ways."""
        nav = [("首页", "/"), *(self.ways(site)[:1]), ("政务服务", "/zwfw/"), ("互动交流", "/hdjl/")]
        return frame(site, title, content, crumbs=crumbs, head=head, nav=nav)

    @staticmethod
    def ways(site: Host) -> list[Link]:
        """The pages from the home page down to the lists, in this order."""
        return [(str(text), str(path)) for text, path in site.lists["roots"]]

    def _way(self, site: Host, path: str) -> str:
        """The home page, or one of the ways; empty for any other path."""
        ways = self.ways(site)
        steps = ["/", *(way for _, way in ways)]
        path = "/" if path == "/index.html" else path
        if path not in steps:
            return ""
        rank = steps.index(path)
        title = f"{ways[rank - 1][0]}_{site_name(site)}" if rank else site_name(site)
        links = ways[rank : rank + 1] or self.parts(site)
        near = self._near(site) if rank == 1 else []
        below = f'<h3>县市区和部门</h3><ul class="near">{anchors(near)}</ul>' if near else ""
        inner = f'<ul class="ways">{anchors(links)}</ul>' if links else NO_DATA
        return self.frame(site, title, f'<div class="main">{inner}{below}</div>', ways[:rank])

    def parts(self, site: Host) -> list[Link]:
        """The lists of a host, as the last of its ways names them."""
        return [(self._called(one), one.path) for one in self.columns(site)]

    @staticmethod
    def _called(one: Column) -> str:
        return one.agencies[0].name(YEARS[-1]) if len(one.agencies) == 1 and "{number}" in one.form else one.title

    @staticmethod
    def _near(site: Host) -> list[Link]:
        """From a city to its counties and to departments with sites of their own."""
        links = []
        for other in hosts().values() if site.level == "city" else ():
            if other.portal == site.portal and other is not site:
                roots = other.lists.get("roots")
                path = roots[-1][1] if roots else column(other, "disclosure") if other.columns else "/"
                name = other.formal if other.level == "department" else other.place
                links.append((f"{name}政府信息公开", other.root + path))
        return links

    def _list(self, found: Column, number: int, request: Request) -> Answer | None:
        if self.is_dead(found, request):
            return None
        items = self.items(found, request)
        size = int(found.lists["perpage"])
        pages = max(1, -(-len(items) // size))
        rows = self.part(items, *self.bounds(found, number), request)
        if number > 1 and not rows:
            return None
        told = self.told(len(items), MORE, request), self.told(pages, 1, request)
        inner = self.shown(Part(found, rows, number, pages, told))
        inner = SHELL if self.is_shell(request) else inner if rows else NO_DATA
        head = f'<meta name="ColumnName" content="{found.title}">'
        title = f"{found.title}_{site_name(found.host)}"
        return page(self.frame(found.host, title, inner, [*self.ways(found.host), (found.title, found.path)], head))

    def bounds(self, found: Column, number: int) -> tuple[int, int]:
        """Which items one page of a list shows."""
        size = int(found.lists["perpage"])
        return (number - 1) * size, number * size

    def items(self, found: Column, request: Request) -> list[Item]:
        """What a list holds at this address, the latest first."""
        return self.world.columns.items(found)

    def lines(self, part: Part, form: str) -> str:
        """The items of a page, each in a form with {href}, {title}, {cut} and {day}."""
        return "\n".join(
            form.format(href=item_path(self.world, part.column, item).replace("&", "&amp;"), title=item.title,
                        cut=item.title[:12] + "…", day=item.day)
            for item in part.items
        )  # fmt: skip

    def turns(self, part: Part, form: str, words: tuple[str, str] = ("上一页", "下一页")) -> str:
        """Links to the pages before and behind, `form` with {back}, {on}, {pages}, {items} and {number}."""
        links = []
        for word, number in zip(words, (part.number - 1, part.number + 1), strict=True):
            path = self.list_path(part.column, number, part.pages) if 1 <= number <= part.pages else ""
            path = path.replace("&", "&amp;")
            links.append(f'<a href="{path}">{word}</a>' if path else f"<span>{word}</span>")
        return form.format(back=links[0], on=links[1], items=part.told[0], pages=part.told[1], number=part.number)

    def numbers(self, part: Part) -> str:
        """Every page of a list by its number, without a word for the next one."""
        links = (
            f'<a href="{self.list_path(part.column, number, part.pages).replace("&", "&amp;")}">{number}</a>'
            if number != part.number else f"<b>{number}</b>"
            for number in range(1, part.pages + 1)
        )  # fmt: skip
        return f'<div class="pages">{" ".join(links)} 共{part.told[1]}页</div>'

    def tags(self, found: Column) -> Tags:
        """How files are linked here."""

        def path(report: Report, which: int, extension: str) -> str:
            item = report_item(self.world, report.agency, report.year)
            return file_path(self.world, found, item, which, extension).replace("&", "&amp;")

        def link(report: Report, which: int, extension: str, label: str) -> str:
            if which == REPORT and extension == "pdf" and found.lists.get("viewer"):
                return f'<script>showVsbpdfIframe("{path(report, which, extension)}","100%","600","0");</script>'
            anchor = f'<a href="{path(report, which, extension)}">{label}.{extension}</a>'
            return f"<p>{self.hung.format(anchor)}</p>"

        return Tags(
            lambda report: f'<p style="text-align:center"><img src="{path(report, PICTURE, "png")}" alt=""/></p>',
            lambda report: link(report, FORM, report.style.attachment, "政府信息公开申请表"),
            lambda report: link(report, REPORT, report.media, report.title),
        )

    def _kept(self, site: Host, address: str, request: Request) -> Answer | None:
        """The file of this address, if a report listed on this host has it."""
        slot = self.slot(site, address)
        if slot is None or slot.serial >= len(self.world.agencies) or slot.year not in YEARS:
            return None
        agency = self.world.agencies[slot.serial]
        there = any(one.host is site for one in self.world.columns.where(agency, slot.year))
        if not (there and self.world.listed(agency, slot.year)):
            return None
        report = self.world.report(agency, slot.year)
        extensions = {PICTURE: "png", FORM: report.style.attachment, REPORT: report.media}
        return file_answer(report, slot.number, extensions[slot.number]) if extensions.get(slot.number) else None
