"""n-path: columns below columns, further pages counted down or up, a year's column with one below it per agency."""

import re

from crawler.replica.messages import Answer, Request, page
from crawler.replica.portal.bodies import item_body, views_of
from crawler.replica.portal.chrome import anchors
from crawler.replica.portal.plain import Part, Plain
from crawler.replica.world import Host
from crawler.replica.world.agencies import YEARS
from crawler.replica.world.columns import Column, Item
from crawler.replica.world.forms.base import Number
from crawler.replica.world.forms.npath import child, npath_file, npath_place
from crawler.replica.world.names import Slot

_INDEX = re.compile(r"(/(?:n\d+/)+)(?:index(?:_(\d+)_(\d+))?\.html)?")
_ARTICLE = re.compile(r"/(?:n\d+/)+c(\d+)/content\.html")
_FILE = re.compile(r"/(?:(?:n\d+/)+c\d+/part|dbsource/\d+)/(\d+)\.\w+")
_BOOK = "http://cloud1.dezhoudaily.com/zfgk/{}/files/basic-html/page1.html"


class NPath(Plain):
    """The pages of n-path hosts."""

    name = "n-path"

    def answer(self, site: Host, request: Request) -> Answer | None:
        year = next((one for one in self._years(site) if request.path in (one.path, f"{one.path}index.html")), None)
        return page(self._year(year)) if year else super().answer(site, request)

    def _years(self, site: Host) -> list[Column]:
        return [one for one in self.columns(site) if one.lists.get("children")]

    def _year(self, year: Column) -> str:
        """A year's column: it holds nothing itself, only one below it for each agency."""
        held = {item.agency.serial: item.agency for item in self.world.columns.items(year)}
        links = [(agency.name(YEARS[-1]), f"n{child(agency)}/index.html") for _, agency in sorted(held.items())]
        return self.frame(year.host, year.title, f'<ul class="units">{anchors(links)}</ul>', self.ways(year.host))

    def list_at(self, site: Host, request: Request) -> tuple[Column, int] | None:
        match = _INDEX.fullmatch(request.path)
        found = next((one for one in self.columns(site) if match and match[1] == self._folder(one, match[1])), None)
        if match is None or found is None:
            return None
        if match[3] is None:
            return found, 1
        pages = -(-len(self.items(found, request)) // int(found.lists["perpage"]))
        number = int(match[3]) + 1 if found.lists.get("count") == "up" else pages - int(match[3]) + 1
        return (found, number) if match[2] == match[1].rstrip("/").rpartition("/n")[2] and number > 1 else None

    def _folder(self, found: Column, folder: str) -> str:
        """The folder of a list: that of the column, below a year's column the one of any agency."""
        below = re.fullmatch(rf"{found.path}n\d+/", folder) if found.lists.get("children") else None
        return folder if below else found.path

    def items(self, found: Column, request: Request) -> list[Item]:
        items = super().items(found, request)
        if not found.lists.get("children"):
            return items
        below = request.path.removeprefix(found.path).partition("/")[0]
        return [item for item in items if f"n{child(item.agency)}" == below]

    def list_path(self, found: Column, number: int, pages: int) -> str:
        """Beside the list's own page; only a list without columns below it is long enough to have several."""
        shown = number - 1 if found.lists.get("count") == "up" else pages - number + 1
        column = found.path.rstrip("/").rpartition("/n")[2]
        return "index.html" if number == 1 else f"index_{column}_{shown}.html"

    def place(self, address: str) -> Number | None:
        match = _ARTICLE.fullmatch(address)
        return npath_place(int(match[1])) if match else None

    def slot(self, site: Host, address: str) -> Slot | None:
        match = _FILE.fullmatch(address)
        return npath_file(int(match[1])) if match else None

    def shown(self, part: Part) -> str:
        lines = self.lines(part, '<li><a href="{href}" target="_blank">{title}</a><span>{day}</span></li>')
        numbered = part.column.lists.get("pager") == "numbers"
        pager = self.numbers(part) if numbered else self.turns(part, '<div class="page">{back} {on}</div>')
        return f'<ul class="list">\n{lines}\n</ul>{pager}'

    def article(self, found: Column, item: Item) -> str:
        book = f'<p><a href="{_BOOK.format(item.agency.serial)}">电子书</a></p>' if item.agency.serial % 7 == 3 else ""
        head = f'<meta name="ArticleTitle" content="{item.title}">\n<meta name="PubDate" content="{item.day}">'
        inner = f"""<h1>{item.title}</h1>
<div class="info">发布日期：{item.day} 来源：{item.agency.name(item.year)} 浏览次数：{views_of(item)}</div>
<div class="article-content">
{item_body(self.world, item, self.tags(found))}
{book}
</div>"""
        return self.frame(found.host, item.title, inner, [(found.title, found.path)], head)
