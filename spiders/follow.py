"""Which links lead from a home page towards the agencies and their annual reports (docs/portals.md#follow)."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from spiders.addresses import absolute

MAX_DEPTH = 3
"""Links followed from an entry before a report module or agency list must have been met."""
MAX_BRANCHES = 5
"""The same, with the branches of a list: its kinds of agencies, its counties, its further pages."""

_FURNITURE = re.compile(r"[\s·•>»›\-|\[\]【】()（）:：…、，,]|更多$")
_TOWARDS = re.compile(
    r".{0,16}?(政务公开|(法定主动公开|主动公开)(内容|目录)|法定主动公开|信息公开((年度)?(工作)?(年度)?(报告|年报)|目录|门户)?|公开(工作)?年报|年报公开|年度报告)"
    r"(专栏|专题|专区|平台|网站?|栏目|频道|首页|汇总|列表|历年|往年|往期|历史|归档"
    r"|((19|20)\d{2}年?[至到~～—–及]?){1,2}(以?[前来])?)?"
    r"|公开"
)
_NEXT = re.compile(r"(?i)[下后]一?页|next")
_KIND = (
    r"(?:[省市区县各]{0,2}(直属?|级)?(政府)?(工作|直属|组成|派出|双管|垂直?管理?)?(部门|单位|机构){1,3}|[省市区县]直(属)?机关"
    r"|各?(县市区|区市县|区县|县区|区市|市县)(政府)?|各?(功能区|开发区|园区)|[省市区县]?直?属?(公共)?企?事业单位"
    r"|各?(乡镇|镇街|街镇|镇办|街道|乡镇街道|街道乡镇|镇街道|部门镇街|部门乡镇)(办事处)?|(中央)?省?(中央)?驻.{1,2}单位"
    r"|群团(组织|部门|机关|团体)?|人民团体|[省市区县]政府(及?办公[室厅])?)"
)
_BRANCH = re.compile(rf"{_KIND}([及和与]?{_KIND}){{0,3}}")
"""A kind of agencies, or some of them together: 事业单位及功能区."""
_QUOTED = re.compile(r"""['"]((?:https?://|/|\.{1,2}/|\?)[^'"\s]*|[\w./-]+\.(?:s?html?|jsp|aspx?|php)(?:\?[^'"\s]*)?)['"]""")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A way on as a page prints it: absolute address, its words, other words for it; `frame` for a part of the page."""

    url: str
    text: str
    other: tuple[str, ...] = ()
    frame: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Everything the link is called, without marks and brackets."""
        return tuple(_FURNITURE.sub("", word) for word in (self.text, *self.other))


def anchors(base: str, html: str) -> Iterator[Anchor]:
    """Every link, area, option, click and frame of a page, in order, with its title or its text."""
    for anchor, _ in anchors_of(base, tree_of(html)):
        yield anchor


def tree_of(html: str) -> LexborHTMLParser:
    """The page as a tree."""
    return LexborHTMLParser(html)


def anchors_of(base: str, tree: LexborHTMLParser) -> Iterator[tuple[Anchor, LexborNode]]:
    """The same with the element of each."""
    for node in tree.css("base[href]"):
        base = absolute(base, node.attributes.get("href") or "") or base
    for node in tree.css("a, area[href], frame[src], iframe[src], option[value], [onclick]"):
        for href in _hrefs(node):
            if url := absolute(base, href):
                yield anchor_of(url, node), node
                break


def _hrefs(node: LexborNode) -> Iterator[str]:
    """Where a node may lead: its address, else the first one quoted in its script."""
    attributes = node.attributes
    value = attributes.get("value") or "" if node.tag == "option" else ""
    yield attributes.get("href") or attributes.get("src") or (value if re.match(r"https?://|/", value) else "")
    for script in (attributes.get("onclick") or "", attributes.get("href") or ""):
        if found := _QUOTED.search(script):
            yield found[1]


def anchor_of(url: str, node: LexborNode) -> Anchor:
    """What a node is called, by its title, its text, its pictures."""
    images = [image.attributes.get("alt") or "" for image in node.css("img, area")]
    words = [re.sub(r"\s+", "", w) for w in (node.attributes.get("title") or "", node.text(deep=True), *images)]
    text, *other = [word for word in words if word] or [""]
    return Anchor(url, text, tuple(other), node.tag in ("frame", "iframe"))


def leads_on(anchor: Anchor) -> bool:
    """Whether the words of a link promise the disclosure pages: 政务公开, 政府信息公开年报, ..."""
    return any(_TOWARDS.fullmatch(word) for word in anchor.words)


def branches(anchor: Anchor, places: Collection[str]) -> bool:
    """Whether a link leads to another part of a list: a kind of agencies, a county of the portal."""
    return any(_BRANCH.fullmatch(word) or word in places for word in anchor.words)


def is_next(anchor: Anchor) -> bool:
    """Whether a link leads to the next page of a list."""
    return any(_NEXT.fullmatch(word) for word in anchor.words)
