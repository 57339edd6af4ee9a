"""gongkai show: a report by any of its names, a figure with the cell it is printed in."""

import json
from pathlib import Path

import pytest

from archive.derive import derive
from archive.store.corpus import Corpus
from tests.cli.commands import one_line, run
from tests.cli.conftest import AREA
from tests.store import pages
from tests.store.world import TestClock, World


def names(archive: Path) -> dict[str, str]:
    """The names of the one report."""
    (row,) = Corpus(archive / "corpus.db", read_only=True).rows(
        "SELECT content_hash, agency_id || '/' || versions.year AS series, bundle_key, report_id, payload_sha256"
        " FROM versions JOIN reports USING (report_id, content_hash)"
    )
    return {key: str(value) for key, value in row.items()}


@pytest.mark.parametrize("name", ["content_hash", "series", "bundle_key", "report_id", "payload_sha256"])
def test_a_report_is_found_by_each_of_its_names(archive: Path, name: str) -> None:
    known = names(archive)
    record = json.loads(run("show", known[name], "--archive", archive, "--json").stdout)
    assert record["report_id"] == known["report_id"] and record["versions"][0]["is_current"] == 1
    assert record["versions"][0]["places"][0]["url"].startswith("https://www.taian.gov.cn/")


def test_a_figure_is_shown_with_its_cell(archive: Path) -> None:
    words = ("show", names(archive)["series"], "--indicator", "applications.received.total", "--archive", archive)
    told = run(*words).stdout
    assert "applications.received.total: 2 " in told and "printed 「2」" in told and "row" in told
    (figure,) = json.loads(run(*words, "--json").stdout)["figures"]
    assert figure["value"] == 2 and figure["locator"]["payload"] == names(archive)["payload_sha256"]


def test_the_overview_tells_checks_and_every_figure(archive: Path) -> None:
    told = run("show", names(archive)["content_hash"], "--archive", archive).stdout
    assert "checks: " in told and "applications.carried_out.total: 0" in told and "current version" in told


def test_an_agency_and_a_year_that_is_not_held_are_told(archive: Path) -> None:
    agency = names(archive)["series"].partition("/")[0]
    assert f"{agency}  泰安市大数据局" in run("show", agency, "--archive", archive).stdout
    assert "held none, source absent" in run("show", f"{agency}/2023", "--archive", archive).stdout
    assert "source agency_did_not_exist (founded after 2010: 大数据局 founded" in run("show", f"{agency}/2010", "--archive", archive).stdout
    named = run("show", "泰安市 大数据局/2022", "--archive", archive, "--json").stdout
    assert json.loads(named)["report_id"] == names(archive)["report_id"]
    (told,) = json.loads(run("show", "泰安市大数据局", "--archive", archive, "--json").stdout)
    assert told["agency_id"] == agency and told["before"] == []


@pytest.mark.parametrize("words", [("nothing",), ("SERIES", "--indicator", "no.such")])
def test_an_unknown_name_is_told(archive: Path, words: tuple[str, ...]) -> None:
    given = [names(archive)["series"] if word == "SERIES" else word for word in words]
    result = run("show", *given, "--archive", archive)
    assert result.returncode == 2 and one_line(result, words[-1])


def test_what_contradicts_itself_or_the_year_before_is_told(tmp_path: Path) -> None:
    before, now = "泰安市安全生产监督管理局", "泰安市应急管理局"
    world = World(tmp_path)
    world.report("11370900MB1111111X", 2016, pages.report(before, 2016), agency=before)
    for year in (2021, 2022):
        page = pages.report(now, year, granted=3).decode()
        world.report(AREA, year, (page if year == 2021 else page.replace("<td>3</td>", "<td>8</td>", 1)).encode(), agency=now)
    world.close()
    derive(tmp_path, TestClock(), jobs=1)
    corpus = Corpus(tmp_path / "corpus.db", read_only=True)
    (report,) = (str(row["report_id"]) for row in corpus.rows("SELECT report_id FROM reports WHERE year = 2022"))
    (suspected,) = corpus.rows("SELECT indicator FROM suspects WHERE report_id = ?", [report])
    told = run("show", report, "--archive", tmp_path).stdout
    assert f"one cell explains all of it: {suspected['indicator']} prints 8; 3 would satisfy" in told
    cell = run("show", f"{report}/{suspected['indicator']}", "--archive", tmp_path).stdout
    assert f"gongkai show {report}/{suspected['indicator']}" in told and "【8】" in cell and "would satisfy" in cell
    assert "2021 to 2022: " in told and f"continues {before} (united, 2018-03-21 to 2019-03-31" in told
    assert "existed at most from 2018-03-21" in told
    record = json.loads(run("show", report, "--archive", tmp_path, "--json").stdout)
    assert record["suspect"]["expected"] == 3 and {each["year"] for each in record["year_checks"]} == {2022}
    assert record["agencies"][0]["before"][0]["before_name"] == before
    assert f"is continued by {now}" in run("show", str(record["agencies"][0]["before"][0]["before_id"]) + "/2016", "--archive", tmp_path).stdout
