"""The next crawl of the same archive: lists are read again, what is held is left in peace, what is new is fetched."""

import json
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from crawler.replica.world.truth import Record
from tests.crawl.dump import dump
from tests.crawl.sound import check_warcs
from tests.crawl.stage import CITIES, Stage, small_world, stage

pytestmark = pytest.mark.slow


def _hashes(ground: Stage) -> dict[str, str]:
    sql = "SELECT task_key, payload_sha256 FROM captures JOIN tasks USING (task_key) WHERE kind = 'report' AND outcome = 'ok'"
    return {row[0]: row[1] for row in ground.rows(sql)}


def _asked(ground: Stage, before: int, report: Record) -> int:
    return sum(f"area={report['area']}&fbtime={report['year']}" in one.url for one in ground.log[before:])


def test_a_report_published_between_two_crawls_is_the_only_one_fetched(tmp_path: Path) -> None:
    with stage(tmp_path, small_world(2), homes=CITIES) as (ground, replica):
        assert ground.crawl("--today", "2026-03-10").returncode == 0
        held, before = _hashes(ground), len(ground.log)
        hole = next(r for r in replica.truth() if r["year"] == 2025 and not r["published"] and r["holding"] == "none")
        replica.world.publish(hole["area"], hole["year"])
        second = ground.crawl("--json", "--today", "2026-03-10")
        assert _asked(ground, before, hole) == 0, "once a day is often enough"
        before = len(ground.log)
        second = ground.crawl("--json", "--today", "2026-03-11")
        assert second.returncode == 0
        summary = json.loads(second.stdout)
        assert (summary["reports_new"], summary["reports_known"]) == (1, len(held))
        assert summary["lists_read"] == 15 and not summary["resumed"]
        later = [one.url for one in ground.log[before:]]
        known = {row[0] for row in ground.rows("SELECT url FROM tasks WHERE kind IN ('report', 'image', 'attachment')"
                                               " AND outcome = 'ok' AND visits = 1 AND looked_crawl = 1")}  # fmt: skip
        assert not known & set(later), "a report that is held was asked for again"
        new = _hashes(ground)
        assert {key: new[key] for key in held} == held
        fresh = set(new) - set(held)
        assert [f"{hole['area']}:{hole['year']}" in key for key in fresh] == [True]
        assert Counter(later).most_common(1)[0][1] == 1
        assert sum(one.path == "/robots.txt" for one in ground.log[before:]) == 3, "the day is over"
        check_warcs(ground.archive)


def test_after_ctrl_c_the_next_crawl_goes_on_where_it_was(tmp_path: Path) -> None:
    with stage(tmp_path, small_world(), homes=CITIES) as (ground, _):
        process = ground.start(delay=0.1)
        while len(ground.log) < 30:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=120)
        assert process.returncode in (1, 10) and "Traceback" not in err, out + err
        asked = len(ground.log)
        assert asked < 100
        resumed = ground.crawl()
        assert resumed.returncode == 0 and "(resumed)" in resumed.stdout
        urls = Counter(one.url for one in ground.log)
        assert max(urls.values()) == 1, "after a clean end nothing is asked twice"
        whole = Stage(tmp_path / "whole", ground.via, ground.ca_file, ground.registry)
        assert whole.crawl().returncode == 0
        assert dump(ground.archive / "ledger.db") == dump(whole.archive / "ledger.db")


def test_a_list_kept_by_a_crawl_that_died_days_ago_is_read_from_the_archive_and_then_asked_again(tmp_path: Path) -> None:
    with stage(tmp_path, small_world(), homes={"https://www.jining.gov.cn/": []}) as (ground, _):
        dead = ground.crawl("--today", "2026-03-01", GONGKAI_FAULT="capture_commit.after:2")
        assert dead.returncode == -signal.SIGKILL
        before = len(ground.log)
        later = ground.crawl("--today", "2026-03-05")
        assert later.returncode == 0 and "(resumed)" not in later.stdout
        home = "https://www.jining.gov.cn/"
        assert [one.url for one in ground.log[before:] if one.url == home] == [home]
        visits = ground.rows("SELECT visit, visits.outcome FROM visits JOIN tasks USING (task_key) WHERE url = ? ORDER BY 1", home)
        assert [tuple(v) for v in visits] == [(1, "ok"), (2, "ok")]


def test_limit_year_and_agency_narrow_what_is_asked(tmp_path: Path) -> None:
    with stage(tmp_path, small_world(2), homes=CITIES) as (ground, replica):
        office = next(r["area"] for r in replica.truth() if r["agency"].endswith("办公室"))
        done = ground.crawl("--year", "2019,2021-2022", "--agency", office)
        assert done.returncode == 0, done.stdout
        asked = {tuple(row) for row in ground.rows("SELECT area, year FROM tasks WHERE kind = 'report' AND visits > 0")}
        assert asked == {(office, 2019), (office, 2021), (office, 2022)}
        by_name = ground.crawl("--year", "2020", "--agency", "泰安市人民政府办公室", "taian")
        assert by_name.returncode == 0, by_name.stdout
        asked = {tuple(row) for row in ground.rows("SELECT area, year FROM tasks WHERE kind = 'report' AND year = 2020 AND visits > 0")}
        assert asked == {("11370900004341523R", 2020)}
        limited = ground.crawl("--limit", "4", "--year", "2012-2014")
        assert limited.returncode == 10 and "--limit" in limited.stdout
        asked_now = ground.rows("SELECT * FROM tasks WHERE kind = 'report' AND year BETWEEN 2012 AND 2014 AND visits > 0")
        assert len(asked_now) == 4
        files = ground.rows("SELECT outcome FROM tasks WHERE kind IN ('image', 'attachment')")
        assert {row[0] for row in files} == {"ok"}, "the files of a report are not left behind by --limit"


def test_a_dry_run_sends_nothing_and_touches_nothing(tmp_path: Path) -> None:
    with stage(tmp_path, small_world(), homes=CITIES) as (ground, _):
        fresh = ground.crawl("--dry-run")
        assert fresh.returncode == 0 and len(fresh.stdout.splitlines()) == 3
        assert not ground.archive.exists() and ground.log == []
        assert ground.crawl("--year", "2020").returncode == 0
        asked, before = len(ground.log), {p: p.read_bytes() for p in ground.archive.rglob("*") if p.is_file()}
        planned = ground.crawl("--dry-run", "--year", "2020-2021").stdout.splitlines()
        assert len([line for line in planned if "\treport\t2021\t" in line]) == 6
        assert len([line for line in planned if "\thome\t" in line]) == 5, "those that name reports themselves"
        assert len(ground.log) == asked
        assert {p: p.read_bytes() for p in ground.archive.rglob("*") if p.is_file()} == before
