"""Whole reports as Word files: every printed cell, never another, whether written by Word's own rules or by LibreOffice."""

import subprocess
from collections import Counter
from pathlib import Path

import pytest

from archive.documents.model import Paragraph
from archive.documents.open import read_document
from archive.reports.model import Report
from archive.reports.read import read_report
from archive.reports.words import fold
from archive.words import CheckStatus
from tests.documents import word
from tests.needs import program
from tests.reports import forms, layouts, word_layouts
from tests.reports.accuracy import verdicts

SECTIONS = ("s1_overview", "s2_proactive", "s3_applications", "s4_remedies", "s5_problems", "s6_other")
SEEDS = range(20, 22)


def identified(report: Report, template: str) -> bool:
    """Whether agency, year, form and checks are the true ones."""
    failing = any(check.status == CheckStatus.FAIL for check in report.checks)
    told = (report.agency, report.year.value, report.template)
    return told == (layouts.AGENCY, layouts.YEARS[template], template) and not failing


@pytest.mark.parametrize("blanks", [False, True])
@pytest.mark.parametrize("template", forms.ALL)
@pytest.mark.parametrize("layout", sorted(word_layouts.OWN))
def test_every_manner_of_writing_gives_every_cell(layout: str, template: str, blanks: bool) -> None:
    for seed in SEEDS:
        truth = forms.draw(seed, template, blanks=blanks)
        report = read_report(read_document(word_layouts.OWN[layout](truth, template)))
        assert identified(report, template)
        assert verdicts(report, truth) == {"right": len(truth), "extra": 0}


def test_sections_numbered_by_word_alone_are_found() -> None:
    truth = forms.draw(1, "t2021")
    report = read_report(read_document(word_layouts.automatic(truth, "t2021")))
    assert tuple(section.key for section in report.sections) == SECTIONS
    assert report.sections[0].title.startswith("一、")


def test_a_figure_says_in_which_table_row_and_cell_it_stands() -> None:
    truth = forms.draw(2, "t2021")
    report = read_report(read_document(word_layouts.official(truth, "t2021")))
    places = {f.indicator: (f.locator.table, f.locator.row, f.locator.column) for f in report.figures if f.locator.table}
    assert places["applications.received.natural_person"] == (2, 4, 2)
    assert places["applications.result.denied.state_secret.natural_person"] == (2, 8, 3)
    assert places["applications.result.granted.total"] == (2, 6, 9)


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, bool], tuple[forms.Truth, bytes]]:
    """Pages of several layouts as LibreOffice saves them in Word's format, converted in one go."""
    soffice = program("soffice", "libreoffice-writer-nogui fonts-wqy-zenhei")
    folder = tmp_path_factory.mktemp("word")
    truths: dict[tuple[str, str, bool], forms.Truth] = {}
    files: dict[tuple[str, str, bool], Path] = {}
    for number, layout in enumerate(word_layouts.CONVERTED):
        for template in forms.ALL:
            for blanks in (False, True):
                key = layout, template, blanks
                truths[key] = forms.draw(number, template, blanks=blanks)
                files[key] = folder / f"{layout}_{template}_{blanks:d}.html"
                files[key].write_text(word_layouts.plain_page(truths[key], template, layout), encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, "--headless", profile, "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files.values())], check=True, capture_output=True, timeout=240)
    return {key: (truths[key], path.with_suffix(".docx").read_bytes()) for key, path in files.items()}


def test_what_libreoffice_saves_gives_every_cell(converted: dict[tuple[str, str, bool], tuple[forms.Truth, bytes]]) -> None:
    counts = Counter[str]()
    for (_, template, _), (truth, data) in converted.items():
        report = read_report(read_document(data))
        counts += verdicts(report, truth)
        counts["unknown"] += not identified(report, template)
    assert counts["wrong"] == counts["extra"] == counts["missing"] == counts["unknown"] == 0
    assert counts["right"] >= 0.99 * sum(counts.values())


def test_automatic_numbers_are_those_that_libreoffice_prints(tmp_path: Path) -> None:
    soffice = program("soffice", "libreoffice-writer-nogui fonts-wqy-zenhei")
    chapters = (("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    others = (("ideographTraditional", "%1、"), ("chineseLegalSimplified", "%2、"), ("decimalFullWidth", "%3．"))
    depths = [0, 1, 1, 2, 2, 0, 1, 2, *[1] * 12, *[0] * 21, 2, 1, 2, 0]
    for name, made in (("chapters", chapters), ("others", others)):
        body = [word.numbered(f"第{number}段", 1, depth) for number, depth in enumerate(depths)]
        (tmp_path / f"{name}.docx").write_bytes(word.word(body, numbering=word.levels(*made)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, "--headless", profile, "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    files = sorted(tmp_path.glob("*.docx"))
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=240)
    for path in files:
        printed = [line for line in path.with_suffix(".txt").read_text("utf-8-sig").splitlines() if line.strip()]
        blocks = read_document(path.read_bytes()).blocks
        assert [fold(block.text) for block in blocks if isinstance(block, Paragraph)] == [fold(line) for line in printed]
        assert len(blocks) == len(depths)
