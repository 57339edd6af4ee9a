"""backup: a whole archive by itself at every moment, incremental, and never over what the source has lost."""

import json
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.derive import derive
from archive.errors import ArchiveBusyError, GongkaiError, UsageError
from archive.store.backup import backup
from archive.store.lock import hold
from archive.store.manifest import manifest_path
from archive.store.verify import verify
from tests.crawl.dump import dump
from tests.store import pages
from tests.store.world import TestClock, World

AGENCY = "泰安市大数据局"


def grow(folder: Path, *years: int) -> None:
    """A crawl that brings these reports, and its end."""
    world = World(folder)
    for year in years:
        world.report("a", year, pages.report(AGENCY, year), agency=AGENCY)
    world.close()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    grow(tmp_path / "data", 2021, 2022)
    derive(tmp_path / "data", TestClock(), jobs=1)
    return tmp_path / "data"


@pytest.fixture
def there(tmp_path: Path) -> Path:
    return tmp_path / "copy"


def findings(folder: Path) -> list[str]:
    return [str(finding) for finding in verify(folder, TestClock())]


def same(archive: Path, there: Path) -> bool:
    """Whether the copy says what the archive says, byte for byte where it counts."""
    for path in (archive / "warc").iterdir():
        assert (there / "warc" / path.name).read_bytes() == path.read_bytes(), path.name
    return all(dump(archive / name) == dump(there / name) for name in ("ledger.db", "corpus.db"))


def test_a_backup_is_an_archive_by_itself(archive: Path, there: Path) -> None:
    done = backup(archive, there, TestClock())
    assert done.copied == 1 and done.corpus and not done.complaints
    assert findings(there) == [] and same(archive, there)
    assert json.loads((there / "backup.json").read_text("utf-8"))["warcs"] == 1
    assert not (there / "backup.part").exists()
    grow(there, 2023)
    assert derive(there, TestClock(), jobs=1).record()["series"] == 3 and findings(there) == []


def test_restoring_is_copying_back(archive: Path, there: Path) -> None:
    backup(archive, there, TestClock())
    shutil.rmtree(archive)
    shutil.copytree(there, archive)
    assert findings(archive) == [] and same(there, archive)
    grow(archive, 2023)
    assert backup(archive, there, TestClock()).copied == 1 and findings(there) == []


def test_a_second_backup_copies_only_what_is_new(archive: Path, there: Path) -> None:
    backup(archive, there, TestClock())
    (first,) = (there / "warc").glob("*.warc.gz")
    before = first.stat().st_mtime_ns
    grow(archive, 2023)
    done = backup(archive, there, TestClock(), corpus=False)
    assert (done.copied, done.kept, done.corpus) == (1, 1, False)
    assert first.stat().st_mtime_ns == before and findings(there) == []
    assert dump(archive / "ledger.db") == dump(there / "ledger.db")


def test_a_file_that_grows_is_copied_as_far_as_it_is_acknowledged(archive: Path, there: Path) -> None:
    world = World(archive)
    for year in (2018, 2019, 2020):
        world.report("b", year, pages.report(AGENCY, year), agency=AGENCY)
        with (archive / "warc" / newest(archive)).open("ab") as file:
            file.write(b"not acknowledged")
        backup(archive, there, TestClock())
        assert findings(there) == []
        file_there = there / "warc" / newest(archive)
        assert file_there.stat().st_size == (archive / "warc" / newest(archive)).stat().st_size - 16
        with (archive / "warc" / newest(archive)).open("r+b") as file:
            file.truncate(file_there.stat().st_size)
    world.close()
    backup(archive, there, TestClock())
    assert findings(there) == [] and same(archive, there)


def newest(folder: Path) -> str:
    return max(path.name for path in (folder / "warc").glob("*.warc.gz"))


def test_a_backup_beside_a_writer_is_one_state(archive: Path, there: Path) -> None:
    world, over = World(archive), threading.Event()

    def write() -> None:
        number = 0
        while not over.is_set():
            number += 1
            world.report(f"x{number}", 2020, pages.report(AGENCY, 2020, note=str(number)), agency=AGENCY)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with hold(archive / "crawl.lock", "test"):
            for _ in range(5):
                backup(archive, there, TestClock())
                assert findings(there) == []
    finally:
        over.set()
        writer.join()
    world.close()


def test_what_the_source_has_lost_stays_and_is_told(archive: Path, there: Path) -> None:
    backup(archive, there, TestClock())
    grow(archive, 2023)
    (lost,) = [path for path in (archive / "warc").glob("*.warc.gz") if (there / "warc" / path.name).exists()]
    kept = (there / "warc" / lost.name).read_bytes()
    lost.unlink()
    for beside in (lost, manifest_path(lost)):
        beside.unlink(missing_ok=True)
        (told,) = backup(archive, there, TestClock()).complaints
        assert lost.name in told and f"0 are there; the backup has {len(kept)} bytes of it" in told
        assert (there / "warc" / lost.name).read_bytes() == kept and findings(there) == []


