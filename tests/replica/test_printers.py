"""Reports as files: well-formed, the same bytes every time, and saying what the page says but for the cell that differs."""

import io
import re
import zipfile

import pdfplumber
import pytest

from crawler.replica.printers.docx import report_docx
from crawler.replica.printers.layout import cuts, heights, line_tops, on_grid, wrap
from crawler.replica.printers.pdf import report_pdf
from crawler.replica.world import Report, World
from crawler.replica.world.agencies import YEARS


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    world = World(seed=5, agencies=40, reports=500)
    return [world.report(agency, year) for agency in world.agencies for year in YEARS[11:] if world.published(agency, year)]


def _text(body: bytes) -> str:
    with pdfplumber.open(io.BytesIO(body)) as pdf:
        return "".join("".join(char["text"] for char in page.chars) for page in pdf.pages)


def test_a_pdf_says_title_signature_and_every_number_of_its_tables(reports: list[Report]) -> None:
    for report in reports[::36]:
        text = "".join(_text(report_pdf(report)).split())
        assert "".join(report.title.split()) in text and report.name in text
        for name, value in report.printed.values.items():
            if value is not None and abs(value) > 99 and report.style.digits == "plain" and report.style.money == "bare":
                assert str(abs(value)) in text, name


def test_pdfs_vary_in_pages_orientation_and_ruling(reports: list[Report]) -> None:
    shapes, lines, pages = set[bool](), set[bool](), set[int]()
    for report in reports[::24]:
        with pdfplumber.open(io.BytesIO(report_pdf(report))) as pdf:
            pages.add(len(pdf.pages))
            shapes |= {page.width > page.height for page in pdf.pages}
            lines |= {bool(page.lines) for page in pdf.pages if page.rects or page.lines}
    assert shapes == lines == {True, False}
    assert max(pages) > 4


def test_files_are_the_same_bytes_every_time(reports: list[Report]) -> None:
    assert report_pdf(reports[0]) == report_pdf(reports[0])
    assert report_docx(reports[0]) == report_docx(reports[0])


def test_a_word_file_merges_cells_and_sometimes_leaves_numbers_to_word(reports: list[Report]) -> None:
    bodies = [zipfile.ZipFile(io.BytesIO(report_docx(report))).read("word/document.xml").decode() for report in reports]
    clean = [body for body, report in zip(bodies, reports, strict=True) if report.style.spans == "clean" and report.templates]
    assert all("<w:gridSpan" in body and '<w:vMerge w:val="restart"/>' in body for body in clean)
    numbered = ["<w:numPr>" in body for body in bodies]
    assert 0.2 < sum(numbered) / len(numbered) < 0.6
    assert max(len(re.findall("<w:tbl>", body)) for body in bodies) >= 6


def test_a_file_differs_from_its_page_in_one_cell_or_in_none() -> None:
    world, differing = World(seed=6, agencies=60, reports=900), 0
    for agency in world.agencies:
        for year in YEARS[6:]:
            report = world.report(agency, year)
            page, file = report.printed.values, report.as_file.printed.values
            changed = [name for name in page if page[name] != file[name]]
            assert changed == ([report.file_differs[0]] if report.file_differs else [])
            differing += bool(changed) and "+" in report.form
    assert differing > 3


def test_no_line_of_text_stands_on_a_cut_and_none_is_lost() -> None:
    rows = [[("总" * 30, 1, 4), ("甲" * (5 * row + 8), 1, 1)] if not row else [("乙" * (9 * row), 1, 1)] for row in range(4)]
    boxes = on_grid(rows)
    for box in boxes:
        box.lines = wrap(box.text, 60, 10, lambda text, size: len(text) * size)
    found = heights(boxes, 4, 12, 5)
    points = cuts(found, 40, 70, 0, 12, inside=True)
    tops = [sum(found[:row]) for row in range(5)]
    assert points[-1] == tops[-1] and len(points) > 2
    for box in boxes:
        places = line_tops(box, tops[box.row], tops[box.row + box.rows], 12, points)
        assert "".join(box.lines) == box.text
        assert not [place for place in places for point in points if place < point < place + 12]
