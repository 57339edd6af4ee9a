"""verify: a sound archive gives no finding; each kind of damage gives one line that names the file."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.derive import derive
from archive.errors import UsageError
from archive.store import reviews
from archive.store.lock import hold
from archive.store.rebuild import reindex
from archive.store.verify import verify
from archive.store.verify.finding import Checked
from archive.store.verify.sampling import Sample, sample_of
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


def _mend(folder: Path, whole: Path, remedy: str) -> None:
    """What a person does who is told so."""
    if "restore" in remedy:
        shutil.copytree(whole / "warc", folder / "warc", dirs_exist_ok=True)
    elif "reindex" in remedy:
        reindex(folder, TestClock(), lambda _: None)
    else:
        assert remedy == "run `gongkai derive --all`"
        derive(folder, TestClock(), jobs=1, again=True)


def _turn(folder: Path, name: str, places: slice) -> None:
    path = folder / name
    sqlite3.connect(path).execute("PRAGMA journal_mode = DELETE").fetchone()
    data = bytearray(path.read_bytes())
    data[places] = bytes(byte ^ 0x5A for byte in data[places])
    path.write_bytes(data)


def _turn_warc(folder: Path) -> None:
    data = bytearray(warc(folder).read_bytes())
    data[len(data) // 2] ^= 1
    warc(folder).write_bytes(data)


@pytest.mark.parametrize("damage", [
    _turn_warc, lambda folder: warc(folder).unlink(), lambda folder: (folder / "ledger.db").write_bytes(b"no database"),
    lambda folder: _turn(folder, "ledger.db", slice(8 * 4096, 40 * 4096)),
    lambda folder: _turn(folder, "corpus.db", slice(8 * 4096, 40 * 4096)),
    lambda folder: (folder / "corpus.db").write_bytes(b"no database"),
    _change("ledger.db", "UPDATE captures SET http_status = 201 WHERE capture_id = 2"),
    _change("ledger.db", "UPDATE tasks SET visits = 2 WHERE outcome = 'ok'"),
    _change("corpus.db", "UPDATE reports SET content_digest = replace(content_digest, 'a', 'b')"),
    _change("corpus.db", "UPDATE reports SET text = replace(text, '大', '太')"),
    _change("corpus.db", "UPDATE versions SET is_current = 0"),
])  # fmt: skip
def test_the_remedy_that_is_named_mends_the_damage(archive: Path, sound: Path, damage: Callable[[Path], None]) -> None:
    damage(archive)
    found = findings(archive)
    assert found
    for remedy in dict.fromkeys(finding.rpartition("; ")[2] for finding in found):
        _mend(archive, sound, remedy)
    assert findings(archive) == []


def test_a_sample_is_the_same_for_a_seed_and_still_sees_what_costs_nothing(archive: Path) -> None:
    def seen(sample: Sample | None) -> dict[str, int]:
        checked = Checked()
        assert list(verify(archive, TestClock(), sample=sample, checked=checked)) == []
        return checked.record()

    whole, some = seen(None), seen(Sample(2, None, 7))
    assert whole["captures"] == 4 and whole["reports"] == whole["content_hashes"] == 4
    assert whole["payloads"] == 3 and whole["journal_records"] > 0 and whole["bytes"] == warc(archive).stat().st_size
    assert some["captures"] in (2, 3) and some["reports"] == 2 and some["manifests"] == 1 and some == seen(Sample(2, None, 7))
    assert seen(sample_of("100%", 1))["reports"] == 4
    warc(archive).write_bytes(warc(archive).read_bytes()[:-1])
    assert any("are acknowledged" in str(one) for one in verify(archive, TestClock(), sample=Sample(1, None, 1)))


def test_samples_of_other_seeds_come_to_every_record(archive: Path) -> None:
    data = bytearray(warc(archive).read_bytes())
    (offset,) = sqlite3.connect(archive / "ledger.db").execute("SELECT warc_offset FROM captures WHERE capture_id = 2").fetchone()
    data[offset + 100] ^= 1
    warc(archive).write_bytes(data)
    found = [bool(list(verify(archive, TestClock(), sample=Sample(1, None, seed)))) for seed in range(20)]
    assert True in found and False in found


@pytest.mark.parametrize("text", ["", "0", "x", "-1", "0%", "101%", "1.5", "%"])
def test_what_is_no_sample_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--sample"):
        sample_of(text, 1)


def test_a_content_hash_is_recomputed_from_the_text(archive: Path) -> None:
    _change("corpus.db", "UPDATE reports SET text = text || '。'")(archive)
    found = [finding for finding in verify(archive, TestClock()) if finding.kind == "hash"]
    assert len(found) == 4 and all(finding.remedy == "derive" for finding in found)


def test_every_field_of_a_capture_is_held_against_its_record(archive: Path) -> None:
    for column, value in (
        ("http_status", "203"), ("captured_at", "'2026-05-04T02:00:09.000+00:00'"), ("truncated", "1"),
        ("content_type", "'x'"), ("hop", "3"),
    ):  # fmt: skip
        db = sqlite3.connect(archive / "ledger.db")
        (before,) = db.execute(f"SELECT {column} FROM captures WHERE capture_id = 3").fetchone()
        db.execute(f"UPDATE captures SET {column} = {value} WHERE capture_id = 3")
        db.commit()
        assert any(finding.kind == "record" for finding in verify(archive, TestClock())), column
        db.execute(f"UPDATE captures SET {column} = ? WHERE capture_id = 3", [before])
        db.commit()
        db.close()
    assert findings(archive) == []


def test_a_revisit_leads_to_a_capture_of_its_payload(archive: Path) -> None:
    db = sqlite3.connect(archive / "ledger.db")
    (url,) = db.execute("SELECT first_url FROM payloads JOIN captures USING (payload_sha256) WHERE record_type = 'revisit'").fetchone()
    db.execute("UPDATE captures SET url = url || 'x' WHERE url = ?", [url])
    db.execute("UPDATE payloads SET first_url = first_url || 'x' WHERE first_url = ?", [url])
    db.commit()
    db.close()
    assert any("a revisit of" in finding for finding in findings(archive))


def test_the_review_file_is_held_against_the_ledger(archive: Path) -> None:
    entry = reviews.Review("2026-05-05T00:00:00.000+00:00", "王", reviews.Act.WITHHOLD, "r", "", None, "测试")
    reviews.append(archive, [entry])
    reviews.append(archive, [entry])
    path = archive / "review.jsonl"
    whole = path.read_bytes()
    assert findings(archive) == []
    for data, told in (
        (whole.splitlines(keepends=True)[0], "has no line for entry"), (b"{}\n" + whole, "line 1: no entry"),
        (whole.replace("测".encode(), "侧".encode(), 1), "is not in the ledger"),
    ):  # fmt: skip
        path.write_bytes(data)
        assert any(told in finding and str(path) in finding for finding in findings(archive)), told
    path.write_bytes(whole + b'{"torn')
    assert findings(archive) == []


def test_a_finding_is_told_to_programs_by_class_place_and_remedy(archive: Path) -> None:
    (archive / "warc" / "gongkai-1.warc.gz").write_bytes(b"x")
    (finding,) = verify(archive, TestClock())
    assert json.loads(json.dumps(finding.record())) == {
        "class": "stray", "file": str(archive / "warc" / "gongkai-1.warc.gz"), "where": "",
        "what": "the ledger does not know it", "remedy": "reindex", "do": "run `gongkai reindex`",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["ledger.db", "corpus.db"])
def test_a_broken_database_is_a_finding(archive: Path, name: str) -> None:
    path = archive / name
    data = bytearray(path.read_bytes())
    data[4096:] = bytes(byte ^ 0x5A for byte in data[4096:])
    path.write_bytes(data)
    found = findings(archive)
    assert found and all("\n" not in finding for finding in found)
    assert any(name in finding for finding in found)
