"""Whose report it is when a portal shows another agency's report under a code."""

import pytest

from archive.assemble.candidates import Candidate
from archive.assemble.strangers import strangers

NAMED = {
    ("taian", "A1", "司法局"): "2026", ("taian", "A2", "审计局"): "2026", ("taian", "A3", "东平县人民政府办公室"): "2026",
    ("taian", "A3-ZF", "东平县人民政府"): "2026", ("weihai", "W1", "民政局"): "2026",
}  # fmt: skip


def shown(area: str, listed: str, title_agency: str) -> Candidate:
    return Candidate("r", "b", "t", "p", "main", 1, "2026", "http://a.gov.cn/", "taian", area, listed, title_agency, 2022, "", None, None)


@pytest.mark.parametrize(("area", "listed", "title_agency"), [
    ("A1", "司法局", "东平县审计局"), ("A3-ZF", "东平县人民政府", "东平县人民政府办公室"), ("A2", "审计局", "东平县司法局"),
])  # fmt: skip
def test_a_report_of_an_agency_that_has_its_own_code_is_a_strangers(area: str, listed: str, title_agency: str) -> None:
    assert strangers([shown(area, listed, title_agency)], NAMED) == {"r": title_agency}


@pytest.mark.parametrize(("area", "listed", "title_agency"), [
    ("A1", "司法局", "东平县司法局"), ("A1", "东平县司法局", "司法局"), ("A1", "司法局", "东平县法制办公室"),
    ("A1", "司法局", "威海市民政局"), ("A1", "", "东平县审计局"), ("A2", "审计局", "新泰市审计局"),
])  # fmt: skip
def test_an_earlier_name_a_short_name_and_a_name_of_another_portal_are_no_strangers(area: str, listed: str, title_agency: str) -> None:
    assert strangers([shown(area, listed, title_agency)], NAMED) == {}
