"""A small archive with every kind of row a release can have, and its release."""

from pathlib import Path

import pytest

from archive.derive import derive
from archive.ingest import Provenance, ingest
from archive.release import release
from archive.release.selection import Selection
from archive.words import Outcome
from tests.reports import forms
from tests.reports.report_pages import as_html, narrative
from tests.store import pages
from tests.store.world import TestClock, World

BUREAU, OFFICE, OTHER = "11370900MB2535551R", "1137088300432554XU", "11371082004339319Q"
WIDE = '1,2"约", x'


def page_2019(agency: str, year: int, seed: int) -> bytes:
    """A report of the 2019 form with blanks."""
    title = f"{agency}{year}年政府信息公开工作年度报告"
    tables = forms.dom(forms.draw(seed, "t2019", blanks=True), "t2019")
    return as_html(narrative(title, year), title).replace("</div>", f"{tables}</div>").encode()


def text_2021(agency: str, year: int, seed: int) -> bytes:
    """A report of the 2021 form as a text file: cells by TAB, some rows ending in empty cells."""
    tables = forms.tab_rows(forms.draw(seed, "t2021"), "t2021")
    return f"{narrative(f'{agency}{year}年政府信息公开工作年度报告', year)}\n{tables}\n合计\t\t\n".encode()


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    world = World(folder)
    bureau, office, other = "泰安市大数据局", "邹城市发展和改革局", "荣成市东山街道办事处"
    world.report(BUREAU, 2017, as_html(narrative(f"{bureau}2017年政府信息公开工作年度报告", 2017)).encode(), agency=bureau)
    world.report(BUREAU, 2019, page_2019(bureau, 2019, 1), agency=bureau)
    world.report(BUREAU, 2020, page_2019(bureau, 2020, 2), agency=bureau)
    key = world.report(BUREAU, 2021, pages.report(bureau, 2021, note="初稿。"), agency=bureau)
    world.visit(key, pages.report(bureau, 2021, granted=5), Outcome.OK, "text/html")
    odd = pages.report(bureau, 2022).decode().replace('<td colspan="3">12</td>', f'<td colspan="3">{WIDE}</td>')
    world.report(BUREAU, 2022, odd.replace("<td>2</td>", "<td>3</td>", 1).encode(), agency=bureau)
    world.report(BUREAU, 2023, pages.explanation(bureau, 2023), agency=bureau, outcome=Outcome.NOT_A_REPORT)
    world.report(OFFICE, 2021, text_2021(office, 2021, 3), agency=office, portal="jining", content_type="text/plain")
    world.report(OFFICE, 2022, None, agency=office, portal="jining", outcome=Outcome.ABSENT)
    key = world.report(OTHER, 2024, pages.report(other, 2024, granted=7), agency=other, portal="weihai")
    world.file(key, "differs.html", pages.report(other, 2024, granted=9))
    world.report(OTHER, 2023, None, agency=other, portal="weihai", outcome=Outcome.CHALLENGE_RUISHU)
    key = world.report(OTHER, 2022, pages.notice(), agency=other, portal="weihai")
    world.file(key, "report.html", pages.report(other, 2022, granted=4))
    handed = tmp_path_factory.mktemp("handed") / "handed.html"
    handed.write_bytes(pages.report("济宁市水利局", 2023, granted=6))
    ingest(handed, Provenance("city archive", "", None, ""), world.ledger, world.store, world.clock)
    world.close()
    derive(folder, TestClock(), jobs=1)
    return folder


@pytest.fixture(scope="session")
def released(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "release"
    release(archive, folder, Selection(), lambda _: None)
    return folder
