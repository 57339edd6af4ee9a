"""The forward proxy: http in absolute form, https by CONNECT with TLS ended here, keep-alive, every request logged."""

import contextlib
import socket
import ssl
import sys
import time
from collections.abc import Callable
from http.client import responses
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event
from urllib.parse import urlsplit

from crawler.replica.accesslog import AccessLog
from crawler.replica.certificates import Authority
from crawler.replica.messages import Answer, Request

Respond = Callable[[Request], Answer]
IDLE_SECONDS = 60
_NOT_A_PROXY_REQUEST = "this is a forward proxy: ask for http://HOST/PATH in absolute form, or CONNECT HOST:443\n"


class ProxyServer(ThreadingHTTPServer):
    """Listens on loopback; `respond` makes the answers, `knows` says which (host, port) can be reached."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(
        self, port: int, respond: Respond, knows: Callable[[str, int], bool], authority: Authority, log: AccessLog,
        tls_fault: Callable[[str], str] = lambda host: "",
    ) -> None:  # fmt: skip
        super().__init__(("127.0.0.1", port), _Handler)
        self.respond, self.knows, self.authority, self.log = respond, knows, authority, log
        self.tls_fault = tls_fault
        self.stopping = Event()

    def handle_error(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        """A client that goes away is no event; anything else is."""
        if not isinstance(sys.exc_info()[1], OSError | ssl.SSLError):
            super().handle_error(request, client_address)


def _text(status: int, text: str) -> Answer:
    return Answer(status, text.encode(), "text/plain; charset=UTF-8")


def split_target(target: str, scheme: str) -> tuple[str, int]:
    """(host, port) of HOST[:PORT]; the scheme's port where none is given. ValueError for a port that is no number."""
    parts = urlsplit(f"//{target}")
    return (parts.hostname or "").rstrip("."), parts.port or {"http": 80, "https": 443}[scheme]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "replica", ""
    timeout = IDLE_SECONDS
    disable_nagle_algorithm = True
    server: ProxyServer

    def setup(self) -> None:
        super().setup()
        self._tunnel: tuple[str, int] | None = None
        self._start = time.time()

    def parse_request(self) -> bool:
        self._start = time.time()
        return super().parse_request()

    def log_message(self, format: str, *args: object) -> None:
        """The access log replaces the lines on stderr."""

    def do_CONNECT(self) -> None:
        try:
            host, port = split_target(self.path, "https")
        except ValueError:
            host, port = "", 0
        if self._tunnel is not None or not self.server.knows(host, port):
            self._send(_text(502, f"{self.path}: no such host in the replica\n"), f"https://{self.path}/")
            return
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        fault = self.server.tls_fault(host)
        if fault == "old_tls":
            # What an old server says to a client that knows no protocol of its time: alert 40, handshake failure.
            with contextlib.suppress(OSError):
                self.connection.recv(1 << 14)
                self.wfile.write(b"\x15\x03\x01\x00\x02\x02\x28")
            self._record(f"https://{self.path}/", 0, 0)
            self.close_connection = True
            return
        try:
            certified = "another.invalid" if fault == "bad_certificate" else host
            self.connection = self.server.authority.context(certified).wrap_socket(self.connection, server_side=True)
        except (OSError, ssl.SSLError):
            self._record(f"https://{self.path}/", 0, 0)
            self.close_connection = True
            return
        self.rfile, self.wfile = self.connection.makefile("rb", -1), self.connection.makefile("wb", 0)
        self._tunnel = (host, port)
        self.close_connection = False
        while not self.close_connection:
            self.handle_one_request()
        with contextlib.suppress(OSError):
            self.connection.close()

    def _request(self) -> Request | None:
        """What the client asks for; None where it did not speak to a proxy."""
        try:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            if self._tunnel is not None:
                host, port = self._tunnel
                return Request(self.command, "https", host, port, self.path, headers, body)
            parts = urlsplit(self.path)
            if parts.scheme not in ("http", "https"):
                return None
            host, port = split_target(parts.netloc, parts.scheme)
        except ValueError:
            return None
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return Request(self.command, parts.scheme, host, port, target, headers, body)

    def do_GET(self) -> None:
        """Answers GET, HEAD and POST alike; a replica that has stopped answers nobody, on old connections either."""
        if self.server.stopping.is_set():
            self.close_connection = True
            return
        request = self._request()
        if request is None:
            self.close_connection = True
            self._send(_text(400, _NOT_A_PROXY_REQUEST), self.path)
            return
        try:
            answer = self.server.respond(request)
        except Exception as error:
            self._send(_text(500, f"replica: {type(error).__name__}: {error}\n"), request.url)
            raise
        if answer.delay:
            self.server.stopping.wait(answer.delay)
        if answer.reset:
            self._reset(request.url)
        else:
            self._send(answer, request.url)

    do_HEAD = do_GET
    do_POST = do_GET

    def _send(self, answer: Answer, url: str) -> None:
        # A status such as 521 has no standard phrase.
        lines = [
            f"HTTP/1.1 {answer.status} {responses.get(answer.status, 'Unknown')}",
            f"Date: {self.date_time_string()}",
        ]
        self.close_connection |= bool(answer.announced)
        lines += [f"Content-Type: {answer.content_type}", f"Content-Length: {answer.announced or len(answer.body)}"]
        lines += [f"{name}: {value}" for name, value in answer.headers]
        lines += ["Connection: close"] if self.close_connection else []
        body = b"" if self.command == "HEAD" else answer.body
        try:
            self.connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
        except OSError:
            self.close_connection = True
            self._record(url, 0, 0)
            return
        self._record(url, answer.status, len(body))

    def _reset(self, url: str) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            # Linger 0 makes the kernel send RST in place of FIN.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            self.connection.close()
        self._record(url, 0, 0)

    def _record(self, url: str, status: int, size: int) -> None:
        headers = getattr(self, "headers", None) or {}
        referer, agent = headers.get("Referer", ""), headers.get("User-Agent", "")
        self.server.log.write(self._start, time.time(), self.command or "", url, status, referer, agent, size)
