"""Where a place or a kind of body changed it is told which agency continues which; their series stay apart."""

from datetime import date
from pathlib import Path

import pytest

from archive.assemble.agencies import Agencies, Sighting
from archive.assemble.changes import changes
from archive.assemble.predecessors import predecessors
from archive.derive import derive
from archive.store.corpus import Corpus
from tests.store import pages
from tests.store.world import TestClock, World


def told(*names: str) -> list[tuple[str, str, object, object]]:
    agencies = list(Agencies([Sighting("p", "", name, "2026-05-04", 2020, from_report=True) for name in names]))
    name = {agency.agency_id: agency.name for agency in agencies}
    return [
        (name[str(row["before_id"])], name[str(row["agency_id"])], row["year"], row["how"]) for row in predecessors(agencies)
    ]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "year", "how"), [
    ("即墨市财政局", "青岛市即墨区财政局", 2017, "renamed"), ("章丘市人民政府", "章丘区人民政府", 2016, "renamed"),
    ("邹平县水利局", "邹平市水利局", 2018, "renamed"), ("莱芜市财政局", "济南市财政局", 2019, "merged"),
    ("莱芜市人民政府", "济南市人民政府", 2019, "merged"), ("长岛县财政局", "蓬莱区财政局", 2020, "united"),
    ("莱芜市莱城区教育局", "济南市莱芜区教育局", 2019, "renamed"), ("济宁市市中区财政局", "任城区财政局", 2013, "merged"),
])  # fmt: skip
def test_the_same_body_of_the_place_as_it_is_named_now_continues_it(before: str, after: str, year: int, how: str) -> None:
    assert told(before, after) == [(before, after, year, how)]


@pytest.mark.parametrize(("before", "after", "year", "how"), [
    ("济南市工商行政管理局", "济南市市场监督管理局", 2019, "united"), ("济南市质量技术监督局", "济南市市场监督管理局", 2019, "united"),
    ("莒南县国土资源局", "莒南县自然资源和规划局", 2019, "united"), ("山东省国土资源厅", "山东省自然资源厅", 2018, "united"),
    ("泰安市环境保护局", "泰安市生态环境局", 2019, "renamed"), ("肥城市环境保护局", "泰安市生态环境局肥城分局", 2019, "renamed"),
    ("桓台县农业局", "桓台县农业农村局", 2019, "renamed"), ("威海市卫生和计划生育委员会", "威海市卫生健康委员会", 2019, "renamed"),
    ("聊城市安全生产监督管理局", "聊城市应急管理局", 2019, "united"), ("日照市民政局", "日照市退役军人事务局", 2019, "part"),
    ("日照市人力资源和社会保障局", "日照市医疗保障局", 2019, "part"), ("德州市旅游局", "德州市文化和旅游局", 2019, "united"),
    ("菏泽市物价局", "菏泽市发展和改革委员会", 2019, "merged"), ("青岛市人民政府法制办公室", "青岛市司法局", 2019, "merged"),
    ("滨州市政务服务管理办公室", "滨州市行政审批服务局", 2019, "part"), ("烟台市国家税务局", "国家税务总局烟台市税务局", 2018, "united"),
    ("莱芜市国土资源局", "济南市自然资源和规划局", 2019, "united"), ("东营市林业局", "东营市自然资源和规划局", 2019, "part"),
])  # fmt: skip
def test_the_reform_of_kinds_of_bodies_links_those_of_one_place(before: str, after: str, year: int, how: str) -> None:
    assert (before, after, year, how) in told(before, after)


def test_several_bodies_became_one_and_one_became_several() -> None:
    three = ("平度市工商行政管理局", "平度市质量技术监督局", "平度市食品药品监督管理局")
    assert {each[0] for each in told(*three, "平度市市场监督管理局")} == set(three)
    assert {each[1] for each in told("高青县民政局", "高青县退役军人事务局", "高青县医疗保障局")} == {"高青县退役军人事务局", "高青县医疗保障局"}


def test_short_names_count_within_their_division() -> None:
    def sighted(*bodies: tuple[str, str]) -> int:
        return len(list(predecessors(Agencies([Sighting("jining", area, name, "2026-05-04") for area, name in bodies]))))

    assert sighted(("11370800004312AAAA", "国土资源局"), ("11370800004312BBBB", "自然资源和规划局")) == 1
    assert not sighted(("11370800004312AAAA", "国土资源局"), ("11370883004312BBBB", "自然资源和规划局"))


def test_other_bodies_and_other_places_continue_nothing() -> None:
    assert not told("即墨市财政局", "即墨区水利局", "胶州市财政局", "济南市水利局")
    assert not told("济南市工商行政管理局", "青岛市市场监督管理局", "济南市市场监督管理局历下分局", "济南市财政局")


def test_a_name_that_two_agencies_bear_tells_neither() -> None:
    twice = [Sighting("p", area, "莘县农业局", "2026-05-04", 2015, from_report=True) for area in ("1", "2")]
    later = [Sighting("p", "", "莘县农业农村局", "2026-05-04", 2020, from_report=True)]
    assert not list(predecessors(Agencies([*twice, *later])))


def test_every_change_has_its_days_and_its_evidence() -> None:
    for change in changes():
        assert change.before != change.after and change.evidence and change.after
        assert date(2008, 5, 1) <= change.earliest <= change.latest <= date(2024, 12, 31)
        assert change.how in ("renamed", "merged", "united", "part", "founded") and change.what in ("place", "kind")
        assert bool(change.before) == (change.how != "founded")


def test_both_agencies_keep_their_series(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.report("11370282MB1111111X", 2016, pages.report("即墨市水利局", 2016), agency="即墨市水利局", portal="qingdao")
    world.report("11370282MB2222222X", 2021, pages.report("即墨区水利局", 2021), agency="即墨区水利局", portal="qingdao")
    world.close()
    derive(tmp_path, TestClock(), jobs=1)
    corpus = Corpus(tmp_path / "corpus.db", read_only=True)
    (row,) = corpus.rows("SELECT * FROM predecessors")
    years = {one["agency_id"]: one["year"] for one in corpus.rows("SELECT agency_id, year FROM series")}
    assert (years[row["before_id"]], years[row["agency_id"]], row["year"], row["how"]) == (2016, 2021, 2017, "renamed")
    assert row["earliest"] == "2017-01-01" and row["latest"] == "2017-12-31" and row["evidence"]
