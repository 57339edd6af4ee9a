"""Nights after the first: what is asked again and when, conditional requests, short looks, what is gone and back."""

import signal
from pathlib import Path

import pytest

from crawler.replica import World
from tests.crawl.sound import check_warcs
from tests.crawl.stage import Seen, Stage, stage

pytestmark = pytest.mark.slow

TAIAN, RIZHAO, QINGDAO = "https://www.taian.gov.cn/", "http://www.rizhao.gov.cn/", "http://www.qingdao.gov.cn/zwgk/szfgk/gknb/"


def world(portal: str, agencies: int = 1) -> World:
    """The report module of 泰安, or the lists of 日照 or 青岛, with a dozen reports of each agency."""
    return World(seed=3, agencies=agencies, reports=agencies * 12, portals=(portal,))


def night(ground: Stage, day: str, *words: object) -> list[Seen]:
    """What one crawl on this day asked, robots.txt left out."""
    before = len(ground.log)
    done = ground.crawl("--today", day, *words)
    assert done.returncode in (0, 10) and "Traceback" not in done.stderr, done.stdout + done.stderr
    return [one for one in ground.log[before:] if one.path != "/robots.txt"]


def brought(ground: Stage) -> dict[str, int]:
    """Report or file to the number of payloads that its visits ended with."""
    return dict(ground.rows("""
        SELECT task_key, count(DISTINCT payload_sha256) FROM captures AS one JOIN visits USING (task_key, visit)
        JOIN tasks USING (task_key) WHERE kind IN ('report', 'attachment') AND visits.outcome = 'ok'
        AND hop = (SELECT max(hop) FROM captures AS c WHERE c.task_key = one.task_key AND c.visit = one.visit) GROUP BY 1
    """))  # type: ignore[arg-type]


def visits(ground: Stage, task_key: str) -> list[str]:
    rows = ground.rows("SELECT outcome FROM visits WHERE task_key = ? ORDER BY visit", task_key)
    return [row[0] for row in rows]


def test_a_quiet_night_asks_for_the_first_page_of_each_list_and_nothing_else(tmp_path: Path) -> None:
    with stage(tmp_path, world("rizhao", 2), faults="validators", homes={RIZHAO: []}) as (ground, replica):
        first = night(ground, "2026-09-01")
        naming = {row[0] for row in ground.rows(
            "SELECT DISTINCT lists.url FROM tasks AS lists JOIN addresses ON found_on = lists.task_key JOIN tasks"
            " ON tasks.task_key = addresses.task_key WHERE tasks.kind = 'report' AND lists.kind != 'report'"
        )}  # fmt: skip
        second = night(ground, "2026-09-02")
        there = [one for one in second if one.status != 404]
        assert sorted(one.url for one in there) == sorted(naming) and len(second) < len(first) / 10
        assert {one.status for one in there} == {304}
        (city, department) = (row[0] for row in ground.rows("SELECT task_key FROM tasks WHERE outcome = 'unchanged' ORDER BY url"))
        assert visits(ground, city) == visits(ground, department) == ["ok", "unchanged"]
        agency = replica.world.agencies_of("hrss.rizhao.gov.cn")[0]
        hole = next(year for year in range(2016, 2026) if not replica.world.listed(agency, year))
        replica.world.publish(agency.name(2025), hole)
        third = night(ground, "2026-09-03")
        new = ground.rows("SELECT listed_title FROM tasks WHERE kind = 'report' AND created_at >= '2026-09-03'")
        assert any(str(hole) in row[0] for row in new), "a list that has changed is read to its end"
        assert len(third) < len(first) / 2
        assert night(ground, "2026-09-11")
        assert "unchanged" not in ground.outcomes("home"), "once a week to the end in any case"
        check_warcs(ground.archive)


@pytest.mark.parametrize("portal", ["heze", "yantai"])
def test_a_quiet_night_asks_an_endpoint_for_its_first_answer_until_it_is_another(portal: str, tmp_path: Path) -> None:
    with stage(tmp_path, world(portal, 12)) as (ground, replica):
        night(ground, "2026-09-01")
        lists = """SELECT url, outcome, (SELECT count(*) FROM captures WHERE captures.task_key = tasks.task_key
            AND visit = visits) FROM tasks WHERE kind IN ('home', 'column') AND outcome IN ('ok', 'unchanged')"""
        long = {url: asked for url, _, asked in ground.rows(lists) if asked > 3}
        night(ground, "2026-09-02")
        second = {url: asked for url, outcome, asked in ground.rows(lists) if outcome == "unchanged" and url in long}
        assert second and all(asked < long[url] for url, asked in second.items())
        for agency in replica.world.agencies:
            replica.world.publish(agency.name(2025), next(y for y in range(2024, 2007, -1) if not replica.world.published(agency, y)))
        before = len(ground.rows("SELECT 1 FROM tasks WHERE kind = 'report'"))
        night(ground, "2026-09-03")
        third = {url: (outcome, asked) for url, outcome, asked in ground.rows(lists) if url in second}
        assert any(outcome == "ok" and asked > second[url] for url, (outcome, asked) in third.items())
        assert len(ground.rows("SELECT 1 FROM tasks WHERE kind = 'report'")) > before


