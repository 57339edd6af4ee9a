"""gongkai read: one object per file, one clear line for what cannot be read, no archive touched."""

import json
from pathlib import Path

import pytest

from tests.cli.commands import one_line, run
from tests.store import pages

PAGE = pages.report("泰安市大数据局", 2022)


def test_one_file_gives_one_object(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    result = run("read", tmp_path / "a.html", "--json")
    record = json.loads(result.stdout)
    assert (result.returncode, result.stderr) == (0, "")
    assert (record["kind"], record["agency"], record["year"]) == ("annual_report", "泰安市大数据局", 2022)
    assert {"template", "templates", "content_hash", "sections", "figures", "checks"} <= record.keys()
    assert list(tmp_path.iterdir()) == [tmp_path / "a.html"]


def test_a_person_gets_a_summary(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    told = run("read", tmp_path / "a.html").stdout
    assert "annual_report" in told and "泰安市大数据局, year 2022" in told and "checks: " in told


def test_bad_files_cost_a_line_each_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_bytes(PAGE)
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "rubbish").write_bytes(bytes(range(256)) * 20)
    with (tmp_path / "huge.html").open("wb") as file:
        file.truncate(300 << 20)
    names = ["missing.html", "empty.html", "rubbish", ".", "good.html", "huge.html"]
    result = run("read", *(tmp_path / name for name in names), "--json")
    records = json.loads(result.stdout)
    assert result.returncode == 3
    assert [record["year"] for record in records] == [2022]
    lines = result.stderr.splitlines()
    assert len(lines) == 5 and all(line.startswith(f"gongkai: {tmp_path}") for line in lines)


@pytest.mark.parametrize(("name", "content", "code", "words"), [
    ("missing.html", None, 3, ["no such file", "check"]),
    ("empty.html", b"", 3, ["empty", "again"]),
    ("rubbish.html", b"\x00\x01\xfe\xff" * 500, 3, ["no known document format", "check"]),
    ("scan.rtf", b"{\\rtf1", 3, ["rtf", "gongkai ingest"]),
    ("broken.pdf", b"%PDF-1.4\n", 3, ["PDF is broken", "fetch it again"]),
])  # fmt: skip
def test_each_bad_input_has_its_line_and_exit_code(
    tmp_path: Path, name: str, content: bytes | None, code: int, words: list[str]
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    result = run("read", path, "--json")
    assert (result.returncode, result.stdout) == (code, "")
    assert one_line(result, str(path), *words), result.stderr


def test_the_size_limit_is_told_before_reading_and_is_an_option(tmp_path: Path) -> None:
    path = tmp_path / "big.html"
    path.write_bytes(PAGE + b" " * (2 << 20))
    result = run("read", path, "--limit-mb", 1)
    assert result.returncode == 4 and one_line(result, str(path), "over the limit of 1 MB")
    assert run("read", path).returncode == 0


def test_a_gbk_page_labelled_utf8_is_read_right_and_noted(tmp_path: Path) -> None:
    path = tmp_path / "gbk.html"
    path.write_bytes(PAGE.decode().encode("gb18030"))
    result = run("read", path, "--json")
    record = json.loads(result.stdout)
    assert (result.returncode, record["agency"]) == (0, "泰安市大数据局")
    assert "charset_mislabelled" in record["flags"]
    assert one_line(result, str(path), "another charset")
