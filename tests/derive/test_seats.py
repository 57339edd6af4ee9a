"""Division and level of an agency: by its code, else by the place its name begins with, never guessed."""

import pytest

from archive.assemble.agencies import Agencies, Agency, Sighting
from archive.assemble.seats import seat_of


def agency(name: str, area: str = "", portal: str = "p") -> Agency:
    (one,) = Agencies([Sighting(portal, area, name, "2026-05-04", 2020, True)])
    return one


@pytest.mark.parametrize(("name", "division", "level"), [
    ("山东省人民政府", "370000", "province"), ("山东省水利厅", "370000", "province"), ("济南市人民政府办公厅", "370100", "prefecture"),
    ("济南市历下区商务局", "370102", "county"), ("济南市市中区人民政府", "370103", "county"), ("枣庄市市中区民政局", "370402", "county"),
    ("高青县人民政府", "370322", "county"), ("滕州市人民政府办公室", "370481", "county"), ("青岛市市北区财政局", "370203", "county"),
    ("莒南县石莲子镇人民政府", "371327", "township"), ("乳山市城区街道办事处", "371083", "township"), ("威海市统计局", "371000", "prefecture"),
    ("国家税务总局济南市税务局", "370100", "prefecture"), ("东营市东营区教育局", "370502", "county"), ("临沂市公路事业发展中心", "371300", "prefecture"),
    ("烟台经济技术开发区管委会", "370676", "county"), ("临沂市", "371300", "prefecture"), ("济南市城市管理局", "370100", "prefecture"),
])  # fmt: skip
def test_the_place_in_a_name_is_the_division(name: str, division: str, level: str) -> None:
    assert seat_of(agency(name)) == (division, level)


@pytest.mark.parametrize(("name", "level"), [
    ("章丘市人民政府", "county"), ("兖州市财政局", "county"), ("莱芜市莱城区教育局", "county"), ("莱芜市财政局", "prefecture"), ("陵县水利局", "county"),
    ("财政局", None), ("市统计局", None), ("某县水利局", None), ("济南市生态环境局钢城分局", None), ("青岛西海岸新区自然资源局", None),
    ("济宁市公共资源交易服务中心兖州分中心", None), ("济南市莱芜高新技术产业开发区管理委员会", None), ("市中区财政局", None), ("河北省教育厅", "province"),
])  # fmt: skip
def test_a_place_that_is_no_more_has_a_level_and_no_code_and_others_have_neither(name: str, level: str | None) -> None:
    assert seat_of(agency(name)) == (None, level)


def test_the_portal_tells_which_of_two_places_of_one_name_it_is() -> None:
    assert seat_of(agency("市中区人民政府", portal="zaozhuang")) == ("370402", "county")
    assert seat_of(agency("市中区人民政府", portal="jinan")) == ("370103", "county")
    assert seat_of(agency("市中区人民政府", portal="qingdao")) == (None, None)


def test_a_code_outweighs_the_name() -> None:
    assert seat_of(agency("城市管理局", "11370800004312466C")) == ("370800", "prefecture")
    assert seat_of(agency("荣成市东山街道办事处", "11371082004339319Q")) == ("371082", "township")
