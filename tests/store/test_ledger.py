"""The ledger: whose turn it is, and when what failed is asked again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.clock import SystemClock
from archive.store.ledger import Ledger, NewTask, Selection, Task
from archive.store.retries import BACKOFF, PROMISES
from archive.store.selection import RESERVE
from archive.store.tally import Tally
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


@dataclass
class Hand:
    """A clock that stands where it is put."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def closed(ledger: Ledger, key: str, outcome: Outcome) -> Task:
    """A visit that ended so, in a crawl of its own; gives the task as it then is."""
    crawl_id, _ = ledger.begin_crawl("a@b.cn", "ua", {}, "0")
    task = ledger.task(key)
    assert task
    ledger.close(task, crawl_id, outcome, "")
    ledger.end_crawl(crawl_id, {})
    after = ledger.task(key)
    assert after
    return after


def due(ledger: Ledger, *, everything: bool = False) -> set[str]:
    """What a crawl that begins now would ask."""
    crawl_id, _ = ledger.begin_crawl("a@b.cn", "ua", {}, "0")
    ledger.ask_again(crawl_id, ALL, everything=everything)
    ledger.end_crawl(crawl_id, {})
    return {task.task_key for task in ledger.due_tasks(ALL)}


def test_a_clock_that_jumps_back_leaves_nothing_out_of_reach(tmp_path: Path) -> None:
    clock = Hand(datetime(2126, 3, 1, tzinfo=UTC))
    ledger = Ledger(tmp_path / "ledger.db", clock)
    ledger.add_tasks([new("held"), new("limited"), new("never")])
    closed(ledger, "held", Outcome.OK)
    closed(ledger, "limited", Outcome.RATE_LIMITED)
    clock.moment = datetime(2026, 3, 1, tzinfo=UTC)
    assert due(ledger) == {"held", "limited", "never"}
    ledger.database.close()


def test_what_is_held_is_asked_when_its_time_has_come_and_not_before(tmp_path: Path) -> None:
    clock = Hand(datetime(2026, 9, 1, tzinfo=UTC))
    ledger = Ledger(tmp_path / "ledger.db", clock)
    ledger.add_tasks([new("held", 2012), new("absent", 2025)])
    assert closed(ledger, "held", Outcome.OK).held and not closed(ledger, "absent", Outcome.ABSENT).held
    assert due(ledger) == set()
    clock.moment += timedelta(days=8)
    assert due(ledger) == {"absent"}
    clock.moment += timedelta(days=83)
    assert due(ledger) == {"absent", "held"}
    ledger.database.close()


def test_the_other_lists_of_a_host_are_looked_at_where_one_of_them_is_newly_gone(tmp_path: Path) -> None:
    clock = Hand(datetime(2026, 9, 1, tzinfo=UTC))
    ledger = Ledger(tmp_path / "ledger.db", clock)

    def a_list(key: str, host: str = "a.gov.cn", why: str = "entry") -> NewTask:
        return replace(new(key), kind=TaskKind.HOME, url=f"http://{host}/{key}", why=why)

    ledger.add_tasks([a_list("list"), a_list("home"), a_list("own", why=RESERVE), a_list("other", "b.gov.cn"), new("report", 2012)])
    for key in ("list", "home", "own", "other", "report"):
        closed(ledger, key, Outcome.OK)
    assert due(ledger) == set()
    clock.moment += timedelta(days=1)
    closed(ledger, "list", Outcome.GONE)
    assert {task.task_key for task in ledger.due_tasks(ALL)} == {"home"}
    closed(ledger, "home", Outcome.OK)
    closed(ledger, "list", Outcome.GONE)
    assert not ledger.due_tasks(ALL), "it was gone before"
    ledger.database.close()


