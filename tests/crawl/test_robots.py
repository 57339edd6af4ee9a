"""robots.txt as portals really answer for it: read by its body, obeyed before anything else is asked."""

from pathlib import Path

import pytest

from tests.crawl.stage import Stage
from tests.crawl.strange import Answer, answer, moved, strange_world

ROOT = "http://www.yanzhou.gov.cn"
FORBIDS = "User-agent: *\r\nDisallow: /module/\r\n"
MODULE = f"{ROOT}/module/xxgk/xxgkAnnualReport.jsp?area=A1&fbtime=2020"

pytestmark = pytest.mark.slow


def _crawl(folder: Path, robots: dict[str, Answer]) -> Stage:
    pages: dict[str, Answer] = {
        f"{ROOT}/": answer("<a href='/x.html'>政府信息公开</a>"),
        f"{ROOT}/x.html": answer("<a href='/col/col1/index.html?vc_xxgkarea=A1'>某局</a>"),
    }
    with strange_world(folder, pages | robots, {f"{ROOT}/": []}) as ground:
        done = ground.crawl("--year", "2020")
        assert "fault:" not in done.stdout and done.returncode in (0, 10), done.stdout + done.stderr
        return ground


@pytest.mark.parametrize(
    "robots",
    [
        answer(FORBIDS, "text/html"), answer(b"\xef\xbb\xbf" + FORBIDS.encode(), "text/plain"),
        answer("# 禁止\n" + FORBIDS, "text/plain; charset=gbk"), answer("USER-AGENT: GongKai\nDISALLOW: /module\n\nUser-agent: *\nDisallow:\n"),
    ],
)  # fmt: skip
def test_rules_are_obeyed_however_they_are_labelled(robots: Answer, tmp_path: Path) -> None:
    ground = _crawl(tmp_path, {f"{ROOT}/robots.txt": robots})
    assert ground.outcomes()["robots_disallowed"] == 1
    made_up = {row["url"] for row in ground.rows("SELECT url FROM tasks WHERE kind = 'missing'")}
    asked = [one.url for one in ground.log if one.url not in made_up]
    assert asked == [f"{ROOT}/robots.txt", f"{ROOT}/", f"{ROOT}/x.html"]


def test_rules_behind_a_redirect_are_those_of_the_host_that_was_asked(tmp_path: Path) -> None:
    there = "https://www.yanzhou.gov.cn/robots.txt"
    ground = _crawl(tmp_path, {f"{ROOT}/robots.txt": moved(there), there: answer(FORBIDS, "text/plain")})
    assert ground.outcomes()["robots_disallowed"] == 1 and MODULE not in [one.url for one in ground.log]


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "404 Not Found", "412 Precondition Failed"])
def test_a_refusal_of_robots_means_no_rules(status: str, tmp_path: Path) -> None:
    ground = _crawl(tmp_path, {f"{ROOT}/robots.txt": answer(FORBIDS, "text/plain", status)})
    assert MODULE in [one.url for one in ground.log]


def test_a_host_too_busy_for_robots_is_left_alone(tmp_path: Path) -> None:
    ground = _crawl(tmp_path, {f"{ROOT}/robots.txt": answer("", status="429 Too Many Requests", Retry_After="3600")})
    assert [one.url for one in ground.log] == [f"{ROOT}/robots.txt"]
    assert ground.outcomes("home") == {"rate_limited": 1}
