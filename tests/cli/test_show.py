"""gongkai show: a report by any of its names, a figure with the cell it is printed in."""

import json
from pathlib import Path

import pytest

from archive.store.corpus import Corpus
from tests.cli.commands import one_line, run


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


@pytest.mark.parametrize("words", [("nothing",), ("SERIES", "--indicator", "no.such")])
def test_an_unknown_name_is_told(archive: Path, words: tuple[str, ...]) -> None:
    given = [names(archive)["series"] if word == "SERIES" else word for word in words]
    result = run("show", *given, "--archive", archive)
    assert result.returncode == 2 and one_line(result, words[-1])
