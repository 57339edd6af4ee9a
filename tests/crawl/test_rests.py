"""Hosts at rest: who refuses is left in peace, in later crawls too, and then asked once a day."""

from datetime import UTC, datetime, timedelta

import pytest

from archive.store.ledger import Task
from archive.words import Outcome, TaskKind
from crawler.rests import Rests
from spiders.portal import Result

HOST = "www.jining.gov.cn"
NIGHT = datetime(2026, 3, 2, 20, tzinfo=UTC)


class Clock:
    """A clock that stands until it is set."""

    moment = NIGHT

    def now(self) -> datetime:
        return self.moment


def ended(outcome: Outcome, retry_at: datetime | None = None) -> Result:
    task = Task("k", "jining", "hanweb-xxgk", TaskKind.REPORT, "jining", f"https://{HOST}/x", "followed")
    return Result(task, outcome, "", (), retry_at)


def rests(refusing: dict[str, datetime] | None = None) -> tuple[Rests, Clock]:
    clock = Clock()
    return Rests(clock, {}, refusing), clock


@pytest.mark.parametrize("outcome", [Outcome.CHALLENGE_RUISHU, Outcome.WAF_REFUSED, Outcome.TOKEN_REQUIRED])
def test_three_refusals_rest_the_host_for_a_day_and_then_one_is_enough(outcome: Outcome) -> None:
    found, clock = rests()
    for number in range(3):
        assert found.hosts == [], number
        found.note(ended(outcome))
    assert found.hosts == [HOST]
    clock.moment += timedelta(days=1, seconds=1)
    assert found.hosts == []
    found.note(ended(outcome))
    assert found.hosts == [HOST], "one question a day"
    clock.moment += timedelta(days=1, seconds=1)
    found.note(ended(Outcome.OK))
    found.note(ended(outcome))
    assert found.hosts == [], "it has answered since"


def test_a_host_that_refused_an_earlier_crawl_to_the_last_still_rests() -> None:
    found, clock = rests({HOST: NIGHT - timedelta(hours=20)})
    assert found.hosts == [HOST] and "refused 3 times" in found.reasons[HOST]
    clock.moment += timedelta(hours=5)
    assert found.hosts == []
    found.note(ended(Outcome.CHALLENGE_WAF))
    assert found.hosts == [HOST]


def test_a_host_that_says_its_hours_rests_until_then() -> None:
    found, clock = rests()
    found.note(ended(Outcome.SERVER_ERROR, NIGHT + timedelta(hours=5)))
    assert found.hosts == [HOST]
    clock.moment += timedelta(hours=5, seconds=1)
    assert found.hosts == []
