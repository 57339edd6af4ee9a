"""Nights one after another on the replica: what is new, changed, failed, and what is not as on the nights before."""

import json
import sqlite3
from contextlib import closing

import pytest

from archive.store.lock import hold
from tests.crawl.gongkai import gongkai
from tests.crawl.stage import registry_of
from tests.nightly.conftest import First, Town, mine

pytestmark = pytest.mark.slow


def test_the_first_night_tells_what_was_not_held_before_it(first: First, town: Town) -> None:
    held = [one for one in mine(town[1]) if one["published"]]
    new, told = [one for one in held if one["year"] != first.old], first.told
    assert 0 < len(new) < len(held)
    assert told.record["first"] and told.portal("taian")["new"] == len(new) == len(told.list("new"))
    assert not told.alarms and "first night" in told.stderr
    assert sorted(str(one["year"]) for one in told.list("new")) == sorted(str(one["year"]) for one in new)
    assert all(str(one["url"]).startswith("https://") for one in told.list("new"))


def test_nights_after_the_first(first: First, settled: Town) -> None:
    nights, replica = settled
    held = [one for one in mine(replica) if one["published"]]

    quiet = nights.record("--today", "2026-05-21", code=0)
    counts = quiet.portal("taian")
    assert (counts["new"], counts["changed"], counts["failed"], counts["holes"]) == (0, 0, 0, 0)
    assert counts["known"] == len(held) and not quiet.list("new") and not quiet.record["first"]
    assert counts["reports_listed"] == first.told.portal("taian")["reports_listed"] > 0

    hole = next(one for one in mine(replica) if not one["published"] and one["holding"] == "none")
    area, year = str(held[2]["area"]), held[2]["year"]
    replica.world.publish(str(hole["area"]), int(str(hole["year"])))
    replica.world.revise(area, int(str(year)))
    busy = nights.record("--today", "2026-12-20", "--min-free", 10**9, code=11)
    assert busy.alarms == {("disk", "")}
    assert [(one["year"], one["portal"]) for one in busy.list("new")] == [(hole["year"], "taian")]
    assert [one["year"] for one in busy.list("changed")] == [year]
    assert (busy.portal("taian")["new"], busy.portal("taian")["changed"]) == (1, 1)
    assert not busy.list("reread") and not busy.list("lost")

    replica.faults.set("shell_directory")
    shut = nights.record("--today", "2027-01-05", code=11)
    assert shut.alarms == {("list_dry", "taian")}
    replica.faults.set("waf_refused")
    still = nights.record("--today", "2031-02-03", code=11)
    assert still.alarms == {("silent", "taian")} and "waf_refused" in json.dumps(still.list("alarms"))
    assert "days ago" in still.stderr
    assert sorted(path.name for path in nights.folder.iterdir() if "latest" in path.name) == ["latest.html", "latest.json"]
    assert nights.latest().record == still.record

    replica.faults.set("")
    other = registry_of(nights.stage.folder / "other", {"https://www.weihai.gov.cn/": []})
    gone = nights.record(registry=other, code=11)
    assert gone.alarms == {("dropped", "taian")}
    assert len(list(nights.folder.glob("nightly-*.html"))) == 6

    assert nights.stage.rows("SELECT * FROM journal") == [], "what a night has noted is in a WARC file when it ends"
    made = gongkai("reindex", "--archive", nights.stage.archive)
    assert made.returncode == 0 and "nothing was changed" in made.stderr, made.stdout + made.stderr


