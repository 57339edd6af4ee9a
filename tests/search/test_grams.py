"""The normal form: what counts as the same text, with the way back to what is printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.reports.words import fold
from archive.store.grams import grams, normal, normal_with_offsets, phrase

TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("政府信息2023 640件\t\n，,。%“”\u200b\u3000Ａ１aBﬁ㎡")), max_size=60)


@pytest.mark.parametrize(("printed", "compared"), [
    ("２０２３ 年　政 府\n信\u200b息", "2023年政府信息"), ("6\t40", "6 40"), ("6 \n 40件", "6 40件"), ("Open  DATA 2", "open data 2"),
    ("12 件", "12件"), ("一、总体情况：", "一、总体情况:"), (" \t\n", ""), ("\x00\u200b", ""), ("㎡", "m2"), ("1,234", "1,234"),
])  # fmt: skip
def test_width_case_and_white_space_do_not_matter_but_numbers_stay_apart(printed: str, compared: str) -> None:
    assert normal(printed) == compared


@given(TEXTS)
def test_a_normal_form_is_its_own(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(TEXTS)
def test_offsets_lead_to_the_printed_source_of_each_character(text: str) -> None:
    folded = normal_with_offsets(text)
    assert folded.text == normal(text)
    assert list(folded.offsets) == sorted(folded.offsets)
    for char, offset in zip(folded.text, folded.offsets, strict=True):
        assert text[offset].isspace() if char == " " else char in normal(text[offset])


@given(st.text(st.characters(whitelist_categories=["Lo", "Nd", "Po", "Zs", "Cf"]), max_size=40))
def test_it_is_what_words_are_compared_as_elsewhere_but_for_case_and_gaps(text: str) -> None:
    assert normal(text).replace(" ", "") == "".join(map(fold, text)).casefold()


def test_no_character_is_taken_for_another_by_the_tokeniser() -> None:
    chars = {normal(chr(code)) for code in range(0x110000) if not 0xD800 <= code < 0xE000}
    tokens = {next(iter(grams(char))): char for char in chars if len(char) == 1}
    assert len(tokens) == sum(len(char) == 1 for char in chars)
    assert not [token for token in tokens if ord(token) < 0x80 and not token.isalnum()]


@pytest.mark.parametrize(("term", "expression"), [
    ("政", '"政" *'), ("政府", '"政府"'), ("政府信", '"政府 府信"'), ('a"b', '"a＂ ＂b"'), ("6 4", '"6\u3000 \u30004"'),
])  # fmt: skip
def test_a_term_is_a_phrase_of_pairs(term: str, expression: str) -> None:
    assert phrase(term) == expression
