"""Archives with a history: steps that a test may play in any order, in several archives and in copies of one."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st

from archive.store.ledger import NewTask
from archive.store.nights import Held, Nights
from archive.words import Outcome, TaskKind
from tests.store.world import START, World

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where small archives are made and unmade by the hundred: syncing a disk each time is not what is tried there."""


@dataclass(frozen=True)
class Step:
    """One thing that happens, to one of three reports where it is about a report."""

    what: str
    report: int


STEPS = ("ok", "same", "gone", "failed", "listed", "look", "unread", "end", "kill", "night", "back", "file")
steps = st.lists(st.builds(Step, st.sampled_from(STEPS), st.integers(0, 2)), max_size=8)


class History:
    """An archive to which steps happen, as a crawl and a night would make them."""

    def __init__(self, folder: Path, moment: datetime = START) -> None:
        self.folder, self.count = folder, 0
        self.world = World(folder, moment)

    def copy(self, folder: Path) -> "History":
        """The same archive in another folder, where it goes on by itself."""
        self.settle()
        shutil.copytree(self.folder, folder)
        self._again()
        return History(folder, self.world.clock.moment)

    def settle(self) -> None:
        """Ends the process; everything that was noted is in the WARC files."""
        self.world.store.close()
        self.world.ledger.database.close()

    def play(self, some: list[Step]) -> "History":
        for step in some:
            self.count += 1
            getattr(self, f"_{step.what}")(step.report)
        return self

    def _again(self) -> None:
        self.world = World(self.folder, self.world.clock.moment)

    def _visit(self, report: int, body: str | None, outcome: Outcome) -> None:
        key = self._task(report)
        task = self.world.ledger.task(key)
        assert task is not None
        kept = self.world.ledger.captures(key, task.visit)
        self.world.visit(key, None if kept or body is None else body.encode(), outcome)

    def _ok(self, report: int) -> None:
        """A body that nobody else has."""
        self._visit(report, f"{self.folder.name} {self.count}", Outcome.OK)

    def _same(self, report: int) -> None:
        """A body that every archive comes to have."""
        self._visit(report, f"same {report}", Outcome.OK)

    def _gone(self, report: int) -> None:
        self._visit(report, "404", Outcome.GONE)

    def _failed(self, report: int) -> None:
        self._visit(report, None, Outcome.SERVER_ERROR)

    def _listed(self, report: int) -> None:
        """The report is seen on a list."""
        self.world.ledger.add_tasks([new(report)], found_on=self._task(9))

    def _look(self, report: int) -> None:
        """A list is read that shows the reports up to this one."""
        world, key = self.world, "l"
        url = "https://www.taian.gov.cn/list"
        world.ledger.add_tasks([NewTask(key, "taian", "hanweb-xxgk", TaskKind.COLUMN, "taian", url, "entry")])
        task = world.ledger.task(key)
        assert task is not None
        world.store.commit([world.exchange(key, task.visit, url, f"list {report}".encode(), "text/html")])
        world.ledger.close(task, world.crawl, Outcome.OK, "ok", [new(shown) for shown in range(report + 1)])

    def _unread(self, report: int) -> None:
        """An answer that is kept, and the crawl dies before it is read."""
        key, ledger = self._task(report), self.world.ledger
        ledger.database.connection.execute("UPDATE tasks SET due_at = created_at WHERE task_key = ? AND due_at IS NULL", [key])
        task = ledger.task(key)
        assert task is not None
        if not ledger.captures(key, task.visit):
            body = f"unread {self.folder.name} {self.count}".encode()
            self.world.store.commit([self.world.exchange(key, task.visit, task.url, body, "text/html")])
        self._kill(report)

    def _end(self, _: int) -> None:
        self.world.close()
        self._again()

    def _kill(self, _: int) -> None:
        self.world.ledger.database.close()
        self._again()

    def _file(self, _: int) -> None:
        """What comes next goes into another file."""
        self.world.store.close()

    def _night(self, report: int) -> None:
        nights = Nights(self.world.ledger)
        told = [Held("a1", 2020, f"{self.folder.name} {self.count}", "p", "", "", "", "", False)][:report]
        record = {"ended_at": self.world.clock.now().isoformat()}
        nights.end(nights.begin(lambda: ()), self.world.crawl, 0, record, told)

    def _back(self, _: int) -> None:
        """The clock is put back."""
        self.world.clock.moment -= timedelta(hours=1)

    def _task(self, report: int) -> str:
        self.world.ledger.add_tasks([new(report)])
        return new(report).task_key


def new(report: int) -> NewTask:
    """A report task that every archive knows by the same key."""
    url = f"https://www.taian.gov.cn/{report}"
    return NewTask(f"r{report}", "taian", "hanweb-xxgk", TaskKind.REPORT, "taian", url, "listed", year=2020)
