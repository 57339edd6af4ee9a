"""The world behind the pages: reproducible, lazy, consistent, varied."""

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.replica.faults import Faults
from crawler.replica.messages import Request
from crawler.replica.portal import Portal
from crawler.replica.world import World
from crawler.replica.world.agencies import MODULE_PORTALS, YEARS
from crawler.replica.world.codes import credit_code
from crawler.replica.world.hosts import FIRST_PORTALS, PORTALS, hosts
from crawler.replica.world.identities import failures
from spiders.registry import FAMILIES, load
from tests.properties import examples

SHARED = Path(__file__).parents[2].parent / "shared"

DIGEST = """
import hashlib
from crawler.replica import World
from crawler.replica.faults import Faults
from crawler.replica.messages import Request
from crawler.replica.portal import Portal
from urllib.parse import urlsplit
world = World(seed={seed}, agencies=16, reports=160)
portal, digest = Portal(world, Faults()), hashlib.sha256()
for record in world.truth():
    for address in (*record["places"][:2], *(file["url"] for file in record.get("files", ()))):
        parts = urlsplit(address)
        request = Request("GET", parts.scheme, parts.hostname, 443, parts.path + "?" + parts.query, {{"referer": "x"}})
        digest.update(portal.answer(request).body)
print(digest.hexdigest())
"""


