"""Labels are told through dress and damage, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.reports.labels import Role, exact, head_unit, key, recognise, references

LONG = [label for label in references() if label.role == Role.ROW and len(label.key) > 6]


@pytest.mark.parametrize(("text", "name"), [
    ("一、本年新收政府信息公开申请数量", "applications.received"),
    ("(三) 不予公 开", ""),
    ("3.危及\"三安全一稳定\"", "applications.result.denied.security_stability"),
    ("3．危及“三安全一稳定”", "applications.result.denied.security_stability"),
    ("规章\n\n（市政府令）", "proactive.regulations"),
    ("行政规范性文件", "proactive.normative_documents"),
    ("规范性文件（有登记号）", "proactive.normative_documents"),
    ("本年新\n公开数量", "published_new"),
    ("本年增／减", "items_change"),
    ("本年增减", "items_change"),
    ("本年制发数", "issued"),
    ("本年收费金额(万元)", "amount"),
    ("1.申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请", "applications.result.other.correction_overdue"),
    ("第二十条第（五）项", "五"),
    ("社 会 公 益 组 织", "public_interest_org"),
    ("①属于国家秘密", "applications.result.denied.state_secret"),
])  # fmt: skip
def test_a_label_is_known_in_every_dress(text: str, name: str) -> None:
    assert name in {label.name for label in exact(text)}


def test_words_with_two_meanings_keep_both() -> None:
    assert {label.name for label in exact("3.其他")} == {"other_org", "applications.result.other.residual"}
    assert {(label.table, label.name) for label in exact("总计")} == {
        ("三", "total"), ("四", "total"), ("三", "applications.result.total"),
    }  # fmt: skip
    assert {label.name for label in exact("其他结果")} == {"other"}
    assert {label.name for label in exact("其他对外管理服务事项")} == {"proactive.other_external_services"}


@given(st.sampled_from(LONG), st.data())
def test_one_wrong_character_in_a_long_label_is_forgiven_and_marked(label: object, data: st.DataObject) -> None:
    assert hasattr(label, "key") and hasattr(label, "name")
    at = data.draw(st.integers(0, len(label.key) - 1))
    found = recognise(label.key[:at] + "囗" + label.key[at + 1 :])
    assert [each.name for each in found] == [label.name]
    assert found[0].fuzzy or not found[0].whole or at >= len(label.key) - 1


@given(st.sampled_from(LONG), st.data())
def test_a_label_that_lost_a_run_of_its_middle_is_itself_or_nothing(label: object, data: st.DataObject) -> None:
    assert hasattr(label, "key") and hasattr(label, "name")
    lost = data.draw(st.integers(1, len(label.key) // 3))
    at = data.draw(st.integers(4, max(4, len(label.key) - lost - 2)))
    found = recognise(label.key[:at] + label.key[at + lost :])
    assert {each.name for each in found} <= {label.name} or exact(label.key[:at] + label.key[at + lost :])


def test_a_label_as_a_real_report_prints_it_without_its_middle_is_known_and_marked() -> None:
    (found,) = recognise("2.其他法律行政止公开")
    assert found.fuzzy and found.name == "applications.result.denied.prohibited_by_law"


@pytest.mark.parametrize("text", ["其", "总", "行政", "本年", "申请人", "属于行政", "其他说明", "数量", "12", "", "行政许可事项清单", "1" * 200])
def test_words_that_could_be_several_labels_or_none_are_none(text: str) -> None:
    assert recognise(text) == ()


def test_no_two_labels_of_a_role_share_a_key() -> None:
    seen = [(label.table, label.role, label.key) for label in references()]
    assert len(seen) == len(set(seen))


def test_keys_drop_one_ordinal_only() -> None:
    assert key("三、三类") == "三类"
    assert key("（一） 予以公开") == "予以公开"
    assert head_unit("本年收费金额（单位：万元）") == "万元"
    assert head_unit("采购总金额") == ""
