"""gongkai reindex and merge as commands: exit codes, what is told, and that a kill at any point only means once more."""

import json
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.commands import one_line, run
from tests.crawl.gongkai import gongkai
from tests.store import pages
from tests.store.dumps import dump
from tests.store.world import World


@pytest.fixture
def copy(archive: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(archive, tmp_path / "copy"))


@pytest.fixture
def other(tmp_path: Path) -> Path:
    world = World(tmp_path / "other")
    world.report("y", 2022, pages.report("乙局", 2022), agency="乙局")
    world.store.close()
    world.report("y", 2023, pages.report("乙局", 2023), agency="乙局")
    world.close()
    return tmp_path / "other"


def killed(point: str, *words: object) -> bool:
    return gongkai(*words, GONGKAI_FAULT=point).returncode == -signal.SIGKILL


def test_reindex_says_that_a_sound_ledger_is_equal(copy: Path) -> None:
    done = run("reindex", "--archive", copy)
    assert done.returncode == 0 and "nothing was changed" in done.stderr and "the ledger was sound" in done.stdout


def test_what_replaces_a_damaged_ledger_is_told_in_json_as_well(copy: Path) -> None:
    before = dump(copy / "ledger.db")
    (copy / "ledger.db").write_bytes(b"no database")
    done = run("reindex", "--archive", copy, "--json")
    made = json.loads(done.stdout)
    assert (done.returncode, made["before"], made["equal"]) == (0, "damaged", False)
    assert dump(copy / "ledger.db") == before and (copy / "ledger.db.replaced").read_bytes() == b"no database"


def test_a_damaged_file_is_exit_code_9(copy: Path) -> None:
    path = next((copy / "warc").glob("*.warc.gz"))
    data = path.read_bytes()
    path.write_bytes(data[:3000] + bytes(50) + data[3050:])
    done = run("reindex", "--archive", copy)
    assert done.returncode == 9 and sum("are damaged" in line for line in done.stderr.splitlines()) == 1


@pytest.mark.parametrize("point", ["swap.before", "swap.after"])
@pytest.mark.parametrize("state", ["missing", "otherwise"])
def test_a_reindex_killed_at_the_swap_comes_to_the_same_when_repeated(copy: Path, point: str, state: str) -> None:
    before = dump(copy / "ledger.db")
    if state == "missing":
        (copy / "ledger.db").unlink()
    else:
        with closing(sqlite3.connect(copy / "ledger.db")) as db, db:
            db.execute("UPDATE captures SET url = 'http://x.gov.cn/'")
    assert killed(point, "reindex", "--archive", copy)
    assert run("reindex", "--archive", copy).returncode == 0
    assert dump(copy / "ledger.db") == before


@pytest.mark.parametrize("point", ["merge.copy.before", "merge.copy.after", "merge.copy.before:2", "swap.before", "swap.after"])
def test_a_merge_killed_at_any_point_comes_to_the_same_when_repeated(copy: Path, other: Path, point: str) -> None:
    whole = Path(shutil.copytree(copy, copy.parent / "whole"))
    assert run("merge", other, "--archive", whole).returncode == 0
    assert killed(point, "merge", other, "--archive", copy)
    done = run("merge", other, "--archive", copy)
    assert done.returncode == 0, done.stderr
    assert dump(copy / "ledger.db") == dump(whole / "ledger.db")
    assert run("verify", "--archive", copy).returncode == 0 and not (copy / "merge.part").exists()


def test_a_crawl_beside_a_merge_that_was_killed_names_what_to_do(copy: Path, other: Path, tmp_path: Path) -> None:
    assert killed("merge.copy.after", "merge", other, "--archive", copy)
    (tmp_path / "a.html").write_bytes(pages.notice())
    done = run("ingest", tmp_path / "a.html", "--from", "x", "--archive", copy)
    assert done.returncode == 9 and one_line(done, "gongkai reindex"), done.stderr


def test_merge_tells_what_it_took(copy: Path, other: Path) -> None:
    done = run("merge", other, "--archive", copy, "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 0 and len(told["taken"]) == 2 and told["rebuilt"]["captures"] > 2
    again = run("merge", other, "--archive", copy)
    assert "0 WARC files taken, 2 known" in again.stderr and "nothing was changed" not in again.stdout
    assert run("merge", copy.parent / "nothing", "--archive", copy).returncode == 2
