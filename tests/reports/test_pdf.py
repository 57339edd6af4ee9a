"""Whole reports as PDF, on pages of every make and from a word processor: every cell right or flagged, none wrong."""

import dataclasses
import json
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.derive.reading import read_bytes
from archive.documents.open import read_document
from archive.reports.model import Context, Report
from archive.reports.read import read_report
from archive.words import CheckStatus, Kind
from tests.needs import program
from tests.properties import examples
from tests.reports import forms, layouts
from tests.reports.accuracy import verdicts
from tests.reports.pdf_paper import Paper, printed
from tests.reports.word_paper import Sheet, to_pdf, word_file

SHARED = Path(__file__).parents[2].parent / "shared" / "reports"
ON_SIDE = {"width": 842.0, "height": 595.0}
PAPERS = {
    "upright": Paper(),
    "heads repeated": Paper(repeat_heads=True),
    "rows cut": Paper(cut_rows=True),
    "rows cut, heads repeated": Paper(cut_rows=True, repeat_heads=True),
    "no line at the break": Paper(cut_rows=True, border_at_break=False),
    "no lines at the sides": Paper(outer=False),
    "lines filled": Paper(lines="filled"),
    "lines dotted": Paper(lines="dotted"),
    "landscape": Paper(**ON_SIDE),
    "turned right": Paper(rotate=90, **ON_SIDE),
    "turned over": Paper(rotate=180),
    "turned left": Paper(rotate=270, cut_rows=True, **ON_SIDE),
    "printed upwards": Paper(sideways=90, **ON_SIDE),
    "printed downwards": Paper(sideways=270, repeat_heads=True, **ON_SIDE),
    "large": Paper(scale=2.3),
    "small": Paper(scale=0.45),
    "running head": Paper(head="甲山市水利局政府信息公开年报", foot="{}"),
    "第 页": Paper(foot="第 {} 页 共 9 页"),
}
UNRULED = {
    "no lines": Paper(lines="none"),
    "lines across alone": Paper(lines="across", **ON_SIDE),
}


def report(data: bytes) -> Report:
    return read_report(read_document(data, filename="a.pdf"))


def measured(paper: Paper, seed: int, *, blanks: bool) -> Counter[str]:
    """Verdicts over one report of each form; `identity` counts reports not named rightly."""
    counts: Counter[str] = Counter()
    for template in forms.ALL:
        truth = forms.draw(seed, template, blanks=blanks)
        started = random.Random(seed).uniform(0, 300)
        read = report(printed(truth, template, dataclasses.replace(paper, first_break=started)))
        counts += verdicts(read, truth) + Counter(identity=int(not named(read, template)))
    return counts


def named(read: Report, template: str) -> bool:
    failing = any(check.status == CheckStatus.FAIL for check in read.checks)
    told = (read.agency, read.year.value, read.template)
    return told == (layouts.AGENCY, layouts.YEARS[template], template) and not failing


@pytest.mark.parametrize("name", PAPERS)
def test_every_cell_of_a_ruled_report_is_right_on_every_paper(name: str) -> None:
    counts = measured(PAPERS[name], 1, blanks=False) + measured(PAPERS[name], 2, blanks=True)
    assert {kind for kind, count in counts.items() if count} == {"right"}


@pytest.mark.parametrize("name", UNRULED)
def test_a_table_without_lines_is_right_or_flagged(name: str) -> None:
    counts = measured(UNRULED[name], 1, blanks=False) + measured(UNRULED[name], 2, blanks=True)
    assert counts["wrong"] == counts["extra"] == 0
    assert counts["right"] > 0.85 * (counts["right"] + counts["flagged"] + counts["status"] + counts["missing"])


@examples(20)
@given(
    st.integers(0, 10_000), st.sampled_from(forms.TEMPLATES), st.booleans(),
    st.builds(
        Paper,
        lines=st.sampled_from(["none", "across"]), width=st.floats(330, 900), height=st.floats(400, 1000),
        scale=st.sampled_from([0.5, 1, 2]), first_break=st.floats(0, 250), size=st.floats(7, 12), margin=st.sampled_from([40, 72]),
        cut_rows=st.booleans(), repeat_heads=st.booleans(),
    ),
)  # fmt: skip
def test_no_narrow_page_without_lines_turns_a_cell_into_another_number(
    seed: int, template: str, blanks: bool, paper: Paper
) -> None:
    truth = forms.draw(seed, template, blanks=blanks)
    counts = verdicts(report(printed(truth, template, paper)), truth)
    assert counts["wrong"] == counts["extra"] == 0


@examples(20)
@given(
    st.integers(0, 10_000), st.sampled_from(forms.ALL), st.booleans(),
    st.builds(
        Paper,
        height=st.floats(400, 1200), scale=st.floats(0.3, 4), first_break=st.floats(0, 150), size=st.floats(7, 12),
        shift=st.tuples(st.floats(-300, 300), st.floats(-300, 300)), cut_rows=st.booleans(), repeat_heads=st.booleans(),
        rotate=st.sampled_from([0, 90, 180, 270]), border_at_break=st.booleans(), lines=st.sampled_from(["stroke", "filled"]),
    ),
)  # fmt: skip
def test_no_size_place_or_break_turns_a_cell_into_another_number(
    seed: int, template: str, blanks: bool, paper: Paper
) -> None:
    truth = forms.draw(seed, template, blanks=blanks)
    read = report(printed(truth, template, paper))
    counts = verdicts(read, truth)
    assert counts["wrong"] == counts["extra"] == 0
    assert not [figure.indicator for figure in read.figures if figure.status == "blank" and truth.get(figure.indicator) is not None]
    assert counts["right"] > 0.8 * len(truth)


