"""Builds small archives through the real ledger and capture store, as a crawl would."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from archive.store.captures import CaptureStore
from archive.store.ledger import Ledger, NewTask
from archive.store.warc import Exchange
from archive.words import Outcome, TaskKind

START = datetime(2026, 5, 4, 2, 0, tzinfo=UTC)


@dataclass
class TestClock:
    """A clock that moves one second with every look."""

    __test__ = False
    moment: datetime = START

    def now(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


class World:
    """An archive in a folder. Each call is a finished visit, committed at once."""

    def __init__(self, folder: Path, start: datetime = START) -> None:
        self.folder, self.clock = folder, TestClock(start)
        self.ledger = Ledger(folder / "ledger.db", self.clock)
        self.store = CaptureStore(self.ledger, folder / "warc", self.clock, {"software": "test"})
        self.crawl, _ = self.ledger.begin_crawl("t@example.org", "test", {}, "0")

    def report(
        self, area: str, year: int | None, body: bytes | None, *, agency: str = "", portal: str = "taian",
        outcome: Outcome = Outcome.OK, content_type: str = "text/html; charset=utf-8", key: str = "",
    ) -> str:  # fmt: skip
        """A visit to the report task of (portal, area, year), with an answer unless `body` is None."""
        key = key or f"hanweb-xxgk:{portal}:{area}:{year}"
        url = f"https://www.{portal}.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area={area}&fbtime={year}"
        self.ledger.add_tasks([NewTask(
            key, portal, "hanweb-xxgk", TaskKind.REPORT, portal, url, "listed", 1, area, agency, year
        )])  # fmt: skip
        self.visit(key, body, outcome, content_type)
        return key

    def expect(self, area: str, year: int, *, agency: str = "", portal: str = "taian") -> str:
        """A report task that nobody has visited."""
        key = f"hanweb-xxgk:{portal}:{area}:{year}"
        url = f"https://www.{portal}.gov.cn/?area={area}&fbtime={year}"
        self.ledger.add_tasks([NewTask(
            key, portal, "hanweb-xxgk", TaskKind.REPORT, portal, url, "listed", 1, area, agency, year
        )])  # fmt: skip
        return key

    def list(
        self, name: str, outcome: Outcome | None = Outcome.OK, *, portal: str = "qingdao", agency: str = "",
        title: str = "", on: str = "", kind: TaskKind = TaskKind.COLUMN,
    ) -> str:  # fmt: skip
        """A list of reports, found on another list or an entry, and one visit to it (none with outcome None)."""
        key = f"trs-wcm:page:{name}"
        url = f"http://www.{portal}.gov.cn/{name}/"
        task = NewTask(key, portal, "trs-wcm", kind, portal, url, "followed", 1, agency=agency, listed_title=title)
        self.ledger.add_tasks([task], found_on=on)
        if outcome is not None:
            self.visit(key, b"<html>list</html>", outcome)
        return key

    def listed(
        self, name: str, title: str, body: bytes | None, *, on: str, outcome: Outcome | None = Outcome.OK,
        year: int | None = None, agency: str = "", portal: str = "qingdao", host: str = "www",
    ) -> str:  # fmt: skip
        """A report that a list shows, with an answer unless `body` is None and a visit unless `outcome` is."""
        key = f"trs-wcm:article:{portal}:{name}"
        url = f"http://{host}.{portal}.gov.cn/{quote(name)}.html"
        self.ledger.add_tasks([NewTask(
            key, portal, "trs-wcm", TaskKind.REPORT, portal, url, "listed", 2, "", agency, year, title
        )], found_on=on)  # fmt: skip
        if outcome is not None:
            self.visit(key, body, outcome)
        return key

    def file(
        self, parent: str, name: str, body: bytes | None, kind: TaskKind = TaskKind.ATTACHMENT,
        outcome: Outcome = Outcome.OK,
    ) -> str:  # fmt: skip
        """A file that the answer to `parent` led to; with `body` None it is known and not fetched."""
        key = f"file:{name}"
        task = NewTask(key, "taian", "hanweb-xxgk", kind, "taian", f"https://www.taian.gov.cn/{name}", "attached", 2)
        self.ledger.add_tasks([task], found_on=parent)
        if body is not None:
            self.visit(key, body, outcome, "application/octet-stream")
        return key

    def visit(self, key: str, body: bytes | None, outcome: Outcome, content_type: str = "text/html") -> None:
        """One more finished visit to a known task."""
        task = self.ledger.task(key)
        assert task is not None
        if body is not None:
            self.store.commit([self.exchange(key, task.visit, task.url, body, content_type)])
        self.ledger.close(replace(task), self.crawl, outcome, str(outcome))

    def exchange(self, key: str, visit: int, url: str, body: bytes, content_type: str) -> Exchange:
        """One answer as the crawler would hand it over."""
        context: dict[str, object] = {"task_key": key, "visit": visit, "hop": 0, "crawl_id": self.crawl}
        headers = (("Content-Type", content_type),)
        return Exchange(url, "GET", (), b"", 200, "OK", headers, body, self.clock.now(), context)

    def close(self) -> None:
        """Ends the crawl and closes the files."""
        self.ledger.end_crawl(self.crawl, {})
        self.store.close()
        self.ledger.database.close()
