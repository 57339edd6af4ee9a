"""The identities: what they compare, what makes them unsure, and that they change nothing."""


import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.reports.checks import SOFT, apply_checks
from archive.reports.model import Check, Figure
from archive.words import CheckStatus, Method, Status
from tests.properties import examples
from tests.reports import forms, layouts

T2021 = {"二": "t2021", "三": "t2021", "四": "t2021", "stat_2014": "table_missing"}


def figures(seed: int, template: str = "t2021") -> dict[str, Figure]:
    return forms.by_name(forms.read(forms.dom(forms.draw(seed, template), template)).figures)


def checked(found: dict[str, Figure], templates: dict[str, str] = T2021) -> dict[tuple[str, str | None], Check]:
    return {(check.id, check.column or check.row): check for check in apply_checks(found.values(), templates)}


def test_a_sound_report_passes_every_identity_of_its_form() -> None:
    for template, rows, disclosed in (("t2019", 23, 4), ("t2021", 25, 0)):
        found = checked(figures(1, template), dict.fromkeys(T2021, template))
        assert len(found) == 7 + 7 + rows + 3 + disclosed
        assert {check.status for check in found.values()} == {CheckStatus.PASS}


@examples(60)
@given(st.integers(0, 100), st.data())
def test_one_changed_number_of_an_application_row_fails_in_its_row_and_in_its_column(
    seed: int, data: st.DataObject
) -> None:
    found = figures(seed)
    name = data.draw(st.sampled_from([each for each in found if each.startswith("applications.")]))
    stem, _, column = name.rpartition(".")
    changed = found[name]._replace(value=(found[name].value or 0) + data.draw(st.integers(1, 50)))
    failing = {place for place, check in checked({**found, name: changed}).items() if check.status == CheckStatus.FAIL}
    assert ("A3", stem) in failing
    assert failing & {("A1", column), ("A2", column)}
    assert all(place in {("A1", column), ("A2", column), ("A3", stem)} for place in failing)


@pytest.mark.parametrize("status", [Status.BLANK, Status.DASH, Status.NONE_WORD])
def test_printed_nothing_counts_as_zero_inside_a_check_and_marks_it(status: Status) -> None:
    found = figures(1)
    zero = next(name for name, figure in found.items() if name.startswith("applications.result.denied") and figure.value == 0)
    after = checked({**found, zero: found[zero]._replace(value=None, status=status)})
    assert after["A3", zero.rpartition(".")[0]].status == CheckStatus.PASS_WITH_BLANKS
    full = next(name for name, figure in found.items() if name.startswith("applications.result.denied") and figure.value)
    after = checked({**found, full: found[full]._replace(value=None, status=status)})
    assert after["A3", full.rpartition(".")[0]].status == CheckStatus.FAIL


@pytest.mark.parametrize("status", [Status.UNREADABLE, Status.ROW_MISSING, Status.UNCONFIRMED])
def test_a_number_that_is_not_known_makes_its_checks_not_assessable(status: Status) -> None:
    found = figures(1)
    name = "applications.received.business"
    after = checked({**found, name: found[name]._replace(value=None, status=status)})
    unsure = {place for place, check in after.items() if check.status == CheckStatus.NOT_ASSESSABLE}
    assert unsure == {("A1", "business"), ("A3", "applications.received")}


def test_tables_that_are_not_there_are_not_checked() -> None:
    assert apply_checks((), dict.fromkeys(T2021, "table_missing")) == ()


def test_the_three_blocks_of_remedies_are_checked_apart() -> None:
    found = figures(1)
    name = "litigation.direct.total"
    after = checked({**found, name: found[name]._replace(value=(found[name].value or 0) + 1)})
    assert [place[0] for place, check in after.items() if check.status == CheckStatus.FAIL] == ["B2"]
    assert (after["B2", None].left, after["B2", None].right) == ((found[name].value or 0) + 1, found[name].value)


OLD = {"stat_2014": "t2014"}


def stat_2014(seed: int, *, blanks: bool = False) -> dict[str, Figure]:
    source = layouts.LAYOUTS["html"](forms.draw(seed, "t2014", blanks=blanks), "t2014")
    return forms.by_name(forms.read(source).figures)


def test_a_sound_table_of_2014_passes_all_its_identities() -> None:
    for seed in range(5):
        found = checked(stat_2014(seed), OLD)
        assert {name for name, _ in found} == {f"C{number}" for number in range(1, 9)}
        assert {check.status for check in found.values()} == {CheckStatus.PASS}
        blanks = checked(stat_2014(seed, blanks=True), OLD).values()
        assert {check.status for check in blanks} <= {CheckStatus.PASS, CheckStatus.PASS_WITH_BLANKS}


