"""Events: what the visits to an address show of the document there, one kind after another."""

import random
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.assemble.events import Happening, Shown, happenings
from archive.store.looks import Look, Question
from archive.words import Event, Kind, Outcome, TaskKind

CELL, OTHER = ("a1", 2022), ("a1", 2023)
URL, ELSEWHERE = "https://www.a.gov.cn/x/1.html", "https://www.a.gov.cn/y/9.html"
READINGS = {
    "p1": Shown("p1", "r1", Kind.ANNUAL_REPORT, "text1", CELL, "1"),
    "p1b": Shown("p1b", "r1b", Kind.ANNUAL_REPORT, "text1", CELL, "1"),
    "p2": Shown("p2", "r2", Kind.ANNUAL_REPORT, "text2", CELL, "1"),
    "p2new": Shown("p2new", "r2new", Kind.ANNUAL_REPORT, "text2", CELL, "2"),
    "p3": Shown("p3", "r3", Kind.ANNUAL_REPORT, "text3", OTHER, "1"),
    "news": Shown("news", "r4", Kind.NEWS, "text4", None, "1"),
    "unsure": Shown("unsure", "r5", Kind.UNSURE, None, None, "1"),
    "xls1": Shown("xls1"), "xls2": Shown("xls2"),
}  # fmt: skip
Visit = tuple[Outcome, str | None] | tuple[Outcome, str | None, str]


def task(key: str, *visits: Visit, start: int = 1, kind: TaskKind = TaskKind.REPORT, url: str = URL) -> Question:
    """A task with these visits, one a minute from `start` on."""
    looks = tuple(
        Look(n, visit[0], f"said {visit[0]}", f"2026-01-01T00:{start + n - 1:02}", visit[1], visit[2] if len(visit) > 2 else url if visit[1] else None)
        for n, visit in enumerate(visits, 1)
    )
    return Question(key, kind, "p", "", "", None, "2026", "h", (url,), looks)


def ok(*payloads: str) -> list[Visit]:
    return [(Outcome.OK, payload) for payload in payloads]


def differ(one: str, other: str) -> Sequence[str]:
    return ["applications.received.total"] if {one, other} <= {"r1", "r2", "r1b"} and {one, other} != {"r1", "r1b"} else []


def found(*tasks: Question) -> list[Happening]:
    shown = {(one.task_key, payload): reading for one in tasks for payload, reading in READINGS.items()}
    return happenings(tasks, shown, differ)


def kinds(*visits: Visit) -> list[Event]:
    return [one.event for one in found(task("k", *visits))]


GONE, ABSENT, FAILED = (Outcome.GONE, None), (Outcome.ABSENT, "404"), (Outcome.SERVER_ERROR, None)


@pytest.mark.parametrize(("visits", "events"), [
    (ok("p1"), ["first_seen"]),
    (ok("p1", "p1", "p1"), ["first_seen"]),
    (ok("p1", "p1b"), ["first_seen", "bytes_changed"]),
    (ok("p1", "p2"), ["first_seen", "text_changed", "figures_changed"]),
    (ok("p1", "p2", "p1"), ["first_seen", "text_changed", "figures_changed", "text_changed", "figures_changed"]),
    (ok("p1", "p2new"), ["first_seen", "bytes_changed"]),
    (ok("p2", "p2new"), ["first_seen", "bytes_changed"]),
    (ok("xls1", "xls2"), ["first_seen", "bytes_changed"]),
    (ok("p1", "p3"), ["first_seen", "replaced", "first_seen"]),
    (ok("p1", "p3", "p1"), ["first_seen", "replaced", "first_seen", "replaced", "back"]),
    (ok("p1", "news"), ["first_seen", "replaced"]),
    (ok("p1", "news", "news", "p1"), ["first_seen", "replaced", "back"]),
    (ok("p1", "unsure"), ["first_seen", "text_changed"]),
    ([*ok("p1"), (Outcome.NOT_A_REPORT, "unsure")], ["first_seen", "replaced"]),
    ([(Outcome.NOT_A_REPORT, "news"), *ok("p1")], ["first_seen"]),
    ([(Outcome.NOT_A_REPORT, "p1")], ["first_seen"]),
    ([*ok("p1"), GONE], ["first_seen", "withdrawn"]),
    ([*ok("p1"), ABSENT, GONE, ABSENT], ["first_seen", "withdrawn"]),
    ([*ok("p1"), FAILED, FAILED, *ok("p1")], ["first_seen"]),
    ([*ok("p1"), GONE, FAILED, *ok("p1")], ["first_seen", "withdrawn", "back"]),
    ([*ok("p1"), GONE, *ok("p2")], ["first_seen", "withdrawn", "back", "text_changed", "figures_changed"]),
    ([*ok("p1", "news"), GONE, *ok("p1")], ["first_seen", "replaced", "back"]),
    ([*ok("p1"), GONE, (Outcome.NOT_A_REPORT, "news"), *ok("p1")], ["first_seen", "withdrawn", "replaced", "back"]),
    ([GONE, ABSENT, FAILED], []),
    ([ABSENT, *ok("p1")], ["first_seen"]),
])  # fmt: skip
def test_visits_show_events(visits: list[Visit], events: list[str]) -> None:
    assert kinds(*visits) == events


