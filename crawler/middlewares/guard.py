"""Guard: no request leaves for an address off the allow-list, nor for a name that resolves into a private network."""

import ipaddress
from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred

from archive.words import Outcome
from crawler.job import job_of
from spiders.failures import Refused
from spiders.registry import Registry


class GuardMiddleware:
    """Refuses what the registry does not allow, before robots.txt is asked; routes the rest through `--via`."""

    def __init__(self, registry: Registry, via: str) -> None:
        self.registry, self.via = registry, via

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "GuardMiddleware":
        job = job_of(crawler)
        return cls(job.registry, job.via)

    def process_request(self, request: Request) -> None:
        if not self.registry.allowed(request.url):
            raise Refused(Outcome.OFF_ALLOWLIST, f"{request.url} is not below gov.cn nor an exception of the registry")
        if self.via:
            request.meta["proxy"] = self.via

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Tells why a name was not resolved: Twisted only says that it was not."""
        address = PublicResolver.private.get(urlsplit(request.url).hostname or "")
        if address and isinstance(exception, CannotResolveHostError):
            raise Refused(Outcome.UNREACHABLE_DNS, f"the name resolves to {address}, which is not a public address")


class PublicResolver(CachingThreadedResolver):
    """Resolves names to public addresses only: a portal's name must not lead into somebody's own network."""

    private: ClassVar[dict[str, str]] = {}
    """Names that were refused, and the address each resolved to."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> "Deferred[str]":
        found: Deferred[str] = super().getHostByName(name, timeout)
        return found.addCallback(_public, name)


def _public(address: str, name: str) -> str:
    if not ipaddress.ip_address(address).is_global:
        PublicResolver.private[name] = address
        raise CannotResolveHostError(f"{name} resolves to {address}, which is not a public address")
    return address
