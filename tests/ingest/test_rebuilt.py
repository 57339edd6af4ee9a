"""What was handed in outlives a lost ledger and a kill at any point."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.derive import derive
from archive.ingest import Provenance, ingest_container
from archive.store.captures import CaptureStore
from archive.store.ledger import Ledger
from archive.store.rebuild import reindex
from archive.store.verify import verify
from tests.ingest.strangers import PAGE, response, revisit, wacz, zipped
from tests.store import pages
from tests.store.dumps import dump
from tests.store.world import TestClock, World

LINKING = pages.report("泰安市大数据局", 2018, note='<a href="a.pdf">年报</a>')
THEIRS = wacz({
    "a.warc.gz": zipped([
        response(PAGE.replace("art_1_1.html", "a.pdf"), b"%PDF-1.4\n", date="2020-01-01T00:00:00Z"), response(PAGE, LINKING),
        revisit("http://taian.gov.cn/again.html", "2021-01-01T00:00:00Z", WARC_Refers_To_Target_URI=PAGE, WARC_Refers_To_Date="2019-03-31T02:03:04Z"),
    ]),
    "b.warc.gz": zipped([response("http://a.cn/b", pages.report("甲市财政局", 2019)), response("http://a.cn/c", pages.report("a", 2022))]),
})  # fmt: skip


def hand_in(folder: Path) -> None:
    theirs, clock = folder.parent / "theirs.wacz", TestClock()
    theirs.write_bytes(THEIRS)
    ledger = Ledger(folder / "ledger.db", clock)
    store = CaptureStore(ledger, folder / "warc", clock, {"software": "test"})
    ingest_container(theirs, Provenance("archive"), ledger, store, clock, print, lambda _: None)
    store.close()
    ledger.database.close()


def test_a_ledger_made_again_is_the_one_that_was_lost(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    world = World(folder)
    world.report("x", 2022, pages.report("a", 2022), agency="a")
    world.close()
    hand_in(folder)
    derive(folder, TestClock(), jobs=1)
    before = dump(folder / "ledger.db"), dump(folder / "corpus.db")
    assert not list(verify(folder, TestClock(), lambda _: None))
    for path in folder.glob("*.db*"):
        path.unlink()
    reindex(folder, TestClock(), lambda _: None)
    derive(folder, TestClock(), jobs=1)
    assert (dump(folder / "ledger.db"), dump(folder / "corpus.db")) == before
    assert not list(verify(folder, TestClock(), lambda _: None))


STATE = "SELECT task_key, kind, tasks.url, tasks.outcome, tasks.visits, payload_sha256, captured_at FROM tasks JOIN captures USING (task_key) ORDER BY 1"
PLACES = "SELECT task_key, url, found_on FROM addresses ORDER BY 1, 2, 3"


def state(folder: Path) -> list[tuple[object, ...]]:
    ledger = Ledger(folder / "ledger.db", TestClock(), read_only=True).database
    found = [tuple(row) for sql in (STATE, PLACES) for row in ledger.connection.execute(sql)]
    ledger.close()
    return found


@pytest.mark.parametrize("point", [
    "warc_fsync.after", "capture_commit.after", "outcome_commit.after:4",
])  # fmt: skip
def test_a_kill_at_any_point_and_the_same_again_come_to_the_same(tmp_path: Path, point: str) -> None:
    whole, killed = tmp_path / "whole" / "data", tmp_path / "killed" / "data"
    for folder in (whole, killed):
        folder.parent.mkdir()
    hand_in(whole)
    code = f"from pathlib import Path; from tests.ingest.test_rebuilt import hand_in; hand_in(Path({str(killed)!r}))"
    died = subprocess.run([sys.executable, "-c", code], env=os.environ | {"GONGKAI_FAULT": point}, cwd=Path(__file__).parents[2], check=False)
    assert died.returncode == -signal.SIGKILL
    hand_in(killed)
    assert state(killed) == state(whole) and not list(verify(killed, TestClock(), lambda _: None))
