"""What a crawl refuses, each with one clear line and its exit code; and what it survives."""

import hashlib
import os
import resource
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawl.gongkai import command, complaint, gongkai
from tests.crawl.sound import check_warcs
from tests.crawl.stage import CITIES, CONTACT, Stage, small_world, stage

NOBODY = "http://127.0.0.1:9"


def _said(*words: object) -> "subprocess.CompletedProcess[str]":
    return gongkai("crawl", *words, GONGKAI_CONTACT="")


def test_an_unknown_portal_is_named_with_the_known_ones(tmp_path: Path) -> None:
    assert complaint(_said("nowhere", "--contact", CONTACT, "--archive", tmp_path / "a"), 2, "nowhere", "jining", "weihai")
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("words", [(), ("--contact", "somebody"), ("--contact", "")])
def test_without_a_contact_nothing_is_begun(words: tuple[str, ...], tmp_path: Path) -> None:
    assert complaint(_said(*words, "--archive", tmp_path / "a"), 2, "contact")
    assert not (tmp_path / "a").exists()


def test_another_pace_is_for_worlds_behind_a_proxy_only(tmp_path: Path) -> None:
    done = _said("--delay", "0", "--contact", CONTACT, "--archive", tmp_path / "a")
    assert complaint(done, 2, "--delay", "--via") and not (tmp_path / "a").exists()
    assert complaint(_said("--delay", "-1", "--via", NOBODY, "--contact", CONTACT), 2, "--delay")
    assert complaint(_said("--via", "127.0.0.1:9", "--contact", CONTACT), 2, "--via")


@pytest.mark.parametrize("years", ["1999", "20x9", "2020-", "2023-2020", "2050", "-"])
def test_years_that_are_none(years: str, tmp_path: Path) -> None:
    done = _said("--year", years, "--contact", CONTACT, "--via", NOBODY, "--archive", tmp_path / "a")
    assert complaint(done, 2, "--year") and not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('id = "x"\n', ("name",)), ("id = [", ("TOML",)), ('id = "x"\nname = "x"\ncolour = 1\n', ("text",)),
    ],
)  # fmt: skip
def test_a_fault_in_the_registry_is_told_with_its_file(text: str, words: tuple[str, ...], tmp_path: Path) -> None:
    folder = tmp_path / "registry"
    folder.mkdir()
    (folder / "x.toml").write_text(text, "utf-8")
    done = _said("--registry", folder, "--contact", CONTACT, "--archive", tmp_path / "a")
    assert complaint(done, 5, "x.toml", *words) and not (tmp_path / "a").exists()


def test_a_registry_folder_that_is_not_there(tmp_path: Path) -> None:
    assert complaint(_said("--registry", tmp_path / "no", "--contact", CONTACT), 5, str(tmp_path / "no"))


@pytest.mark.slow
def test_a_second_crawl_is_told_who_is_at_work_and_readers_go_on(tmp_path: Path) -> None:
    with stage(tmp_path, small_world(), homes=CITIES) as (ground, _):
        first = ground.start(delay=0.4)
        while len(ground.log) < 10:
            time.sleep(0.02)
        second = ground.crawl()
        assert complaint(second, 6, str(first.pid), "crawl.lock"), second.stderr
        assert ground.outcomes("robots") == {"ok": 3}
        verified = gongkai("verify", "--archive", ground.archive)
        assert verified.returncode == 0, verified.stdout + verified.stderr
        first.kill()
        first.communicate()
        assert ground.crawl("--year", "2020").returncode == 0, "the lock ends with its process"


def _digests(folder: Path) -> dict[str, str]:
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}


def test_an_archive_of_a_newer_schema_is_not_touched(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    db = sqlite3.connect(archive / "ledger.db")
    db.execute("CREATE TABLE tomorrow (x)")
    db.execute("PRAGMA user_version = 99")
    db.close()
    before = _digests(archive)
    for words in ((), ("--dry-run",)):
        done = _said("--archive", archive, "--via", NOBODY, "--contact", CONTACT, *words)
        assert complaint(done, 7, "ledger.db", "99"), done.stderr
    after = _digests(archive)
    after.pop(str(archive / "crawl.lock"), None)
    assert after == before


def _with_room(ground: Stage, size: int) -> "subprocess.CompletedProcess[str]":
    """A crawl that may make no file larger than `size` bytes."""
    return subprocess.run(
        command(*ground.words()), env=os.environ | ground.environment, capture_output=True, text=True, timeout=120,
        check=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A world, and the crawl of it that nothing hindered."""
    with stage(tmp_path_factory.mktemp("whole"), small_world(), homes=CITIES) as (ground, _):
        assert ground.crawl().returncode == 0
        yield ground


@pytest.mark.slow
@pytest.mark.parametrize("size", [40_000, 150_000, 300_000])
def test_a_file_that_can_not_grow_ends_the_crawl_in_one_line_and_loses_nothing(
    size: int, whole: Stage, tmp_path: Path
) -> None:
    ground = Stage(tmp_path, whole.via, whole.ca_file, whole.registry)
    full = _with_room(ground, size)
    lines = [line for line in full.stderr.splitlines() if not line.startswith("asked ")]
    assert full.returncode == 8 and len(lines) == 1 and "disk" in lines[0], full.stderr
    again = ground.crawl()
    assert again.returncode == 0, again.stderr
    check_warcs(ground.archive)
    assert ground.outcomes() == whole.outcomes()


@pytest.mark.slow
def test_a_full_disk_ends_the_crawl_in_one_line_and_loses_nothing(whole: Stage, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=500k", "none", str(disk)], capture_output=True, check=False).returncode:
        pytest.skip("mounting a small tmpfs is not allowed here")
    try:
        small = Stage(disk, whole.via, whole.ca_file, whole.registry)
        full = small.crawl()
        lines = [line for line in full.stderr.splitlines() if not line.startswith("asked ")]
        assert full.returncode == 8 and len(lines) == 1 and "disk" in lines[0], full.stderr
        subprocess.run(["mount", "-o", "remount,size=40m", str(disk)], check=True)
        again = small.crawl()
        assert again.returncode == 0, again.stdout + again.stderr
        check_warcs(small.archive)
        assert small.outcomes() == {"ok": 63, "absent": 45}
    finally:
        subprocess.run(["umount", str(disk)], check=False)
