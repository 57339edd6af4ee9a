"""Guard: no request leaves for an address off the allow-list, nor for a name that resolves into a private network."""

import ipaddress
from collections.abc import Sequence

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


class PublicResolver(CachingThreadedResolver):
    """Resolves names to public addresses only: a portal's name must not lead into somebody's own network."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> "Deferred[str]":
        found: Deferred[str] = super().getHostByName(name, timeout)
        return found.addCallback(_public, name)


def _public(address: str, name: str) -> str:
    if not ipaddress.ip_address(address).is_global:
        raise CannotResolveHostError(f"{name} resolves to {address}, which is not a public address")
    return address
