"""HTML to a document: the article and nothing of the page around it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.documents.model import Document, Paragraph, Table
from archive.documents.open import read_document

NAV = "".join(f'<li><a href="/col{n}/">{name}</a></li>' for n, name in enumerate(
    ["首页", "政府信息公开指南", "政府信息公开制度", "政府信息公开年报", "依申请公开", "法定主动公开内容"]))
BODY = (
    "<p>本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。</p><p><b>一、总体情况</b></p><p>全年工作平稳，制度逐步完善，"
    "各科室按要求公开信息。</p><p>二、主动公开政府信息情况</p><table><tr><td>信息内容</td><td>本年制发件数</td></tr>"
    "<tr><td>规章</td><td>0</td></tr></table><p>五、存在的主要问题及改进情况</p><p>人手不足，今后加强。</p>"
)


def read(html: str) -> Document:
    return read_document(html.encode(), content_type="text/html")


def page(article: str, head: str = "", before: str = "", after: str = "") -> str:
    return (
        f"<html><head><title>某县水利局2022年政府信息公开工作年度报告-某县政府网</title>{head}</head><body><ul>{NAV}</ul>"
        f"<div class='pos'>当前位置：首页 &gt; 政府信息公开年报</div>{before}{article}{after}"
        "<div class='foot'>主办：某县人民政府 网站标识码：3700000000</div></body></html>"
    )


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


HOLDERS = [
    f"<div id='zoom'>{BODY}</div>",
    f"<DIV ID='Zoom'>{BODY}</DIV>",
    f"<div class='TRS_Editor'>{BODY}</div>",
    f"<form><div id='vsb_content_500'><div class='v_news_content'>{BODY}</div></div></form>",
    f"<div class='x1'><meta name='ContentStart'/>{BODY}<meta name='ContentEnd'/></div>",
    f"<div><!--<$[信息内容]>begin-->{BODY}<!--<$[信息内容]>end--></div>",
    f"<div class='unheard-of'><div>{BODY}</div></div>",
    f"<table width='900'><tr><td>{BODY}</td></tr></table>",
    f"<table><tr><td width='200'><a href='/x'>栏目</a></td><td><div>{BODY}</div></td></tr></table>",
]


@pytest.mark.parametrize("holder", HOLDERS)
def test_the_article_is_found_in_every_kind_of_container(holder: str) -> None:
    document = read(page(holder))
    lines = texts(document)
    assert lines[0].startswith("本报告所列数据") and lines[-1] == "人手不足，今后加强。"
    assert "一、总体情况" in lines
    assert not any("指南" in line or "主办" in line or "当前位置" in line for line in lines)
    assert [block.rows[1][0].text for block in document.blocks if isinstance(block, Table)] == ["规章"]
    assert document.title == "某县水利局2022年政府信息公开工作年度报告"


def test_a_container_that_holds_only_half_the_report_is_widened() -> None:
    half, rest = BODY[: BODY.index("<p>二、")], BODY[BODY.index("<p>二、") :]
    document = read(page(f"<div class='w'><div id='zoom'>{half}</div><div>{rest}</div></div>"))
    assert "二、主动公开政府信息情况" in texts(document)


def test_short_inline_nodes_are_kept() -> None:
    date = "<p>2025<span>年</span>1<i>月</i>1<b>日</b>到2025<span>年</span>12月31日 <em>〔2021〕30</em>号</p>"
    document = read(page(f"<div id='zoom'>{date}</div>"))
    assert "2025年1月1日到2025年12月31日 〔2021〕30号" in texts(document)


def test_line_breaks_part_headings_from_text() -> None:
    document = read("<body><p>一、总体情况<br/>　　全年平稳。<br>二、其他</p></body>")
    assert texts(document) == ["一、总体情况", "全年平稳。", "二、其他"]


def test_what_is_invisible_is_dropped() -> None:
    document = read(
        "<body><p>见<span style='DISPLAY : none'>藏</span>面</p><script>var a='脚本'</script><style>p{}</style>"
        "<!-- 注 --><template><p>模板</p></template><noscript>无脚本</noscript><p hidden>隐</p></body>"
    )
    assert texts(document) == ["见面"]


def test_cells_keep_their_spans_and_breaks() -> None:
    document = read(
        "<body><table><tr><td rowspan=2 colspan='3'>本年新<br />制作数量</td><td>&nbsp;</td></tr>"
        "<tr><td><p>1</p><p>2</p></td><td rowspan='x'>0</td></tr></table></body>"
    )
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert (table.rows[0][0].text, table.rows[0][0].colspan, table.rows[0][0].rowspan) == ("本年新\n制作数量", 3, 2)
    assert table.rows[0][1].text == "\xa0"
    assert [cell.text for cell in table.rows[1]] == ["1\n2", "0"]


def test_layout_tables_dissolve_and_data_tables_inside_them_stay() -> None:
    data = "<table><tr><td>行政许可</td><td>5</td></tr><tr><td>行政处罚</td><td>7</td></tr></table>"
    document = read(f"<body><table><tr><td><p>前文。</p>{data}<p>后文。</p></td></tr></table></body>")
    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "Table", "Paragraph"]


def test_a_data_table_without_end_tag_keeps_its_rows_and_the_table_inside_its_last_cell() -> None:
    rows = "".join(f"<tr><td>{n}.事由</td><td>{n}</td><td>0</td></tr>" for n in range(1, 8))
    inner = "<table><tr><td>甲</td><td>1</td></tr></table>"
    document = read(f"<body><table>{rows}<tr><td>合计</td><td>28{inner}</td></tr></table></body>")
    first, second = (block for block in document.blocks if isinstance(block, Table))
    assert len(first.rows) == 8 and first.rows[7][1].text == "28"
    assert second.rows[0][0].text == "甲"


def test_the_index_block_and_the_line_of_dates_go_to_meta() -> None:
    index = (
        "<table><tr><td>索引号：</td><td>11370000000000000X/2023-0000001</td><td>发布机构：</td><td>某县水利局</td></tr>"
        "<tr><td>成文日期</td><td>2023-01-18</td><td>公开方式</td><td>主动公开</td></tr></table>"
    )
    line = "<p>发布时间：2023-01-20 09:30&nbsp;&nbsp;来源：某县水利局办公室 浏览次数：1234</p>"
    chrome = "<p>字体：[大 中 小]</p><p>打印本页</p>"
    document = read(page(f"<div id='zoom'>{line}{chrome}{BODY}</div>", before=index))
    assert document.meta["索引号"] == "11370000000000000X/2023-0000001"
    assert (document.meta["发布机构"], document.meta["成文日期"]) == ("某县水利局", "2023-01-18")
    assert (document.meta["发布日期"], document.meta["来源"]) == ("2023-01-20 09:30", "某县水利局办公室")
    assert texts(document)[0].startswith("本报告所列数据")
    assert not any("1234" in line for line in texts(document))


def test_three_bare_lines_are_an_index_block() -> None:
    before = "<div>11370100MB2812345X/2022-0011223</div><div>区水务局</div><div>2022-01-24</div>"
    document = read(page(f"<div id='zoom'>{BODY}</div>", before=before))
    assert (document.meta["发布机构"], document.meta["发布日期"]) == ("区水务局", "2022-01-24")


def test_the_article_title_of_the_meta_tags_wins_in_any_case() -> None:
    head = '<META Name="ArticleTitle" Content="某县水利局2022年政府信息公开工作年度报告（全文）">'
    assert read(page(f"<div id='zoom'>{BODY}</div>", head)).title == "某县水利局2022年政府信息公开工作年度报告（全文）"


def test_a_body_held_in_a_script_variable_is_read() -> None:
    escaped = BODY.replace("<", "&lt;").replace(">", "&gt;")
    document = read(f'<html><body><div id="app"></div><script>var memo = "{escaped}";</script></body></html>')
    assert "二、主动公开政府信息情况" in texts(document)


def test_links_and_images_of_the_article_are_noted_and_those_of_the_page_are_not() -> None:
    tail = "<p><img src='1.png'><a href='f.pdf'>附件</a><a href='javascript:x()'>印</a></p>"
    document = read(page(f"<div id='zoom'>{BODY}{tail}</div>"))
    assert [(link.address, link.image) for link in document.links] == [("1.png", True), ("f.pdf", False)]


def test_content_that_a_script_would_unhide_is_read_and_flagged() -> None:
    document = read(f"<body><div id='zoom' style='display:none'>{BODY}</div></body>")
    assert "hidden_content" in document.flags and "一、总体情况" in texts(document)


@given(st.text(alphabet="<>/=\"' 一、总体情况tabledivpbrtdtrspan&;#0\n", max_size=300))
def test_broken_markup_never_raises(source: str) -> None:
    read(f"<html><body><p>{source}")


@pytest.mark.parametrize("piece", ["<div>", "<table><tr><td>", "<b>", "&", "一、总体情况", " ", "<p>，", 'var memo = "'])
def test_a_megabyte_of_anything_is_read_in_time(piece: str) -> None:
    count = 3_000 if piece.startswith("<") else 1_000_000 // len(piece)
    start = time.process_time()
    read("<html><body>" + piece * count)
    assert time.process_time() - start < 20


def test_labelled_lines_inside_a_report_belong_to_it() -> None:
    inside = "".join(f"<p>第{n}段，各项工作按期完成。</p>" for n in range(12))
    document = read(page(f"<div id='zoom'>{BODY}{inside}<p>名称：某县水利局办公室</p><p>承办建议提案四十一件。</p>{inside}</div>"))
    assert {"名称：某县水利局办公室", "承办建议提案四十一件。"} <= set(texts(document))


@pytest.mark.parametrize("tag", ["div", "span", "table", "x"])
def test_tags_nested_a_hundred_thousand_deep_are_read_in_seconds(tag: str) -> None:
    started = time.process_time()
    page = f"<html><body>{f'<{tag}>' * 100_000}总体情况{f'</{tag}>' * 100_000}</body></html>"
    document = read_document(page.encode())
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["总体情况"]
    assert time.process_time() - started < 8


TITLE = "某县水利局2022年政府信息公开工作年度报告"
DATED = "发布时间：2023-01-20"
BAR = "".join(f"<a href='?fbtime={year}'>某县水利局{year}年政府信息公开工作年度报告</a> " for year in range(2025, 2018, -1))
PLAIN_HEADS = [
    f"<div><span>{TITLE}</span></div><div>{DATED}</div><div>{BAR}</div>",
    f"<div>{BAR}</div><p>{TITLE}</p><p>{DATED}</p>",
    f"<table><tr><td>{TITLE}</td></tr><tr><td>{DATED}</td></tr></table>",
    f"<center>{TITLE}</center><center>{DATED} 来源：某县水利局</center>",
    f"<div>{TITLE}<br>{DATED} 08:00:00</div>",
    f"<div><span>{TITLE}</span><span>{DATED}</span></div>",
    f"<div><b>某县水利局</b></div><div>{TITLE.removeprefix('某县水利局')}</div><div>{DATED}</div>",
    f"<ul><li>某县水利局2021年政府信息公开工作年度报告</li></ul><div>{TITLE}</div><div>{DATED}</div>",
    f"<div>{TITLE}</div><div>{DATED}</div><ul><li>某县水利局2021年政府信息公开工作年度报告</li></ul>",
]


@pytest.mark.parametrize("head", PLAIN_HEADS)
@pytest.mark.parametrize("body", [BODY, f"<p>按照《条例》要求，某县水利局编写2022年政府信息公开工作年度报告</p>{BODY}<p>附表：政府信息公开情况统计表（2022年度）</p>"])
def test_a_title_in_a_plain_element_above_the_body_is_the_title(head: str, body: str) -> None:
    document = read(f"<html><body><ul>{NAV}</ul>{head}<div>{body}</div></body></html>")
    assert document.title == TITLE


@pytest.mark.parametrize(
    "tail", ["打印 关闭窗口 分享到：微信", "我要收藏 取消收藏", "相关解读：《年报》文字解读", "【打印本页】【关闭窗口】", "打印本页 | 关闭", "分享到： 微信 新浪微博"]
)
def test_what_a_page_hangs_under_its_article_is_no_text_of_it(tail: str) -> None:
    document = read(page(f"<div>{BODY}<p>{tail}</p></div>"))
    assert texts(document)[-1] == "人手不足，今后加强。"


def test_lines_that_only_begin_like_buttons_stay() -> None:
    lines = ["打印机收费公开目录已更新。", "返回补正材料 3 件。", "关闭 政务微博 一个。"]
    body = BODY + "".join(f"<p>{line}</p>" for line in lines)
    assert texts(read(page(f"<div>{body}</div>")))[-3:] == lines


def test_a_title_below_the_article_is_of_another_report() -> None:
    below = "<div>相关阅读：<a href='/1'>某县水利局2019年政府信息公开年报</a></div><div>某县水利局2018年政府信息公开工作年度报告</div>"
    document = read(f"<html><head><title>{TITLE}-某县政府网</title></head><body><div id='zoom'><img src='a.jpg'></div>{below}</body></html>")
    assert document.title == TITLE


@pytest.mark.parametrize(
    "viewer",
    ["<iframe src='/module/download/downfile.jsp?filename=ab.pdf&classid=0'></iframe>", "<embed src=/files/ab.pdf>",
     '<script>var pdfurl = "/files/ab.pdf";</script>'],
)  # fmt: skip
def test_the_file_in_a_viewer_is_a_link(viewer: str) -> None:
    document = read(page(f"<div id='zoom'>{viewer}</div><iframe src='/weather.html'></iframe>"))
    assert ["ab.pdf" in link.address for link in document.links if link.file] == [True]
