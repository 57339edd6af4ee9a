"""What a page says of itself: whose site it is, which CMS made it, what its scripts would ask."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.probe.sight import Seen
from spiders.families import by_address, by_page
from spiders.follow import anchors
from spiders.registry import Portal

_SITE = ("sitename", "sitedomain", "siteidcode", "columnname", "columntype")
_QUOTED = re.compile(r"""["']([^"'\s<>]{3,300})["']""")
_ADDRESS = re.compile(r"(?:https?:)?/|[\w./-]+\.(?:jsp|do|ashx|action|json)\b")
_CALLED = re.compile(r"(?i)\.jsp|\.do\b|\.ashx|\.action|api|service|interfaces|query|search|list|json|gateway")
MOST = 40
"""Scripts, forms and endpoints told of a page at most."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The meta tags that name the site and its column, lower-case names, and the title."""

    title: str
    metas: dict[str, str]

    @property
    def division(self) -> str:
        """The division in front of the site's code: six digits, or empty."""
        found = re.match(r"\d{6}", self.metas.get("siteidcode", ""))
        return found[0] if found else ""

    def told(self) -> str:
        """In a few words."""
        named = [self.metas.get("sitename", ""), self.metas.get("siteidcode", "")]
        return ", ".join(filter(None, (f"titled {self.title}" if self.title else "", *named)))


def marks_of(text: str) -> Marks:
    """The marks of a page."""
    tree = LexborHTMLParser(text)
    title = tree.css_first("title")
    metas = {
        name: (node.attributes.get("content") or "").strip() for node in tree.css("meta[name]")
        if (name := (node.attributes.get("name") or "").lower()) in _SITE
    }  # fmt: skip
    return Marks(re.sub(r"\s+", " ", title.text()).strip() if title else "", metas)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A family, and what gives it away: an address of its form, or the address of a page with its words."""

    family: str
    url: str
    by: str


def families(seen: Iterable[Seen], portal: Portal, host: str) -> list[Evidence]:
    """The families that a host shows, those of most addresses first, then those that only words of a page tell."""
    counts, first = Counter[str](), dict[str, Evidence]()
    for one in (one for one in seen if portal.site(one.task.host) == host and one.text):
        base = one.urls[-1]
        urls = [link.url for link in anchors(base, one.text)] if "<" in one.text else []
        for url in [*one.urls, *urls, *(child.url for child in one.children)]:
            family = by_address(url) if portal.site(urlsplit(url).netloc) == host else ""
            if family:
                counts[family] += 1
                first.setdefault(family, Evidence(family, url, "address"))
    for one in (one for one in seen if portal.site(one.task.host) == host and one.text):
        if (family := by_page(one.text)) and family not in first:
            first[family] = Evidence(family, one.urls[-1], "page")
    return sorted(first.values(), key=lambda one: -counts[one.family])


@dataclass(frozen=True, slots=True)
class Workings:
    """What a page would run or send: for a person who has to find out how its list is filled. Never asked."""

    url: str
    scripts: tuple[str, ...]
    forms: tuple[str, ...]
    endpoints: tuple[str, ...]


def workings(url: str, text: str) -> Workings:
    """Scripts by address, forms with their fields, and whatever in the page looks like the address of an interface."""
    tree = LexborHTMLParser(text)
    scripts = [node.attributes.get("src") or "" for node in tree.css("script[src]")]
    forms = []
    for form in tree.css("form"):
        fields = [node.attributes.get("name") or "" for node in form.css("input[name], select[name], textarea[name]")]
        method, action = (form.attributes.get(name) or "" for name in ("method", "action"))
        forms.append(f"{(method or 'get').upper()} {action or '(itself)'} {' '.join(fields)}".strip())
    inline = " ".join(node.text() or "" for node in tree.css("script:not([src])"))
    asking = tree.css("script[url], [data-url], [data-api]")
    given = [value or "" for node in asking for value in node.attributes.values()]
    called = [one for one in (*_QUOTED.findall(inline), *given) if _ADDRESS.match(one) and _CALLED.search(one)]
    return Workings(url, *(tuple(dict.fromkeys(filter(None, some)))[:MOST] for some in (scripts, forms, called)))
