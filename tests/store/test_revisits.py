"""When a task is visited again: always later, never too late, sooner after a change, and by the calendar."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from archive.store.revisits import (
    AFTERMATH,
    LIST_DAYS,
    LONGEST,
    PORTAL_TIME,
    STEADY,
    Answered,
    Past,
    in_wave,
    is_of_one_year,
    is_trusted,
    may_be_short,
    next_visit,
)
from archive.words import Outcome, TaskKind

NOON = datetime(2026, 9, 1, 4, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1)).map(lambda d: d.replace(tzinfo=UTC))
OUTCOMES = st.sampled_from([o for o in Outcome if (o.answered or o.again) and o != Outcome.UNCHANGED])
TOLD = st.tuples(OUTCOMES, st.sampled_from("abc"))
DOCUMENTS = (TaskKind.REPORT, TaskKind.ATTACHMENT, TaskKind.IMAGE)


def past(told: Sequence[tuple[Outcome, str]], at: datetime = NOON, year: int | None = 2020, key: str = "k",
         kind: TaskKind = TaskKind.REPORT) -> Past:  # fmt: skip
    """A task whose looks told this, the latest first, a day between them."""
    looks = [Answered(at - timedelta(days=n), outcome, payload) for n, (outcome, payload) in enumerate(told)]
    return Past(key, kind, year, datetime(2023, 5, 1, tzinfo=UTC), looks)


@st.composite
def pasts(draw: st.DrawFn) -> Past:
    told = draw(st.lists(TOLD, min_size=1, max_size=16))
    year = draw(st.none() | st.integers(2008, 2030))
    return past(told, draw(MOMENTS), year, draw(st.text(max_size=4)), draw(st.sampled_from(DOCUMENTS)))


def days(one: Past) -> int:
    """Whole days of Shandong until the next visit."""
    planned = next_visit(one)
    assert planned
    return (planned.astimezone(PORTAL_TIME).date() - one.looks[0].at.astimezone(PORTAL_TIME).date()).days


@given(pasts())
def test_the_next_visit_lies_ahead_and_within_the_longest_cycle(one: Past) -> None:
    planned = next_visit(one)
    assert planned
    assert timedelta() < planned - one.looks[0].at <= timedelta(days=LONGEST)
    assert planned.astimezone(PORTAL_TIME).time().isoformat() == "00:00:00"


@given(pasts())
def test_what_changes_after_a_quiet_look_is_looked_at_the_next_day(one: Past) -> None:
    quiet = one.looks[0]
    assert days(replace(one, looks=[Answered(quiet.at, Outcome.OK, "other"), quiet, *one.looks])) == 1


@given(pasts())
def test_a_quiet_look_brings_the_next_one_no_nearer(one: Past) -> None:
    quiet = replace(one, looks=[one.looks[0], *one.looks])
    restless = len({look.told for look in one.looks[:3]}) == 3
    assert days(quiet) >= days(one) or restless


@given(st.integers(2008, 2030), st.integers(2008, 2030), MOMENTS)
def test_an_older_report_is_never_looked_at_more_often(year: int, other: int, at: datetime) -> None:
    old, young = (past([(Outcome.OK, "a")], at, one) for one in sorted((year, other)))
    assert days(old) >= days(young)


@pytest.mark.parametrize(("year", "least", "most"), [(2025, 15, 30), (2023, 30, 60), (2012, 45, 90)])
def test_a_report_that_is_held(year: int, least: int, most: int) -> None:
    assert all(least <= days(past([(Outcome.OK, "a")], year=year, key=str(n))) <= most for n in range(50))
    assert len({days(past([(Outcome.OK, "a")], year=year, key=str(n))) for n in range(50)}) > 10, "not all in one night"
    steady = past([(Outcome.OK, "a")] * (STEADY + 1), year=year)
    assert least * 2 <= days(steady) <= most * 2


@pytest.mark.parametrize(("day", "least", "most"), [
    ("2026-01-05", 1, 1), ("2026-02-20", 1, 1), ("2026-03-31", 1, 1), ("2026-05-11", 1, 1),
    ("2026-05-13", 4, 7), ("2027-03-01", 4, 7), ("2027-04-05", 15, 30), ("2028-03-01", 15, 30), ("2028-04-05", 45, 90),
])  # fmt: skip
def test_a_year_without_a_report_follows_the_calendar(day: str, least: int, most: int) -> None:
    at = datetime.combine(date.fromisoformat(day), datetime.min.time(), PORTAL_TIME) + timedelta(hours=3)
    for n in range(30):
        assert least <= days(past([(Outcome.ABSENT, "")], at, 2025, str(n))) <= most


@given(MOMENTS, st.lists(TOLD, max_size=15))
def test_a_question_about_last_year_is_asked_every_night_of_the_waves(at: datetime, told: list[tuple[Outcome, str]]) -> None:
    assume(in_wave(at))
    assert days(past([(Outcome.ABSENT, ""), *told], at, at.astimezone(PORTAL_TIME).year - 1)) == 1


def test_bytes_that_are_others_at_every_look_are_no_change() -> None:
    counter = [(Outcome.OK, payload) for payload in "cba"]
    assert days(past(counter)) == days(past([(Outcome.OK, "c")]))
    assert days(past(counter[1:])) == 1, "the first change may be one"


def test_what_is_gone_is_looked_for_after_1_2_4_and_8_days() -> None:
    told = [(Outcome.OK, "a")]
    for gap in (1, 2, 4):
        told = [(Outcome.GONE, ""), *told]
        assert days(past(told)) == gap
    assert days(past([(Outcome.OK, "a"), *told])) == 1, "back again"


@pytest.mark.parametrize("outcome", [Outcome.SHELL, Outcome.ROBOTS_DISALLOWED])
def test_what_is_not_readable_yet_is_tried_within_a_week(outcome: Outcome) -> None:
    gaps = [days(past([(outcome, "")] * n)) for n in range(1, 6)]
    assert gaps[:3] == [1, 2, 4] and all(4 <= gap <= LIST_DAYS for gap in gaps[3:])


def test_lists_that_grow_are_read_by_every_crawl_and_others_weekly_outside_the_waves() -> None:
    way = past([(Outcome.OK, "a")], kind=TaskKind.HOME)
    assert next_visit(replace(way, grows=True)) is None
    assert 4 <= days(way) <= 7
    assert next_visit(past([(Outcome.SHELL, "")], kind=TaskKind.COLUMN)) is None
    late = past([(Outcome.OK, "a")], datetime(2026, 12, 30, 4, tzinfo=UTC), kind=TaskKind.HOME)
    assert days(late) == 2, "with the year the waves begin"
    assert next_visit(past([(Outcome.OK, "a")], datetime(2027, 2, 1, tzinfo=UTC), kind=TaskKind.HOME)) is None


@pytest.mark.parametrize("outcome", [Outcome.SHELL, Outcome.ABSENT, Outcome.GONE])
def test_a_list_that_shows_none_is_tried_less_often_the_longer_it_is_so_but_not_in_the_waves(outcome: Outcome) -> None:
    def shell(times: int, at: datetime = NOON) -> Past:
        return past([(outcome, "")] * times, at, kind=TaskKind.COLUMN)

    assert next_visit(shell(1)) is None, "a hiccup"
    assert [days(shell(2)), days(shell(3))] == [2, 4] and all(4 <= days(shell(n)) <= LIST_DAYS for n in range(4, 9))
    assert next_visit(replace(shell(5), grows=True)) is None
    assert next_visit(shell(5, datetime(2027, 2, 1, tzinfo=UTC))) is None


@pytest.mark.parametrize(("title", "one"), [
    ("政府信息公开年报 › 2020年", True), ("2019年区政府年报", True), ("政府信息公开年报 › 2020年 › 禹城市医疗保障局", True), ("政府信息公开年报 › 2021", True),
    ("政府信息公开年报", False), ("2018-2020年年报", False), ("2019年、2020年年报", False), ("120201年", False), ("", False),
])  # fmt: skip
def test_a_list_of_one_year_is_known_by_its_title(title: str, one: bool) -> None:
    assert is_of_one_year(title) == one


def test_robots_and_files_handed_in_have_no_plan() -> None:
    for kind in (TaskKind.ROBOTS, TaskKind.INGEST):
        assert next_visit(past([(Outcome.OK, "a")], kind=kind)) is None


@given(MOMENTS)
def test_the_waves_end_six_weeks_after_the_last_due_day(moment: datetime) -> None:
    day = moment.astimezone(PORTAL_TIME).date()
    assert in_wave(moment) == (date(day.year, 1, 1) <= day <= date(day.year, 3, 31) + timedelta(days=AFTERMATH))


@given(st.integers(1, 50), st.integers(1, 50), st.integers(-400, 400))
def test_validators_are_relied_on_for_two_visits_and_thirty_days(full: int, since: int, age: int) -> None:
    trusted = is_trusted(full + since, full, NOON - timedelta(days=age), NOON)
    assert trusted == (since <= 2 and 0 <= age < 30), "and never where the clock says that the answer is still to come"


@given(MOMENTS, st.integers(-10, 20), st.text(max_size=4))
def test_a_list_is_read_to_its_end_every_week_and_every_night_of_the_waves(now: datetime, age: int, key: str) -> None:
    short = may_be_short(key, now - timedelta(days=age), now)
    assert short == (not in_wave(now)) if 0 <= age < 4 else not short or 4 <= age < 7
