"""Texts line by line: whatever differs is told, nothing else, and no character is cut."""

import unicodedata
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.diff.texts import characters, lines_of, shortened, spans, text_changes

SELECTED = "葛\U000e0100"
"""A character with a variation selector: two code points that are one sign."""
LINES = st.lists(st.sampled_from(["公开", "公开\t12", "公开\t13", "一、总体情况", "收到申请12件。", "收到申请130件。", "无"]), max_size=12)
SIGNS = st.sampled_from([*"公开12件，。\t ", SELECTED, "e\u0301", "👩\u200d💻", "\u0301"])
TEXT = st.lists(SIGNS, max_size=30).map("".join)


@given(LINES, LINES)
def test_what_is_told_turns_one_text_into_the_other(before: list[str], after: list[str]) -> None:
    told, same = text_changes(before, after)
    gone = {line.number_before for line in told if line.number_before}
    come = {line.number_after for line in told if line.number_after}
    kept = [line for number, line in enumerate(before, 1) if number not in gone]
    assert kept == [line for number, line in enumerate(after, 1) if number not in come] and same == len(kept)
    for line in told:
        assert line.before == (before[line.number_before - 1] if line.number_before else None)
        assert line.after == (after[line.number_after - 1] if line.number_after else None)
        assert line.before != line.after
    for numbers in ([line.number_before for line in told], [line.number_after for line in told]):
        told_numbers = [number for number in numbers if number]
        assert told_numbers == sorted(told_numbers)


@given(TEXT, TEXT)
def test_the_pieces_of_a_line_are_the_line_and_begin_and_end_with_whole_characters(before: str, after: str) -> None:
    for text, pieces in zip((before, after), spans(before, after), strict=True):
        assert "".join(piece for piece, _ in pieces) == text
        for piece, _ in [*pieces[1:], *shortened(pieces, 2)[1:]]:
            assert not unicodedata.category(piece[0]).startswith("M") and piece[0] != "\u200d"
        for (piece, _), (short, _) in zip(pieces, shortened(pieces, 2), strict=True):
            assert short == piece or len(short) <= len(piece)
    one, other = ([piece for piece, differs in side if not differs] for side in spans(before, after))
    assert "".join(one) == "".join(other)


def test_a_sign_of_two_code_points_is_changed_as_a_whole() -> None:
    assert spans("葛洪", f"{SELECTED}洪") == ([("葛", True), ("洪", False)], [(SELECTED, True), ("洪", False)])
    assert characters(f"{SELECTED}e\u0301👩\u200d💻公") == [SELECTED, "e\u0301", "👩\u200d💻", "公"]


def test_a_changed_cell_is_a_changed_row_and_a_new_paragraph_stands_alone() -> None:
    told, same = text_changes(
        lines_of("一、总体\n\n行政许可\t12\n行政处罚\t3\n结束"), lines_of("一、总体\n本年新设专栏。\n行政许可\t15\n行政处罚\t3\n结束")
    )
    assert [(one.before, one.after) for one in told] == [(None, "本年新设专栏。"), ("行政许可\t12", "行政许可\t15")] and same == 3


@pytest.mark.parametrize("around", [0, 2, 20])
def test_what_is_the_same_is_shortened_around_what_differs(around: int) -> None:
    long = "公开" * 100
    _, after = spans(f"{long}12{long}", f"{long}13{long}")
    text = "".join(piece for piece, _ in shortened(after, around))
    assert "3" in text and len(text) <= 2 * around + 5 and text.startswith("…") and text.endswith("…")


@pytest.mark.parametrize("lines", [
    [f"行\t{'0' * 30}"] * 20_000, ["公开" * 100_000], [f"第{n}条" for n in range(20_000)], ["公" * 1_900] * 40,
], ids=["equal rows", "one long line", "many lines", "long equal lines"])  # fmt: skip
def test_a_text_made_to_be_slow_is_not(lines: list[str]) -> None:
    other = [f"{line[:-1]}9" if n % 2 else line for n, line in enumerate(reversed(lines))]
    began = perf_counter()
    told, _ = text_changes(lines, other)
    for line in told[:20]:
        if line.before and line.after:
            spans(line.before, line.after)
    assert perf_counter() - began < 20