def test_what_a_newer_reader_reads_otherwise_is_neither_new_nor_changed(settled: Town) -> None:
    nights, replica = settled
    with closing(sqlite3.connect(nights.stage.archive / "corpus.db")) as corpus:
        corpus.execute("UPDATE bundles SET reader_version = 'older'")
        corpus.execute("UPDATE figures SET value = value + 1 WHERE indicator = 'applications.received.total' AND value")
        corpus.commit()
    # The older reader took one report for another text, and another for none.
    with closing(sqlite3.connect(nights.stage.archive / "ledger.db")) as ledger:
        (other, unseen) = [row[0] for row in ledger.execute("SELECT rowid FROM night_holdings ORDER BY year LIMIT 2")]
        ledger.execute("UPDATE night_holdings SET version_id = 'older' WHERE rowid = ?", [other])
        ledger.execute("DELETE FROM night_holdings WHERE rowid = ?", [unseen])
        ledger.commit()
    revised = [one for one in mine(replica) if one["published"]][-1]
    replica.world.revise(str(revised["area"]), int(str(revised["year"])))
    hole = next(one for one in mine(replica) if not one["published"] and one["holding"] == "none")
    replica.world.publish(str(hole["area"]), int(str(hole["year"])))
    told = nights.record("--today", "2026-12-20", code=0)
    assert [one["year"] for one in told.list("new")] == [hole["year"]]
    assert [one["year"] for one in told.list("changed")] == [revised["year"]]
    assert len(told.list("reread")) == 2 and not told.list("lost")
    assert "everything was read again" in str(told.record["notes"]) and "reader older → " in str(told.record["notes"])
    assert "was read by reader older" in told.stderr


def test_a_damaged_ledger_is_told_on_the_page_too(town: Town) -> None:
    nights, _ = town
    nights.stage.archive.mkdir(parents=True)
    (nights.stage.archive / "ledger.db").write_bytes(b"no database at all" * 300)
    done = nights.run()
    assert done.returncode == 9 and "Traceback" not in done.stderr
    told = nights.latest().record
    assert told["exit_code"] == 9 and "ledger.db" in str(told["faults"])


def test_when_a_step_fails_the_other_runs_the_page_says_so_and_all_news_are_told_once(town: Town) -> None:
    nights, replica = town
    dead = nights.record(code=1, GONGKAI_FAULT="capture_commit.after:12")
    assert "SIGKILL" in str(dead.record["faults"]) and dead.record["crawl_id"] == 1
    assert nights.latest().record == dead.record
    (nights.stage.archive / "corpus.db").write_bytes(b"no database at all" * 300)
    told = nights.record(code=9)
    assert told.record["resumed"] and told.record["crawl_id"] == 1 and told.portal("taian")["reports_listed"] > 0
    assert told.portal("taian")["asked"] > 0 and "derive" in str(told.record["faults"])
    assert "nothing was compared" in str(told.record["notes"])
    (nights.stage.archive / "corpus.db").unlink()
    repaired = nights.record(code=0)
    published = sum(bool(one["published"]) for one in mine(replica))
    assert dead.portal("taian")["new"] + repaired.portal("taian")["new"] == published


def test_a_night_beside_a_night_ends_at_once_with_one_line(town: Town) -> None:
    nights, _ = town
    with hold(nights.stage.archive / "nightly.lock", "test"):
        done = nights.run()
    assert done.returncode == 6 and len(done.stderr.splitlines()) == 1 and "nightly" in done.stderr
    assert not nights.folder.exists()
    with hold(nights.stage.archive / "crawl.lock", "test"):
        told = nights.record(code=6)
    assert "crawl.lock" in str(told.record["faults"]) and told.record["crawl_id"] is None


def test_without_a_contact_nothing_begins(town: Town) -> None:
    nights, _ = town
    done = nights.run("--contact", "nobody")
    assert done.returncode == 2 and not nights.stage.archive.exists()


def test_the_time_limit_ends_the_crawl_and_the_next_night_goes_on(town: Town) -> None:
    nights, replica = town
    replica.faults.set("slow")
    cut = nights.record("--time-limit", 8 / 3600, code=10)
    assert any("time limit" in str(note) for note in cut.list("notes")) and not cut.alarms
    replica.faults.set("")
    rest = nights.record(code=0)
    assert not rest.record["resumed"] and rest.portal("taian")["lists_read"] > 0
    assert cut.portal("taian")["new"] + rest.portal("taian")["new"] == sum(bool(one["published"]) for one in mine(replica))
