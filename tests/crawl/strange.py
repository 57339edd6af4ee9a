"""A world made by hand: a forward proxy that answers with exactly the bytes a test wrote down for an address."""

import gzip
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from crawler.replica.certificates import Authority
from tests.crawl.stage import Stage, registry_of

Answer = bytes | Callable[[], Iterator[bytes]]
"""The raw answer, head and body; or pieces of it, where it is too large to hold. b"" closes the connection."""

NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\nContent-Type: text/plain\r\n\r\nnot found"


def answer(body: str | bytes, kind: str = "text/html; charset=UTF-8", status: str = "200 OK", **headers: str) -> bytes:
    """An ordinary answer; a header's underscore stands for a hyphen."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(data)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + data


def zipped(body: str) -> bytes:
    return answer(gzip.compress(body.encode(), mtime=0), Content_Encoding="gzip")


def chunked(body: str, end: bytes = b"0\r\n\r\n") -> bytes:
    """In chunks of a thousand bytes; another `end` breaks it."""
    data = body.encode()
    pieces = [data[i : i + 1000] for i in range(0, len(data), 1000)]
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"".join(b"%x\r\n%b\r\n" % (len(p), p) for p in pieces) + end


def moved(location: str, status: str = "302 Found") -> bytes:
    return f"HTTP/1.1 {status}\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()


class _Proxy:
    """Serves one address per connection; every answer ends it."""

    def __init__(self, pages: Mapping[str, Answer], log: Path, authority: Authority, untrusted: frozenset[str]) -> None:
        self.pages, self.log, self.authority, self.untrusted = pages, log, authority, untrusted
        self.strangers = Authority()
        self.lock = threading.Lock()
        self.socket = socket.create_server(("127.0.0.1", 0))

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                threading.Thread(target=self._connected, args=(connection,), daemon=True).start()

    def _connected(self, connection: socket.socket) -> None:
        with suppress(OSError, ssl.SSLError), connection:
            method, target, headers = _head(connection)
            if method != "CONNECT":
                self._respond(connection, method, target, headers)
                return
            host = target.partition(":")[0]
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            authority = self.strangers if host in self.untrusted else self.authority
            with authority.context(host).wrap_socket(connection, server_side=True) as tunnel:
                method, path, headers = _head(tunnel)
                port = target.partition(":")[2]
                self._respond(tunnel, method, f"https://{host}{'' if port == '443' else ':' + port}{path}", headers)

    def _respond(self, connection: socket.socket, method: str, url: str, headers: dict[str, str]) -> None:
        start, found = time.time(), self.pages.get(url, NOT_FOUND)
        for piece in [found] if isinstance(found, bytes) else found():
            connection.sendall(piece)
        with suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
        line = {"start": start, "end": time.time(), "method": method, "url": url, "status": 200,
                "referer": headers.get("referer", ""), "user_agent": headers.get("user-agent", "")}  # fmt: skip
        with self.lock, self.log.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")


def _head(connection: socket.socket) -> tuple[str, str, dict[str, str]]:
    """(method, target, headers) of a request without a body."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            raise ConnectionResetError
        data += more
    first, *rest = data.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    method, target, _ = first.split(" ", 2)
    return method, target, {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}


@contextmanager
def strange_world(
    folder: Path, pages: Mapping[str, Answer], homes: Mapping[str, list[str]], untrusted: frozenset[str] = frozenset()
) -> Iterator[Stage]:
    """The world while the block runs, and the stage before it; `untrusted` hosts have certificates nobody signed."""
    authority = Authority()
    authority.write(folder / "ca.pem")
    proxy = _Proxy(pages, folder / "log.jsonl", authority, untrusted)
    threading.Thread(target=proxy.serve, daemon=True).start()
    try:
        registry = registry_of(folder / "registry", homes)
        yield Stage(folder, f"http://127.0.0.1:{proxy.socket.getsockname()[1]}", folder / "ca.pem", registry)
    finally:
        proxy.socket.close()
