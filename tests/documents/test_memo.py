"""The article in a script's `memo`: every way to write a string of a script gives the same text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.documents.memo import memo_of, unescaped
from archive.documents.model import Paragraph
from archive.documents.open import read_document

ARTICLE = '<p class="t">一、总体情况</p><p>新收<b>12</b>件，<a href=\'/upload-service/162/55332/WY7.pdf\'>附件</a>&nbsp;A&lt;B</p>'
ESCAPED = ARTICLE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def quoted(text: str, quote: str = '"') -> str:
    return quote + text.replace("\\", "\\\\").replace(quote, "\\" + quote).replace("\n", "\\n") + quote


@pytest.mark.parametrize("script", [
    f"var memo = {quoted(ARTICLE)};", f"var memo={quoted(ESCAPED)};", f"let memo = {quoted(ARTICLE, chr(39))}",
    f"window.memo = {quoted(ARTICLE, '`')};", f"var memo = {json.dumps(ARTICLE)};", f"var memo = {json.dumps(ESCAPED)};",
    "var memo = " + quoted(ARTICLE[:30]) + " +\n  " + quoted(ARTICLE[30:], "'") + ";",
    'var memo = "' + "".join(f"\\x{ord(c):02x}" if ord(c) < 256 else f"\\u{{{ord(c):x}}}" for c in ARTICLE) + '";',
    f"var memo = '';\nvar memo = {quoted(ARTICLE)};", f"var memo = {quoted(ESCAPED.replace('&', '&amp;'))};",
    "var memo = decodeURIComponent('" + "".join(f"%{b:02X}" for b in ARTICLE.encode()) + "');",
    f"var memo = {quoted(ARTICLE.replace('</', '<|/')).replace('<|/', '<' + chr(92) + '/')};",
])  # fmt: skip
def test_every_way_to_write_the_memo_gives_the_article(script: str) -> None:
    assert memo_of(f"<html><script>{script}</script></html>") == ARTICLE


@pytest.mark.parametrize("source", ["", "<p>memo</p>", "var memo = ;", 'var memo = "never ends', "var memo = null;", 'var memos = "x"'])
def test_a_page_without_a_memo_has_none(source: str) -> None:
    assert memo_of(source) == ""


@given(st.text(max_size=80))
def test_what_a_serialiser_escapes_is_undone(text: str) -> None:
    assert unescaped(json.dumps(text)[1:-1]) == text
    assert unescaped(json.dumps(text, ensure_ascii=False)[1:-1].replace("/", "\\/")) == text


@given(st.text(alphabet="\\\"'`ux{}0f+ \n&lt;memovar=<p>", max_size=60))
def test_any_script_is_read_without_an_error(text: str) -> None:
    memo_of(f"var memo = {text}")
    memo_of(f'var memo = "{text}')


def test_the_article_of_a_memo_is_read_from_the_bytes_of_its_page() -> None:
    page = f'<html><body><h1>标题</h1><div id="mainText"></div><script>var memo = {quoted(ESCAPED)};</script></body></html>'
    document = read_document(page.encode(), content_type="text/html")
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)][-2:] == ["一、总体情况", "新收12件，附件\xa0A<B"]
    assert [link.address for link in document.links] == ["/upload-service/162/55332/WY7.pdf"]