def test_a_withdrawal_tells_when_where_and_what_the_portal_said() -> None:
    _, one = found(task("k", *ok("p1"), ABSENT))
    assert (one.at, one.visit, one.url, one.detail) == ("2026-01-01T00:02", 2, URL, "said absent")
    assert one.before == READINGS["p1"] and one.after == Shown("404") and one.cell == CELL


def test_a_changed_figure_is_named() -> None:
    assert found(task("k", *ok("p1", "p2")))[-1].detail == "applications.received.total"


def test_a_replaced_report_is_told_of_the_year_it_was_and_the_new_one_of_its_own() -> None:
    assert [one.cell for one in found(task("k", *ok("p1", "p3")))] == [CELL, CELL, OTHER]


@pytest.mark.parametrize(("gone_first", "at"), [(True, "2026-01-01T00:05"), (False, "2026-01-01T00:08")])
def test_a_report_that_is_gone_and_stands_elsewhere_has_moved(gone_first: bool, at: str) -> None:
    old = task("old", *ok("p1"), GONE, start=1 if gone_first else 7)
    new = task("new", *ok("p1b"), start=5, url=ELSEWHERE)
    moved = [one for one in found(old, new) if one.event == Event.MOVED]
    assert [(one.task_key, one.at, one.url, one.other_task_key, one.other_url) for one in moved] == [("old", at, URL, "new", ELSEWHERE)]
    assert Event.WITHDRAWN in [one.event for one in found(old, new)]


@pytest.mark.parametrize("there", [
    task("new", *ok("p2"), start=5, url=ELSEWHERE),
    task("new", *ok("p1"), GONE, start=0, url=ELSEWHERE),
    task("new", *ok("p1"), start=9, url=ELSEWHERE),
    task("new", *ok("p1"), start=5, url=ELSEWHERE, kind=TaskKind.INGEST),
    task("new", *ok("news"), start=5, url=ELSEWHERE),
])  # fmt: skip
def test_it_has_not_moved_where_another_text_stands_or_none_or_it_is_back_before(there: Question) -> None:
    old = task("old", *ok("p1"), GONE, *[FAILED] * 4, *ok("p1"))
    assert ("old", Event.MOVED) not in [(one.task_key, one.event) for one in found(old, there)]


def test_an_address_that_leads_elsewhere_has_moved_and_scheme_or_www_are_no_other_address() -> None:
    same = [(Outcome.OK, "p1", "http://a.gov.cn/x/1.html?v=2"), (Outcome.OK, "p1", URL)]
    assert kinds(*ok("p1"), *same) == ["first_seen"]
    one = found(task("k", *ok("p1"), (Outcome.OK, "p1b", ELSEWHERE)))
    assert [each.event for each in one] == ["first_seen", "moved", "bytes_changed"]
    assert (one[1].url, one[1].other_url) == (URL, ELSEWHERE)
    assert kinds(*ok("p1"), GONE, (Outcome.OK, "p1", ELSEWHERE)) == ["first_seen", "withdrawn", "moved"]


VISITS = st.lists(st.one_of(
    st.tuples(st.just(Outcome.OK), st.sampled_from(sorted(READINGS)), st.sampled_from([URL, ELSEWHERE])),
    st.tuples(st.just(Outcome.NOT_A_REPORT), st.sampled_from(["news", "unsure", "p1"])),
    st.sampled_from([GONE, ABSENT, FAILED]),
), max_size=8)  # fmt: skip


@given(st.lists(VISITS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_whatever_happens_events_add_up_and_do_not_depend_on_order(every: list[list[Visit]], chance: random.Random) -> None:
    tasks = [task(f"k{n}", *visits, start=n) for n, visits in enumerate(every)]
    told = found(*tasks)
    assert found(*chance.sample(tasks, len(tasks))) == told
    names = {(one.task_key, one.visit, one.event, one.other_task_key) for one in told}
    assert len(names) == len(told), "an event has one name"
    assert told == sorted(told, key=lambda one: one.at)
    for one in tasks:
        _adds_up([each for each in told if each.task_key == one.task_key], one.looks)


def _adds_up(events: Iterable[Happening], looks: Sequence[Look]) -> None:
    """Nothing is withdrawn, replaced or changed before it was seen, nor withdrawn twice without a return."""
    here = seen = False
    for one in events:
        if one.event == Event.WITHDRAWN:
            assert here
            here = False
        elif one.event in (Event.FIRST_SEEN, Event.BACK):
            here = seen = True
        elif one.event == Event.MOVED and one.other_task_key == one.task_key:
            here = True
        else:
            assert seen
            here = here and one.event != Event.REPLACED
        if one.event not in (Event.WITHDRAWN, Event.MOVED):
            look = looks[one.visit - 1]
            assert one.after is not None and one.after.payload == look.payload_sha256 and one.at == look.ended_at
            assert one.before is None or one.before.payload != one.after.payload or one.event == Event.BACK
