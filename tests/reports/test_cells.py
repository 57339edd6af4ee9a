"""What one cell says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.reports.cells import read_cell
from archive.reports.dictionary import Indicator, cells_of
from archive.words import Status

COUNT = cells_of("三", "t2021")["applications.received.total"]
CHANGE = cells_of("二", "t2019")["proactive.licensing.items_change"]
YUAN = cells_of("二", "t2019")["proactive.procurement.amount"]
FEES = cells_of("二", "t2021")["proactive.admin_fees.amount"]

VALUES: list[tuple[str, Indicator, object, tuple[str, ...]]] = [
    ("0", COUNT, 0, ()),
    ("0\u00a0", COUNT, 0, ()),
    ("０", COUNT, 0, ()),
    ("４３８１", COUNT, 4381, ()),
    ("4,381", COUNT, 4381, ()),
    ("4，381", COUNT, 4381, ()),
    ("4 381", COUNT, 4381, ()),
    ("34251\u3000", COUNT, 34251, ()),
    ("\u200b12\ufeff", COUNT, 12, ()),
    ("0.0", COUNT, 0, ()),
    ("0.00", COUNT, 0, ()),
    ("12件", COUNT, 12, ("unit_in_cell",)),
    ("22（其中修订16件）", COUNT, 22, ("note_in_cell",)),
    ("+1036", CHANGE, 1036, ()),
    ("-1 ", CHANGE, -1, ()),
    ("－1", CHANGE, -1, ()),
    ("−1", CHANGE, -1, ()),
    ("减1", CHANGE, -1, ()),
    ("减少12项", CHANGE, -12, ("unit_in_cell",)),
    ("增36", CHANGE, 36, ()),
    ("5", CHANGE, 5, ()),
    ("4858.33万元", YUAN, 48_583_300, ("unit_in_cell",)),
    ("4092.66 万元", YUAN, 40_926_600, ("unit_in_cell",)),
    ("2146820144.15", YUAN, 2146820144.15, ("unit_assumed",)),
    ("2,146,820,144.15元", YUAN, 2146820144.15, ("unit_in_cell",)),
    ("251000元", YUAN, 251_000, ("unit_in_cell",)),
    ("1.5亿元", YUAN, 150_000_000, ("unit_in_cell",)),
    ("0.1万元", YUAN, 1000, ("unit_in_cell",)),
    ("316(万元)", YUAN, 3_160_000, ("unit_in_cell",)),
    ("670.376375", FEES, 670.376375, ("unit_assumed",)),
    ("3500元", FEES, 0.35, ("unit_in_cell",)),
]


@pytest.mark.parametrize(("raw", "indicator", "value", "flags"), VALUES)
def test_numbers_are_read_exactly(raw: str, indicator: Indicator, value: object, flags: tuple[str, ...]) -> None:
    read = read_cell(raw, indicator)
    assert (read.status, read.value, read.flags) == (Status.REPORTED, value, flags)
    assert isinstance(read.value, type(value))


@pytest.mark.parametrize(("raw", "head", "value", "flags"), [
    ("12", "万元", 12, ()), ("12", "元", 0.0012, ("unit_in_head",)), ("12元", "万元", 0.0012, ("unit_in_cell",)),
])
def test_the_unit_of_a_head_counts_unless_the_cell_has_its_own(
    raw: str, head: str, value: float, flags: tuple[str, ...]
) -> None:
    read = read_cell(raw, FEES, head)
    assert (read.value, read.flags) == (value, flags)


@pytest.mark.parametrize(("raw", "status"), [
    ("", "blank"), (" ", "blank"), ("\u00a0\u3000\u200b", "blank"), ("-", "dash"), ("—", "dash"), ("——", "dash"),
    ("/", "dash"), ("\\", "dash"), ("／", "dash"), ("--", "dash"), ("无", "none_word"), (" 无。", "none_word"),
])
def test_what_is_printed_for_nothing_keeps_its_name(raw: str, status: str) -> None:
    for indicator in (COUNT, CHANGE, YUAN):
        read = read_cell(raw, indicator)
        assert (read.status, read.value) == (status, None)


UNREADABLE = [
    "O", "l", "〇", "1O", "约3", "3余", "1 2", "1\n2", "4\n381", "4,38", "43,81,1", "007", "00", "0000000", "22①", "3²", "½", "٣",
    "二", "-5", "+5", "减1", "3.0", "1.5", "3万", "3万元", "5%", "22（16）", "（22）", "1/2", "1-2", "12345678901234567", "无3", "3无",
    "1" * 300, "，", ".", "1.", "1..2", "N/A",
]  # fmt: skip


@pytest.mark.parametrize("raw", UNREADABLE)
def test_whatever_allows_doubt_is_no_number(raw: str) -> None:
    assert read_cell(raw, COUNT).status == Status.UNREADABLE


@pytest.mark.parametrize("raw", ["-5元", "1,23万元", "5件", "3 5万元", "12万元元", "7（8）"])
def test_doubtful_money_is_no_amount(raw: str) -> None:
    assert read_cell(raw, YUAN).status == Status.UNREADABLE


@given(st.integers(0, 10**12), st.lists(st.sampled_from(" \u00a0\u3000\t\n\u200b"), max_size=4).map("".join), st.booleans())
def test_space_around_a_number_and_the_width_of_its_digits_change_nothing(value: int, space: str, wide: bool) -> None:
    digits = "".join(chr(ord(char) + 0xFEE0) for char in str(value)) if wide else str(value)
    assert read_cell(space + digits + space, COUNT).value == value
    assert read_cell(f"{value:,}", COUNT).value == value


@given(st.text(max_size=12))
def test_any_text_is_a_plain_number_or_has_no_value(text: str) -> None:
    read = read_cell(text, COUNT)
    assert (read.value is not None) == (read.status == Status.REPORTED)
    assert read.value is None or (isinstance(read.value, int) and read.value >= 0)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from((" ", "\n", "\u3000", "/", "、", "-")))
def test_two_numbers_in_a_cell_are_none(one: int, two: int, mark: str) -> None:
    read = read_cell(f"{one}{mark}{two}", COUNT)
    grouped = mark in " \u3000" and 0 < one < 1000 and len(str(two)) == 3
    assert read.status == Status.UNREADABLE or grouped
