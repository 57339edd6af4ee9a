"""A backfill: it spends its budget and no more, goes on where it was, and gives way to a night."""

from collections import Counter
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from archive.clock import ShiftedClock
from archive.errors import UsageError
from archive.store.ledger import Ledger, NewTask, Selection, Turn
from archive.store.lock import held, hold
from archive.words import Outcome, TaskKind
from crawler.budget import Budget, budget_of
from crawler.nightly.run import let_backfill_end
from crawler.replica import World
from crawler.wanted import BACKFILL_LOCK
from tests.crawl.stage import Stage, stage

HOME: dict[str, list[str]] = {"https://www.taian.gov.cn/": []}
LONGEST_VISIT = 3
"""Requests of the visit under way when the budget is spent: robots.txt, a redirect, the page."""


def _years(ground: Stage, begin: int) -> list[int]:
    return [int(parse_qs(urlsplit(one.url).query)["fbtime"][0]) for one in ground.log[begin:] if "Report.jsp" in one.url]


def test_a_backfill_spends_its_budget_goes_on_where_it_was_and_asks_the_oldest_years_first(tmp_path: Path) -> None:
    words = ("--year", "2008-2018", "--budget", "20")
    with stage(tmp_path, World(seed=3, agencies=3, reports=30, portals=("taian",)), homes=HOME) as (ground, _):
        first = ground.crawl(*words)
        assert first.returncode == 10 and "the budget of 20 requests is spent; the same command goes on" in first.stdout
        asked = len(ground.log)
        assert 20 <= asked < 20 + LONGEST_VISIT
        with hold(ground.archive / "nightly.lock", "test"):
            gave_way = ground.crawl(*words)
        assert "the night has begun" in gave_way.stdout and len(ground.log) == asked
        ground.crawl("--year", "2008-2018", "--budget", "1h")
        assert {None} < set(ground.outcomes()) <= {"ok", "absent", "not_a_report", None}, "2019 and later are queued"
        urls = Counter(one.url for one in ground.log if one.path != "/robots.txt")
        assert max(urls.values()) == 1, "nothing is asked again while something was never asked"
        years = _years(ground, 0)
        assert years == sorted(years) and set(years) <= set(range(2008, 2019))


def test_recent_first_takes_lists_and_the_last_two_years_and_then_the_oldest(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db", ShiftedClock.starting(date(2026, 6, 1)))
    ledger.add_tasks(
        NewTask(f"r{year}", "taian", "hanweb-xxgk", TaskKind.REPORT, "taian", f"https://www.taian.gov.cn/{year}", "listed", year=year)
        for year in range(2008, 2026)
    )  # fmt: skip
    ledger.add_tasks([NewTask("l", "taian", "hanweb-jcms", TaskKind.COLUMN, "taian", "https://www.taian.gov.cn/", "entry")])
    crawl_id, _ = ledger.begin_crawl("x@example.org", "", {}, "")
    planned = [task.year for task in ledger.due_tasks(Selection(), turn=Turn.RECENT)]
    leased = []
    while tasks := ledger.lease(crawl_id, Selection(), "taian", turn=Turn.RECENT):
        leased.append(tasks[0].year)
        ledger.close(tasks[0], crawl_id, Outcome.OK, "")
    assert leased == planned == [None, 2024, 2025, *range(2008, 2024)]
    ledger.database.close()


def test_a_night_waits_until_a_backfill_has_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ExitStack() as backfill:
        backfill.enter_context(hold(tmp_path / BACKFILL_LOCK, "test"))
        waits = list[float]()

        def sleep(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 3:
                backfill.close()

        monkeypatch.setattr("crawler.nightly.run.sleep", sleep)
        let_backfill_end(tmp_path)
    assert waits == [1, 1, 1] and not held(tmp_path / BACKFILL_LOCK)


def test_a_budget_is_requests_or_hours_or_both() -> None:
    assert (budget_of(""), budget_of("2000")) == (None, Budget(2000))
    assert (budget_of("6h"), budget_of("2000, 0.5h")) == (Budget(None, 6.0), Budget(2000, 0.5))
    assert Budget(2000, 6.0).spent(1999, 21599.0) == "" and "6 hours" in Budget(2000, 6.0).spent(1, 21600.0)
    for wrong in ("0", "6 h", "-1", "viele", "2000,,6h"):
        with pytest.raises(UsageError, match="--budget"):
            budget_of(wrong)