@pytest.mark.parametrize(("name", "failing"), [
    ("applications.received_channel.fax", {"C1"}), ("applications.completed.on_time", {"C2"}),
    ("applications.reply.granted", {"C3"}), ("applications.reply.denied.trade_secret", {"C4"}),
    ("applications.reply.total", {"C3", "C8"}), ("litigation.all.corrected", {"C5"}), ("review.total", {"C5"}),
    ("capacity.staff.part_time", {"C6"}), ("proactive.items_disclosed.normative_documents", {"C7"}),
    ("response.press_conference.principal_attended", {"C7"}), ("proactive.channel.weibo", {"C7"}),
    ("proactive.items_disclosed.total", {"C7"}), ("training.trainees", set()),
])  # fmt: skip
def test_a_number_far_too_large_fails_the_identities_it_is_part_of(name: str, failing: set[str]) -> None:
    found = stat_2014(2)
    found[name] = found[name]._replace(value=1_000_000)
    assert {c.id for c in checked(found, OLD).values() if c.status == CheckStatus.FAIL} == failing


def test_rows_that_a_local_form_lacks_make_their_identities_not_assessable() -> None:
    found = stat_2014(3)
    found["applications.reply.already_public"] = found["applications.reply.already_public"]._replace(
        value=None, status=Status.ROW_MISSING
    )
    told = {c.id: c.status for c in checked(found, OLD).values()}
    assert (told["C3"], told["C4"]) == (CheckStatus.NOT_ASSESSABLE, CheckStatus.PASS)


def test_sentences_are_compared_with_the_tables_and_change_nothing() -> None:
    found = figures(5)
    received = found["applications.received.total"].value
    lawsuits = sum(int(found[f"litigation.{kind}.total"].value or 0) for kind in ("direct", "after_review"))
    told = {
        "text.applications.received.total": received, "text.litigation.all.total": lawsuits + 1, "text.review.total": None,
        "text.proactive.items_disclosed.total": 5,
    }  # fmt: skip
    for name, value in told.items():
        status = Status.REPORTED if value is not None else Status.UNREADABLE
        found[name] = Figure(name, value, "件", status, Method.TEXT, "一句话")
    compared = {check.row: check for check in apply_checks(found.values(), T2021) if check.id == "T1"}
    assert {row: str(check.status) for row, check in compared.items()} == {
        "applications.received.total": "pass", "litigation.all.total": "fail", "review.total": "not_assessable",
    }  # fmt: skip
    assert (compared["litigation.all.total"].left, compared["litigation.all.total"].right) == (lawsuits + 1, lawsuits)


def test_money_of_a_sentence_is_compared_in_its_own_unit() -> None:
    found = stat_2014(4)
    found["fees.application_charges"] = found["fees.application_charges"]._replace(value=0.35)
    for yuan, status in ((3500, CheckStatus.PASS), (35, CheckStatus.FAIL)):
        name = "text.fees.application_charges_yuan"
        found[name] = Figure(name, yuan, "元", Status.REPORTED, Method.TEXT, "一句话")
        assert {c.status for c in apply_checks(found.values(), OLD) if c.id == "T1"} == {status}


def test_a_word_of_none_agrees_with_a_zero_of_the_table() -> None:
    found = stat_2014(4)
    found["review.total"] = found["review.total"]._replace(value=0)
    found["text.review.total"] = Figure("text.review.total", None, "件", Status.NONE_WORD, Method.TEXT, "无")
    assert [c.status for c in apply_checks(found.values(), OLD) if c.id == "T1"] == [CheckStatus.PASS_WITH_BLANKS]


@pytest.mark.parametrize(("new", "total", "failing"), [
    (2, 3, {"proactive.normative_documents.issued"}), (9, 3, {"proactive.normative_documents", "proactive.normative_documents.issued"}), (1, 1, set()),
])  # fmt: skip
def test_more_documents_made_public_than_are_public_or_made_is_told_and_no_finding(new: int, total: int, failing: set[str]) -> None:
    found = figures(3, "t2019")
    told = {"issued": 1, "published_new": new, "published_total": total}
    for suffix, value in told.items():
        name = f"proactive.normative_documents.{suffix}"
        found[name] = found[name]._replace(value=value)
    checks = [each for each in apply_checks(found.values(), dict.fromkeys(T2021, "t2019")) if each.status == CheckStatus.FAIL]
    assert {each.row for each in checks if each.id == "P1"} == failing == {each.row for each in checks}
    assert "P1" in SOFT
