"""Word files: what is printed is read, in order and once; what is damaged or a bomb is refused in one line."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.documents.docx import package
from archive.documents.docx.numerals import numeral
from archive.documents.model import Document, Link, Paragraph, Table
from archive.documents.open import read_document
from archive.errors import BadInputError, TooLargeError
from archive.reports.read import read_report
from archive.words import Kind
from tests.documents.word import cell, levels, numbered, numbering_part, paragraph, run, styles_part, table, word
from tests.reports.layouts import Cell

BLANK_FORM = Path(__file__).parents[2].parent / "shared" / "reports" / "blank-form-2021.docx"


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def cells(document: Document, number: int = 0) -> list[list[str]]:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [[each.text for each in row] for row in tables[number].rows]


def inline(inner: str) -> list[str]:
    return texts(read_document(word(paragraph(inner=inner))))


@pytest.mark.parametrize("strict", [False, True])
def test_paragraphs_tables_and_headings_come_in_order(strict: bool) -> None:
    grid = [[Cell("甲"), Cell("乙")], [Cell("1"), Cell("2")]]
    body = [paragraph("一、概述", '<w:outlineLvl w:val="0"/>'), paragraph("正文"), table(grid), paragraph("尾")]
    document = read_document(word(body, strict=strict))
    assert document.media == "docx"
    first, second, third, last = document.blocks
    assert (first, second, last) == (Paragraph("一、概述", heading=True), Paragraph("正文"), Paragraph("尾"))
    assert isinstance(third, Table) and cells(document) == [["甲", "乙"], ["1", "2"]]


def test_a_heading_is_told_by_its_style_and_the_style_that_one_is_based_on() -> None:
    styles = styles_part(
        '<w:style w:type="paragraph" w:styleId="1"><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>',
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="1"/></w:style>',
    )
    document = read_document(word([paragraph("概述", '<w:pStyle w:val="b"/>'), paragraph("文")], styles=styles))
    assert [block.heading for block in document.blocks if isinstance(block, Paragraph)] == [True, False]


def test_merged_cells_stand_once_with_their_spans() -> None:
    grid = [[Cell("关系", 2, 2), Cell("情况", 2)], [Cell("自然人"), Cell("总计")], [Cell("结果", 1, 2), Cell("公开"), Cell("3"), Cell("3")], [Cell("其他"), Cell("0"), Cell("0")]]
    (block,) = read_document(word(table(grid))).blocks
    assert isinstance(block, Table)
    assert [[(c.text, c.colspan, c.rowspan) for c in row] for row in block.rows] == [[(c.text, c.across, c.down) for c in row] for row in grid]


def test_cells_merged_by_the_older_mark_and_rows_that_begin_later_keep_their_places() -> None:
    begun = cell(paragraph("甲"), '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>")
    merged = f"<w:tr>{begun}{cell(paragraph('乙'), '<w:vMerge w:val=DOWN/>')}</w:tr>".replace("DOWN", '"restart"')
    later = f"<w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr>{cell('', '<w:vMerge/>')}</w:tr>"
    (block,) = read_document(word(f"<w:tbl>{merged}{later}</w:tbl>")).blocks
    assert isinstance(block, Table)
    assert [[(c.text, c.colspan, c.rowspan) for c in row] for row in block.rows] == [[("甲", 2, 1), ("乙", 1, 2)]]


def test_a_label_over_paragraphs_and_breaks_has_line_feeds() -> None:
    show = paragraph("本年新收") + paragraph(inner="<w:r><w:t>政府信息</w:t><w:br/><w:t>申请数量</w:t></w:r>")
    document = read_document(word(f"<w:tbl><w:tr>{cell(show)}{cell(paragraph('3'))}</w:tr></w:tbl>"))
    assert cells(document) == [["本年新收\n政府信息\n申请数量", "3"]]


def test_a_nested_table_is_a_table_of_its_own() -> None:
    inner = table([[Cell("规章"), Cell("1")], [Cell("文件"), Cell("2")]])
    document = read_document(word(f"<w:tbl><w:tr>{cell(paragraph('框'))}{cell(inner + paragraph('旁'))}</w:tr></w:tbl>"))
    assert (texts(document), cells(document)) == (["框", "旁"], [["规章", "1"], ["文件", "2"]])


def test_what_changes_deleted_is_gone_and_what_they_inserted_is_there() -> None:
    assert inline(f"<w:del>{run('旧').replace('w:t', 'w:delText')}</w:del><w:ins>{run('新')}</w:ins>") == ["新"]
    assert inline(f"<w:moveFrom>{run('去')}</w:moveFrom><w:moveTo>{run('来')}</w:moveTo>") == ["来"]
    row = f"<w:tr>{cell(paragraph('甲'))}{cell(paragraph('1'))}</w:tr>"
    gone = row.replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>").replace("甲", "乙")
    assert cells(read_document(word(f"<w:tbl>{row}{gone}</w:tbl>"))) == [["甲", "1"]]
    joined = word([paragraph("前半", "<w:rPr><w:del/></w:rPr>"), paragraph("后半")])
    assert texts(read_document(joined)) == ["前半后半"]


@pytest.mark.parametrize(
    ("inner", "printed"),
    [
        ("<w:r><w:t>前</w:t><w:br/><w:t>后</w:t><w:cr/><w:t>末</w:t></w:r>", ["前", "后", "末"]),
        ("<w:r><w:t>前</w:t><w:tab/><w:t>后</w:t></w:r>", ["前 后"]),
        ("<w:r><w:t>减</w:t><w:noBreakHyphen/><w:t>3</w:t><w:softHyphen/></w:r>", ["减-3"]),
        ("<w:r><w:sym w:font='Symbol' w:char='F033'/></w:r>", ["3"]),
        ("<w:r><w:sym w:font='Wingdings' w:char='F033'/></w:r>", ["\uf033"]),
        ("<w:r><w:fldChar w:fldCharType='begin'/><w:instrText> PAGE 9 </w:instrText><w:fldChar w:fldCharType='separate'/><w:t>4</w:t></w:r>", ["4"]),
        ("<w:fldSimple w:instr='DATE'><w:r><w:t>2023年</w:t></w:r></w:fldSimple>", ["2023年"]),
        ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>", ["控件"]),
        ("<w:smartTag><w:r><w:t>2022年</w:t></w:r></w:smartTag><w:r><w:footnoteReference w:id='1'/></w:r>", ["2022年"]),
        ("<w:r><w:ruby><w:rt><w:r><w:t>gong</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>公</w:t></w:r></w:rubyBase></w:ruby></w:r>", ["公"]),
    ],
)
def test_every_piece_of_a_run_is_what_it_prints(inner: str, printed: list[str]) -> None:
    assert inline(inner) == printed


def test_hidden_text_is_left_out_and_told() -> None:
    document = read_document(word(paragraph("见", inner=run("藏", "<w:vanish/>") + run("面", '<w:vanish w:val="0"/>'))))
    assert (texts(document), document.flags) == (["见面"], ("hidden_left_out",))
    styles = styles_part('<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>')
    styled = read_document(word(paragraph("见", inner=run("藏", '<w:rStyle w:val="h"/>')), styles=styles))
    assert (texts(styled), styled.flags) == (["见"], ("hidden_left_out",))
    assert read_document(word(paragraph("见"))).flags == ()


@pytest.mark.parametrize("older", ["", "<mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"])
@pytest.mark.parametrize("newer", ["", "<mc:Choice><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"])
def test_a_text_box_is_read_once(newer: str, older: str) -> None:
    box = (newer + older).format(paragraph("框内"))
    document = read_document(word(paragraph("框外", inner=f"<w:r><mc:AlternateContent>{box}</mc:AlternateContent></w:r>")))
    assert texts(document) == (["框外", "框内"] if box else ["框外"])


def test_links_and_pictures_are_noted() -> None:
    picture = "<w:r><w:drawing><wp:inline><a:blip r:embed='p'/></wp:inline></w:drawing></w:r>"
    body = paragraph("见", inner=f"<w:hyperlink r:id='l'>{run('附件')}</w:hyperlink>{picture}")
    document = read_document(word(body, links={"l": "http://a.gov.cn/b.pdf", "p": "media/image1.png"}))
    assert document.links == (Link("http://a.gov.cn/b.pdf", "附件"), Link("media/image1.png", "", image=True))
    assert texts(document) == ["见附件"]


def test_a_file_of_pictures_alone_is_told_as_such() -> None:
    body = paragraph(inner="<w:r><w:drawing><wp:inline><a:blip r:embed='p'/></wp:inline></w:drawing></w:r>")
    report = read_report(read_document(word(body, links={"p": "media/image1.png"})))
    assert (report.kind, report.reason, report.content_hash) == (Kind.UNSURE, "images only", None)
    assert "needs_ocr" in report.flags


# Automatic numbers


def test_levels_count_and_begin_anew_under_the_level_above() -> None:
    part = levels(("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    body = [numbered(text, 1, depth) for text, depth in (("甲", 0), ("乙", 1), ("丙", 1), ("丁", 2), ("戊", 0), ("己", 1), ("庚", 2))]
    assert texts(read_document(word(body, numbering=part))) == ["一、 甲", "（一） 乙", "（二） 丙", "1. 丁", "二、 戊", "（一） 己", "1. 庚"]


def test_a_level_that_is_skipped_counts_as_begun() -> None:
    part = levels(("decimal", "%1."), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3"))
    body = [numbered("甲", 1, depth) for depth in (0, 2, 1, 2)]
    assert [text.split()[0] for text in texts(read_document(word(body, numbering=part)))] == ["1.", "1.1.1", "1.2", "1.2.1"]


def test_lists_of_one_kind_count_on_and_one_that_begins_anew_does() -> None:
    kind = '<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    plain = '<w:num w:numId="{0}"><w:abstractNumId w:val="5"/></w:num>'
    anew = '<w:num w:numId="9"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    part = numbering_part(kind, plain.format(1), plain.format(2), anew)
    body = [numbered("文", list_id) for list_id in (1, 1, 2, 9, 9, 1)]
    assert [text.split()[0] for text in texts(read_document(word(body, numbering=part)))] == ["3.", "4.", "5.", "1.", "2.", "3."]


def test_a_style_numbers_its_paragraphs_unless_one_says_no() -> None:
    part = numbering_part(
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1章"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:isLgl/><w:pStyle w:val="s"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="4"><w:abstractNumId w:val="0"/></w:num>'
    )
    styles = styles_part('<w:style w:type="paragraph" w:styleId="s"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>')
    none = '<w:pStyle w:val="s"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = [numbered("甲", 4), paragraph("乙", '<w:pStyle w:val="s"/>'), paragraph("丙", none), paragraph("丁", '<w:pStyle w:val="s"/>')]
    assert texts(read_document(word(body, numbering=part, styles=styles))) == ["第一章 甲", "1.1 乙", "丙", "1.2 丁"]


def test_bullets_and_lists_that_are_not_there_print_nothing() -> None:
    part = levels(("bullet", "\uf06c"))
    assert texts(read_document(word([numbered("甲", 1), numbered("乙", 7)], numbering=part))) == ["甲", "乙"]


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("decimal", "1 2 9 10 11 20 21 100 101 110 111"), ("chineseCounting", "一 二 九 十 十一 二十 二十一 一百 一百零一 一百一十 一百一十一"),
        ("decimalZero", "01 02 09 10 11 20 21 100 101 110 111"), ("ideographDigital", "一 二 九 一〇 一一 二〇 二一 一〇〇 一〇一 一一〇 一一一"),
        ("chineseLegalSimplified", "壹 贰 玖 壹拾 壹拾壹 贰拾 贰拾壹 壹佰 壹佰零壹 壹佰壹拾 壹佰壹拾壹"),
        ("lowerRoman", "i ii ix x xi xx xxi c ci cx cxi"), ("upperLetter", "A B I J K T U VVVV WWWW FFFFF GGGGG"),
        ("decimalEnclosedCircle", "① ② ⑨ ⑩ ⑪ ⑳ 21 100 101 110 111"), ("ideographTraditional", "甲 乙 壬 癸 11 20 21 100 101 110 111"),
        ("unheardOf", "1 2 9 10 11 20 21 100 101 110 111"),
    ],
)  # fmt: skip
def test_numbers_are_printed_as_word_prints_them(style: str, printed: str) -> None:
    assert " ".join(numeral(count, style) for count in (1, 2, 9, 10, 11, 20, 21, 100, 101, 110, 111)) == printed


def test_a_table_of_contents_is_left_out() -> None:
    styles = styles_part('<w:style w:type="paragraph" w:styleId="t1"><w:name w:val="toc 1"/></w:style>')
    body = [paragraph("一、总体情况 1", '<w:pStyle w:val="t1"/>'), paragraph("一、总体情况")]
    assert texts(read_document(word(body, styles=styles))) == ["一、总体情况"]


def test_a_page_put_into_the_file_is_read() -> None:
    part = {"word/page.htm": "<html><body><p>一、概述</p><table><tr><td>甲</td><td>1</td></tr></table></body></html>".encode()}
    document = read_document(word('<w:altChunk r:id="c"/>', links={"c": "page.htm"}, parts=part))
    assert (texts(document), cells(document)) == (["一、概述"], [["甲", "1"]])
    assert read_document(word('<w:altChunk r:id="c"/>')).flags == ("embedded_left_out",)


def test_the_main_part_is_where_the_file_says() -> None:
    assert texts(read_document(word(paragraph("文"), main="word/document2.xml"))) == ["文"]


# What cannot be read


def zipped(**parts: bytes | str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", data)
    return buffer.getvalue()


ENTITIES = '<!DOCTYPE x [<!ENTITY a "甲"><!ENTITY b "&a;&a;">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
GOOD = word(paragraph("全年平稳" * 200))


@pytest.mark.parametrize(
    "data",
    [
        zipped(word__styles="<a/>"), zipped(word__document="<w:document"), zipped(word__document=b""), zipped(word__document=ENTITIES),
        zipped(word__document="<a>" * 3000 + "</a>" * 3000), zipped(word__document="<a/>"), word("<w:tbl><w:tr><w:tc>" * 60 + "</w:tc></w:tr></w:tbl>" * 60),
        GOOD[: GOOD.index(b"word/document.xml") + 60] + bytes(40) + GOOD[GOOD.index(b"word/document.xml") + 100 :],
    ],
    ids=["no document", "broken XML", "empty", "entities", "deep", "another root", "tables in tables", "damaged bytes"],
)  # fmt: skip
def test_a_damaged_file_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(BadInputError) as error:
        read_document(data, filename="a.docx")
    assert "Word file" in str(error.value) and "\n" not in str(error.value)


def test_a_file_that_unpacks_without_end_is_refused() -> None:
    with pytest.raises(TooLargeError) as error:
        read_document(zipped(word__document=b" " * (package.PART_MAX + 10)))
    assert "24 MB" in str(error.value)
    with pytest.raises(TooLargeError) as many:
        read_document(word("<w:p/>" * package.ELEMENTS_MAX))
    assert "\n" not in str(many.value)


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=30))
def test_bytes_changed_anywhere_are_read_or_refused(at: int, data: bytes) -> None:
    try:
        read_document(GOOD[:at] + data + GOOD[at + len(data) :])
    except BadInputError as error:
        assert "\n" not in str(error)


@pytest.mark.skipif(not BLANK_FORM.exists(), reason="the official blank form does not lie beside the checkout")
def test_the_official_blank_form_is_one_and_states_no_figure() -> None:
    document = read_document(BLANK_FORM.read_bytes())
    report = read_report(document)
    assert (report.kind, report.figures, report.year.value) == (Kind.BLANK_FORM, (), None)
    assert [len(block.rows) for block in document.blocks if isinstance(block, Table)] == [14, 28, 4]
