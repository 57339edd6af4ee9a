"""reindex: the ledger comes again from the WARC files and the review file alone, as it was."""

import gzip
import json
import sqlite3
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given

from archive.derive import derive
from archive.errors import ArchiveBusyError
from archive.store.gzip_members import members
from archive.store.ledger import NewTask, Selection
from archive.store.lock import hold
from archive.store.rebuild import REPLACED, Rebuilt, reindex
from archive.store.rebuild.scan import Scan
from archive.store.verify import verify
from archive.words import Outcome, TaskKind
from tests.properties import examples
from tests.store import pages
from tests.store.dumps import dump
from tests.store.history import MEMORY, History, Step, steps
from tests.store.world import START, TestClock, World

LEDGER, CORPUS = "ledger.db", "corpus.db"


def again(folder: Path) -> Rebuilt:
    return reindex(folder, TestClock(), lambda _: None)


def sound(folder: Path) -> bool:
    return not list(verify(folder, TestClock(), lambda _: None))


def small(folder: Path) -> World:
    world = World(folder)
    for year in (2021, 2022, 2023):
        world.report("a", year, pages.report("泰安市大数据局", year), agency="泰安市大数据局")
    key = world.report("b", 2023, pages.explanation("乙局", 2023), agency="乙局")
    world.file(key, "b.pdf", b"%PDF-1.4 no pages", outcome=Outcome.TYPE_MISMATCH)
    world.report("c", 2023, None, agency="丙局", outcome=Outcome.SERVER_ERROR)
    world.expect("d", 2020)
    world.visit("hanweb-xxgk:taian:a:2023", pages.report("泰安市大数据局", 2023), Outcome.OK)
    return world


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    small(folder).close()
    return folder


def test_with_both_databases_gone_they_come_again_row_for_row(archive: Path) -> None:
    derive(archive, TestClock(), jobs=1)
    before = {name: dump(archive / name) for name in (LEDGER, CORPUS)}
    for name in before:
        (archive / name).unlink()
    made = again(archive)
    assert (made.before, made.damaged, made.notes) == ("missing", False, ())
    assert dump(archive / LEDGER) == before[LEDGER]
    derive(archive, TestClock(), jobs=1)
    assert dump(archive / CORPUS) == before[CORPUS]
    assert sound(archive)


@given(steps)
@examples(40)
def test_whatever_happened_the_ledger_comes_again_row_for_row(some: list[Step]) -> None:
    with TemporaryDirectory(dir=MEMORY) as name:
        history = History(Path(name) / "a").play(some)
        history.settle()
        ledger = history.folder / LEDGER
        before = dump(ledger)
        ledger.unlink()
        assert again(history.folder).before == "missing"
        assert dump(ledger) == before
        assert again(history.folder).equal


def test_a_sound_ledger_is_left_alone_and_said_to_be_equal(archive: Path) -> None:
    before = (archive / LEDGER).stat().st_ino, dump(archive / LEDGER)
    made = again(archive)
    assert made.before == "sound" and made.equal
    assert before == ((archive / LEDGER).stat().st_ino, dump(archive / LEDGER))
    assert not (archive / REPLACED).exists()


def test_what_was_noted_since_the_last_capture_is_kept_first(tmp_path: Path) -> None:
    world = small(tmp_path)
    world.ledger.database.close()
    assert again(tmp_path).equal
    before = dump(tmp_path / LEDGER)
    (tmp_path / LEDGER).unlink()
    again(tmp_path)
    assert dump(tmp_path / LEDGER) == before