@pytest.mark.parametrize("name", ["upright", "turned right", "printed upwards"])
def test_every_figure_names_its_page_its_box_and_its_cell(name: str) -> None:
    truth = forms.draw(3, "t2021")
    paper = PAPERS[name]
    figures = [figure for figure in report(printed(truth, "t2021", paper)).figures if figure.indicator in truth]
    across = paper.sideways % 180
    wide, high = (paper.height, paper.width) if across else (paper.width, paper.height)
    for figure in figures:
        place = figure.locator
        assert place.table and place.row and place.column and place.page and place.box
        left, top, right, bottom = place.box
        assert 0 <= left < right <= wide + 1 and 0 <= top < bottom <= high + 1
    boxes = {(figure.locator.page, figure.locator.box) for figure in figures}
    assert len(boxes) == len(figures) == len(truth)
    assert len({figure.locator.page for figure in figures}) > 1


def test_figures_of_lines_have_the_page_of_their_line() -> None:
    truth = forms.draw(1, "t2021")
    read = report(printed(truth, "t2021", UNRULED["no lines"]))
    told = [figure for figure in read.figures if figure.value is not None and figure.indicator in truth]
    assert told and all(figure.locator.page and figure.locator.box for figure in told)


def test_a_scan_is_unread_and_says_why() -> None:
    from tests.documents.pdf_pages import HEIGHT, WIDTH, pdf

    scan = pdf(lambda page: page.picture(0, 0, WIDTH, HEIGHT))
    reading = read_bytes(scan, Context(listed_title="甲山市水利局2020年政府信息公开工作年度报告"))
    assert (reading.status, reading.report) == ("unread", None) and "scan" in reading.reason
    read = read_report(read_document(scan), Context(listed_title="甲山市水利局2020年政府信息公开工作年度报告"))
    assert (read.kind, read.agency, read.year.value, read.figures) == (Kind.UNSURE, "甲山市水利局", 2020, ())
    assert read.reason.startswith("no_text_layer") and read.content_hash is None


def test_labels_in_radical_characters_are_known() -> None:
    truth = forms.draw(5, "t2021")
    radicals = str.maketrans("人自行文金大", "⼈⾃⾏⽂⾦⼤")
    change = lambda grid: [[dataclasses.replace(cell, text=cell.text.translate(radicals)) for cell in row] for row in grid]  # noqa: E731
    read = report(printed(truth, "t2021", Paper(), change))
    assert verdicts(read, truth)["right"] == len(truth)


# From a word processor

SHEETS = {
    "upright": Sheet(),
    "centred": Sheet(centred=True, lead=5),
    "heads": Sheet(repeat_heads=True, lead=10),
    "landscape": Sheet(landscape=True, centred=True),
    "landscape heads": Sheet(landscape=True, repeat_heads=True, lead=7),
    "whole rows": Sheet(whole_rows=True, centred=True),
}
PAGES = ("html", "html_word", "html_paragraphs", "html_one_table", "html_bands_apart", "html_groups_again", "html_nested")
LANDSCAPE = "<head><style>@page{size:29.7cm 21cm;margin:2cm}</style>"


def test_what_a_word_processor_prints_is_read_without_a_wrong_number(tmp_path: Path) -> None:
    sources: dict[str, bytes] = {}
    truths: dict[str, tuple[forms.Truth, str]] = {}
    for seed, template in enumerate(forms.ALL):
        truth = forms.draw(seed, template, blanks=bool(seed))
        for name, sheet in SHEETS.items():
            sources[f"{name}-{seed}.docx"] = word_file(truth, template, sheet)
            truths[f"{name}-{seed}.docx"] = (truth, template)
        for name in PAGES:
            page = layouts.HTML[name](truth, template)
            sources[f"{name}-{seed}.html"] = (page.replace("<head>", LANDSCAPE, 1) if seed else page).encode()
            truths[f"{name}-{seed}.html"] = (truth, template)
    files = to_pdf(program("soffice", "libreoffice-writer-nogui fonts-wqy-zenhei"), sources, tmp_path)
    counts: Counter[str] = Counter()
    for name, (truth, template) in truths.items():
        read = report(files[name])
        here = verdicts(read, truth)
        assert here["wrong"] == here["extra"] == 0, name
        assert (read.agency, read.year.value, read.template) == (layouts.AGENCY, layouts.YEARS[template], template), name
        counts += here
    assert counts["right"] > 0.98 * counts.total()


@pytest.mark.skipif(not SHARED.exists(), reason="the collection of real reports is not beside the checkout")
def test_a_real_report_is_read_whole() -> None:
    truth = json.loads((SHARED / "truth" / "hzq2023.json").read_text(encoding="utf-8"))
    read = report((SHARED / truth["source"]).read_bytes())
    figures = {figure.indicator: figure for figure in read.figures if not figure.indicator.startswith("text.")}
    assert {name: figure.value for name, figure in figures.items()} == truth["figures"]
    assert {check.id for check in read.checks if check.status == CheckStatus.FAIL} == {"B1", "B3"}
    assert read.agency in truth["agency_accept"] and read.year.value == truth["year"] and read.flags == ()


@pytest.mark.skipif(not SHARED.exists(), reason="the collection of real reports is not beside the checkout")
def test_figures_of_sentences_have_the_page_of_their_paragraph() -> None:
    read = report((SHARED / "hzq2023.pdf").read_bytes())
    told = {figure.indicator: figure.locator for figure in read.figures if figure.indicator.startswith("text.")}
    assert told["text.fees.processing_fee.received_amount"].page == 5
    assert all(place.page and place.box and place.field for place in told.values())
