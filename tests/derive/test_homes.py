"""One report at three places: the agency's own site, its city's column, the province's collection."""

from itertools import permutations
from pathlib import Path

import pytest

from archive.assemble.agencies import Agencies, Sighting
from tests.derive.test_derive import rows, run
from tests.derive.test_listing import title
from tests.store import pages
from tests.store.world import World

BUREAU, GOVERNMENT = "临沂市财政局", "临沂市人民政府"
OWN, CITY, PROVINCE = "http://czj.linyi.gov.cn/own.html", "http://www.linyi.gov.cn/city.html", "http://www.shandong.gov.cn/all.html"
PLACES = {"own": ("linyi", "czj"), "city": ("linyi", "www"), "all": ("shandong", "www")}


def shown(world: World, name: str, agency: str, note: str = "") -> None:
    portal, host = PLACES[name.partition("-")[0]]
    body = pages.report(agency, 2024, note=note)
    world.listed(name, title(agency, 2024), body, on=world.list(f"{portal}-{host}", portal=portal), year=2024, portal=portal, host=host)


@pytest.mark.parametrize("order", list(permutations(PLACES))[::2])
def test_a_report_at_three_places_is_one_entry_whose_first_place_is_the_agencys_own(tmp_path: Path, order: tuple[str, ...]) -> None:
    world = World(tmp_path)
    shown(world, "city-other", "临沂市教育局")
    for name in order:
        shown(world, name, BUREAU)
    run(tmp_path)
    assert rows(tmp_path, f"SELECT portal FROM agencies WHERE name = '{BUREAU}'") == [("linyi",)]
    assert len(rows(tmp_path, "SELECT * FROM series")) == 2
    mine = f"SELECT {{}} FROM versions JOIN agencies USING (agency_id) {{}} WHERE name = '{BUREAU}'"
    ((url,),) = rows(tmp_path, mine.format("documents.url", "JOIN reports USING (report_id) JOIN documents USING (bundle_key, task_key, payload_sha256)"))
    assert url == OWN
    assert sorted(rows(tmp_path, mine.format("places.portal, url", "JOIN places USING (version_id)"))) == [
        ("linyi", OWN), ("linyi", CITY), ("shandong", PROVINCE)
    ]  # fmt: skip
    assert rows(tmp_path, f"SELECT holding, source, coverage.portal FROM coverage JOIN agencies USING (agency_id) WHERE year = 2024 AND name = '{BUREAU}'") == [
        ("held", "present", "linyi")
    ]  # fmt: skip


def test_where_the_texts_differ_that_of_the_own_site_is_current_and_all_are_kept(tmp_path: Path) -> None:
    world = World(tmp_path)
    shown(world, "all", GOVERNMENT, note="（省政府转载）")
    shown(world, "city", GOVERNMENT)
    run(tmp_path)
    sql = """SELECT is_current, places.portal FROM versions JOIN places USING (version_id) ORDER BY 1 DESC"""
    assert rows(tmp_path, sql) == [(1, "linyi"), (0, "shandong")]


def test_only_a_full_name_that_one_body_of_each_portal_bears_unites() -> None:
    def seen(portal: str, name: str, area: str = "") -> Sighting:
        return Sighting(portal, area, name, "2026-05-04", 2020, from_report=True)

    def found(*sightings: Sighting) -> list[tuple[str, str]]:
        return [(agency.portal, agency.name) for agency in Agencies(sightings)]

    assert found(seen("weifang", "潍坊市财政局"), seen("shandong", "潍坊市财政局")) == [("weifang", "潍坊市财政局")]
    assert found(seen("shandong", "莘县水利局"), seen("liaocheng", "莘县水利局")) == [("liaocheng", "莘县水利局")]
    assert len(found(seen("jinan", "市中区财政局"), seen("zaozhuang", "市中区财政局"))) == 2
    assert len(found(seen("jinan", "财政局"), seen("shandong", "财政局"))) == 2
    twice = (seen("taian", "泰安市财政局", "370900001"), seen("taian", "泰安市财政局", "370900002"), seen("shandong", "泰安市财政局"))
    assert len(found(*twice)) == 3
