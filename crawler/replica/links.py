"""What faults make of the links of a page: sessions, chance, other hosts and schemes, impostors, slashes too many."""

import re
import secrets
from urllib.parse import urljoin, urlsplit
from zlib import crc32

from crawler.replica.faults import Faults
from crawler.replica.messages import Request
from crawler.replica.world.data import load
from crawler.replica.world.hosts import aliases, hosts, mirrors

_LINK = re.compile(r"""href=(["'])((?!https?:|//|javascript:|mailto:|#)[^"']+)\1""")
_ANCHOR = re.compile(r"""<a\b[^>]*href=["']([^"']+?(?:\.s?html?|/news/detail\?[^"']*))["'][^>]*>(.*?)</a>""", re.DOTALL)


def _variants(request: Request) -> list[str]:
    """Other roots under which the host's pages are found."""
    site = hosts()[aliases().get(request.host, request.host)]
    found = [f"http://{site.host}", f"https://{site.host}", f"http://{site.host.removeprefix('www.')}"]
    found += [f"https://{site.host}:{port}" for port in site.ports]
    return found + [f"http://{name}" for name, target in mirrors().items() if target == site.host]


def _root(request: Request, faults: Faults, path: str) -> str:
    """The scheme and host that a link names, where a fault has it name one."""
    host = request.host
    if faults.active("host_duplicates", host):
        variants = _variants(request)
        return variants[crc32(f"{host}{path}".encode()) % len(variants)]
    if faults.active("http_links", host):
        return f"http://{host}"
    secure = faults.active("bad_certificate", host) or faults.active("old_tls", host)
    return f"https://{host}" if secure else ""


def rewritten(html: str, request: Request, faults: Faults) -> str:
    """The page with its links as the faults of its host make them."""
    session, token = secrets.token_hex(16).upper(), int(secrets.token_hex(4), 16)

    def rewrite(match: re.Match[str]) -> str:
        path, mark, query = match[2].partition("?")
        if faults.active("session_ids", request.host):
            path += f";jsessionid={session}"
        if faults.active("random_params", request.host):
            mark, query = "?", f"{query}&t=0.{token}" if query else f"_={token}"
        if root := _root(request, faults, match[2]):
            whole = urlsplit(urljoin(request.url, path))
            path = root + whole.path
        return f"href={match[1]}{path}{mark}{query}{match[1]}"

    return _LINK.sub(rewrite, _doubled(html, request, faults))


def _doubled(html: str, request: Request, faults: Faults) -> str:
    """With a second link beside each to an article: to a copy elsewhere, or wrong by a slash."""
    slash, copies = faults.active("wrong_slash", request.host), faults.active("impostors", request.host)

    def double(match: re.Match[str]) -> str:
        roots = load("obstacles")["impostors"]
        root = roots[crc32(match[1].encode()) % len(roots)].format(host=request.host.replace(".", "-"))
        whole = urlsplit(urljoin(request.url, match[1]))
        copy = f"{root}{whole.path}" + (f"?{whole.query}" if whole.query else "")
        more = [f"{match[1]}/"] if slash and not whole.query else []
        more += [copy] if copies else []
        return match[0] + "".join(match[0].replace(match[1], other, 1) for other in more)

    return _ANCHOR.sub(double, html) if slash or copies else html
