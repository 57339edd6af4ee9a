"""gongkai coverage: a table with signs for people, all three answers for programs."""

import csv
import io
import json
from pathlib import Path

from archive.store.lock import hold
from tests.cli.commands import one_line, run


def test_the_table_has_one_sign_per_year_and_a_legend(archive: Path) -> None:
    lines = run("coverage", "--archive", archive).stdout.splitlines()
    assert lines[0].split()[:2] == ["08", "09"]
    (row,) = [line for line in lines if "泰安市大数据局" in line]
    signs = row.split()[2:]
    assert (len(signs), signs[-4:], signs[0]) == (18, ["●", "-", ".", "."], "/"), "in 2008 there was no such bureau"
    assert any(line.startswith("x ") and "blocked" in line for line in lines)
    assert not any(line.startswith("†") for line in lines), "signs that do not occur are not explained"


def test_json_and_csv_tell_the_same_three_answers(archive: Path) -> None:
    rows = json.loads(run("coverage", "weihai", "--year", 2023, "--archive", archive, "--json").stdout)
    assert [(r["agency"], r["holding"], r["source"], r["read_state"]) for r in rows] == [
        ("威海市人民政府", "none", "blocked:challenge:ruishu", "none")
    ]
    text = run("coverage", "weihai", "--year", 2023, "--archive", archive, "--csv").stdout
    (line,) = csv.DictReader(io.StringIO(text))
    assert line == {name: "" if value is None else str(value) for name, value in rows[0].items()}


def test_it_can_be_narrowed_to_an_agency(archive: Path) -> None:
    rows = json.loads(run("coverage", "--agency", "大数据", "--archive", archive, "--json").stdout)
    assert {row["agency"] for row in rows} == {"泰安市大数据局"} and len(rows) == 18
    by_id = json.loads(run("coverage", "--agency", rows[0]["agency_id"], "--archive", archive, "--json").stdout)
    assert by_id == rows


def test_an_unknown_portal_is_told_with_the_known_ones(archive: Path) -> None:
    result = run("coverage", "nowhere", "--archive", archive)
    assert result.returncode == 2 and one_line(result, "nowhere", "taian")


def test_it_works_while_crawl_and_derive_hold_their_locks(archive: Path) -> None:
    with hold(archive / "crawl.lock", "test"), hold(archive / "derive.lock", "test"):
        assert run("coverage", "--archive", archive).returncode == 0


def test_without_a_corpus_it_says_what_to_do(tmp_path: Path) -> None:
    result = run("coverage", "--archive", tmp_path)
    assert result.returncode == 2 and one_line(result, "corpus.db", "gongkai derive")


def test_svg_is_a_picture_of_the_same_rows(archive: Path) -> None:
    rows = json.loads(run("coverage", "--archive", archive, "--json").stdout)
    svg = run("coverage", "--archive", archive, "--svg").stdout
    assert svg.startswith("<svg") and svg.count("<title>") == len(rows) + 1


def test_a_single_cell_tells_every_question_behind_it_down_to_the_bytes(archive: Path) -> None:
    shown = run("coverage", "--agency", "大数据", "--year", 2022, "--archive", archive).stdout.splitlines()
    assert shown[0] == "泰安市大数据局 2022: held, present; expected by own_series"
    assert shown[1].startswith("  present\thttps://www.taian.gov.cn/") and "visit 1, 2026-" in shown[2]
    name, offset = shown[3].rpartition(", ")[2].split(" at ")
    assert "sha256 " in shown[3] and Path(name).stat().st_size > int(offset)
    rows = json.loads(run("coverage", "--evidence", "--portal", "weihai", "--year", 2023, "--archive", archive, "--json").stdout)
    assert [(r["cell_source"], r["source"], r["outcome"], r["answered_at"]) for r in rows] == [
        ("blocked:challenge:ruishu", "blocked:challenge:ruishu", "challenge:ruishu", None)
    ]  # fmt: skip
    picture = run("coverage", "weihai", "--archive", archive, "--svg").stdout
    assert "blocked:challenge:ruishu" in picture and f"--agency {rows[0]['agency_id']} --year 2023" in picture


def test_two_answers_at_once_are_refused(archive: Path) -> None:
    result = run("coverage", "--lists", "--events", "--archive", archive)
    assert result.returncode == 2 and one_line(result, "choose one")
