"""gongkai release: works without the crawler, tells one line for what is wrong, and keeps its memory flat."""

import json
import shutil
from pathlib import Path

from tests.cli.commands import one_line, run
from tests.release.many import multiply


def test_it_runs_on_the_archive_alone(archive: Path, released: Path, tmp_path: Path) -> None:
    result = run("release", tmp_path / "new" / "r", "--archive", archive, "--json")
    assert (result.returncode, json.loads(result.stdout)["reports"]) == (0, 9)
    assert (tmp_path / "new" / "r" / "panel.csv").read_bytes() == (released / "panel.csv").read_bytes()


def test_options_select(archive: Path, tmp_path: Path) -> None:
    words = ("--portal", "taian", "--year", "2019-2021", "--archive", archive, "--json")
    assert json.loads(run("release", tmp_path / "r", *words).stdout)["reports"] == 3


def test_each_hindrance_is_one_line(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    for words, code, said in (
        ((tmp_path / "full", "--archive", archive), 2, "not empty"),
        ((tmp_path / "r", "--archive", tmp_path / "none"), 2, "no archive here"),
        ((tmp_path / "r", "--archive", archive, "--year", "1999"), 2, "no reporting year"),
        ((tmp_path / "full" / "x" / "r", "--archive", archive), 1, "Not a directory"),
    ):
        result = run("release", *words)
        assert result.returncode == code and one_line(result, said), result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["full"]


def test_a_full_disk_is_one_line_and_leaves_nothing(archive: Path, tmp_path: Path) -> None:
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (50000, 50000))\n"
    result = run("release", tmp_path / "r", "--archive", archive, preamble=limit)
    assert result.returncode == 8 and one_line(result, "disk is full", "nothing is lost"), result.stderr
    assert list(tmp_path.iterdir()) == []


PEAK = "import atexit, resource; atexit.register(lambda: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))\n"


def test_memory_does_not_grow_with_the_archive(archive: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(archive, tmp_path / "copy"))
    peaks = []
    for times, held in ((5, 54), (40, 414)):
        multiply(copy / "corpus.db", times)
        told = run("release", tmp_path / str(times), "--archive", copy, "--json", preamble=PEAK).stdout.splitlines()
        peaks.append(int(told[1]))
        assert json.loads(told[0])["reports"] == held
    assert peaks[1] < peaks[0] * 1.1, peaks
