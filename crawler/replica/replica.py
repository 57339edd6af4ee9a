"""A running replica: the proxy, its world, its faults, its log, started and stopped as one."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

from crawler.replica import obstacles
from crawler.replica.accesslog import AccessLog
from crawler.replica.certificates import Authority
from crawler.replica.control import CONTROL_HOST, control
from crawler.replica.faults import BLOCKS, OF_THE_MODULE, Faults
from crawler.replica.messages import Answer, Request
from crawler.replica.portal import Portal
from crawler.replica.proxy import ProxyServer
from crawler.replica.reach import hidden
from crawler.replica.validators import validated
from crawler.replica.world import World
from crawler.replica.world.truth import Record


class Replica:
    """`with Replica(World(seed=1)) as replica:` serves on 127.0.0.1:replica.port until the block ends.

    `ca_file` holds the authority's certificate (for SSL_CERT_FILE); `log` and `ca` name files to write.
    """

    def __init__(
        self, world: World, *, faults: str = "", log: Path | None = None, ca: Path | None = None, port: int = 0
    ) -> None:
        self.world = world
        self.faults = Faults(faults)
        self._portal = Portal(world, self.faults)
        self._folder = tempfile.TemporaryDirectory(prefix="replica-")
        self.ca_file = ca or Path(self._folder.name, "ca.pem")
        authority = Authority()
        authority.write(self.ca_file)
        self._log = AccessLog(log)
        self._server = ProxyServer(port, self.answer, self._knows, authority, self._log, self._tls_fault)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """What `--via` takes."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._thread.join()
        self._server.shutdown()
        self._server.server_close()
        self._log.close()
        self._folder.cleanup()

    def stop(self) -> None:
        """Ends the serving; returns at once."""
        if not self._server.stopping.is_set():
            self._server.stopping.set()
            Thread(target=self._server.shutdown, daemon=True).start()

    def wait(self) -> None:
        """Blocks until somebody stops the replica."""
        while self._thread.is_alive():
            self._thread.join(0.2)

    def _knows(self, host: str, port: int) -> bool:
        return host == CONTROL_HOST or self._portal.knows(host, port)

    def _tls_fault(self, host: str) -> str:
        """What is wrong with https on this host, if anything."""
        return next((name for name in ("old_tls", "bad_certificate") if self.faults.active(name, host)), "")

    def answer(self, request: Request) -> Answer:
        """The answer to one request, obstacles included; the proxy sends what this gives."""
        if request.host == CONTROL_HOST:
            return control(request, self.world, self.faults, self.stop)
        if not self._portal.knows(request.host, request.port):
            text = f"{request.origin}: no such host in the replica\n"
            return Answer(502, text.encode(), "text/plain; charset=UTF-8")
        obstacle = obstacles.before(request, self.faults)
        if obstacle is not None:
            return obstacle
        return validated(obstacles.after(self._answer_or_soften(request), request, self.faults), request, self.faults)

    def _answer_or_soften(self, request: Request) -> Answer:
        answer = self._portal.answer(request)
        if not self._portal.is_missing(request, answer):
            return answer
        return obstacles.soften(request, self.faults, self._portal.home_page(request.host)) or answer

    def truth(self) -> Iterator[Record]:
        """The world's truth with `source` as the faults that stay make it look."""
        for record in self.world.truth():
            yield record | {"source": self._source(record)}

    def _source(self, record: Record) -> str:
        host, year, listed = record["host"], record["year"], record["family"] != "hanweb-xxgk"
        if self.faults.active("gone", host) and year <= 2012:
            return "gone" if record["published"] else "absent"
        blocks = {name: source for name, source in BLOCKS.items() if not (listed and name in OF_THE_MODULE)}
        blocked = [source for name, source in blocks.items() if self.faults.active(name, host)]
        if blocked:
            return blocked[0]
        agency = self.world.agencies[record["serial"]]
        return "needs_probe" if hidden(self.world, self.faults, agency, year) else str(record["source"])
