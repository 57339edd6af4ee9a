"""Rows without marks between their cells: what is decoded is what is printed, also where the report breaks identities."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.reports.decode import agreed, chained_readings, only_zeros, row_readings
from archive.reports.model import Report
from archive.reports.sheet import Slot
from archive.words import CheckStatus, Status
from tests.properties import examples
from tests.reports import forms
from tests.reports.accuracy import LAYOUTS
from tests.reports.report_pages import read

SEEDS = st.integers(0, 10_000)
LOSSY = ("glued", "glued_rows", "glued_values", "spaces", "cells_by_line", "cells_by_blank_lines", "labels_first", "columns")
OFF = (-10, -2, -1, 1, 3, 10)
"""By how much a misprinted cell is off; a misprint can also leave a zero or a blank."""


def misprinted(truth: forms.Truth, rng: random.Random, count: int) -> forms.Truth:
    """The truth with cells of 三 and 四 that are printed wrongly: the printed values are what a reader must give."""
    names = rng.sample([name for name in truth if not name.startswith("proactive.")], count)
    off = {name: max((truth[name] or 0) + rng.choice(OFF), 0) if rng.random() < 0.7 else 0 for name in names}
    return {**truth, **off}


def unlike(report: Report, truth: forms.Truth) -> list[tuple[str, float | None, float | None, str]]:
    return [
        (figure.indicator, truth.get(figure.indicator), figure.value, str(figure.status))
        for figure in report.figures
        if not figure.indicator.startswith("text.") and figure.value is not None
        if figure.value != truth.get(figure.indicator)
    ]


@examples(60)
@given(SEEDS, st.sampled_from(forms.TEMPLATES), st.sampled_from(LOSSY), st.booleans())
def test_what_is_stated_is_what_is_printed(seed: int, template: str, layout: str, blanks: bool) -> None:
    truth = forms.draw(seed, template, blanks=blanks)
    assert unlike(read(LAYOUTS[layout](truth, template)), truth) == []


@examples(100)
@given(SEEDS, st.sampled_from(forms.TEMPLATES), st.sampled_from(LOSSY), st.booleans(), st.integers(1, 3))
def test_a_report_that_breaks_identities_gives_no_other_number(
    seed: int, template: str, layout: str, blanks: bool, count: int
) -> None:
    truth = misprinted(forms.draw(seed, template, blanks=blanks), random.Random(seed), count)
    assert unlike(read(LAYOUTS[layout](truth, template)), truth) == []


@examples(40)
@given(SEEDS, st.sampled_from(forms.TEMPLATES))
def test_one_misprint_in_a_table_of_glued_digits_leaves_only_rows_of_zeros(seed: int, template: str) -> None:
    truth = forms.draw(seed, template)
    name = random.Random(seed).choice([name for name in truth if name.startswith("applications.")])
    report = read(LAYOUTS["glued"]({**truth, name: (truth[name] or 0) + 7}, template))
    told = [figure for figure in report.figures if figure.indicator.startswith("applications.") and figure.value is not None]
    assert {figure.value for figure in told} <= {0}


@pytest.mark.parametrize(
    ("printed", "values"),
    [
        ("0000000", (0, 0, 0, 0, 0, 0, 0)),
        ("1000001", (1, 0, 0, 0, 0, 0, 1)),
        ("81010010", (8, 1, 0, 1, 0, 0, 10)),
        ("3 0 0 0 0 0 3", (3, 0, 0, 0, 0, 0, 3)),
    ],
)
def test_a_row_with_one_reading_is_read(printed: str, values: tuple[int, ...]) -> None:
    assert [reading.values for reading in row_readings([Slot(each) for each in printed.split()], 7)] == [values]


@pytest.mark.parametrize("printed", ["640020470", "1 1", "0 3 0 3", "111111111", "12"])
def test_a_row_with_several_readings_or_none_is_not_read(printed: str) -> None:
    assert len(row_readings([Slot(each) for each in printed.split()], 7)) != 1


def test_numbers_begin_with_no_zero_and_are_no_words() -> None:
    assert only_zeros([Slot("00000"), Slot("00")], 7)
    assert not only_zeros([Slot("000000")], 7)
    assert row_readings([Slot("12个"), Slot("约3")], 7) == ()


@examples(100)
@given(st.integers(0, 10**6), st.booleans())
def test_the_row_of_fifteen_is_decoded_as_printed_also_with_a_sum_that_is_off(seed: int, broken: bool) -> None:
    rng = random.Random(seed)
    pool = rng.choice([(0, 0, 1, 9, 31), (0, 0, 0, 0, 1, 2), (0, 1, 12, 120, 87, 45)])
    values: list[int] = []
    for _ in range(3):
        parts = [rng.choice(pool) for _ in range(4)]
        values += [*parts, sum(parts)]
    if broken:
        at = rng.randrange(15)
        values[at] = rng.choice((0, max(values[at] + rng.choice(OFF), 0))) if at % 5 == 4 else max(values[at] + rng.choice(OFF), 0)
    readings = chained_readings([Slot("".join(map(str, values)))], 3, 5, full=True)
    told = agreed(readings) if readings else (None,) * 15
    assert all(text is None or int(text) == value for text, value in zip(told, values, strict=True))


def test_decoded_cells_say_so_and_keep_what_is_printed() -> None:
    truth = forms.draw(3, "t2021")
    report = read(LAYOUTS["glued_rows"](truth, "t2021"))
    figures = {figure.indicator: figure for figure in report.figures}
    received = figures["applications.received.total"]
    assert (received.status, received.value) == (Status.DECODED, truth["applications.received.total"])
    assert received.raw and received.raw.startswith("一、本年新收政府信息公开申请数量\t")
    assert {check.status for check in report.checks if check.id == "A1"} == {CheckStatus.PASS}


@pytest.mark.parametrize("printed", ["1" * 44, "10" * 22, "9" * 20, "1 " * 14, "123456789" * 5, "0" * 44])
def test_no_row_of_digits_takes_long(printed: str) -> None:
    slots = [Slot(each) for each in printed.split()]
    started = time.process_time()
    row_readings(slots, 7)
    chained_readings(slots, 3, 5, full=False)
    assert time.process_time() - started < 5
