"""Bytes to characters: whatever a page claims, it is read as what it is."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.documents.decode import declared_charsets, decode
from archive.documents.open import read_document

SENTENCE = "本机关全年受理政府信息公开申请十二件，均按时答复申请人，没有发生行政复议和行政诉讼。"
CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=40)


@given(CHINESE)
def test_text_survives_utf8_and_utf16_with_a_mark(text: str) -> None:
    assert decode(text.encode()).text == text
    assert decode(codecs.BOM_UTF8 + text.encode()).text == text
    assert decode(text.encode("utf-16")).text == text
    assert decode(codecs.BOM_UTF16_BE + text.encode("utf-16-be")).text == text


@given(CHINESE)
def test_a_sentence_in_gb18030_is_read_without_any_label(text: str) -> None:
    whole = SENTENCE + text
    assert decode(whole.encode("gb18030")).text == whole


@pytest.mark.parametrize("label", ["utf-8", "gb2312", "gbk", ""])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_wrong_label_is_noted_and_not_obeyed(label: str, codec: str) -> None:
    data = f'<html><head><meta charset="{label}"></head><body><p>{SENTENCE * 3}</p></body></html>'.encode(codec)
    document = read_document(data)
    assert SENTENCE in document.blocks[0].text  # type: ignore[union-attr]
    wrong = bool(label) and (label == "utf-8") != (codec == "utf-8")
    assert ("charset_mislabelled" in document.flags) == wrong


def test_the_header_counts_as_a_declaration() -> None:
    data = f"<html><body><p>{SENTENCE}</p></body></html>".encode("gbk")
    assert read_document(data, content_type="text/html; charset=utf-8").flags == ("charset_mislabelled",)
    assert read_document(data, content_type="text/html; charset=GBK").flags == ()


def test_a_page_cut_inside_a_character_keeps_its_codec() -> None:
    cut = (SENTENCE * 5).encode()[:-1]
    decoded = decode(cut, ("utf-8",))
    assert decoded.encoding == "utf-8"
    assert "undecodable_bytes" in decoded.flags
    assert decoded.text.startswith(SENTENCE)


def test_a_gbk_page_with_one_broken_byte_keeps_its_codec() -> None:
    data = (SENTENCE * 3).encode("gbk") + b"\xff" + SENTENCE.encode("gbk")
    assert decode(data, ("utf-8",)).text.startswith(SENTENCE * 3)


def test_declared_names_that_are_no_charset_are_ignored() -> None:
    assert declared_charsets(b"<meta charset=base64>", "text/html; charset=nonsense") == ("nonsense", "base64")
    assert decode(SENTENCE.encode("gbk"), ("nonsense", "base64", "idna")).text == SENTENCE


@given(st.binary(max_size=300))
def test_no_bytes_at_all_stop_the_decoder(data: bytes) -> None:
    assert isinstance(decode(data, ("gbk", "utf-8")).text, str)
