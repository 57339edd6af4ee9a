"""What a file is, told by its bytes; what cannot be read says so."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.documents.model import Paragraph, Table
from archive.documents.open import read_document
from archive.documents.sniff import sniff
from archive.errors import BadInputError


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (zipped("xl/workbook.xml"), "xlsx"),
        (zipped("OFD.xml", "Doc_0/Document.xml"), "ofd"),
        (zipped("one.txt"), "zip"),
        (OLE + "WordDocument".encode("utf-16-le"), "doc"),
        (OLE + "Workbook".encode("utf-16-le"), "xls"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"{\\rtf1\\ansi", "rtf"),
    ],
)
def test_a_known_kind_that_is_not_read_is_named_and_has_no_blocks(data: bytes, media: str) -> None:
    document = read_document(data, filename="report.html", content_type="text/html")
    assert (document.media, document.blocks, document.flags) == (media, (), ("unsupported",))


def test_a_word_file_that_is_html_inside_is_read_as_html() -> None:
    assert read_document("<html><body><p>概述</p></body></html>".encode(), filename="年报.doc").media == "html"


def test_html_under_a_pdf_name_is_html() -> None:
    assert sniff(b"<!DOCTYPE html><html></html>", filename="a.pdf", content_type="application/pdf") == "html"


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf", bytes(20)])
def test_an_empty_file_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(BadInputError) as error:
        read_document(data)
    assert "empty" in str(error.value) and "\n" not in str(error.value)


def test_rubbish_is_refused_in_one_line() -> None:
    rubbish = bytes((i * 7919) % 256 for i in range(5000))
    with pytest.raises(BadInputError) as error:
        read_document(rubbish, filename="x.txt")
    assert "\n" not in str(error.value)


def test_plain_text_keeps_every_line_raw() -> None:
    document = read_document("一、概述\r\n\r\n\t表\t0\xa0\n \u2028尾".encode())
    assert document.media == "text"
    assert document.lines == ("一、概述", "", "\t表\t0\xa0", " \u2028尾")
    assert [block.line for block in document.blocks] == [1, 3, 4]


def test_pipe_tables_become_tables_without_their_rule() -> None:
    source = "# 某市统计局年报\n\n| 类别 | 数 |\n|---|--:|\n| 规<br>章 | 3 |\n\n尾\n"
    document = read_document(source.encode(), filename="x.txt")
    assert document.media == "markdown"
    heading, table, tail = document.blocks
    assert heading == Paragraph("某市统计局年报", line=1, heading=True)
    assert isinstance(table, Table) and table.line == 3
    assert [[cell.text for cell in row] for row in table.rows] == [["类别", "数"], ["规\n章", "3"]]
    assert tail == Paragraph("尾", line=7)


def test_a_text_with_hash_headings_and_tabs_stays_text() -> None:
    assert read_document("# 题\n\n行政许可\t0\t0\n".encode()).media == "text"


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_document(data)
    except BadInputError as error:
        assert str(error)
