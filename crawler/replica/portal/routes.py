"""Which page a request gets: hosts and their variants first, then the handlers of the families that the host speaks."""

from dataclasses import replace

from crawler.replica.faults import Faults
from crawler.replica.messages import Answer, Request, page, redirect
from crawler.replica.portal import directories, skins
from crawler.replica.portal.families import SPEAKERS, speakers
from crawler.replica.world import Host, World
from crawler.replica.world.hosts import aliases, hosts, moved

_ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /jsearchfront/\n"


class Portal:
    """Answers as the real hosts do; `faults` may change what a page says, not where it is."""

    def __init__(self, world: World, faults: Faults) -> None:
        self.world = world
        self.faults = faults
        kinds = dict.fromkeys(handler for handlers in SPEAKERS.values() for handler in handlers)
        self._handlers = {kind: kind(world, faults) for kind in kinds}

    def knows(self, host: str, port: int) -> bool:
        """Whether this host name and port lead anywhere."""
        site = hosts().get(aliases().get(host, host))
        return site is not None and port in (80, 443, *(site.ports if host == site.host else ()))

    def answer(self, request: Request) -> Answer:
        """The page, or the redirect that this variant of the host gives."""
        site = hosts()[aliases().get(request.host, request.host)]
        if request.host in moved():
            return redirect(f"{site.root}/", 301)
        if request.host == site.host.removeprefix("www.") != site.host and site.bare_host == "302":
            return redirect(f"{request.scheme}://{site.host}{request.target}")
        if request.scheme == "http" and request.path != "/robots.txt" and site.http == "301":
            return redirect(f"https://{site.host}{request.target}", 301)
        return self._route(site, request)

    def _route(self, site: Host, request: Request) -> Answer:
        if request.path == "/robots.txt":
            return self._robots(site)
        for kind in speakers(site):
            if answer := self._handlers[kind].answer(site, request):
                return answer
        if request.path == "/index.html":
            return self._route(site, replace(request, target="/"))
        if request.path == directories.STATUTORY and "guide" in site.columns:
            return page(directories.statutory(site))
        return page(directories.front(site)) if request.path == "/" else self.missing(site)

    def missing(self, site: Host) -> Answer:
        """What the host says of an address it does not have."""
        return page(
            f"<html><head><title>404</title></head><body><h1>404 Not Found</h1><p>{site.host}</p></body></html>\n", 404
        )

    def is_missing(self, request: Request, answer: Answer) -> bool:
        """Whether the answer says that nothing is there: 404, or the report module's empty shell."""
        if request.path == "/robots.txt":
            return False
        site = hosts()[aliases().get(request.host, request.host)]
        return answer.status == 404 or ("agency" in site.columns and answer.body == skins.empty_shell(site).encode())

    def home_page(self, host: str) -> bytes:
        """The home page of the host, as bytes."""
        site = hosts()[aliases().get(host, host)]
        return self._route(site, Request("GET", site.scheme, site.host, 80, "/")).body

    @staticmethod
    def _robots(site: Host) -> Answer:
        if site.columns.get("open", len(site.host)) % 3 == 0:
            return page("<html><head><title>404</title></head><body>404 Not Found</body></html>\n", 404)
        return Answer(body=_ROBOTS.encode(), content_type="text/plain; charset=UTF-8")
