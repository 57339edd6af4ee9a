"""gongkai derive: results on stdout, talk on stderr, stoppable, one line for what goes wrong."""

import json
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

from archive.store.lock import hold
from tests.cli.commands import ROOT, one_line, run
from tests.store import pages
from tests.store.world import World


def test_it_says_what_it_did(archive: Path) -> None:
    done = json.loads(run("derive", "--archive", archive, "--jobs", 1, "--json", "--all").stdout)
    assert done["bundles_read"] == 1 and done["series"] == 1 and done["documents_failed"] == 0


def test_without_an_archive_it_says_how_to_begin_one(tmp_path: Path) -> None:
    result = run("derive", "--archive", tmp_path / "none")
    assert result.returncode == 2 and one_line(result, "no archive here", "gongkai crawl")


def test_beside_another_derive_it_is_busy(archive: Path) -> None:
    with hold(archive / "derive.lock", "test"):
        result = run("derive", "--archive", archive)
    assert result.returncode == 6 and one_line(result, "derive.lock", "process")


def test_a_document_that_cannot_be_read_costs_a_line(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.report("a", 2022, b"\x00\x01\xfe\xff" * 500, agency="甲局")
    world.report("a", 2021, pages.report("泰安市大数据局", 2021), agency="甲局")
    world.close()
    result = run("derive", "--archive", tmp_path, "--jobs", 1)
    assert result.returncode == 0 and "bundles_read 2" in result.stdout and "documents_failed 1" in result.stdout
    assert any("hanweb-xxgk:taian:a:2022" in line for line in result.stderr.splitlines())


def test_a_newer_archive_is_left_alone_by_every_command(tmp_path: Path) -> None:
    World(tmp_path).close()
    run("derive", "--archive", tmp_path, "--jobs", 1)
    for name in ("ledger.db", "corpus.db"):
        db = sqlite3.connect(tmp_path / name)
        db.execute("PRAGMA user_version = 999")
        db.commit()
        db.close()
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.suffix == ".db"}
    (tmp_path / "f.html").write_bytes(pages.notice())
    for words in (("derive",), ("coverage",), ("show", "x"), ("verify",), ("ingest", tmp_path / "f.html", "--from", "x")):
        result = run(*words, "--archive", tmp_path)
        assert result.returncode == 7 and one_line(result, "newer gongkai"), (words, result.stderr)
    assert {path: path.read_bytes() for path in before} == before


def test_follow_stops_at_sigterm_with_what_it_read(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.report("a", 2022, pages.report("泰安市大数据局", 2022), agency="甲局")
    with hold(tmp_path / "crawl.lock", "test"):
        words = ["import crawler.cli as c; c.COMMANDS = ('derive', 'read'); c.main()", "derive", "--follow", "--jobs", "1"]
        process = subprocess.Popen(
            [sys.executable, "-c", *words, "--archive", str(tmp_path)], cwd=ROOT, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert process.stderr is not None
        assert "1 of 1 bundles read" in process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        out, told = process.communicate(timeout=120)
    assert process.returncode == 0 and "bundles_read 1" in out and "stopped" in told
