"""What the ledger hands out: tasks, new and known, and captures."""

import sqlite3
from dataclasses import dataclass, fields
from datetime import datetime
from urllib.parse import urlsplit

from archive.words import Outcome, TaskKind


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task as a page or a registry entry gives it. `url` is absolute.

    `hangs_on` is the key of the report beside which a list names a file; empty for what hangs on the page itself.
    """

    task_key: str
    portal: str
    family: str
    kind: TaskKind
    politeness_group: str
    url: str
    why: str
    depth: int = 0
    area: str = ""
    agency: str = ""
    year: int | None = None
    listed_title: str = ""
    method: str = "GET"
    body: str | None = None
    hangs_on: str = ""

    @property
    def host(self) -> str:
        """Host of the address, with its port where one is written."""
        return urlsplit(self.url).netloc.rpartition("@")[2].lower()


@dataclass(frozen=True, slots=True)
class Task(NewTask):
    """A task of the ledger; `visit` is the number its next visit will have, `referer` the address of its parent.

    `held` says that it once brought what it is about.
    """

    parent_key: str | None = None
    referer: str = ""
    visit: int = 1
    failures: int = 0
    outcome: str | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class Capture:
    """One exchange kept, as the ledger knows it."""

    capture_id: int
    task_key: str
    visit: int
    hop: int
    crawl_id: int | None
    url: str
    http_status: int
    content_type: str
    payload_sha256: str
    captured_at: str
    record_type: str
    warc_file: str
    warc_offset: int
    truncated: bool
    etag: str
    last_modified: str

    @property
    def at(self) -> datetime:
        """When the answer came."""
        return datetime.fromisoformat(self.captured_at)


TASKS = (
    "SELECT *, coalesce((SELECT p.url FROM tasks AS p WHERE p.task_key = tasks.parent_key), '') AS referer,"
    f" EXISTS (SELECT 1 FROM visits WHERE visits.task_key = tasks.task_key AND visits.outcome = '{Outcome.OK}') AS held"
    " FROM tasks"
)
"""Every column that a task needs, to be narrowed by WHERE."""

_SAME = [field.name for field in fields(Task) if field.name not in ("kind", "visit", "hangs_on")]


def task_of(row: sqlite3.Row) -> Task:
    """A row of TASKS as a task."""
    same = {name: row[name] for name in _SAME}
    return Task(**same | {"kind": TaskKind(row["kind"]), "visit": row["visits"] + 1})
