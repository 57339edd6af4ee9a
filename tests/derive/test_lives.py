"""When agencies existed: claimed only on evidence of founding or dissolution, never against what is held."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive.assemble.agencies import Agencies, Agency, Sighting
from archive.assemble.lives import did_not_exist, life
from archive.derive import derive
from archive.store.corpus import Corpus
from archive.words import Outcome
from tests.store import pages
from tests.store.world import TestClock, World


def agency(*reported: tuple[str, int]) -> Agency:
    """One agency by code, with the reports it is known by."""
    (one,) = Agencies([Sighting("p", "11370900MB2535551R", name, "2026-05-04", year, True) for name, year in reported])
    return one


@pytest.mark.parametrize(("name", "since", "until"), [
    ("泰安市退役军人事务局", date(2018, 3, 21), None), ("泰安市医疗保障局", date(2018, 3, 21), None),
    ("泰安市自然资源和规划局", date(2018, 3, 21), None), ("泰安市市场监督管理局", date(2014, 1, 1), None),
    ("泰安市工商行政管理局", None, date(2019, 3, 31)), ("泰安市国土资源局", None, date(2019, 3, 31)),
    ("莱芜市财政局", None, date(2019, 1, 9)), ("莱芜市工商行政管理局", None, date(2019, 1, 9)), ("泰安市司法局", None, None),
    ("泰安市财政局", None, None), ("泰安市民政局", None, None), ("泰安市人民政府", None, None), ("蓬莱区财政局", date(2020, 6, 5), None),
])  # fmt: skip
def test_the_kind_or_the_place_of_a_body_limits_its_life(name: str, since: date | None, until: date | None) -> None:
    found = life(agency((name, 2018)))
    if since and since.year > 2018:
        found = life(agency((name, 2022)))
    assert (found.since, found.until) == (since, until)
    assert bool(found.evidence) == bool(since or until)


def test_a_body_that_was_only_renamed_is_not_a_new_one() -> None:
    """Its reports under the earlier name are missed, and not explained away."""
    for name in ("泰安市生态环境局", "泰安市卫生健康委员会", "泰安市农业农村局", "即墨区财政局"):
        assert life(agency((name, 2020))).since is None


@pytest.mark.parametrize(("code", "since"), [
    ("11371082004363079R", None), ("371082004341", date(2018, 3, 21)), ("11371082MB2535551R", date(2018, 3, 21)), ("", date(2018, 3, 21)),
])  # fmt: skip
def test_a_body_with_the_code_of_an_older_one_was_there_before_its_kind_was_founded(code: str, since: date | None) -> None:
    (one,) = Agencies([Sighting("weihai", code, "荣成市自然资源局", "2026-05-04", 2021, True)])
    assert life(one).since == since
    (market,) = Agencies([Sighting("weihai", code, "荣成市市场监督管理局", "2026-05-04", 2021, True)])
    assert life(market).since == date(2014, 1, 1)


def test_an_agency_under_two_names_lives_as_long_as_both() -> None:
    both = life(agency(("泰安市国土资源局", 2015), ("泰安市自然资源和规划局", 2021)))
    assert (both.since, both.until) == (None, None) and both.evidence == ""


def test_its_own_reports_outweigh_what_is_known_of_its_kind() -> None:
    assert life(agency(("泰安市大数据局", 2016))).since is None
    assert life(agency(("泰安市物价局", 2021))).until is None


def test_only_whole_years_outside_a_life_count() -> None:
    span = life(agency(("泰安市退役军人事务局", 2020)))
    assert "2018-03-21" in did_not_exist(span, 2017) and not did_not_exist(span, 2018)
    gone = life(agency(("泰安市质量技术监督局", 2015)))
    assert not did_not_exist(gone, 2019) and "市场监督管理局" in did_not_exist(gone, 2020)
    assert did_not_exist(replace(span, since=None), 2008) == ""


def test_coverage_tells_it_where_the_source_has_nothing_and_only_there(tmp_path: Path) -> None:
    name, area = "泰安市医疗保障局", "11370900MB2535551R"
    world = World(tmp_path)
    world.report(area, 2020, pages.report(name, 2020), agency=name)
    world.report(area, 2014, None, agency=name, outcome=Outcome.ABSENT)
    world.report(area, 2015, None, agency=name, outcome=Outcome.CHALLENGE_RUISHU)
    world.report(area, 2019, None, agency=name, outcome=Outcome.ABSENT)
    world.close()
    derive(tmp_path, TestClock(), jobs=1)
    corpus = Corpus(tmp_path / "corpus.db", read_only=True)
    told = {row["year"]: (row["source"], row["reason"]) for row in corpus.rows("SELECT year, source, reason FROM coverage")}
    assert told[2014][0] == told[2010][0] == "agency_did_not_exist" and "2018-03-21" in str(told[2014][1])
    assert (told[2015][0], told[2019][0], told[2020][0]) == ("blocked:challenge:ruishu", "absent", "present")
    (row,) = corpus.rows("SELECT first_year, last_year, exists_from, exists_until, existence_evidence FROM agencies")
    assert (row["first_year"], row["last_year"], row["exists_from"], row["exists_until"]) == (2020, 2020, "2018-03-21", None)
    assert "深化党和国家机构改革方案" in str(row["existence_evidence"])


def test_a_directory_shows_the_reports_a_body_published_under_its_earlier_name(tmp_path: Path) -> None:
    now, before = "青岛市崂山区应急管理局", "青岛市崂山区安全生产监督管理局"
    world = World(tmp_path)
    key = world.report("", 2014, pages.report(before, 2014), agency=now, portal="qingdao")
    world.file(key, "same.html", pages.report(before, 2014, granted=4))
    world.report("", 2020, pages.report(now, 2020), agency=now, portal="qingdao")
    world.close()
    derive(tmp_path, TestClock(), jobs=1)
    corpus = Corpus(tmp_path / "corpus.db", read_only=True)
    (agency,) = corpus.rows("SELECT name, first_year, last_year, exists_from FROM agencies")
    assert (agency["name"], agency["first_year"], agency["last_year"], agency["exists_from"]) == (now, 2014, 2020, None)
    names = {(row["name"], row["first_year"]) for row in corpus.rows("SELECT name, first_year FROM agency_names WHERE source = 'report'")}
    assert (before, 2014) in names
