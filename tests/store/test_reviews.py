"""The review file: appended, never rewritten, read as truth up to its last whole line."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from archive.errors import ArchiveNewerError, DamagedError
from archive.store.reviews import FILE, Act, Review, append, load, read, united
from archive.store.sqlite import Database
from archive.store.standing import fold

ENTRY = Review("2026-05-04T02:00:00.000+00:00", "王芳", Act.VALUE, "ab12", "applications.received.total", 5.0, "看原件")


def mirrored(archive: Path) -> list[tuple[object, ...]]:
    db = Database(archive / "ledger.db", "ledger", read_only=True).connection
    return [tuple(row) for row in db.execute("SELECT review_id, at, by, act, value FROM reviews ORDER BY at")]


def test_entries_come_back_as_they_were_given_and_stand_in_the_ledger(tmp_path: Path) -> None:
    (first,) = append(tmp_path, [ENTRY])
    (second,) = append(tmp_path, [replace(ENTRY, value=6.0)])
    assert read(tmp_path).entries == (first, second) and first == ENTRY
    assert second.at > first.at, "the same instant, or a clock that went back, does not change the order"
    assert mirrored(tmp_path) == [(one.review_id, one.at, one.by, one.act, one.value) for one in (first, second)]
    assert "看原件" in (tmp_path / FILE).read_text("utf-8")


def test_what_was_written_before_is_never_touched(tmp_path: Path) -> None:
    append(tmp_path, [ENTRY])
    before = (tmp_path / FILE).read_bytes()
    append(tmp_path, [replace(ENTRY, act=Act.WITHDRAW, value=None)])
    assert (tmp_path / FILE).read_bytes().startswith(before)


@pytest.mark.parametrize("tail", [b"{", b'{"act": "value", "at"', "看".encode()[:1], ENTRY.line.encode()])
def test_a_last_line_that_a_kill_has_torn_is_no_entry_and_the_next_one_takes_its_place(tmp_path: Path, tail: bytes) -> None:
    append(tmp_path, [ENTRY])
    with (tmp_path / FILE).open("ab") as file:
        file.write(tail)
    log = read(tmp_path)
    assert (log.entries, log.torn) == ((ENTRY,), len(tail))
    (second,) = append(tmp_path, [replace(ENTRY, value=7.0)])
    assert read(tmp_path).entries == (ENTRY, second) and read(tmp_path).torn == 0


def test_a_line_that_is_no_entry_stops_everything_that_would_rely_on_it(tmp_path: Path) -> None:
    append(tmp_path, [ENTRY])
    whole = (tmp_path / FILE).read_text("utf-8")
    (tmp_path / FILE).write_text("{}\n" + whole, "utf-8")
    with pytest.raises(DamagedError, match="line 1"):
        read(tmp_path)
    (tmp_path / FILE).write_text(whole + json.dumps(json.loads(ENTRY.line) | {"act": "bless"}) + "\n", "utf-8")
    with pytest.raises(ArchiveNewerError, match="line 2"):
        read(tmp_path)


def test_the_table_is_made_again_from_the_file(tmp_path: Path) -> None:
    append(tmp_path, [ENTRY])
    told = mirrored(tmp_path)
    for path in tmp_path.glob("ledger.db*"):
        path.unlink()
    assert load(tmp_path) == 1 and mirrored(tmp_path) == told


def test_files_of_two_archives_unite_to_the_same_in_any_order() -> None:
    ours = [ENTRY, replace(ENTRY, at="2026-05-06T02:00:00.000+00:00", value=6.0)]
    theirs = [ENTRY, replace(ENTRY, at="2026-05-05T02:00:00.000+00:00", by="李", value=9.0)]
    assert united([*ours, *theirs]) == united([*theirs, *ours]) == united(united([*ours, *theirs]))
    assert fold(united([*theirs, *ours])).values["ab12"][ENTRY.indicator].value == 6.0


def test_a_later_entry_supersedes_and_a_withdrawal_takes_back() -> None:
    again = replace(ENTRY, at="2026-05-05T02:00:00.000+00:00", value=6.0)
    back = replace(ENTRY, at="2026-05-06T02:00:00.000+00:00", act=Act.WITHDRAW, value=None)
    assert fold([ENTRY, again]).values == {"ab12": {ENTRY.indicator: again}}
    assert not fold([ENTRY, again, back]).values["ab12"]
    assert fold([ENTRY, again, back], until=ENTRY.at).values == {"ab12": {ENTRY.indicator: ENTRY}}


def test_a_mark_counts_for_every_time_that_is_looked_at() -> None:
    mark = replace(ENTRY, act=Act.WITHHOLD, indicator="", value=None)
    lift = replace(mark, at="2026-05-05T02:00:00.000+00:00", act=Act.LIFT)
    assert fold([mark], until="2020-01-01T00:00:00.000+00:00").marks == {"ab12": mark}
    assert not fold([mark, lift]).marks


_WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from archive.store.reviews import append
from tests.store.test_reviews import ENTRY
for number in range(10_000):
    print(append(Path(sys.argv[1]), [replace(ENTRY, value=float(number))])[0].review_id, flush=True)
"""


def test_what_was_acknowledged_before_a_kill_is_there(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    process = subprocess.Popen([sys.executable, "-c", _WRITER, str(tmp_path)], cwd=root, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    told = [process.stdout.readline().strip() for _ in range(20)]
    os.kill(process.pid, signal.SIGKILL)
    told += process.stdout.read().split()
    process.wait()
    kept = [entry.review_id for entry in read(tmp_path).entries]
    assert kept[: len(told)] == told and len(kept) <= len(told) + 1
    assert load(tmp_path) == len(kept) == len(mirrored(tmp_path))
