"""gongkai demo: one command from nothing to a coverage picture, and never over somebody's own folder."""

import json
from pathlib import Path

import pytest

from tests.crawl.gongkai import complaint, gongkai


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    archive = tmp_path_factory.mktemp("demo") / "archive"
    result = gongkai("demo", "--archive", archive, "--size", 60)
    assert result.returncode == 0, result.stderr
    return result.stdout, archive


def test_it_tells_what_was_fetched_kept_read_and_refused(told: tuple[str, Path]) -> None:
    text, _ = told
    for step in ("fetched", "kept", "read", "refused", "findings", "To go on:"):
        assert any(line.startswith(step) or step in line for line in text.splitlines()), step
    assert "annual reports" in text and "人民政府" in text


def test_reports_without_an_answer_are_told_apart_from_hosts_without_agencies(told: tuple[str, Path]) -> None:
    text, archive = told
    cells = json.loads(gongkai("coverage", "--json", "--archive", archive).stdout)
    lacking = [cell for cell in cells if cell["source"].partition(":")[0] in ("blocked", "needs_probe", "not_tried")]
    (told_so,) = [line for line in text.splitlines() if line.startswith("holes ")]
    assert lacking and told_so.split()[1:4] == [str(len(lacking)), "of", str(len(cells))]
    assert f"{len({cell['agency'] for cell in lacking})} agencies:" in told_so
    assert "hosts show no agency" in text and "hole: " not in text


def test_it_leaves_an_archive_and_a_picture(told: tuple[str, Path]) -> None:
    _, archive = told
    assert (archive / "coverage.svg").read_text("utf-8").startswith("<svg")
    assert gongkai("verify", "--archive", archive).returncode == 0


def test_the_commands_it_proposes_work(told: tuple[str, Path]) -> None:
    text, _ = told
    proposed = [line.split()[1:] for line in text.splitlines() if line.strip().startswith("gongkai ")]
    assert {words[0] for words in proposed} >= {"show", "coverage", "search", "release", "verify"}
    for words in proposed:
        result = gongkai(*words)
        assert result.returncode == 0, f"{' '.join(words)}: {result.stderr}"


def test_a_folder_that_is_not_its_own_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("precious")
    result = gongkai("demo", "--archive", tmp_path)
    assert complaint(result, 2, str(tmp_path), "--archive")
    assert (tmp_path / "thesis.txt").read_text() == "precious"
