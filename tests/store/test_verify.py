"""verify: a sound archive gives no finding; each kind of damage gives one line that names the file."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.derive import derive
from archive.store.lock import hold
from archive.store.verify import verify
from archive.words import Outcome
from tests.store import pages
from tests.store.world import TestClock, World

AREA = "11370900MB2535551R"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    world = World(folder)
    for year in (2021, 2022, 2023):
        world.report(AREA, year, pages.report("泰安市大数据局", year), agency="泰安市大数据局")
    world.report("a-ZF", 2023, pages.report("泰安市大数据局", 2023), agency="泰安市人民政府")
    world.report("b", 2023, None, agency="乙局", outcome=Outcome.SERVER_ERROR)
    world.close()
    derive(folder, TestClock(), jobs=1)
    return folder


@pytest.fixture
def archive(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "archive"))


def findings(folder: Path) -> list[str]:
    return [str(finding) for finding in verify(folder, TestClock())]


def warc(folder: Path) -> Path:
    (path,) = (folder / "warc").glob("*.warc.gz")
    return path


def test_a_sound_archive_gives_no_finding(archive: Path) -> None:
    assert findings(archive) == []


def test_every_flipped_byte_of_a_warc_is_found(archive: Path) -> None:
    path = warc(archive)
    whole = path.read_bytes()
    with path.open("rb") as file:
        records = ArchiveIterator(file)
        starts = [records.offset for _ in records]
    for at in range(20, len(whole), len(whole) // 40):
        if 4 <= at - max(start for start in starts if start <= at) < 10:
            continue  # time stamp and system name of a gzip member say nothing about its content
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        assert any(str(path) in finding for finding in findings(archive)), at


def test_every_cut_of_a_warc_is_found(archive: Path) -> None:
    path = warc(archive)
    whole = path.read_bytes()
    for length in range(0, len(whole), len(whole) // 10):
        path.write_bytes(whole[:length])
        assert any("are acknowledged" in finding for finding in findings(archive))
    path.unlink()
    assert any("missing" in finding for finding in findings(archive))


def test_a_torn_tail_is_found_but_not_while_a_crawl_writes(archive: Path) -> None:
    with warc(archive).open("ab") as file:
        file.write(b"\x1f\x8b torn")
    (finding,) = findings(archive)
    assert "7 bytes of a torn tail" in finding
    with hold(archive / "crawl.lock", "test"):
        assert findings(archive) == []


def test_an_unknown_file_is_found(archive: Path) -> None:
    (archive / "warc" / "other.warc.gz").write_bytes(b"x")
    (finding,) = findings(archive)
    assert "other.warc.gz: not a file of this archive" in finding


def _change(name: str, *statements: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        db = sqlite3.connect(folder / name)
        for statement in statements:
            assert db.execute(statement).rowcount > 0 or statement.startswith("PRAGMA")
        db.commit()
        db.close()

    return change


@pytest.mark.parametrize(("change", "told"), [
    (_change("ledger.db", "UPDATE captures SET warc_offset = warc_offset + 1 WHERE capture_id = 2"), "does not know"),
    (_change("ledger.db", "UPDATE captures SET url = 'http://x.gov.cn/' WHERE capture_id = 2"), "another address"),
    (_change("ledger.db", "UPDATE captures SET record_type = 'revisit' WHERE capture_id = 1"), "expects revisit"),
    (_change("ledger.db", "DELETE FROM captures WHERE capture_id = 2"), "without a capture"),
    (_change("ledger.db", "UPDATE tasks SET visits = 2 WHERE outcome = 'ok'"), "counts 2 visits, 1 are"),
    (_change("ledger.db", "UPDATE tasks SET outcome = 'absent' WHERE outcome = 'ok'"), "its last visit ok"),
    (_change("ledger.db", "UPDATE payloads SET length = 0, payload_sha256 = 'x' WHERE warc_offset < 2000"), "payload"),
    (_change("corpus.db", "UPDATE figures SET value = NULL WHERE status = 'reported'"), "is reported but has a value"),
    (_change("corpus.db", "UPDATE figures SET indicator = 'a' WHERE position < 3"), "mentioned 2 times"),
    (_change("corpus.db", "UPDATE reports SET content_hash = 'x'"), "not the beginning of its digest"),
    (_change("corpus.db", "UPDATE versions SET is_current = 0"), "no current version"),
    (_change("corpus.db", "UPDATE documents SET status = 'unread'"), "read but has no report, or the reverse"),
    (_change("corpus.db", "PRAGMA foreign_keys = OFF", "DELETE FROM agencies"), "refers to a row of agencies"),
    (_change("corpus.db", "UPDATE coverage SET task_key = 'x' WHERE task_key IS NOT NULL"), "coverage.task_key x"),
    (_change("corpus.db", "PRAGMA foreign_keys = OFF", "UPDATE documents SET payload_sha256 = 'x' || rowid"),
     "documents.payload_sha256 x"),
])  # fmt: skip
def test_tables_that_contradict_each_other_are_found(archive: Path, change: Callable[[Path], None], told: str) -> None:
    change(archive)
    assert any(told in finding for finding in findings(archive)), findings(archive)


@pytest.mark.parametrize("name", ["ledger.db", "corpus.db"])
def test_a_broken_database_is_a_finding(archive: Path, name: str) -> None:
    path = archive / name
    data = bytearray(path.read_bytes())
    data[4096:] = bytes(byte ^ 0x5A for byte in data[4096:])
    path.write_bytes(data)
    found = findings(archive)
    assert found and all("\n" not in finding for finding in found)
    assert any(name in finding for finding in found)
