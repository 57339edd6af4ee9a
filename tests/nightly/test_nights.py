"""Nights one after another on the replica: what is new, changed, failed, and what is not as on the nights before."""

import json

import pytest

from archive.store.lock import hold
from crawler.replica import Replica
from tests.crawl.gongkai import gongkai
from tests.crawl.stage import registry_of
from tests.nightly.night import Nights

pytestmark = pytest.mark.slow
Town = tuple[Nights, Replica]


def _mine(replica: Replica) -> list[dict[str, object]]:
    return [dict(one) for one in replica.truth() if one["portal"] == "taian" and one["existed"] and "www.taian" in str(one["url"])]


def test_four_nights(town: Town) -> None:
    nights, replica = town
    held = [one for one in _mine(replica) if one["published"]]

    old = held[-1]["year"]
    assert nights.stage.crawl("--year", old).returncode == 0
    assert gongkai("derive", "--archive", nights.stage.archive, "--jobs", 1).returncode == 0

    first = nights.record("--today", "2026-05-20", code=0)
    new = [one for one in held if one["year"] != old]
    assert 0 < len(new) < len(held), "what was held before the first night is no news"
    assert first.record["first"] and first.portal("taian")["new"] == len(new) == len(first.list("new"))
    assert not first.alarms and "first night" in first.stderr
    assert sorted(str(one["year"]) for one in first.list("new")) == sorted(str(one["year"]) for one in new)
    assert all(str(one["url"]).startswith("https://") for one in first.list("new"))

    quiet = nights.record("--today", "2026-05-21", code=0)
    counts = quiet.portal("taian")
    assert (counts["new"], counts["changed"], counts["failed"], counts["holes"]) == (0, 0, 0, 0)
    assert counts["known"] == len(held) and not quiet.list("new") and not quiet.record["first"]
    assert counts["reports_listed"] == first.portal("taian")["reports_listed"] > 0

    hole = next(one for one in _mine(replica) if not one["published"] and one["holding"] == "none")
    area, year = str(held[2]["area"]), held[2]["year"]
    replica.world.publish(str(hole["area"]), int(str(hole["year"])))
    replica.world.revise(area, int(str(year)))
    busy = nights.record("--today", "2026-12-20", code=0)
    assert [(one["year"], one["portal"]) for one in busy.list("new")] == [(hole["year"], "taian")]
    assert [one["year"] for one in busy.list("changed")] == [year]
    assert (busy.portal("taian")["new"], busy.portal("taian")["changed"]) == (1, 1)
    assert not busy.list("reread") and not busy.list("lost")

    replica.faults.set("shell_directory")
    shut = nights.record("--today", "2027-01-05", code=11)
    assert shut.alarms == {("list_dry", "taian")}
    replica.faults.set("waf_refused")
    refused = nights.record("--today", "2027-01-06", code=11)
    assert refused.alarms == {("silent", "taian")} and "waf_refused" in json.dumps(refused.list("alarms"))
    still = nights.record("--today", "2031-02-03", code=11)
    assert ("silent", "taian") in still.alarms, "an alarm is not forgotten because it lasts"
    assert "days ago" in still.stderr
    assert sorted(path.name for path in nights.folder.iterdir() if "latest" in path.name) == ["latest.html", "latest.json"]
    assert nights.latest().record == still.record

    replica.faults.set("")
    other = registry_of(nights.stage.folder / "other", {"https://www.weihai.gov.cn/": []})
    gone = nights.record("--min-free", 10**9, registry=other, code=11)
    assert gone.alarms == {("dropped", "taian"), ("disk", "")}
    assert len(list(nights.folder.glob("nightly-*.html"))) == 7

    assert nights.stage.rows("SELECT * FROM journal") == [], "what a night has noted is in a WARC file when it ends"
    made = gongkai("reindex", "--archive", nights.stage.archive)
    assert made.returncode == 0 and "nothing was changed" in made.stderr, made.stdout + made.stderr


def test_a_damaged_ledger_is_told_on_the_page_too(town: Town) -> None:
    nights, _ = town
    nights.stage.archive.mkdir(parents=True)
    (nights.stage.archive / "ledger.db").write_bytes(b"no database at all" * 300)
    done = nights.run()
    assert done.returncode == 9 and "Traceback" not in done.stderr
    told = nights.latest().record
    assert told["exit_code"] == 9 and "ledger.db" in str(told["faults"])


def test_when_a_step_fails_the_other_runs_and_the_page_says_so(town: Town) -> None:
    nights, replica = town
    (nights.stage.archive).mkdir(parents=True)
    (nights.stage.archive / "corpus.db").write_bytes(b"no database at all" * 300)
    told = nights.record(code=9)
    assert told.portal("taian")["asked"] > 0 and "derive" in str(told.record["faults"])
    assert "nothing was compared" in str(told.record["notes"])
    (nights.stage.archive / "corpus.db").unlink()
    repaired = nights.record(code=0)
    assert repaired.portal("taian")["new"] == sum(bool(one["published"]) for one in _mine(replica)), "its news are told now"


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
    assert cut.portal("taian")["new"] + rest.portal("taian")["new"] == sum(bool(one["published"]) for one in _mine(replica))
