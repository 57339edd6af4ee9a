"""Politeness, proved from the world's log: one request at a time in a group, and the pauses between them."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import pytest

from crawler.replica import World
from crawler.replica.world.agencies import MODULE_PORTALS
from spiders.registry import load
from tests.crawl.stage import CONTACT, Seen, Stage, stage

DELAY = 0.3

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Two cities with counties; links name other variants of the hosts, so that redirects and robots.txt abound."""
    world = World(seed=3, agencies=21, reports=230, portals=MODULE_PORTALS)
    homes: dict[str, list[str]] = {f"{a.host.root}/": [] for a in world.agencies if a.host.portal != "weihai"}
    with stage(tmp_path_factory.mktemp("polite"), world, faults="host_duplicates", homes=homes) as (ground, _):
        done = ground.crawl("--year", "2021", delay=DELAY)
        assert done.returncode == 0, done.stdout + done.stderr
        yield ground


def _groups(log: list[Seen]) -> dict[str, list[Seen]]:
    """Requests by the politeness group that the built-in registry gives their host."""
    groups = defaultdict[str, list[Seen]](list)
    for one in log:
        groups[load().group_of(one.host)].append(one)
    return groups


def test_no_group_has_two_requests_in_flight_and_the_pauses_hold(crawled: Stage) -> None:
    for requests in _groups(crawled.log).values():
        for first, second in pairwise(requests):
            pause = 2 * DELAY if second.path.startswith("/module/") else DELAY
            assert second.start - first.end >= pause, (first, second)


def test_all_kinds_of_requests_were_among_them(crawled: Stage) -> None:
    log = crawled.log
    assert {one.status for one in log} >= {200, 301, 302}
    kinds = {row["kind"] for row in crawled.rows("SELECT DISTINCT kind FROM tasks WHERE outcome = 'ok'")}
    assert kinds >= {"home", "report", "image", "attachment", "robots"}
    hosts = {one.host for one in log}
    assert {"www.jining.gov.cn", "www.yanzhou.gov.cn", "www.taian.gov.cn", "www.feicheng.gov.cn"} <= hosts


def test_two_cities_are_walked_at_the_same_time(crawled: Stage) -> None:
    groups = _groups(crawled.log)
    assert set(groups) == {"jining", "taian"}
    (a, b), (c, d) = ((requests[0].start, requests[-1].end) for requests in groups.values())
    together = min(b, d) - max(a, c)
    assert together > 0.5 * min(b - a, d - c)


def test_every_request_says_who_asks(crawled: Stage) -> None:
    assert all(CONTACT in one.user_agent and "gongkai/" in one.user_agent for one in crawled.log)


def test_an_attachment_is_asked_for_with_its_article_as_referer(crawled: Stage) -> None:
    files = [one for one in crawled.log if one.path == "/module/download/downfile.jsp" and one.status == 200]
    assert files and all("xxgkAnnualReport.jsp" in one.referer for one in files)
    assert not [one for one in crawled.log if one.path.endswith("xxgkAnnualReport.jsp") and one.referer]
