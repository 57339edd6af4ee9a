"""A night may die at any moment: the next one goes on, says so, and tells everything exactly once."""

import random
import signal
import time

import pytest

from archive.store.lock import held
from crawler.replica import Replica
from tests.nightly.night import Nights

pytestmark = pytest.mark.slow
Town = tuple[Nights, Replica]


def _wait(nights: Nights, requests: int) -> None:
    until = time.monotonic() + 60
    while len(nights.stage.log) < requests:
        assert time.monotonic() < until, "the night asks nothing"
        time.sleep(0.01)


def test_nights_killed_at_any_moment_lose_no_news_and_leave_nobody_at_work(town: Town) -> None:
    nights, replica = town
    published = sum(bool(one["published"]) for one in replica.truth() if "www.taian" in str(one["url"]))
    chance, told = random.Random(20260105), 0
    for asked in (1, 12, 10**6):
        process, before = nights.start(), len(nights.stage.log)
        if asked < 10**6:
            _wait(nights, before + asked)
            time.sleep(chance.uniform(0, 0.3))
        else:
            while not held(nights.stage.archive / "derive.lock"):
                assert process.poll() is None
                time.sleep(0.01)
        process.kill()
        process.communicate()
        until = time.monotonic() + 60
        while held(nights.stage.archive / "crawl.lock") or held(nights.stage.archive / "derive.lock"):
            assert time.monotonic() < until, "a step outlived its night"
            time.sleep(0.02)
    final = nights.record(code=11)
    told += final.portal("taian")["new"]
    assert told == published and final.record["first"]
    assert "was interrupted" in final.stderr and final.alarms == {("broken_off", "")}
    assert nights.record(code=0).portal("taian")["new"] == 0


def test_a_crawl_that_dies_costs_the_night_neither_reading_nor_page(town: Town) -> None:
    nights, _ = town
    told = nights.record(code=1, GONGKAI_FAULT="capture_commit.after:12")
    assert "SIGKILL" in str(told.record["faults"]) and told.record["crawl_id"] == 1
    assert nights.latest().record == told.record
    again = nights.record(code=0)
    assert again.record["resumed"] and again.record["crawl_id"] == 1 and again.portal("taian")["reports_listed"] > 0


def test_ctrl_c_is_one_line_and_the_next_night_goes_on(town: Town) -> None:
    nights, _ = town
    for number in (signal.SIGINT, signal.SIGTERM):
        process, before = nights.start(), len(nights.stage.log)
        _wait(nights, before + 10)
        process.send_signal(number)
        _, err = process.communicate(timeout=120)
        assert process.returncode == 1 and "Traceback" not in err
        assert [line for line in err.splitlines() if "first night" not in line and "interrupted" not in line] == [
            "gongkai: stopped; everything acknowledged is kept, the next night goes on"
        ]
        assert not held(nights.stage.archive / "crawl.lock") and not nights.folder.exists()
    whole = nights.record(code=11)
    assert whole.alarms == {("broken_off", "")}, "two nights in a row that did not end"
    assert whole.record["resumed"] and "was interrupted" in whole.stderr
    page = next(nights.folder.glob("nightly-*.html"))
    page.unlink()
    assert nights.run().returncode == 0
    assert page.exists(), "a page that a kill left unwritten is written by the next night"
