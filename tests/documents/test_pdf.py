"""PDF files to documents: paragraphs, tables over page breaks, and what is said where a page cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.colors import lightgrey

from archive.documents.model import Document, Paragraph, Table
from archive.documents.open import read_document
from archive.errors import BadInputError
from tests.documents.pdf_pages import FONT, HEIGHT, SENTENCE, WIDTH, Page, pdf, read, tables, texts
from tests.properties import examples

FULL = "政府信息公开工作按照要求有序推进并且逐项落实到位取得成效全年共发布信息若干"
"""A line that fills the width of `prose`."""


def prose(page: Page) -> None:
    page.lines(72, 120, [f"　　{FULL[:34]}", FULL[:36], "到此为止。", "　　又起一段。"])


def short(page: Page) -> None:
    """A page of single paragraphs, none of them as wide as the page."""
    page.lines(72, 60, [f"　　第{at}段说明{FULL[at]}。" for at in range(36)])


# Text


def test_lines_of_a_paragraph_are_one_text_without_spaces() -> None:
    assert texts(read(prose)) == [f"{FULL[:34]}{FULL[:36]}到此为止。", "又起一段。"]


def test_a_paragraph_goes_on_behind_a_page_break() -> None:
    first = lambda page: page.lines(72, 120, [f"　　{FULL[:34]}", *[FULL[:36]] * 31, FULL[1:37]])  # noqa: E731
    second = lambda page: page.lines(72, 60, [f"又{FULL[:35]}", *[FULL[:36]] * 8, "到此为止。"])  # noqa: E731
    assert [len(text) for text in texts(read(first, second))] == [34 + 36 * 41 + 5]


def test_a_heading_behind_a_full_line_stands_alone() -> None:
    page = lambda page: page.lines(72, 120, [f"　　{FULL[:34]}", f"{FULL[:35]}。", "二、主动公开政府信息情况", *[FULL[:36]] * 4])  # noqa: E731
    assert texts(read(page))[1].startswith("二、主动公开")


def test_short_lines_one_below_the_other_are_paragraphs() -> None:
    assert len(texts(read(short))) == 36


def test_a_paragraph_has_its_place_and_the_title_is_a_heading() -> None:
    document = read(lambda page: (page.text(200, 90, "甲山市水利局年度报告", 20), prose(page)))
    title, body = document.blocks[:2]
    assert isinstance(title, Paragraph) and isinstance(body, Paragraph)
    assert title.heading and not body.heading
    assert title.place is not None and title.place.page == 1
    left, top, right, bottom = title.place.box
    assert 199 < left < 202 and 70 < top < 76 and 395 < right < 402 and 89 < bottom < 95


@pytest.mark.parametrize("mark", ["- {} -", "—{}—", "{}", "第 {} 页", "第{}页 共3页", "{}/3", "Page {} of 3", "－ {} －"])
def test_page_numbers_are_no_text(mark: str) -> None:
    pages = [lambda page, at=at: (prose(page), page.text(290, 815, mark.format(at), 9)) for at in (1, 2, 3)]
    assert texts(read(*pages)) == texts(read(prose)) * 3


def test_running_heads_are_no_text_but_a_title_said_once_is() -> None:
    pages = [lambda page, at=at: (prose(page), page.text(72, 40, "甲山市年报", 9)) for at in (1, 2, 3)]
    assert "甲山市年报" not in texts(read(*pages))
    assert texts(read(*pages[:1]))[0] == "甲山市年报"


def test_a_number_that_stands_in_the_text_stays() -> None:
    assert texts(read(lambda page: (prose(page), page.text(72, 300, "17"))))[-1] == "17"


# Tables


def test_a_ruled_table_has_its_cells_with_their_places_between_the_text() -> None:
    document = read(lambda page: (prose(page), page.table(72, 240, [["甲", "12"], ["乙", ""]]), page.text(72, 320, "表后。")))
    assert tables(document) == [[["甲", "12"], ["乙", ""]]]
    assert [type(block) for block in document.blocks] == [Paragraph, Paragraph, Table, Paragraph]
    table = document.blocks[2]
    assert isinstance(table, Table)
    place = table.rows[0][1].place
    assert place is not None and (place.page, place.box) == (1, (162.0, 240.0, 252.0, 264.0))


def test_shading_behind_words_rules_nothing() -> None:
    def draw(page: Page) -> None:
        prose(page)
        page.canvas.setFillColor(lightgrey)
        page.canvas.rect(170, HEIGHT - 262, 30, 20, stroke=0, fill=1)
        page.canvas.setFillColorRGB(0, 0, 0)
        page.table(72, 240, [["甲", "12"], ["乙", "3"]])

    assert tables(read(draw)) == [[["甲", "12"], ["乙", "3"]]]


def test_a_frame_around_text_is_no_table() -> None:
    assert tables(read(lambda page: (prose(page), page.canvas.rect(60, 60, 475, 740)))) == []


def _rows(first: int, last: int) -> list[list[str]]:
    return [[f"{at}.说明", str(at * 7)] for at in range(first, last)]


def test_a_table_over_three_pages_is_one_and_its_heads_stand_once() -> None:
    head = ["信息内容", "数量"]
    document = read(
        lambda page: (prose(page), page.table(72, 600, [head, *_rows(1, 8)])),
        lambda page: (page.table(72, 60, [head, *_rows(8, 30)]), page.text(290, 820, "- 2 -", 9)),
        lambda page: page.table(72, 60, [head, *_rows(30, 32)]),
    )
    assert tables(document) == [[head, *_rows(1, 32)]]


def test_text_between_them_keeps_tables_apart() -> None:
    document = read(
        lambda page: (prose(page), page.table(72, 600, _rows(1, 8))),
        lambda page: (page.text(72, 60, "三、另一个"), page.table(72, 80, _rows(8, 30))),
    )
    assert tables(document) == [_rows(1, 8), _rows(8, 30)]


def test_tables_of_other_width_are_not_joined() -> None:
    document = read(
        lambda page: (prose(page), page.table(72, 600, _rows(1, 8))),
        lambda page: page.table(72, 60, _rows(8, 30), wide=120),
    )
    assert len(tables(document)) == 2


def test_a_numbered_label_that_the_break_cuts_is_one() -> None:
    document = read(
        lambda page: (prose(page), page.table(72, 600, [*_rows(1, 8), ["8.要求行政机关", "5"]])),
        lambda page: page.table(72, 60, [["确认或重新出具", ""], *_rows(9, 12)]),
    )
    assert tables(document) == [[*_rows(1, 8), ["8.要求行政机关\n确认或重新出具", "5"], *_rows(9, 12)]]


@pytest.mark.parametrize("below", [["9.下一行", ""], ["9.下一行", "4"], ["又一行", "4"]])
def test_rows_on_both_sides_of_a_break_stay_two(below: list[str]) -> None:
    document = read(
        lambda page: (prose(page), page.table(72, 600, [*_rows(1, 8), ["8.要求", "5"]])),
        lambda page: page.table(72, 60, [below, *_rows(10, 12)]),
    )
    assert tables(document)[0][7:9] == [["8.要求", "5"], below]


def test_values_under_heads_that_end_the_page_before_are_read() -> None:
    heads, values = ["", "维持", "纠正"], ["0", "2", "17"]
    document = read(
        lambda page: (prose(page), page.table(72, 600, [["行政复议", "", ""], heads])),
        lambda page: page.table(72, 60, [values]),
    )
    assert tables(document) == [[["行政复议", "", ""], heads, values]]


def test_a_number_under_one_label_may_be_the_lower_half_of_its_row() -> None:
    document = read(
        lambda page: (prose(page), page.table(72, 600, [*_rows(1, 8), ["8.要求", ""]])),
        lambda page: page.table(72, 60, [["", "5"], *_rows(9, 12)]),
    )
    assert ["", "5"] not in tables(document)[0]


# What must never become a number


def cell(draw: object) -> str:
    """The second cell of a table of one row on which something more was drawn."""
    assert callable(draw)
    return tables(read(lambda page: (prose(page), draw(page))))[0][0][1]


def test_figures_of_a_footnote_are_not_joined_to_the_number() -> None:
    assert cell(lambda page: (page.table(72, 300, [["甲乙", "22", "3"]]), page.text(175.3, 312, "1", 5))).split() == ["22", "1"]


def test_a_number_across_a_ruling_is_in_neither_cell() -> None:
    found = cell(lambda page: (page.table(72, 300, [["甲", "", "3"]], 30), page.text(122, 316, "12345", 9)))
    assert not found.isdigit() and "\ufffd" in found


def test_a_number_printed_twice_for_boldness_stands_once() -> None:
    assert cell(lambda page: (page.table(72, 300, [["甲", "118"]]), page.text(166.3, 316, "118", 9))) == "118"


def test_a_number_printed_over_another_is_none() -> None:
    assert not cell(lambda page: (page.table(72, 300, [["甲", "118"]]), page.text(166.2, 316, "345", 9))).isdigit()


def test_hidden_and_turned_figures_leave_no_blank_cell() -> None:
    def turned(page: Page) -> None:
        page.table(72, 300, [["甲", ""]])
        page.canvas.saveState()
        page.canvas.translate(190, HEIGHT - 322)
        page.canvas.rotate(90)
        page.canvas.setFont(FONT, 9)
        page.canvas.drawString(0, 0, "77")
        page.canvas.restoreState()

    assert "\ufffd" in cell(turned)
    assert "\ufffd" in cell(lambda page: (page.table(72, 300, [["甲", ""]]), page.text(170, 316, "77", 9, mode=3)))


def test_a_page_cut_at_its_edge_does_not_shorten_numbers() -> None:
    def draw(page: Page) -> None:
        page.canvas.setPageSize((260, HEIGHT))
        page.lines(20, 60, [SENTENCE[:12]] * 8)
        page.table(150, 300, [["甲", "4608"]])
        page.text(254, 316, "4608", 9)

    document = read(draw)
    assert not any(text.isdigit() for table in tables(document) for row in table for text in row[1:] if text != "4608")
    assert "unmapped_glyphs" in document.flags


def test_a_number_that_runs_out_of_the_table_over_the_edge_of_the_page_is_not_its_first_figure() -> None:
    def draw(page: Page) -> None:
        page.canvas.setPageSize((252, HEIGHT))
        page.lines(20, 60, [SENTENCE[:12]] * 8)
        page.table(70, 300, [["甲", ""], ["乙", "12"]])
        page.text(245, 316, "4608", 9)

    rows = tables(read(draw))[0]
    assert not rows[0][1].isdigit() and "\ufffd" in rows[0][1]
    assert rows[1] == ["乙", "12"]


def test_a_word_across_the_page_does_not_harm_a_table() -> None:
    def draw(page: Page) -> None:
        page.table(72, 300, [["甲", "22"]])
        page.canvas.saveState()
        page.canvas.translate(100, 300)
        page.canvas.rotate(45)
        page.canvas.setFont(FONT, 60)
        page.canvas.drawString(0, 0, "仅供参考")
        page.canvas.restoreState()

    assert cell(draw) == "22"


def test_a_form_field_that_is_filled_in_is_read() -> None:
    def draw(page: Page) -> None:
        page.table(72, 300, [["甲", ""]])
        page.canvas.acroForm.textfield(x=170, y=HEIGHT - 320, width=60, height=16, value="77", fontSize=9, borderWidth=0)

    assert cell(draw) == "77"


@examples(25)
@given(
    st.lists(st.lists(st.sampled_from(["", "0", "7", "42", "4608"]), min_size=3, max_size=3), min_size=2, max_size=12),
    st.integers(1, 11), st.floats(45, 120), st.floats(14, 40),
)  # fmt: skip
def test_a_break_anywhere_keeps_every_cell(values: list[list[str]], at: int, wide: float, high: float) -> None:
    rows = [[f"{number}.项目", *row] for number, row in enumerate(values, 1)]
    document = read(
        lambda page: (prose(page), page.table(40, 250, rows[:at], wide, high)),
        lambda page: page.table(70, 90, rows[at:], wide, high),
    )
    assert [row for table in tables(document) for row in table] == rows


# What cannot be read, and says so


def test_a_scan_has_no_blocks_and_says_so() -> None:
    document = read(lambda page: (page.picture(0, 0, WIDTH, HEIGHT), page.text(290, 815, "- 1 -")))
    assert (document.media, document.blocks, document.flags) == ("pdf", (), ("no_text_layer",))


def test_text_laid_invisibly_under_a_scan_counts_for_none() -> None:
    document = read(lambda page: (page.picture(0, 0, WIDTH, HEIGHT), page.text(72, 100, SENTENCE * 2, 6, mode=3)))
    assert document.flags == ("no_text_layer",)


def test_a_scanned_page_among_others_is_flagged() -> None:
    document = read(prose, lambda page: page.picture(40, 40, 500, 700), prose)
    assert "page_without_text" in document.flags and len(texts(document)) == 4


def test_an_empty_page_among_others_is_nothing_remarkable() -> None:
    assert read(prose, lambda _: None, prose).flags == ()


def test_glyphs_whose_character_is_private_are_flagged_and_kept_as_unknown() -> None:
    document = read(lambda page: (prose(page), page.table(72, 300, [["甲", "\ue0012"]])))
    assert tables(document)[0][0][1] == "\ufffd2" and document.flags == ("unmapped_glyphs",)


GOOD = pdf(prose)


@pytest.mark.parametrize(("data", "words"), [
    (pdf(prose, password="geheim", owner="x"), "encrypted"),
    (GOOD[: len(GOOD) // 2], "cut off"),
    (GOOD[:-30], "cut off"),
    (GOOD.replace(b" obj", b" xxx"), "broken"),
    (b"%PDF-1.4\n" + bytes(3000) + b"%%EOF", "broken"),
    (pdf(*[prose] * 401), "401 pages"),
    (pdf(lambda page: (prose(page), page.canvas.setPageSize((14_400_000, 14_400_000)))), "impossible size"),
])  # fmt: skip
def test_what_is_no_readable_pdf_is_refused_in_one_line(data: bytes, words: str) -> None:
    with pytest.raises(BadInputError, match=words) as caught:
        read_document(data)
    assert "\n" not in str(caught.value) and ": " in str(caught.value)


@pytest.mark.parametrize("data", [pdf(prose, owner="x"), b"\r\n\r\n" + GOOD, GOOD + b"<html>appended</html>" * 300])
def test_locks_against_printing_and_bytes_around_the_file_do_not_matter(data: bytes) -> None:
    assert texts(read_document(data)) == texts(read_document(GOOD))


def test_a_page_full_of_lines_is_done_with_in_no_time() -> None:
    def draw(page: Page) -> None:
        prose(page)
        for at in range(2500):
            page.canvas.line(at / 5, 0, at / 5, HEIGHT)
            page.canvas.line(0, at / 3, WIDTH, at / 3)

    assert isinstance(read(draw), Document)


@examples(30)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=40))
def test_damaged_bytes_give_a_document_or_a_line(at: int, noise: bytes) -> None:
    try:
        assert read_document(GOOD[:at] + noise + GOOD[at + len(noise) :]).media
    except BadInputError as error:
        assert "\n" not in str(error)
