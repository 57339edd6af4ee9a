"""gongkai search: what a person and what a program sees."""

import json
from pathlib import Path

import pytest

from archive.derive import derive
from tests.cli.commands import one_line, run
from tests.store import pages
from tests.store.world import TestClock, World


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    world = World(folder)
    for year in (2021, 2022):
        world.report("1", year, pages.report("泰安市大数据局", year, note="\x1b[31m𠮷野家"), agency="泰安市大数据局")
    world.close()
    derive(folder, TestClock(), jobs=1)
    return folder


def test_a_person_sees_agency_year_part_snippet_and_the_name_to_show(archive: Path) -> None:
    result = run("search", "季度 检查", "--archive", archive, "--limit", 1)
    first, _, head, *snippets = result.stdout.splitlines()
    assert first == "2 reports" and head.startswith("泰安市大数据局  2022  a")
    assert snippets[0] == "  s1_overview: 一、总体情况 本机关按【季度】检查栏目，差错当天改正。 [31m𠮷野家"
    shown = run("show", head.split("  ")[2], "--archive", archive)
    assert shown.stdout.startswith("泰安市大数据局2022年")
    assert one_line(result, "1 of 2 are shown")


def test_a_program_sees_everything_as_printed(archive: Path) -> None:
    told = json.loads(run("search", "𠮷野", "--archive", archive, "--json").stdout)
    assert told["terms"] == ["𠮷野"] and told["total"] == 2
    (place,) = told["matches"][0]["places"]
    assert place == {"part": "s1_overview", "before": place["before"], "hit": "𠮷野", "after": "家"}
    assert place["before"].startswith("一、总体情况\n本机关") and told["matches"][0]["times"] == {"𠮷野": 1}


def test_words_come_as_one_or_several_arguments(archive: Path) -> None:
    assert run("search", "季度", "检查", "--archive", archive).stdout == run("search", "季度 检查", "--archive", archive).stdout


@pytest.mark.parametrize("words", ['"', "NEAR(a b)", "-💩"])
def test_whatever_is_typed_is_answered(archive: Path, words: str) -> None:
    result = run("search", "--archive", archive, "--", words)
    assert (result.returncode, result.stdout, result.stderr) == (0, "0 reports\n", "")


@pytest.mark.parametrize(("words", "told"), [
    (("",), "nothing to look for"), (("甲" * 1001,), "1001 characters is too long"), (("\udcff\udcfe",), "not text in UTF-8"),
    (("甲", "--portal", "atlantis"), "atlantis: no portal"), (("甲", "--year", "1999"), "1999 is no reporting year"),
])  # fmt: skip
def test_what_cannot_be_asked_is_one_line_and_exit_code_2(archive: Path, words: tuple[str, ...], told: str) -> None:
    result = run("search", *words, "--archive", archive)
    assert result.returncode == 2 and one_line(result, told), result.stderr


def test_an_archive_that_nobody_has_read_says_what_to_do(tmp_path: Path) -> None:
    result = run("search", "甲", "--archive", tmp_path)
    assert result.returncode == 2 and one_line(result, "gongkai derive")
