"""The folder of a release: CSV that every reader reads alike, all or nothing, one line for what goes wrong."""

import csv
import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ArchiveBusyError, DiskFullError, UsageError
from archive.release.output import csv_line, new_folder

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=8) | st.sampled_from(['a,"b"\r\n', "\r", "\0", "N/A", "", " 1 "])


@given(st.lists(st.lists(TEXT, min_size=2, max_size=4), min_size=1, max_size=4))
def test_csv_survives_the_standard_reader(rows: list[list[str]]) -> None:
    written = "".join(csv_line(row) for row in rows)
    assert list(csv.reader(io.StringIO(written, newline=""))) == rows


@given(TEXT.filter(bool))
def test_csv_survives_pandas(text: str) -> None:
    frame = pd.read_csv(io.StringIO(csv_line(["raw", "x"]) + csv_line([text, 1]), newline=""), dtype={"raw": "string"}, keep_default_na=False, na_values=[""])
    assert list(frame.raw) == [text]


def test_numbers_are_printed_plainly() -> None:
    assert csv_line([3.0, 3.25, -2.0, None, 0, 48583300.0, 0.1, ""]) == "3,3.25,-2,,0,48583300,0.1,\n"


def test_an_empty_folder_is_taken_and_a_full_one_refused(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    with new_folder(tmp_path / "r") as output:
        output.text("texts/a.txt", "x\n")
    assert (tmp_path / "r" / "texts" / "a.txt").read_text() == "x\n"
    with pytest.raises(UsageError, match="not empty"), new_folder(tmp_path / "r"):
        pytest.fail("a folder that holds something was taken")
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError), new_folder(tmp_path / "file"):
        pytest.fail("a file was taken")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "r"]


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(DiskFullError, match="disk is full; free some space"), new_folder(tmp_path / "r") as output:
        output.text("a", "x")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert list(tmp_path.iterdir()) == []


def test_two_at_once_are_told_apart(tmp_path: Path) -> None:
    with new_folder(tmp_path / "r") as output:
        output.text("a", "x")
        with pytest.raises(ArchiveBusyError, match="another process"), new_folder(tmp_path / "r"):
            pytest.fail("two were let in")
        output.text("b", "x")
    assert (tmp_path / "r" / "a").exists()


KILLED = """
import os, signal, sys
from pathlib import Path
from archive.release.output import new_folder
with new_folder(Path(sys.argv[1])) as output:
    output.text("stale.txt", "x")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_run_leaves_nothing_under_the_name_and_the_next_one_clears_up(tmp_path: Path) -> None:
    target = tmp_path / "r"
    assert subprocess.run([sys.executable, "-c", KILLED, target], check=False).returncode == -9
    assert not target.exists() and list(tmp_path.rglob("stale.txt"))
    with new_folder(target) as output:
        output.text("new.txt", "y")
    assert sorted(path.name for path in target.iterdir()) == ["manifest.sha256", "new.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["r"]
