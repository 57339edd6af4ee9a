"""gongkai verify: exit 0 for a sound archive, 9 with a line per finding otherwise."""

import json
import shutil
from pathlib import Path

from tests.cli.commands import run


def test_a_sound_archive_passes(archive: Path) -> None:
    result = run("verify", "--archive", archive)
    assert (result.returncode, result.stdout) == (0, "")
    assert "everything is as it was stored" in result.stderr
    assert "as printed: " in result.stderr and "identities across years fail" in result.stderr
    told = json.loads(run("verify", "--archive", archive, "--json").stdout)["as_printed"]
    assert set(told) == {"year_checks", "year_checks_failed", "reports_with_failed_checks", "suspects"}


def test_findings_go_to_stdout_with_exit_code_9(archive: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(archive, tmp_path / "copy"))
    (copy / "warc" / "stray.txt").write_text("x")
    result = run("verify", "--archive", copy)
    assert result.returncode == 9 and len(result.stdout.splitlines()) == 1 and "stray.txt" in result.stdout
    assert len(json.loads(run("verify", "--archive", copy, "--json").stdout)["findings"]) == 1
