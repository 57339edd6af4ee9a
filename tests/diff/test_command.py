"""gongkai diff: versions of a report and reports of two years, figures and text, by whatever names."""

import json
from pathlib import Path

import pytest

from archive.diff import Difference, compare
from archive.diff.names import pair
from archive.errors import UsageError
from archive.store.corpus import Corpus
from archive.store.reviews import Act, Review, append
from tests.asof.conftest import BUREAU, WATER, TwoDays
from tests.asof.conftest import two_days as two_days
from tests.store.inside import gongkai

NAME, RECEIVED = "泰安市大数据局", "applications.received.total"


def corpus(days: TwoDays) -> Corpus:
    return Corpus(days.archive / "corpus.db", read_only=True)


def names(days: TwoDays, area: str, year: int) -> dict[str, list[str]]:
    """Names of the versions of a series, the current one last."""
    rows = corpus(days).rows(
        "SELECT agency_id, version_id, report_id, content_hash FROM versions JOIN agencies USING (agency_id)"
        " WHERE area = ? AND year = ? ORDER BY is_current", [area, year],
    )  # fmt: skip
    return {key: [str(row[key]) for row in rows] for key in rows[0]}


def differing(days: TwoDays, *words: str) -> Difference:
    return compare(corpus(days), *pair(corpus(days), words))


@pytest.mark.parametrize("kind", ["version_id", "report_id", "content_hash"])
def test_two_versions_are_compared_in_the_order_given(two_days: TwoDays, kind: str) -> None:
    known = names(two_days, BUREAU, 2021)
    there, back = differing(two_days, *known[kind]), differing(two_days, *reversed(known[kind]))
    assert [there.before.report_id, there.after.report_id] == known["report_id"]
    assert (there.before, there.after) == (back.after, back.before) and not there.notes
    received = next(one for one in there.figures if one.indicator == RECEIVED)
    assert received.before and received.after and (received.before.value, received.after.value) == (2, 5)
    assert received.before.status == "reported" and received.before.locator["row"] == received.after.locator["row"]
    assert received.before.locator["payload"] == there.before.payload_sha256 != received.after.locator["payload"]
    assert len(there.figures) == 6 and there.same_figures > 100 and there.carried == ()
    assert [line.after for line in there.text if line.after and "营商环境" in line.after]


def test_one_series_is_its_current_text_against_the_one_before(two_days: TwoDays) -> None:
    known = names(two_days, BUREAU, 2021)
    both = differing(two_days, *known["report_id"])
    for name in (f"{known['agency_id'][0]}/2021", known["version_id"][0], known["report_id"][0], known["report_id"][1], f"{NAME}/2021"):
        assert differing(two_days, name) == both


@pytest.mark.parametrize("agency", ["agency_id", "area", "name", "part"])
def test_two_years_of_an_agency_are_compared_and_what_was_carried_over(two_days: TwoDays, agency: str) -> None:
    ids = names(two_days, BUREAU, 2021)["agency_id"]
    found = differing(two_days, {"agency_id": ids[0], "area": BUREAU, "name": NAME, "part": "大数据"}[agency], "2021", "2022")
    assert (found.before.year, found.after.year, found.after.is_current) == (2021, 2022, 1)
    assert {one.column for one in found.carried} >= {"total", "natural_person"} and all(one.agree for one in found.carried)
    assert [(one.from_year, one.to_year) for one in found.carried[:1]] == [(2021, 2022)]


def test_years_apart_and_other_agencies_carry_nothing_over(two_days: TwoDays) -> None:
    assert differing(two_days, NAME, "2021", "2023").carried == ()
    water, bureau = names(two_days, WATER, 2023), names(two_days, BUREAU, 2022)
    strangers = differing(two_days, water["report_id"][0], bureau["report_id"][0])
    assert strangers.carried == () and "reports of two agencies" in strangers.notes


def test_a_report_of_another_form_is_told_to_lack_the_cells(two_days: TwoDays) -> None:
    found = differing(two_days, NAME, "2017", "2021")
    assert any(note.startswith("forms differ") for note in found.notes)
    assert any(one.before is None and one.after for one in found.figures)


@pytest.mark.parametrize(("words", "told"), [
    (["nothing"], "coverage"), (["nothing", "else"], "nothing"), ([NAME, "2021", "2019"], "2019"), ([NAME, "2021"], "AGENCY YEAR YEAR"),
    (["没有局", "2021", "2022"], "没有局"), (["局", "2021", "2022"], "agencies"), (["a", "b", "c", "d"], "AGENCY YEAR YEAR"),
    ([f"{NAME}/2022"], "only one text"), ([f"{NAME}/1999"], "1999"), ([], "AGENCY"),
])  # fmt: skip
def test_what_names_no_two_reports_is_told(two_days: TwoDays, words: list[str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        pair(corpus(two_days), words)


def test_the_command_shows_both_and_prints_json(two_days: TwoDays) -> None:
    versions = names(two_days, BUREAU, 2021)["version_id"]
    words = ("diff", *versions, "--archive", two_days.archive)
    told = gongkai(*words).stdout
    assert f"{RECEIVED}: 2 [reported] → 5 [reported] 件  at" in told and "6 figures differ" in told
    assert "差错当天改正。【初】稿。" in told and "一、本年新收政府信息公开申请数量 | 【5】 | 0" in told
    record = json.loads(gongkai(*words, "--json").stdout)
    assert [record[side]["version_id"] for side in ("before", "after")] == versions
    assert {one["indicator"] for one in record["figures"]} >= {RECEIVED} and record["text"][0]["before"]
    unknown = gongkai("diff", versions[0], "nonsense", "--archive", two_days.archive)
    assert unknown.refused("nonsense", "coverage")


def test_a_withheld_report_is_not_shown(two_days: TwoDays, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    for name in ("corpus.db", "ledger.db"):
        (folder / name).write_bytes((two_days.archive / name).read_bytes())
    known = names(two_days, BUREAU, 2021)["report_id"]
    append(folder, [Review("2026-08-01T00:00:00.000+00:00", "Wang", Act.WITHHOLD, known[1], "", None, "names a person")])
    for words in (known, [*known, "--as-of", "2026-07-09"]):
        assert gongkai("diff", *words, "--archive", folder).refused("withheld", "names a person")
