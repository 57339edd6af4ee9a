"""Coverage: what a portal's answers show and what they do not; absence only where every question was answered."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.assemble.coverage import Answer, Content, ReadReport, answer, cell, closed_hosts, due, read_state
from archive.store.looks import Look, Question
from archive.words import Holding, Kind, Outcome, ReadState, Source, TaskKind

DAY = "2023-06-01T08:00:00.000+00:00"
DUE = date(2023, 1, 31)
BROKEN = Look(1, Outcome.TYPE_MISMATCH, "a web page in place of the file", DAY, None)
READ = ReadReport("r", 2022, "t2021", {"二": "t2021", "三": "t2021", "四": "t2021"}, True, False, 0)


def question(*outcomes: Outcome, at: str = DAY, key: str = "k") -> Question:
    looks = tuple(Look(n, outcome, "", at, None) for n, outcome in enumerate(outcomes, start=1))
    return Question(key, TaskKind.REPORT, "taian", "a", "甲局", 2022, DAY, "a.gov.cn", (), looks)


def source(*outcomes: Outcome, at: str = DAY, content: Content | None = None) -> str:
    return answer(question(*outcomes, at=at), 2022, content, DUE, {}).source


def test_absence_needs_an_answer_after_the_due_date() -> None:
    assert source(Outcome.ABSENT) == "absent"
    assert source(Outcome.ABSENT, at="2023-01-31T08:00:00.000+00:00") == "not_yet_due"
    assert source(Outcome.ABSENT, at="2023-01-31T17:00:00.000+00:00") == "absent", "already 1 February in Shandong"


@pytest.mark.parametrize("outcome", [o for o in Outcome if not o.answered])
def test_an_unanswered_visit_is_never_absence(outcome: Outcome) -> None:
    assert source(outcome) == f"blocked:{outcome}"
    assert source(Outcome.ABSENT, outcome) == f"blocked:{outcome}"


def test_what_was_never_asked_is_not_tried() -> None:
    assert source() == "not_tried"


def test_what_was_there_and_is_no_more_is_gone() -> None:
    assert source(Outcome.OK, Outcome.ABSENT) == "gone"
    assert source(Outcome.OK, Outcome.GONE) == "gone"


@pytest.mark.parametrize(("outcome", "content", "expected", "holding"), [
    (Outcome.OK, None, "present", Holding.HELD),
    (Outcome.OK, Content(None, "unsupported: pdf"), "present", Holding.HELD),
    (Outcome.OK, Content(Kind.ANNUAL_REPORT, "", frozenset({2022})), "present", Holding.NONE),
    (Outcome.NOT_A_REPORT, Content(Kind.ANNUAL_REPORT, "", frozenset({2022})), "present", Holding.NONE),
    (Outcome.OK, Content(Kind.ANNUAL_REPORT, "", frozenset({2021})), "needs_probe", Holding.NONE),
    (Outcome.OK, Content(Kind.ANNUAL_REPORT, ""), "needs_probe", Holding.NONE),
    (Outcome.OK, Content(Kind.UNSURE, "short"), "needs_probe", Holding.NONE),
    (Outcome.OK, Content(Kind.UNSURE, "short", lacking=BROKEN), "blocked:type_mismatch", Holding.NONE),
    (Outcome.OK, Content(Kind.UNSURE, "short", unread=("pdf",), lacking=BROKEN), "present", Holding.HELD),
    (Outcome.NOT_A_REPORT, Content(Kind.UNSURE, "short", lacking=BROKEN), "needs_probe", Holding.NONE),
    (Outcome.OK, Content(Kind.UNSURE, "short", unread=("pdf",)), "present", Holding.HELD),
    (Outcome.OK, Content(Kind.UNSURE, "short", unread=("image",)), "present", Holding.HELD_IMAGE_ONLY),
    (Outcome.NOT_A_REPORT, Content(Kind.EXPLANATION, "title"), "absent", Holding.INTERPRETATION_ONLY),
    (Outcome.OK, Content(Kind.OTHER_AGENCY, "title"), "needs_probe", Holding.NONE),
    (Outcome.NOT_A_REPORT, Content(Kind.NOTICE, "title"), "absent", Holding.NONE),
])  # fmt: skip
def test_what_came_decides(outcome: Outcome, content: Content | None, expected: str, holding: Holding) -> None:
    result = answer(question(outcome), 2022, content, DUE, {})
    assert (result.source, result.holding) == (expected, holding)


ANSWERS = st.lists(
    st.sampled_from(["present", "absent", "gone", "blocked:waf_refused", "needs_probe", "not_tried", "not_yet_due"]),
    min_size=1, max_size=4,
)  # fmt: skip


@given(ANSWERS)
def test_several_questions_make_absence_only_where_each_says_no(sources: list[str]) -> None:
    answers = [Answer(s, s, question(Outcome.OK, key=str(n))) for n, s in enumerate(sources)]
    result = cell(answers, None)
    assert (result.source == "absent") == (set(sources) == {"absent"})
    assert cell(answers[::-1], None) == result
    if "present" in sources:
        assert result.source == ("moved" if "gone" in sources else "present")


def test_a_report_from_elsewhere_is_held_although_nobody_asked_the_portal() -> None:
    assert (cell([], READ).holding, cell([], READ).source) == (Holding.HELD, "not_tried")


@pytest.mark.parametrize(("report", "state"), [
    (READ, ReadState.COMPLETE),
    (ReadReport("r", 2022, "t2021", {"二": "t2021", "三": "t2021", "四": "table_missing"}, True, False, 0), ReadState.FLAGGED),
    (ReadReport("r", 2022, "t2021", READ.templates, True, True, 0), ReadState.FLAGGED),
    (ReadReport("r", 2016, "t2014", {"stat_2014": "t2014"}, True, False, 0), ReadState.COMPLETE),
    (ReadReport("r", 2016, "t2014", {"stat_2014": "t2014"}, True, True, 0), ReadState.FLAGGED),
    (ReadReport("r", 2016, "none", {}, False, False, 0), ReadState.FLAGGED),
    (ReadReport("r", 2010, "none", {}, False, False, 0), ReadState.COMPLETE),
    (ReadReport("r", 2010, "none", {}, False, True, 0), ReadState.FLAGGED),
    (ReadReport("r", 2010, "none", {}, False, False, 2), ReadState.UNREAD),
    (ReadReport("r", 2022, "none", {}, False, False, 0), ReadState.FLAGGED),
    (ReadReport("r", 2022, "none", {}, False, False, 3), ReadState.UNREAD),
])  # fmt: skip
def test_read_state_says_whether_the_tables_of_the_era_were_read(report: ReadReport, state: ReadState) -> None:
    assert read_state(report) == state
    assert cell([], report).holding == Holding.HELD, "its text is held, whatever its pictures may add"


@pytest.mark.parametrize(("year", "body_type", "day"), [
    (2012, "department", "2013-03-31"), (2018, "department", "2019-03-31"), (2019, "department", "2020-01-31"),
    (2022, "government_office", "2023-01-31"), (2022, "government", "2023-03-31"), (2022, "township", "2023-03-31"),
])  # fmt: skip
def test_due_dates_follow_the_law_in_force(year: int, body_type: str, day: str) -> None:
    assert due(year, body_type).isoformat() == day


def test_what_a_closed_host_was_never_asked_is_blocked_as_the_rest_of_it() -> None:
    refused = question(Outcome.WAF_REFUSED, Outcome.WAF_REFUSED, Outcome.WAF_REFUSED)
    closed = closed_hosts([refused, question()])
    assert answer(question(), 2022, None, DUE, closed).source == "blocked:waf_refused"
    assert answer(question(Outcome.ABSENT), 2022, None, DUE, closed).source == Source.ABSENT


def test_a_host_that_has_answered_lately_is_not_closed() -> None:
    closed = closed_hosts([question(Outcome.WAF_REFUSED, Outcome.WAF_REFUSED, Outcome.OK)])
    assert answer(question(), 2022, None, DUE, closed).source == Source.NOT_TRIED