@pytest.mark.parametrize("page", [0, 1, 3, -1])
def test_a_ledger_with_a_broken_page_is_told_and_made_again(archive: Path, page: int) -> None:
    ledger = archive / LEDGER
    before, data = dump(ledger), bytearray(ledger.read_bytes())
    start = page % (len(data) // 4096) * 4096
    data[start : start + 4096] = bytes(byte ^ 0x5A for byte in data[start : start + 4096])
    ledger.write_bytes(data)
    made = again(archive)
    if made.before == "damaged":
        assert LEDGER in made.notes[0] and (archive / REPLACED).read_bytes() == data
    else:
        assert made.before == "sound"  # a page that holds nothing
    assert dump(ledger) == before and sound(archive)


def test_a_ledger_that_says_otherwise_is_replaced_and_stays_beside(archive: Path) -> None:
    before = dump(archive / LEDGER)
    db = sqlite3.connect(archive / LEDGER)
    db.execute("UPDATE captures SET url = 'http://x.gov.cn/' WHERE capture_id = 2")
    db.commit()
    db.close()
    otherwise = dump(archive / LEDGER)
    made = again(archive)
    assert made.differing == {"captures": (1, 1)}
    assert dump(archive / LEDGER) == before and dump(archive / REPLACED) == otherwise


def test_a_ledger_from_a_backup_learns_what_came_since(archive: Path) -> None:
    old = (archive / LEDGER).read_bytes()
    world = World(archive)
    world.report("e", 2024, pages.notice(), outcome=Outcome.NOT_A_REPORT)
    world.close()
    before = dump(archive / LEDGER)
    (archive / LEDGER).write_bytes(old)
    made = again(archive)
    assert made.before == "older" and "does not know" in made.notes[0]
    assert dump(archive / LEDGER) == before


def files(archive: Path) -> list[Path]:
    return sorted((archive / "warc").glob("*.warc.gz"))


def test_a_torn_tail_is_cut_and_told(tmp_path: Path) -> None:
    world = small(tmp_path)
    world.ledger.database.close()
    (path,) = files(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:200])
    (tmp_path / LEDGER).unlink()
    made = again(tmp_path)
    assert any("200 bytes of a torn tail are cut" in line for line in made.notes)
    assert path.read_bytes() == whole and sound(tmp_path)


