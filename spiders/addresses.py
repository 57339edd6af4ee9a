"""Addresses and their canonical keys: what names the same thing gets the same key (docs/portals.md#keys)."""

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from spiders.registry import bare_host

_SESSION = re.compile(r";jsessionid=[^?#/]*", re.IGNORECASE)
_INDEX = re.compile(r"/index\.(?:s?html?)$", re.IGNORECASE)
_INDEXED = frozenset({"hanweb-xxgk", "hanweb-jcms", "hanweb-jpaas", "trs-wcm", "n-path"})
"""Families of which it is known that a directory is answered by the index in it."""
_HANWEB = re.compile(r"/col/col\d+/?$")
_IGNORED = frozenset({"jh", "number", "_", "t", "uid", "pagenum", "random", "rnd", "showtype", "timestamp"})
"""Query names that change how a page is shown, never which page it is."""


def absolute(base: str, href: str) -> str:
    """The address of a link, without fragment, session id and escapes; empty where it leads nowhere (script, mail)."""
    href = re.sub(r"[\t\r\n]", "", href).replace("&amp;", "&").strip()
    if not href or href.startswith("#") or re.match(r"(?i)(javascript|mailto|tel|data|about):", href):
        return ""
    try:
        parts = urlsplit(urljoin(base, href))
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    usual = {"http": 80, "https": 443}[parts.scheme]
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname.lower()
    netloc = host + (f":{port}" if port and port != usual else "")
    return urlunsplit((parts.scheme, netloc, _SESSION.sub("", parts.path) or "/", parts.query, ""))


def query(url: str) -> dict[str, str]:
    """The query of an address; of a name that stands twice, the last."""
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def page_key(family: str, url: str, site: Callable[[str], str] = bare_host) -> str:
    """The key of a page without an id of its own: scheme, www., port and presentation parameters do not count.

    `site` tells the one name of a host, as its portal knows it (`Portal.site`).
    """
    parts = urlsplit(url)
    kept = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k.lower() not in _IGNORED)
    rest = f"?{urlencode(kept)}" if kept else ""
    return f"{family}:page:{site(parts.netloc)}{_SESSION.sub('', parts.path) or '/'}{rest}"


def list_key(family: str, url: str, site: Callable[[str], str] = bare_host) -> str:
    """The key of a list: a directory and the index in it are one page, where the family is known to make them so.

    As it is mostly written: a Hanweb column with its index, every other directory without.
    """
    if family in _INDEXED:
        parts = urlsplit(url)
        path = _INDEX.sub("/", _SESSION.sub("", parts.path))
        path = f"{path.rstrip('/')}/index.html" if _HANWEB.search(path) else path
        url = urlunsplit(parts._replace(path=path))
    return page_key(family, url, site)