def test_an_archive_that_has_forgotten_is_refused(archive: Path, there: Path, tmp_path: Path) -> None:
    shutil.copytree(archive, tmp_path / "yesterday")
    grow(archive, 2023)
    backup(archive, there, TestClock())
    before = {path: path.read_bytes() for path in there.rglob("*") if path.is_file() and path.suffix != ".lock"}
    with pytest.raises(UsageError, match=r"has .*, which this archive has no longer; nothing was touched"):
        backup(tmp_path / "yesterday", there, TestClock())
    assert before == {path: path.read_bytes() for path in there.rglob("*") if path.is_file() and path.suffix != ".lock"}


def test_folders_that_must_not_be_used_are_refused(archive: Path, there: Path, tmp_path: Path) -> None:
    other = World(tmp_path / "other", start=TestClock().now().replace(year=2027))
    other.report("z", 2020, pages.report(AGENCY, 2020))
    other.close()
    backup(tmp_path / "other", there, TestClock())
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x")
    for folder, told in (
        (there, "backup of another archive"), (archive / "sub", "must not lie in each other"),
        (tmp_path, "must not lie in each other"), (archive, "must not lie"), (tmp_path / "full", "not empty"),
        (tmp_path / "full" / "letter.txt", "a file, not a folder"),
    ):  # fmt: skip
        with pytest.raises(UsageError, match=told):
            backup(archive, folder, TestClock())
    with pytest.raises(UsageError, match="there is no archive here"):
        backup(tmp_path / "nowhere", tmp_path / "new", TestClock())
    assert not (tmp_path / "new").exists() and findings(there) == []


def test_two_backups_into_one_folder_take_turns(archive: Path, there: Path) -> None:
    backup(archive, there, TestClock())
    with hold(there / "derive.lock", "test"), pytest.raises(ArchiveBusyError, match="gongkai backup"):
        backup(archive, there, TestClock())


@pytest.fixture
def flipped(archive: Path, there: Path) -> Iterator[Path]:
    """A WARC file of the backup with one bit turned over."""
    backup(archive, there, TestClock())
    path = there / "warc" / newest(there)
    whole = path.read_bytes()
    path.write_bytes(whole[:900] + bytes([whole[900] ^ 1]) + whole[901:])
    yield path
    assert path.read_bytes() == whole


def test_a_full_backup_reads_what_is_there_and_mends_it(archive: Path, there: Path, flipped: Path) -> None:
    assert backup(archive, there, TestClock()).kept == 1
    assert findings(there)
    (told,) = backup(archive, there, TestClock(), full=True).complaints
    assert flipped.name in told and "copied anew" in told and findings(there) == []


def test_bytes_that_have_changed_in_the_source_do_not_go_over_sound_ones(archive: Path, there: Path) -> None:
    backup(archive, there, TestClock())
    source = archive / "warc" / newest(archive)
    whole = source.read_bytes()
    source.write_bytes(whole[:900] + bytes([whole[900] ^ 1]) + whole[901:])
    manifest_path(there / "warc" / source.name).unlink()
    assert backup(archive, there, TestClock()).complaints == []
    assert (there / "warc" / source.name).read_bytes() == whole and findings(there) == []
    (there / "warc" / source.name).write_bytes(whole[:-1])
    (told,) = backup(archive, there, TestClock()).complaints
    assert "do not have the digest of its manifest" in told
    assert (there / "warc" / source.name).read_bytes() == whole[:-1]


def test_a_damaged_ledger_does_not_go_over_a_sound_one(archive: Path, there: Path) -> None:
    backup(archive, there, TestClock())
    path = archive / "ledger.db"
    sqlite3.connect(path).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    data = bytearray(path.read_bytes())
    data[3 * 4096 :] = bytes(byte ^ 0x5A for byte in data[3 * 4096 :])
    path.write_bytes(data)
    with pytest.raises(GongkaiError, match="SQLite says"):
        backup(archive, there, TestClock())
    assert findings(there) == []


def test_a_damaged_corpus_is_left_out(archive: Path, there: Path) -> None:
    backup(archive, there, TestClock())
    path = archive / "corpus.db"
    data = bytearray(path.read_bytes())
    data[3 * 4096 :] = bytes(byte ^ 0x5A for byte in data[3 * 4096 :])
    path.write_bytes(data)
    (told,) = backup(archive, there, TestClock()).complaints
    assert "corpus.db" in told and told.endswith("left out") and findings(there) == []