def test_everything_is_asked_again_where_that_is_wanted(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db", Hand(datetime(2026, 9, 1, tzinfo=UTC)))
    ledger.add_tasks([new("held"), new("absent")])
    closed(ledger, "held", Outcome.OK)
    closed(ledger, "absent", Outcome.ABSENT)
    assert due(ledger, everything=True) == {"absent", "held"}
    ledger.database.close()


def test_a_crawl_that_asks_everything_again_goes_on_only_with_its_like(ledger: Ledger) -> None:
    plain, _ = ledger.begin_crawl("a@b.cn", "ua", {}, "0")
    whole, resumed = ledger.begin_crawl("a@b.cn", "ua", {"again": True}, "0")
    assert whole != plain and not resumed
    assert ledger.begin_crawl("a@b.cn", "ua", {"again": True}, "0") == (whole, True)


def test_a_report_once_held_stays_held_whatever_came_since(ledger: Ledger) -> None:
    ledger.add_tasks([new("a")])
    assert closed(ledger, "a", Outcome.OK).held
    assert closed(ledger, "a", Outcome.SERVER_ERROR).held
    assert closed(ledger, "a", Outcome.GONE).held


@pytest.mark.parametrize("question", [
    "SELECT * FROM captures WHERE warc_file = 'x' AND warc_offset < 9", "SELECT * FROM captures WHERE task_key = 'x' AND visit = 1",
    "SELECT * FROM captures WHERE payload_sha256 = 'x'", "SELECT * FROM addresses WHERE found_on = 'x'",
    "SELECT * FROM addresses WHERE task_key = 'x'", "SELECT * FROM visits WHERE task_key = 'x' ORDER BY visit DESC LIMIT 1",
    "SELECT * FROM tasks WHERE parent_key = 'x'",
])  # fmt: skip
def test_what_is_asked_of_one_thing_does_not_look_at_all_others(ledger: Ledger, question: str) -> None:
    (plan,) = ledger.database.connection.execute(f"EXPLAIN QUERY PLAN {question}").fetchall()
    assert plan["detail"].startswith("SEARCH"), plan["detail"]


def in_module(year: int, area: str = "A") -> NewTask:
    return replace(new(f"{area}:{year}", year), area=area)


def test_a_page_in_reserve_is_asked_where_the_module_has_none_of_the_last_two_reports_of_its_agency(ledger: Ledger) -> None:
    own = replace(new("own"), kind=TaskKind.HOME, area="A", why=RESERVE, year=None)
    ledger.add_tasks([own, *(in_module(year) for year in (2022, 2023, 2024)), in_module(2024, "B")])
    told = list[tuple[bool, bool]]()
    for key, outcome in (("B:2024", Outcome.ABSENT), ("A:2024", Outcome.ABSENT), ("A:2022", Outcome.OK), ("A:2023", Outcome.GONE)):
        closed(ledger, key, outcome)
        told.append((any(task.task_key == "own" for task in ledger.due_tasks(ALL)), ledger.never_asked(ALL)))
    assert told == [(False, True), (False, True), (False, True), (True, True)]
    closed(ledger, "own", Outcome.SHELL)
    assert not ledger.never_asked(ALL)
    closed(ledger, "A:2024", Outcome.OK)
    crawl_id, _ = ledger.begin_crawl("a@b.cn", "ua", {}, "0")
    ledger.ask_again(crawl_id, ALL, everything=True)
    assert "own" not in [task.task_key for task in ledger.due_tasks(ALL)]


def test_a_crawl_of_some_years_asks_a_page_in_reserve_where_the_module_has_none_of_the_last_two_of_them(ledger: Ledger) -> None:
    own = replace(new("own"), kind=TaskKind.HOME, area="A", why=RESERVE, year=None)
    ledger.add_tasks([own, *(in_module(year) for year in (2020, 2021, 2022, 2024))])
    closed(ledger, "A:2020", Outcome.OK)
    closed(ledger, "A:2021", Outcome.ABSENT)
    chosen = Selection(years=(2020, 2021, 2022))
    assert "own" not in [task.task_key for task in ledger.due_tasks(chosen)]
    closed(ledger, "A:2022", Outcome.ABSENT)
    assert "own" in [task.task_key for task in ledger.due_tasks(chosen)]
    assert "own" not in [task.task_key for task in ledger.due_tasks(ALL)], "2024 was not asked yet"


def test_a_page_in_reserve_that_lists_nothing_is_no_hole(ledger: Ledger) -> None:
    own = replace(new("own"), kind=TaskKind.HOME, area="A", why=RESERVE, year=None)
    ledger.add_tasks([own, in_module(2024)])
    closed(ledger, "A:2024", Outcome.ABSENT)
    closed(ledger, "own", Outcome.SHELL)
    assert Tally(ledger, 1, ALL).unanswered() == []
    closed(ledger, "own", Outcome.WAF_REFUSED)
    assert [one.outcome for one in Tally(ledger, 1, ALL).unanswered()] == [Outcome.WAF_REFUSED]
