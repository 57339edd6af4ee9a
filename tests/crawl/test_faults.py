"""Obstacles: one crawl of a world in which every host has another fault, and what the ledger then says of each."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from subprocess import CompletedProcess

import pytest

from crawler.replica import World
from crawler.replica.world.agencies import MODULE_PORTALS
from tests.crawl.stage import Seen, Stage, stage

HOSTS = {
    "challenge_ruishu": "www.yanzhou.gov.cn", "challenge_jsl": "www.wenshang.gov.cn",
    "challenge_waf": "www.zoucheng.gov.cn", "waf_refused": "www.jiaxiang.gov.cn",
    "redirect_loop": "www.jinxiang.gov.cn", "soft_404": "www.sishui.gov.cn", "soft_404_home": "www.qufu.gov.cn",
    "rate_limited_forever": "www.feicheng.gov.cn", "unavailable_forever": "www.sdtaishan.gov.cn",
    "rate_limited_retry_after": "www.daiyue.gov.cn", "reset_forever": "www.xintai.gov.cn",
    "robots_disallow": "tsgw.taian.gov.cn", "robots_5xx_forever": "www.taian.gov.cn", "reset": "www.jining.gov.cn",
    "shell_directory": "www.rongcheng.gov.cn", "robots_404": "www.rushan.gov.cn", "robots_html": "www.wendeng.gov.cn",
    "robots_empty": "www.huancui.gov.cn", "bad_gateway": "www.weihai.gov.cn",
}  # fmt: skip
"""Fault to the one host of the world that has it."""
REFUSALS = {
    "challenge_ruishu": "challenge:ruishu", "challenge_jsl": "challenge:jsl", "challenge_waf": "challenge:waf",
    "waf_refused": "waf_refused",
}  # fmt: skip
YEARS = (2020, 2021)


@dataclass(frozen=True)
class Crawled:
    """The one crawl: the stage as it left it, what it printed, and the truth per fault."""

    ground: Stage
    done: CompletedProcess[str]
    published: dict[str, Counter[str]]

    def outcomes(self, fault: str, kind: str) -> Counter[str]:
        sql = "SELECT coalesce(outcome, 'never asked') FROM tasks WHERE host LIKE ? AND kind = ? AND (year IS NULL OR year IN (?, ?)) AND (why <> 'reserve' OR visits)"
        return Counter(row[0] for row in self.ground.rows(sql, f"{HOSTS[fault]}%", kind, *YEARS))

    def asked(self, fault: str) -> list[Seen]:
        return [one for one in self.ground.log if one.host == HOSTS[fault]]

    def holes(self, fault: str) -> str:
        """The lines of the summary that name the host."""
        return "\n".join(line for line in self.done.stdout.splitlines() if HOSTS[fault] in line)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    world = World(seed=2, agencies=80, reports=1000, portals=MODULE_PORTALS)
    homes = {f"{a.host.root}/": [b.area for b in world.agencies_of(a.host.host)] for a in world.agencies}
    assert {a.host.host for a in world.agencies} == set(HOSTS.values())
    faults = ",".join(f"{fault}:{host}" for fault, host in HOSTS.items())
    with stage(tmp_path_factory.mktemp("faults"), world, faults=faults, homes=homes) as (ground, _):
        done = ground.crawl("--year", ",".join(map(str, YEARS)), timeout=400)
        published: dict[str, Counter[str]] = {fault: Counter() for fault in HOSTS}
        of_host = {host: fault for fault, host in HOSTS.items()}
        for record in world.truth():
            if record["year"] in YEARS:
                there = record["published"] or record["holding"] == "interpretation_only"
                outcomes = published[of_host[record["host"]]]
                outcomes["ok" if there else "absent"] += 1
                # Of these the report module is asked first.
                outcomes["absent"] += there and world.on_own_page(world.agencies[record["serial"]])
        yield Crawled(ground, done, published)


pytestmark = pytest.mark.slow


def test_something_missing_is_exit_code_10_and_no_fault_of_the_crawler(crawled: Crawled) -> None:
    assert crawled.done.returncode == 10, crawled.done.stdout + crawled.done.stderr
    assert "fault:" not in crawled.done.stdout


@pytest.mark.parametrize("fault", REFUSALS)
def test_a_refusal_is_recorded_as_such_and_three_of_them_rest_the_host(fault: str, crawled: Crawled) -> None:
    outcome = REFUSALS[fault]
    seen = crawled.outcomes(fault, "home") + crawled.outcomes(fault, "report")
    assert set(seen) == {outcome, "never asked"} and seen[outcome] == 3
    assert len([one for one in crawled.asked(fault) if one.path != "/robots.txt"]) == 3
    assert f"{outcome} 3 times in a row" in crawled.holes(fault)


@pytest.mark.parametrize("fault", ["soft_404", "soft_404_home", "robots_404", "robots_html", "robots_empty", "reset"])
def test_what_is_published_is_held_and_what_is_not_is_absent(fault: str, crawled: Crawled) -> None:
    assert crawled.outcomes(fault, "report") == crawled.published[fault]
    assert set(crawled.outcomes(fault, "home")) == {"ok"}
    assert crawled.holes(fault) == ""


def test_a_host_that_asks_to_wait_is_asked_again_when_it_said(crawled: Crawled) -> None:
    fault = "rate_limited_retry_after"
    assert crawled.outcomes(fault, "report") == crawled.published[fault]
    asked = crawled.asked(fault)
    early = [
        (first.url, second.url) for first, second in pairwise(asked)
        if first.status == 429 and second.start < first.end + 0.98
    ]  # fmt: skip
    assert early == [] and any(one.status == 429 for one in asked)


@pytest.mark.parametrize("fault", ["rate_limited_forever", "unavailable_forever"])
def test_a_host_that_limits_twice_without_saying_how_long_is_left_in_peace(fault: str, crawled: Crawled) -> None:
    assert len([one for one in crawled.asked(fault) if one.path != "/robots.txt"]) == 2
    assert crawled.outcomes(fault, "home") == {"rate_limited": 1}
    assert "rate_limited: HTTP" in crawled.holes(fault)


@pytest.mark.parametrize(("fault", "outcome"), [("reset_forever", "unreachable:tcp"), ("bad_gateway", "server_error")])
def test_a_broken_host_is_no_absent_report(fault: str, outcome: str, crawled: Crawled) -> None:
    seen = crawled.outcomes(fault, "home") + crawled.outcomes(fault, "report")
    assert seen[outcome] == 3 and set(seen) <= {outcome, "never asked"}
    assert f"{outcome} 3 times in a row" in crawled.holes(fault)


def test_a_loop_of_pages_ends(crawled: Crawled) -> None:
    fault = "redirect_loop"
    assert set(crawled.outcomes(fault, "home")) == {"too_many_hops"}
    assert set(crawled.outcomes(fault, "report")) == {"too_many_hops"}
    assert "too_many_hops" in crawled.holes(fault)


def test_a_directory_that_a_script_would_fill_is_a_shell(crawled: Crawled) -> None:
    assert crawled.outcomes("shell_directory", "home")["shell"] >= 1
    assert "shell" in crawled.holes("shell_directory")


def test_robots_that_forbids_the_module_is_obeyed_to_the_letter(crawled: Crawled) -> None:
    fault = "robots_disallow"
    assert set(crawled.outcomes(fault, "report")) == {"robots_disallowed"}
    assert not [one.url for one in crawled.asked(fault) if one.path.startswith("/module/")]
    assert set(crawled.outcomes(fault, "home")) == {"ok"}
    assert "robots_disallowed" in crawled.holes(fault)


def test_without_an_answer_for_robots_nothing_is_asked(crawled: Crawled) -> None:
    fault = "robots_5xx_forever"
    assert {one.path for one in crawled.asked(fault)} == {"/robots.txt"}
    assert "robots.txt: HTTP 503" in crawled.holes(fault)
    assert set(crawled.outcomes(fault, "report")) <= {"server_error", "never asked"}