def test_wherever_a_file_is_cut_what_was_whole_is_used(archive: Path) -> None:
    (path,) = files(archive)
    whole, most = path.read_bytes(), len(dump(archive / LEDGER))
    for length in range(len(whole) // 12, len(whole), len(whole) // 12):
        path.write_bytes(whole[:length])
        (archive / LEDGER).unlink()
        made = again(archive)
        assert made.captures <= 6 and len(dump(archive / LEDGER)) <= most and sound(archive), length


def test_damage_in_the_middle_is_one_line_and_the_rest_is_used(archive: Path) -> None:
    (path,) = files(archive)
    whole = path.read_bytes()
    offsets = [told.offset for told in Scan(path).told() if told.answer]
    at = offsets[2] + 300
    path.write_bytes(whole[:at] + bytes(40) + whole[at + 40 :])
    (archive / LEDGER).unlink()
    made = again(archive)
    assert made.damaged and f"{path} at {offsets[2]}: " in made.notes[0] and "damaged" in made.notes[0]
    assert made.captures == len(offsets) - 2, "the revisit of the damaged payload goes with it"
    assert any("the next crawl asks again" in line for line in made.notes)
    due = sqlite3.connect(archive / LEDGER).execute(
        "SELECT task_key FROM tasks WHERE outcome IS NULL AND visits = 0 AND due_at IS NOT NULL AND area = 'a'"
    ).fetchall()
    assert due == [("hanweb-xxgk:taian:a:2023",)]


def test_it_waits_for_nobody_and_names_who_is_at_work(archive: Path) -> None:
    with hold(archive / "crawl.lock", "test"), pytest.raises(ArchiveBusyError, match="process"):
        again(archive)


TASK = {
    "portal": "taian", "family": "hanweb-xxgk", "kind": "report", "politeness_group": "taian", "parent_key": None,
    "why": "listed", "depth": 1, "agency": "泰安市大数据局", "listed_title": "",
}  # fmt: skip
OF_THE_JOURNAL = {
    "crawl", "url", "http_status", "content_type", "payload_sha256", "captured_at", "record_type", "truncated", "etag",
    "last_modified", "length",
}  # fmt: skip


def of_before_the_journal(path: Path) -> None:
    """Rewrites a WARC file as the first gongkai wrote it: no piece of the journal, and no more beside a capture than the task."""
    kept = []
    for _, plain in members(path, path.stat().st_size):
        head, _, block = plain.partition(b"\r\n\r\n")
        if b"WARC-Type: metadata" in head:
            told = json.loads(block)
            if "rows" in told:
                continue
            _, _, area, year = told["task_key"].split(":")
            url = f"https://www.taian.gov.cn/{area}/{year}"
            told = {name: value for name, value in told.items() if name not in OF_THE_JOURNAL} | TASK
            block = json.dumps(told | {"area": area, "year": int(year), "task_url": url}).encode()
        elif b"WARC-Type: warcinfo" in head:
            block = b"software: gongkai 0.1.0\r\nhttp-header-user-agent: gongkai/0.1.0 (archive; +a@b.cn)\r\n"
        lines = [line for line in head.split(b"\r\n") if not line.startswith((b"Content-Length", b"WARC-Block", b"WARC-Payload"))]
        plain = b"\r\n".join([*lines, b"Content-Length: %d" % len(block.removesuffix(b"\r\n\r\n"))]) + b"\r\n\r\n" + block
        kept.append(gzip.compress(plain.removesuffix(b"\r\n\r\n") + b"\r\n\r\n"))
    path.write_bytes(b"".join(kept))


def test_of_an_archive_from_before_the_journal_tasks_and_captures_come_again(tmp_path: Path) -> None:
    world = World(tmp_path)
    for area, year in (("a", 2021), ("a", 2022), ("b", 2021)):
        world.report(area, year, pages.report("泰安市大数据局", year), agency="泰安市大数据局")
    world.visit("hanweb-xxgk:taian:a:2021", pages.report("泰安市大数据局", 2021, granted=4), Outcome.OK)
    world.close()
    (path,) = files(tmp_path)
    of_before_the_journal(path)
    (tmp_path / LEDGER).unlink()
    made = again(tmp_path)
    assert (made.tasks, made.captures, made.visits) == (3, 4, 0) and not made.damaged
    assert any("3 tasks are told by captures alone" in line for line in made.notes) and sound(tmp_path)
    next_crawl = World(tmp_path, START + timedelta(days=2))
    assert next_crawl.crawl == 2, "the crawl that made them is the first"
    for _ in range(2):
        for task in next_crawl.ledger.due_tasks(Selection()):
            captured = next_crawl.ledger.captures(task.task_key, task.visit)
            body = None if captured else pages.report("泰安市大数据局", 2021, granted=4)
            next_crawl.visit(task.task_key, body, Outcome.OK)
    next_crawl.close()
    assert sound(tmp_path)
    before = dump(tmp_path / LEDGER)
    assert [row for row in before if row.startswith("visits: ('hanweb-xxgk:taian:a:2021', 2")]
    assert again(tmp_path).equal


def test_what_a_list_shows_again_is_told_by_its_visit_alone(tmp_path: Path) -> None:
    world = World(tmp_path)
    key = world.list("gknb", None)

    def look(*names: str) -> list[str]:
        task = world.ledger.task(key)
        assert task is not None
        world.store.commit([world.exchange(key, task.visit, task.url, b"list", "text/html")])
        children = [NewTask(f"r{name}", "qingdao", "trs-wcm", TaskKind.REPORT, "qingdao", f"http://www.qingdao.gov.cn/{name}", "listed")
                    for name in names]  # fmt: skip
        world.ledger.close(task, world.crawl, Outcome.OK, "ok", children)
        sql = "SELECT json_extract(key, '$[0]') FROM journal WHERE name = 'addresses' AND key LIKE '%gknb%' ORDER BY 1"
        return [row[0] for row in world.ledger.database.connection.execute(sql)]

    def seen() -> dict[str, str]:
        rows = world.ledger.database.connection.execute("SELECT task_key, last_seen FROM addresses WHERE found_on = ?", [key])
        return {row[0]: row[1] for row in rows}

    assert look("1", "2", "3") == ["r1", "r2", "r3"]
    assert look("1", "2", "3") == [] and len(set(seen().values())) == 1
    assert look("1", "3", "4") == ["r2", "r4"]
    last = seen()
    assert last["r2"] < last["r1"] == last["r3"] == last["r4"]
    assert look("1", "3", "4") == []
    world.ledger.add_tasks([NewTask("r2", "qingdao", "trs-wcm", TaskKind.REPORT, "qingdao", "http://www.qingdao.gov.cn/2", "listed")], key)
    assert look("1", "3", "4") == ["r2"]
    world.close()
    before = dump(tmp_path / LEDGER)
    (tmp_path / LEDGER).unlink()
    again(tmp_path)
    assert dump(tmp_path / LEDGER) == before
