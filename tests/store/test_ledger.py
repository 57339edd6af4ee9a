"""The ledger: whose turn it is, and when what failed is asked again."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from archive.clock import SystemClock
from archive.store.ledger import BACKOFF, PROMISES, Ledger, NewTask, Selection, Task
from archive.words import Outcome, TaskKind

ALL = Selection()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger.db", SystemClock())
    yield ledger
    ledger.database.close()


def new(key: str, year: int = 2020) -> NewTask:
    return NewTask(key, "jining", "hanweb-xxgk", TaskKind.REPORT, "jining", f"http://a.gov.cn/{key}", "listed", year=year)


def waiting(ledger: Ledger, task: Task, crawl_id: int, **words: object) -> timedelta:
    """Ends a visit as rate limited and gives how long the task then waits."""
    ledger.close(task, crawl_id, Outcome.RATE_LIMITED, "HTTP 503", **words)  # type: ignore[arg-type]
    due = ledger.next_due(ALL)
    assert due
    return due - ledger.clock.now()


def test_what_was_never_tried_has_its_turn_before_what_has_failed(ledger: Ledger) -> None:
    ledger.add_tasks([new("old", 2008), new("young", 2024)])
    crawl_id, _ = ledger.begin_crawl("a@b.cn", "ua", {}, "0")
    (old,) = ledger.lease(crawl_id, ALL, "jining")
    ledger.close(old, crawl_id, Outcome.WAF_REFUSED, "HTTP 403", retry_at=None)
    ledger.database.connection.execute("UPDATE tasks SET due_at = created_at WHERE task_key = 'old'")
    assert [t.task_key for t in ledger.due_tasks(ALL)] == ["young", "old"]


def test_a_portal_that_only_ever_asks_to_wait_a_second_is_not_asked_every_second(ledger: Ledger) -> None:
    ledger.add_tasks([new("a")])
    crawl_id, _ = ledger.begin_crawl("a@b.cn", "ua", {}, "0")
    waits = []
    for _ in range(PROMISES + 2):
        task = ledger.task("a")
        assert task
        waits.append(waiting(ledger, task, crawl_id, retry_at=ledger.clock.now() + timedelta(seconds=1)))
    assert all(wait <= timedelta(seconds=1) for wait in waits[:PROMISES])
    assert all(wait > BACKOFF[0] for wait in waits[PROMISES:])


def test_a_report_is_asked_elsewhere_at_once_and_there(ledger: Ledger) -> None:
    ledger.add_tasks([new("a")])
    crawl_id, _ = ledger.begin_crawl("a@b.cn", "ua", {}, "0")
    (task,) = ledger.lease(crawl_id, ALL, "jining")
    ledger.close(task, crawl_id, Outcome.ABSENT, "an empty shell", elsewhere="http://b.gov.cn/a")
    (again,) = ledger.lease(crawl_id, ALL, "jining")
    assert (again.url, again.visit, again.host) == ("http://b.gov.cn/a", 2, "b.gov.cn")
