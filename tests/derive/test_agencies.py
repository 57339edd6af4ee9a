"""Agencies: identity by printed code or name, permanent and the same whatever comes first."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.assemble.agencies import (
    Agencies,
    Sighting,
    body_type_of,
    division_of,
    level_of,
    natural_key,
    normalised,
    uscc_of,
)  # fmt: skip

CODE = "11370900MB2535551R"
EARLY, LATE = "2026-01-01T00:00:00.000+00:00", "2026-02-01T00:00:00.000+00:00"


def test_government_and_office_with_the_same_code_stay_apart() -> None:
    agencies = Agencies([
        Sighting("taian", CODE, "泰安市人民政府办公室", EARLY), Sighting("taian", f"{CODE}-ZF", "泰安市人民政府", EARLY),
    ])  # fmt: skip
    assert len(list(agencies)) == 2
    assert uscc_of(f"{CODE}-ZF") == uscc_of(CODE) == CODE


def test_one_credit_code_in_two_directories_is_one_agency() -> None:
    agencies = Agencies([Sighting("taian", CODE, "市大数据局", EARLY), Sighting("province", CODE, "大数据局", LATE)])
    (agency,) = agencies
    assert agency.name == "大数据局" and agency.portal == "province"


def test_other_codes_count_within_their_portal_only() -> None:
    agencies = Agencies([Sighting("taian", "004", "甲局", EARLY), Sighting("weihai", "004", "乙局", EARLY)])
    assert len(list(agencies)) == 2


def test_a_report_without_code_joins_the_only_agency_of_its_name() -> None:
    agencies = Agencies([
        Sighting("taian", CODE, "泰安市大数据局", EARLY), Sighting("", "", "泰安市 大数据局", LATE, 2021, True),
    ])  # fmt: skip
    assert agencies.find("", "", "泰安市大数据局") is agencies.find("taian", CODE, "")


def test_a_name_that_two_agencies_bear_joins_neither() -> None:
    agencies = Agencies([
        Sighting("taian", "1", "财政局", EARLY), Sighting("weihai", "2", "财政局", EARLY),
        Sighting("", "", "财政局", LATE, 2021, True),
    ])  # fmt: skip
    assert len(list(agencies)) == 3


def test_the_id_stays_when_a_directory_later_lists_the_agency() -> None:
    handed_in = Sighting("", "", "泰安市大数据局", EARLY, 2021, True)
    before = Agencies([handed_in]).find("", "", "泰安市大数据局")
    after = Agencies([handed_in, Sighting("taian", CODE, "泰安市大数据局", LATE)]).find("taian", CODE, "")
    assert before and after and before.agency_id == after.agency_id


def test_the_order_of_sightings_changes_nothing() -> None:
    sightings = [
        Sighting("taian", CODE, "泰安市大数据局", LATE), Sighting("taian", CODE, "市大数据局", EARLY),
        Sighting("taian", CODE, "泰安市大数据局", EARLY, 2020, True), Sighting("", "", "泰安市大数据局", EARLY, 2021, True),
    ]  # fmt: skip
    seen = {
        tuple((a.agency_id, a.name, a.portal, tuple(sorted(a.names))) for a in Agencies(order))
        for order in permutations(sightings)
    }
    assert len(seen) == 1


@given(st.text(alphabet="泰安市 \u3000\u200b財(（)", max_size=12))
def test_a_normalised_name_is_its_own_normal_form(name: str) -> None:
    assert normalised(normalised(name)) == normalised(name)


def test_keys_of_codes_and_names_never_meet() -> None:
    keys = [natural_key(p, a, n) for p in ("", "taian") for a in ("", "x", CODE) for n in ("甲", "乙") if p or not a]
    assert len(set(keys)) == len({(p, a, n if not a else "") for p in ("", "taian") for a in ("", "x") for n in ("甲", "乙")
                                  if p or not a}) + 1  # fmt: skip


@pytest.mark.parametrize(("area", "division"), [
    (CODE, "370900"), (f"{CODE}-1", "370900"), ("370900004341", "370900"), ("004", None), ("", None),
])  # fmt: skip
def test_division_comes_from_the_code(area: str, division: str | None) -> None:
    assert division_of(area) == division


@pytest.mark.parametrize(("name", "division", "level"), [
    ("山东省大数据局", "370000", "province"), ("泰安市大数据局", "370900", "prefecture"),
    ("泰山区审计局", "370902", "county"), ("荣成市东山街道办事处", "371082", "township"), ("某局", None, None),
    ("大汶口镇人民政府", "370911", "township"), ("泰安市乡村振兴局", "370900", "prefecture"),
])  # fmt: skip
def test_level_comes_from_code_and_name(name: str, division: str | None, level: str | None) -> None:
    assert level_of(name, division) == level


@pytest.mark.parametrize(("name", "area", "body_type"), [
    ("泰安市人民政府", "370900004341", "government"), ("泰安市人民政府办公室", "", "government_office"),
    ("泰安市", f"{CODE}-ZF", "government"), ("泰山区", "", "government"), ("泰安市财政局", CODE, "department"),
    ("东山街道", "", "township"), ("大汶口镇人民政府", "", "township"), ("泰安高新技术产业开发区管委会", "", "development_zone"),
    ("泰安市公共资源交易中心", "12370900000000000X", "public_institution"), ("城市管理局", "", "department"),
])  # fmt: skip
def test_body_type_comes_from_name_and_code(name: str, area: str, body_type: str) -> None:
    assert body_type_of(name, area) == body_type