def _digest(seed: int) -> str:
    command = [sys.executable, "-c", DIGEST.format(seed=seed)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def world() -> World:
    return World(seed=3, agencies=120, reports=1200, portals=MODULE_PORTALS)


def test_two_processes_make_the_same_bytes_and_another_seed_makes_others() -> None:
    assert _digest(7) == _digest(7)
    assert _digest(7) != _digest(8)


def test_figures_satisfy_the_identities_except_where_an_error_is_recorded(world: World) -> None:
    wrong, right = 0, 0
    for record in world.truth():
        if not record["published"]:
            continue
        assert failures(record["figures"], record["templates"]) == record["failing_checks"]
        wrong += bool(record["failing_checks"])
        right += not record["failing_checks"]
    assert 0.01 < wrong / (wrong + right) < 0.12


@given(st.integers(0, 10_000), st.integers(0, 65), st.integers(2019, 2024))
@examples(60)
def test_what_is_carried_out_is_carried_in_the_next_year(seed: int, serial: int, year: int) -> None:
    world = World(seed=seed, agencies=66, reports=600, portals=MODULE_PORTALS)
    this, following = (world.report(world.agencies[serial], y).figures for y in (year, year + 1))
    for column in ("natural_person", "business", "total"):
        assert this[f"applications.carried_out.{column}"] == following[f"applications.carried_in.{column}"]


def test_the_number_of_reports_is_about_what_was_asked_for(world: World) -> None:
    published = sum(world.published(agency, year) for agency in world.agencies for year in YEARS)
    assert 1100 < published < 1300


def test_the_truth_has_every_agency_and_year_and_every_kind_of_hole(world: World) -> None:
    records = list(world.truth())
    assert len(records) == 120 * 18
    kinds = Counter((record["kind"], record["holding"]) for record in records)
    assert set(kinds) == {("annual_report", "held"), ("explanation", "interpretation_only"), (None, "none")}
    assert {record["portal"] for record in records} == {"jining", "taian", "weihai"}
    assert any(record.get("explanations") for record in records)


def test_the_variety_of_the_formats_is_there(world: World) -> None:
    records = [record for record in world.truth() if record["published"]]
    assert {record["era"] for record in records} == {"legacy", "t2014", "t2019", "t2021", "none"}
    assert any(record["templates"].get("二") == "t2021" and record["templates"]["三"] == "t2019" for record in records)
    assert any(record["templates"].get("四") == "table_missing" for record in records)
    statuses = {status for record in records for status in record["statuses"].values()}
    assert statuses == {"blank", "dash", "none_word"}
    for record in records:
        assert {name for name, value in record["figures"].items() if value is None} == set(record["statuses"])
        assert record["figures"] == {} or record["templates"]


def test_an_agency_carries_its_old_name_before_it_was_renamed(world: World) -> None:
    renamed = [agency for agency in world.agencies if agency.name(2012) != agency.name(2025)]
    assert any(agency.own_name == "财政局" and agency.name(2012) == "兖州市财政局" for agency in renamed)
    assert all(
        agency.name(2012) in world.report(agency, 2012).title for agency in renamed if agency.kind == "department"
    )


def test_areas_are_unique_and_the_observed_ones_are_among_them(world: World) -> None:
    areas = [(agency.host.portal, agency.area) for agency in world.agencies]
    assert len(set(areas)) == len(areas)
    assert {("taian", "370900004341"), ("jining", "11370800004312466C-ZF"), ("weihai", "11371002565229128G")} <= set(
        areas
    )


@pytest.mark.parametrize("code", ["11370800004312466C", "11370900MB2535551R", "12370812F50341961E"])
def test_check_characters_are_those_of_real_codes(code: str) -> None:
    assert credit_code(code[:2], code[2:8], code[8:16]) == code


def test_a_world_of_200000_reports_makes_a_report_only_when_one_is_asked_for() -> None:
    world = World(seed=1, reports=200_000)
    assert len(world.agencies) == 20_000
    assert world.made == 0
    there = (one for one in world.agencies[19_000:] if world.in_module(one, 2024) and world.published(one, 2024))
    agency = next(there)
    portal = Portal(world, Faults())
    target = f"/module/xxgk/xxgkAnnualReport.jsp?area={agency.area}&fbtime=2024"
    body = portal.answer(Request("GET", agency.host.scheme, agency.host.host, 80, target)).body.decode()
    assert agency.name(2024).removesuffix("人民政府") in body
    assert world.made == 1
    portal.answer(
        Request("GET", agency.host.scheme, agency.host.host, 80, f"/col/col{agency.host.columns['reports']}/index.html")
    )
    assert world.made == 1
    assert not any(isinstance(value, list | dict) and len(value) > 20_000 for value in vars(world).values())


def test_every_host_of_the_seventeen_portals_is_there() -> None:
    portals = Counter(host.portal for host in hosts().values())
    assert {name: portals[name] for name in FIRST_PORTALS} == {
        "jining": 8, "taian": 6, "weihai": 5, "dongying": 4, "rizhao": 4, "qingdao": 9, "zaozhuang": 5}
    assert set(portals) == set(PORTALS)
    assert len(PORTALS) == 17
    assert {site.family for site in hosts().values()} >= {name for name in FAMILIES if name != "generic"}
    assert {"www.huancui.gov.cn", "tsgw.taian.gov.cn", "gxq.rizhao.gov.cn", "www.zzctp.gov.cn"} <= set(hosts())


def test_every_entry_of_the_registry_leads_to_a_host_of_the_replica() -> None:
    portal = Portal(World(seed=1, reports=10), Faults())
    entries = [urlsplit(entry.url) for known in load().portals for entry in known.entries if entry.status == "known"]
    assert [url.netloc for url in entries if not portal.knows(url.hostname or "", url.port or 80)] == []


def test_agencies_are_spread_over_all_portals_even_in_a_small_world() -> None:
    assert {agency.host.portal for agency in World(seed=1, reports=140).agencies} == set(FIRST_PORTALS)
    spread = Counter(agency.host.portal for agency in World(seed=1, reports=6000).agencies)
    assert min(spread[name] for name in FIRST_PORTALS) > 20


def test_indicator_names_are_those_of_the_dictionary(world: World) -> None:
    path = SHARED / "spec" / "indicators.csv"
    if not path.exists():
        pytest.skip("the shared dictionary is not beside this checkout")
    with path.open(encoding="utf-8") as file:
        known = {row["indicator"] for row in csv.DictReader(file)}
    used = {name for record in world.truth() if record["published"] for name in record["figures"]}
    assert used <= known
    assert {name for name in known if not name.startswith("text.")} <= used
