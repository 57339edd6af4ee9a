"""The form of an article's address in each family; the canonical keys of articles and files (docs/portals.md#keys)."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from spiders.addresses import page_key, query
from spiders.manner import Manner
from spiders.registry import Portal


@dataclass(frozen=True, slots=True)
class Form:
    """Form of an address, matched against path and query; `key` is made of its groups, `site` and `portal`."""

    pattern: re.Pattern[str]
    key: str


def _form(pattern: str, key: str) -> Form:
    return Form(re.compile(pattern, re.IGNORECASE), key)


_END = r"(?:[?;]|$)"
_JCMS = r"^(?P<before>.*?)/art/(?P<day>\d{4}/\d{1,2}/\d{1,2})/art_(?P<column>\d+)_(?P<id>\d+)\.html?" + _END
_GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
FORMS: dict[str, tuple[Form, ...]] = {
    "hanweb-jcms": (_form(_JCMS, "{site}{before}:{day}:{id}"),),
    "hanweb-jpaas": (
        _form(r"/art_(?P<id>[0-9a-f]{32})\.html?" + _END, "{id}"),
        _form(r"/art/(?P<year>\d{4})/art_\d+_(?P<id>\d+)\.html?" + _END, "{site}:{year}:{id}"),
        _form(_JCMS, "{site}{before}:{day}:{id}"),
    ),
    "channel-doc": (_form(r"/doc_(?P<id>[0-9a-f]{24})\.html?" + _END, "{id}"),),
    "els-service": (
        _form(r"^/(?P<unit>\d{4,6}|[0-9a-f]{32})/(?P<id>\w+)\.html?" + _END, "{portal}:{unit}:{id}"),
    ),
    "trs-wcm": (_form(r"/t(?:\d{8}|null)_(?P<id>\d+)\.s?html?" + _END, "{site}:{id}"),),
    "vsb": (
        _form(r"/info/\d+/(?P<id>\d+)\.html?" + _END, "{site}:{id}"),
        _form(r"[?&]wbnewsid=(?P<id>\d+)", "{site}:{id}"),
    ),
    "n-path": (
        _form(r"/n\d+/c(?P<id>\d+)(?:/(?:content(?:_\d+)?\.html?)?)?" + _END, "{portal}:{id}"),
        _form(r"^/n\d+/(?:n\d+/)+(?P<id>\d{9,})\.html?" + _END, "{portal}:{id}"),
    ),
    "binzhou-news-detail": (_form(rf"/news/detail\?(?:.*&)?code=\{{?(?P<id>{_GUID})", "{id}"),),
    "channels-articles": (_form(rf"/articles/ch\d+/(?:\d{{6}}/)?(?P<id>{_GUID})\.s?html?" + _END, "{id}"),),
}
"""Forms of each family; what is unique wherever it stands carries neither host nor portal (docs/portals.md#keys)."""
_FILES = (
    _form(r"[?&]filename=(?P<name>[^&]+)", "{portal}:{name}"),
    _form(r"[?&]wbfileid=(?P<name>[^&]+).*&owner=(?P<owner>[^&]+)", "{site}:{owner}:{name}"),
    _form(r"[?&]owner=(?P<owner>[^&]+).*&wbfileid=(?P<name>[^&]+)", "{site}:{owner}:{name}"),
    _form(r"[?&]wbfileid=(?P<name>[^&]+)", "{site}:{name}"),
    _form(r"/(?P<name>doc_[0-9a-f]{24}_[0-9a-f]{32}\.\w+)$", "{portal}:{name}"),
    _form(r"/upload-service/(?P<name>.+)$", "{portal}:{name}"),
    _form(r"/n\d+/c(?P<id>\d+)/part/(?P<name>\d+\.\w+)$", "{portal}:c{id}/{name}"),
)
"""Files that bear a name of their own, wherever they hang."""


def manner(family: str) -> Manner:
    """How a family names its articles."""
    return Manner(family, lambda url: is_article(family, url), lambda portal, url: article_key(family, portal, url))


def is_article(family: str, url: str) -> bool:
    """Whether an address names an article of the family; on Hanweb hosts also a file of the download module."""
    return bool(_found(FORMS.get(family, ()), url) or _is_download(family, url))


def module_report(url: str) -> tuple[str, int] | None:
    """(area exactly as printed, year) that an address asks the Hanweb report module for; None for any other."""
    if "xxgkannualreport" not in urlsplit(url).path.lower():
        return None
    values = {name.lower(): value for name, value in query(url).items()}
    area, year = unquote(values.get("area", "")).strip(), values.get("fbtime", "")
    return (area, int(year)) if area and re.fullmatch(r"\d{4}", year, re.ASCII) else None


def report_key(portal: str, area: str, year: int) -> str:
    """(portal, area exactly as printed, fbtime): the government and its office differ by the suffix of the area."""
    return f"hanweb-xxgk:report:{portal}:{area}:{year}"


def agency_key(portal: str, area: str) -> str:
    """An agency's own page, whatever else stands in its address."""
    return f"hanweb-xxgk:agency:{portal}:{area}"


def article_key(family: str, portal: Portal, url: str) -> str:
    """The key of an article; an address of another form is its own key, without what only changes how it is shown."""
    if told := module_report(url):
        return report_key(portal.id, *told)
    found = _found(FORMS.get(family, ()), url)
    if found:
        return f"{family}:report:{_filled(*found, portal, url)}"
    if _is_download(family, url):
        return f"{family}:report:{portal.id}:{query(url)['filename'].lower()}"
    return page_key(f"{family}:report", url, portal.site)


def file_key(family: str, portal: Portal, url: str) -> str:
    """The key of an attachment or picture: its own file name where it has one, else its address.

    `family` is that of the page on which it hangs; all of Hanweb's families keep their files in one place.
    """
    family = "hanweb-jcms" if family.startswith("hanweb-") else family
    found = _found(_FILES, url)
    name = _filled(*found, portal, url) if found else ""
    return f"{family}:file:{name}" if name else page_key(f"{family}:file", url, portal.site)


def _is_download(family: str, url: str) -> bool:
    return family.startswith("hanweb-") and bool(query(url).get("filename"))


def _found(forms: tuple[Form, ...], url: str) -> tuple[Form, re.Match[str]] | None:
    parts = urlsplit(url)
    place = parts.path + (f"?{unquote(parts.query)}" if parts.query else "")
    found = ((form, form.pattern.search(place)) for form in forms)
    return next(((form, match) for form, match in found if match), None)


def _filled(form: Form, match: re.Match[str], portal: Portal, url: str) -> str:
    """The key's own part. Hexadecimal ids and file names are compared in lower case, a path is kept as it is."""
    groups = {name: value if name == "before" else value.lower() for name, value in match.groupdict().items()}
    return form.key.format(site=portal.site(urlsplit(url).netloc), portal=portal.id, **groups)
