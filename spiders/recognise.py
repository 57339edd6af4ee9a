"""What an address and a title tell without a request (docs/portals.md#recognise)."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.assemble.divisions import divisions, full_name
from archive.errors import UsageError
from archive.reports import names
from archive.reports.kind import kind_of_title
from archive.reports.titles import Title, match_title
from archive.words import FIRST_YEAR, Kind
from spiders.addresses import absolute, list_key, page_key, query
from spiders.files import is_file
from spiders.items import COLUMN
from spiders.keys import file_key, is_article, module_report
from spiders.manners import MANNERS, family_of, platform_of
from spiders.registry import Portal, Registry, bare_host
from spiders.registry.agencies import agency_at

_API = re.compile(
    r"/els-service/|/sys-service/|/api-gateway/|dataproxy\.jsp$|/module/xxgk/|/jsearchfront/|\.do$", re.IGNORECASE
)
_FILE = re.compile(
    r"/attach/0/|/upload-service/|/[PW]020\d{15,}\.\w+$|/doc_[0-9a-f]{24}_[0-9a-f]{32}\.\w+$|/part/\d+\.\w+$"
    r"|\.(png|jpe?g|gif|bmp)$", re.IGNORECASE,
)
_LIST = re.compile(r"/channel_[\w.]+$|/channels/ch\d+$|^/?$|/index(_\d+)*\.(s?html?|jsp|php)$", re.IGNORECASE)
_LISTS = {"vsb": re.compile(r"\.htm$"), "binzhou-news-detail": re.compile(r"/news/list$")}
"""Forms of lists that single families have, of what is no article."""
_YEAR = re.compile(r"/\w*(?:gknb|gkgnb|knb|ndbg|xxgk)\w*/((?:19|20)\d{2})n?[a-z]*/")
"""A directory of one year inside a list of annual reports; a month (202401) is none."""
_INFORMAL = ("管委", "市政府", "区政府", "县政府")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What is told of one address; None or `unknown` where nothing tells it.

    `kind` is a kind of document (docs/formats.md#look-alikes), or list, attachment, api, unknown. `refused` is
    `off_allowlist` for an address that the crawler never asks.
    """

    url: str
    portal: str | None
    family: str
    kind: str
    canonical_key: str | None
    agency: str | None
    year: int | None
    refused: str | None = None


def recognise(registry: Registry, url: str, title: str = "") -> Recognised:
    """Everything that address and title tell. Raises UsageError for what is no address."""
    address = absolute("", url.strip()) if "://" in url else ""
    if not address:
        raise UsageError(f"{url}: not an address; write it in full, as http://www.jining.gov.cn/")
    if not registry.allowed(address):
        return Recognised(url, None, "unknown", "unknown", None, None, None, "off_allowlist")
    host = urlsplit(address).netloc
    owner = registry.owner(host)
    portal = owner or _stranger(host)
    family = platform_of(portal, address)
    read, asked = match_title(title) if title else None, module_report(address)
    kind = _kind(family_of(portal, address), address, title, read)
    return Recognised(
        url, owner.id if owner else None, family if family not in ("", "generic") else "unknown", kind,
        _key(portal, address, kind), _agency(portal, address, read) or None, _year(address, read, asked),
    )  # fmt: skip


def _stranger(host: str) -> Portal:
    """A portal of one unknown host, so that its addresses have keys."""
    name = bare_host(host)
    return Portal(name, name, "", name, (name,), (), (), ())


def _kind(family: str, url: str, title: str, read: Title | None) -> str:
    path = urlsplit(url).path
    article = is_article(family, url) and not is_file(url)
    forms = (COLUMN, _LIST, _LISTS[family]) if family in _LISTS else (COLUMN, _LIST)
    listed = not article and (any(form.search(path) for form in forms) or bool(query(url).get("vc_xxgkarea")))
    if listed and not (read and read.agency and read.year):
        return "list"
    named = kind_of_title(title) if title else None
    if named and not (named == Kind.ANNUAL_REPORT and _API.search(path) and not module_report(url)):
        return str(named)
    if module_report(url):
        return str(Kind.ANNUAL_REPORT)
    if _API.search(path):
        return "api"
    return "attachment" if is_file(url) or _FILE.search(path) else "unknown"


def _key(portal: Portal, url: str, kind: str) -> str:
    """The key under which a crawl knows the address."""
    family = family_of(portal, url)
    manner = MANNERS[family]
    if kind == "attachment":
        return file_key(manner.family, portal, url)
    if kind == "list":
        return list_key(manner.family, url, portal.site)
    if kind == "api":
        return page_key(manner.family, url, portal.site)
    return manner.article_key(portal, url)


def _year(url: str, read: Title | None, asked: tuple[str, int] | None) -> int | None:
    """That of the title, else that which the report module is asked for, else that of its directory; never a date's."""
    if read and read.year:
        return read.year
    folder = _YEAR.search(urlsplit(url).path)
    year = asked[1] if asked else int(folder[1]) if folder else None
    return year if year and year >= FIRST_YEAR else None


def _agency(portal: Portal, url: str, read: Title | None) -> str:
    """The title's, in full; else that of the code, the part of the host, or the host."""
    asked = module_report(url)
    known = agency_at(portal, url, asked[0] if asked else query(url).get("vc_xxgkarea", ""))
    name = names.full_government(read.agency) if read else ""
    if not name:
        return known
    name = names.body_of_place(name) if names.is_bare_place(name) else name
    informal = names.is_short(name) or name.endswith(_INFORMAL)
    if informal and known and (names.likeness(name, known) == 1.0 or known.endswith(_core(name))):
        return known
    return _placed(portal, url, name) if names.is_agency(name) else name


def _core(name: str) -> str:
    """What the full name of a body ends in, of whose name a title says little: 区管委, 管委会."""
    return "管委会" if name.endswith("管委") and names.starts_bare(name) else names.core(name)


def _placed(portal: Portal, url: str, name: str) -> str:
    """A name that leaves out the place its host serves, or the city above it, with these: 区财政局, 历下区财政局."""
    host = portal.host(urlsplit(url).netloc)
    division = divisions().get(host.division if host else portal.division)
    if division is None:
        return name
    full = full_name(division.code)
    if name.startswith(division.name):
        return full + name.removeprefix(division.name)
    if not names.is_short(name) or (names.starts_bare(name) and name[0] != full[-1]):
        return name
    return full + (name[1:] if names.starts_bare(name) else name)
