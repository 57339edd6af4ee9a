"""The content hash: the same for the same words, however they are dressed."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.documents.open import read_document
from archive.reports.canonical import canonical_text, content_digest, content_hash, document_rows, release_text
from archive.words import Kind
from tests.reports.report_pages import narrative, read

CELL = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
ROWS = st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=6)
NOISE = st.text(alphabet=" \u3000\xa0\u200b\u2060\ufeff\u00ad", max_size=3)


def test_the_canonical_text_is_as_documented() -> None:
    rows = [["某局　２０２０ 年报"], ["  "], ["\u200b规 章", "", " ０ "], ["", ""], []]
    assert canonical_text(rows) == "某局2020年报\x1e规章\x1f\x1f0\x1e\x1f"
    digest = hashlib.sha256("某局2020年报\x1e规章\x1f\x1f0\x1e\x1f".encode()).hexdigest()
    assert content_digest(rows) == digest
    assert content_hash(rows) == digest[:16]


def test_no_words_give_no_hash() -> None:
    assert content_hash([]) is None
    assert content_hash([[" "], ["", "\u200b"]]) is None


@given(ROWS)
def test_a_released_text_read_back_gives_the_same_hash(rows: list[list[str]]) -> None:
    text = release_text(rows)
    lines = [line.split("\t") for line in text.split("\n")]
    assert canonical_text(lines) == canonical_text(rows)


@given(st.lists(st.lists(st.text(alphabet="公开年报表一二0123 \u3000\n", max_size=8), min_size=1, max_size=3), min_size=1))
def test_a_released_file_goes_through_the_reader_unchanged(rows: list[list[str]]) -> None:
    rows = [["某局年报"], *rows]
    document = read_document(release_text(rows).encode(), filename="000_0123456789abcdef.txt")
    assert content_hash(document_rows(document)) == content_hash(rows)


@given(ROWS, NOISE)
def test_white_space_and_format_characters_do_not_count(rows: list[list[str]], noise: str) -> None:
    noisy = [[noise.join(cell) + noise for cell in row] for row in [["甲", "乙丙"], *rows] if all(c.isascii() for c in row)]
    plain = [row for row in [["甲", "乙丙"], *rows] if all(c.isascii() for c in row)]
    assert canonical_text(noisy) == canonical_text(plain)


PAGE = (
    "<html><head><title>{title}</title></head><body><div>浏览次数：{views}</div><div id='zoom'><p>发布时间：2021-01-2{views}</p>"
    "{heading}<p>一、总体情况</p><p>全年　平稳。<br>另起。</p><table><tr><td>规<br/>章</td><td>&nbsp;</td></tr>"
    "<tr><td>行政许可</td><td>3</td></tr></table></div></body></html>"
)


@pytest.mark.parametrize("heading", ["", "<p>某局2020年度政府信息公开<br>工作年度报告</p>"])
def test_a_page_and_its_release_text_have_one_hash(heading: str) -> None:
    page = PAGE.format(title="某局2020年度政府信息公开工作年度报告", views=1, heading=heading)
    rows = document_rows(read_document(page.encode()))
    again = document_rows(read_document(release_text(rows).encode(), filename="001_x.txt"))
    assert content_hash(rows) == content_hash(again)
    assert canonical_text(rows).startswith("某局2020年度政府信息公开" + ("\x1e" if heading else "") + "工作年度报告\x1e一、总体情况")


def test_counters_and_dates_of_the_page_do_not_change_the_hash() -> None:
    one, two = (
        document_rows(read_document(PAGE.format(title="某局2020年度政府信息公开工作年度报告", views=n, heading="").encode()))
        for n in (1, 2)
    )
    assert content_hash(one) == content_hash(two)


@pytest.mark.parametrize("head", ["<div><span>{0}</span></div>", "<p>{0}</p>", "<table><tr><td>{0}</td></tr></table>", "<center>{0}</center>"])
def test_a_report_has_one_hash_whatever_element_its_title_stands_in(head: str) -> None:
    title = "甲山市水利局2020年政府信息公开工作年度报告"
    body = "".join(f"<p>{line}</p>" for line in narrative("", 2020).splitlines())
    pages = [f"<body>{part.format(title)}<div>发布时间：2021-01-20</div><div>{body}</div></body>" for part in ("<h1>{0}</h1>", head)]
    one, other = (read(f"<html>{page}</html>") for page in pages)
    assert (other.title, other.agency, other.kind) == (title, "甲山市水利局", Kind.ANNUAL_REPORT)
    assert other.content_hash == one.content_hash
