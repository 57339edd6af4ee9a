"""What a portal's code tells of an agency: credit code, division, level and sort of body."""

import pytest

from archive.assemble.agencies import body_type_of, division_of, level_of, uscc_of


@pytest.mark.parametrize(("area", "name", "uscc", "division", "level", "body"), [
    ("11370000MB284651XL", "山东省大数据局", "11370000MB284651XL", "370000", "province", "department"),
    ("1137000000450226XC-A", "山东省机关事务管理局", "1137000000450226XC", "370000", "province", "department"),
    ("11370900MB2535551R", "泰安市大数据局", "11370900MB2535551R", "370900", "prefecture", "department"),
    ("11370902MB2863555K", "泰山区行政审批服务局", "11370902MB2863555K", "370902", "county", "department"),
    ("11371082004339319Q", "荣成市东山街道办事处", "11371082004339319Q", "371082", "township", "township"),
    ("370900004341", "泰安市人民政府", None, "370900", "prefecture", "government"),
    ("370900004341", "泰安市人民政府办公室", None, "370900", "prefecture", "government_office"),
    ("11370800004312466C-ZF", "济宁市人民政府", "11370800004312466C", "370800", "prefecture", "government"),
    ("", "某县水利局", None, None, None, "department"), ("", "济南高新技术产业开发区管理委员会", None, None, None, "development_zone"),
])  # fmt: skip
def test_codes_as_portals_print_them(
    area: str, name: str, uscc: str | None, division: str | None, level: str | None, body: str
) -> None:
    found = division_of(area)
    assert (uscc_of(area), found, level_of(name, found), body_type_of(name, area)) == (uscc, division, level, body)
