"""Where the article of a page stands: containers of every family, real pages, pages of no known family."""

from pathlib import Path

import pytest

from archive.documents.model import Document, Paragraph, Table
from archive.documents.open import read_document

SHARED = Path(__file__).parents[2].parent / "shared" / "reports" / "html"
FIRST = "全局上下重视公开工作，按季度检查网站栏目，发现错漏当天改正。新设两个专栏，公布办事流程和联系电话，方便群众查找。"
LAST = "对重要文件同步安排说明材料，用问答方式回应关切，全年没有发生差错，来信来电及时答复。"
FIGURES = "<table border='1'>" + "".join(f"<tr><td>第{n}类工作</td><td>件</td><td>{n * 3}</td></tr>" for n in range(1, 9)) + "</table>"
CALENDAR = "<table>" + "".join("<tr>" + "".join(f"<td>{week * 7 + day}</td>" for day in range(7)) + "</tr>" for week in range(5)) + "</table>"
MENU = "<ul>" + "".join(f"<li><a href='/c{n}'>政府信息公开栏目{n}</a></li>" for n in range(15)) + "</ul>"
FOOT = "<div class='f'>主办：甲山市人民政府 地址：甲山市中心路1号 电话：0000-1234567 <a href='/m'>网站地图</a></div>"
HEAD = "<h2>甲山市水利局某年工作情况</h2>"
ARTICLE = f"<p>{FIRST}</p><p>{LAST}</p>"

CONTAINERS = (
    "<div id='zoom'>{0}</div>", "<div id='Zoom' class='main-txt'>{0}</div>", "<div class='bt_content'>{0}</div>",
    "<div class='TRS_Editor'>{0}</div>", "<div class='trs_editor_view TRS_UEDITOR'>{0}</div>", "<div class='x trs_word'>{0}</div>",
    "<form><div id='vsb_content_2'><div class='v_news_content'>{0}</div></div></form>", "<div id='vsb_content'>{0}</div>",
    "<div class='wbj_details_1'><div class='content-text'>{0}</div></div>", "<div id='mainText'>{0}</div>",
    "<div id='UCAP-CONTENT'>{0}</div>", "<div class='pages_content'><ucapcontent id='UCAPCONTENT'>{0}</ucapcontent></div>",
    "<div class='article-content'>{0}</div>",
    "<div><!--<$[信息内容]>begin-->{0}<!--<$[信息内容]>end--></div>",
    "<div><meta name='ContentStart'/>{0}<meta name='ContentEnd'/></div>",
)  # fmt: skip


def read(body: str) -> Document:
    return read_document(f"<!DOCTYPE html><html><head><title>某网</title></head><body>{body}</body></html>".encode())


def prose(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks if isinstance(block, Paragraph))


def first_cells(document: Document) -> list[str]:
    return [block.rows[0][0].text for block in document.blocks if isinstance(block, Table)]


@pytest.mark.parametrize("container", CONTAINERS)
def test_the_container_of_every_family_holds_the_article_and_nothing_else(container: str) -> None:
    document = read(f"{MENU}<div class='w'>{HEAD}<p>{LAST * 3}旁文</p>{container.format(ARTICLE + FIGURES)}<p>{LAST * 3}旁文</p></div>{FOOT}")
    assert prose(document) == f"{FIRST}\n{LAST}"
    assert first_cells(document) == ["第1类工作"]
    assert document.links == ()


REAL = {
    "hanweb-article-deqing.html": ("1-10月，全县固定资产投资", "（德清县发改局）"),
    "trs-article-shanxi.html": ("图为山西品牌丝路行", "（张巨峰）"),
    "vsb-article.html": ("中华人民共和国监察法", "同时废止。"),
}


@pytest.mark.skipif(not SHARED.exists(), reason="the saved real pages do not lie beside the checkout")
@pytest.mark.parametrize("name", REAL)
def test_the_article_of_a_real_page_begins_and_ends_where_it_does(name: str) -> None:
    text = prose(read_document((SHARED / name).read_bytes(), filename=name))
    assert (text.startswith(REAL[name][0]), text.endswith(REAL[name][1])) == (True, True)


@pytest.mark.skipif(not SHARED.exists(), reason="the saved real pages do not lie beside the checkout")
@pytest.mark.parametrize("name", REAL)
def test_the_same_article_is_found_where_its_container_has_no_known_name(name: str) -> None:
    source = (SHARED / name).read_text(encoding="utf-8", errors="replace")
    for known in ("信息内容", "ContentStart", "ContentEnd", "zoom", "TRS_Editor", "vsb_content", "v_news_content"):
        source = source.replace(known, "unheard")
    text = prose(read_document(source.encode(), filename=name))
    whole = prose(read_document((SHARED / name).read_bytes(), filename=name))
    assert whole[:40] in text and whole[-40:] in text
    assert len(text) < 1.2 * len(whole) + 200


PLACES = {
    "behind the text": f"<div>{ARTICLE}{FIGURES}</div>",
    "before the text": f"<div>{FIGURES}{ARTICLE}</div>",
    "between": f"<div><p>{FIRST}</p>{FIGURES}<p>{FIRST}</p><p>{LAST}</p></div>",
    "in an element behind": f"<div>{ARTICLE}</div><div>{FIGURES}</div>",
    "in an element before": f"<div>{FIGURES}</div><div>{ARTICLE}</div>",
    "deep in elements": f"<div><div><div>{ARTICLE}</div></div></div><div><div>{FIGURES}</div></div>",
    "text of breaks": f"<div>{FIRST}<br><br>{LAST}{FIGURES}</div>",
    "twice": f"<div>{ARTICLE}</div><div>{FIGURES}</div><div><p>{FIRST}</p>{FIGURES}</div>",
}  # fmt: skip
WRAPPERS = {
    "div": "{menu}{head}<div class='u'>{0}</div>{foot}",
    "columns": "<div>{menu}</div><div><div class='l'>{menu}{calendar}</div><div class='r'>{head}{0}</div></div>{foot}",
    "layout tables": "<table><tr><td>{menu}</td><td><table><tr><td>{head}</td></tr><tr><td>{0}</td></tr></table></td></tr></table>{foot}",
    "form": "<form><center>{menu}<div><div><div>{head}{0}</div></div></div></center>{foot}</form>",
    "related links": "<div>{head}<div>{0}</div><div><p>相关阅读</p>{menu}</div></div>{foot}",
    "none": "{menu}{head}{0}{foot}",
}


@pytest.mark.parametrize("wrapper", WRAPPERS)
@pytest.mark.parametrize("place", PLACES)
def test_a_page_of_no_known_family_keeps_its_tables_and_drops_its_menu(place: str, wrapper: str) -> None:
    page = WRAPPERS[wrapper].format(PLACES[place], menu=MENU, head=HEAD, foot=FOOT, calendar=CALENDAR)
    document = read(page)
    assert first_cells(document) == ["第1类工作"] * PLACES[place].count("<table")
    assert FIRST in prose(document) and LAST in prose(document) and "主办" not in prose(document)
    assert wrapper == "none" or "栏目3" not in prose(document)


def test_the_text_behind_the_last_break_of_a_container_belongs_to_it() -> None:
    document = read(f"{MENU}<div id='zoom'>一、总体情况<br>{FIRST}<br>五、存在的主要问题及改进情况</div><p>{LAST}</p><b>x</b>")
    assert LAST not in prose(document)