def test_what_changes_behind_lying_validators_is_found_within_the_cycle(tmp_path: Path) -> None:
    with stage(tmp_path, world("taian"), faults="lying_validators", homes={TAIAN: []}) as (ground, replica):
        night(ground, "2026-09-01")
        assert set(brought(ground).values()) == {1}
        replica.world.alter("revise", 1.0)
        assert 304 not in {one.status for one in night(ground, "2026-12-05")}, "a gap of 30 days is always full"
        found = brought(ground)
        assert list(found.values()).count(2) >= 8
        assert night(ground, "2026-12-05", "--again")
        assert brought(ground) == found, "nothing was overlooked"


def test_validators_are_relied_on_for_two_visits_and_a_304_outlives_a_kill(tmp_path: Path) -> None:
    with stage(tmp_path, world("taian"), faults="validators", homes={TAIAN: []}) as (ground, _):
        days = [f"2026-03-0{day}" for day in range(1, 5)]
        homes = [[one.status for one in night(ground, day, "--year", "2020") if one.url == TAIAN] for day in days]
        assert homes == [[200], [304], [304], [200]]
        dead = ground.crawl("--today", "2026-03-05", "--year", "2020", GONGKAI_FAULT="capture_commit.after:3")
        assert dead.returncode == -signal.SIGKILL
        kept = {row[0] for row in ground.rows(
            "SELECT captures.url FROM captures JOIN tasks USING (task_key) WHERE http_status = 304 AND visit > visits"
        )}  # fmt: skip
        assert kept, "kept, and not yet read"
        assert not kept & {one.url for one in night(ground, "2026-03-05", "--year", "2020")}, "nothing is asked twice"
        (key,) = (row[0] for row in ground.rows("SELECT task_key FROM tasks WHERE url = ?", TAIAN))
        assert visits(ground, key) == ["ok"] * 5
        check_warcs(ground.archive)
        for path in (ground.archive / "warc").glob("*.warc.gz"):
            path.write_bytes(bytes(path.stat().st_size))
        full = night(ground, "2026-03-06", "--year", "2020")
        assert full and 304 not in {one.status for one in full}, "what cannot be read back is asked for again"


def test_what_is_withdrawn_is_gone_however_often_it_is_asked_and_then_back(tmp_path: Path) -> None:
    with stage(tmp_path, world("taian"), homes={TAIAN: []}) as (ground, replica):
        night(ground, "2026-09-01", "--year", "2010-2014")
        held, before = ground.outcomes()["ok"], brought(ground)
        replica.world.alter("withdraw", 1.0)
        replica.faults.set("waf_refused")
        night(ground, "2026-09-02", "--again", "--year", "2010-2014")
        for day, fault in (("2026-09-04", ""), ("2026-09-05", "soft_404"), ("2026-09-07", "soft_404_home")):
            replica.faults.set(fault)
            asked = night(ground, day, "--year", "2010-2014")
            assert sum("fbtime" in one.url for one in asked) >= held
            assert ground.outcomes()["gone"] == held, "no failure in between makes it absent"
        replica.world.alter("restore", 0)
        night(ground, "2026-09-11", "--year", "2010-2014")
        assert ground.outcomes()["ok"] == held and brought(ground) == before, "the same bytes are no version"


def test_a_report_that_moves_within_its_site_is_followed(tmp_path: Path) -> None:
    with stage(tmp_path, world("qingdao", 2), homes={QINGDAO: []}) as (ground, replica):
        assert ground.registry
        portal = ground.registry / "qingdao.toml"
        portal.write_text(portal.read_text("utf-8").replace("hanweb-xxgk", "trs-wcm"), "utf-8")
        night(ground, "2026-09-01")
        held = ground.outcomes()["ok"]
        assert replica.world.alter("move", 0.5)
        moved = night(ground, "2026-09-02", "--again")
        files = ground.rows("SELECT * FROM tasks WHERE kind = 'report' AND outcome = 'gone' AND url NOT LIKE '%.pdf'")
        assert ground.outcomes()["ok"] >= held and not files, "only a file without a page has nothing but its address"
        assert 404 in {one.status for one in moved}
        twice = ground.rows(
            "SELECT task_key FROM addresses JOIN tasks USING (task_key) WHERE kind = 'report'"
            " GROUP BY 1 HAVING count(DISTINCT addresses.url) > 1"
        )
        assert twice, "the number of an article is the same wherever it stands"
