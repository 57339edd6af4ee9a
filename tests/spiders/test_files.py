"""The files of a report: linked, embedded, or shown by a viewer that only a script fills."""

from dataclasses import replace

import pytest

from archive.words import Outcome, TaskKind
from spiders.files import FRAMED, file_answer, file_tasks
from tests.spiders.pages import page

URL = "https://www.jining.gov.cn/art/2021/2/10/art_1_2.html"


def files(body: str) -> list[str]:
    one = page(f"<html><body><div id='zoom'>{body}</div></body></html>", url=URL, kind=TaskKind.REPORT)
    return [task.url for task in file_tasks("hanweb-jcms", one, one.document) if task.kind == TaskKind.ATTACHMENT]


@pytest.mark.parametrize("body", [
    '<a href="/a.pdf">附件</a>',
    '<embed src="/a.pdf" type="application/pdf">',
    '<object data="/a.pdf"></object>',
    '<iframe src="/a.pdf"></iframe>',
    '<iframe src="/pdfjs/web/viewer.html?file=%2Fa.pdf"></iframe>',
    '<script>var pdfurl = "/a.pdf";showPdf("pdf-view", pdfurl);</script>',
    "<script>PDFObject.embed('/a.pdf', '#view')</script>",
])  # fmt: skip
def test_a_file_is_found_however_the_page_shows_it(body: str) -> None:
    assert files(body) == ["https://www.jining.gov.cn/a.pdf"]


def test_a_file_of_the_download_module_in_a_viewer() -> None:
    (found,) = files('<script>var pdfurl = "/module/download/downfile.jsp?classid=0&filename=0a.pdf";</script>')
    assert found.endswith("filename=0a.pdf")


@pytest.mark.parametrize("body", [
    '<script>var fileurl = "/page.html";</script>', '<script>var pdfurl = "https://cdn.example.com/a.pdf";</script>',
    '<script>$.get("/a.pdf.js")</script>', '<script>var pdfurl = "";</script>', '<embed src="/film.swf">',
])  # fmt: skip
def test_what_is_no_file_of_the_portal_is_left_alone(body: str) -> None:
    assert files(body) == []


FRAME = '<iframe src="/nr/2021.html" width="100%"></iframe>'


def test_the_page_in_the_frame_of_an_article_without_a_text_belongs_to_it() -> None:
    assert files(FRAME) == files(f'{FRAME}<iframe src="/count.jsp" height="0"></iframe>') == ["https://www.jining.gov.cn/nr/2021.html"]
    text = f"<p>{'本年度主动公开政府信息若干条。' * 20}</p>"
    for body in (f"{FRAME}{text}", f'{FRAME}<a href="/a.doc">附件</a>', f"{FRAME}{FRAME.replace('2021', '2022')}", FRAME.replace("/nr", "http://a.example.com")):
        assert "https://www.jining.gov.cn/nr/2021.html" not in files(body), body
    framed = page(text, url="https://www.jining.gov.cn/nr/2021.html", kind=TaskKind.ATTACHMENT, why=FRAMED)
    assert file_answer(framed).outcome == Outcome.OK
    login = replace(framed, body="<p>请先登录</p>".encode())
    other = replace(framed, task=replace(framed.task, why="attached"))
    assert file_answer(login).outcome == file_answer(other).outcome == Outcome.TYPE_MISMATCH
