"""A plain client that speaks to the replica through its proxy, as any crawler would."""

import http.client
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.replica import Replica


@dataclass(frozen=True)
class Got:
    """What came back."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def connect(replica: Replica, url: str) -> http.client.HTTPConnection:
    """A connection to the proxy, tunnelled and verified where the address is https."""
    parts = urlsplit(url)
    if parts.scheme == "http":
        return http.client.HTTPConnection("127.0.0.1", replica.port, timeout=60)
    context = ssl.create_default_context(cafile=str(replica.ca_file))
    connection = http.client.HTTPSConnection("127.0.0.1", replica.port, timeout=60, context=context)
    connection.set_tunnel(parts.hostname or "", parts.port or 443)
    return connection


def ask(connection: http.client.HTTPConnection, method: str, url: str, **headers: str) -> Got:
    """One exchange on a connection that may stay open."""
    parts = urlsplit(url)
    target = url if parts.scheme == "http" else parts.path + (f"?{parts.query}" if parts.query else "")
    connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    return Got(response.status, response.read(), {name.lower(): value for name, value in response.getheaders()})


def fetch(replica: Replica, url: str, method: str = "GET", **headers: str) -> Got:
    """One exchange on a connection of its own."""
    connection = connect(replica, url)
    try:
        return ask(connection, method, url, **headers)
    finally:
        connection.close()
