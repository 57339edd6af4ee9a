"""vsb, n-path, binzhou and channels-articles on the replica: whole portals walked, with and without faults."""

from functools import cache

import pytest

from archive.words import Outcome, TaskKind
from crawler.replica import Replica, World
from crawler.replica.messages import Answer, Request
from spiders.portal import Result
from tests.replica.walked import lacking, reports, walk

SIZE = {"linyi": 6, "dezhou": 5, "binzhou": 4, "shandong": 10}
"""Agencies of each portal: enough for several pages of a list on its hosts."""
FULL = pytest.mark.full
FAULTS = [
    *((portal, "cut_list") for portal in ("linyi", "dezhou")), ("dezhou", "unstable_pages"), ("binzhou", "shell_list"),
    *(pytest.param(portal, fault, marks=FULL) for portal in SIZE for fault in ("wrong_total", "dead_column")),
    *(pytest.param(portal, "cut_list", marks=FULL) for portal in ("binzhou", "shandong")),
    *(pytest.param(portal, "unstable_pages", marks=FULL) for portal in ("linyi", "binzhou", "shandong")),
]  # fmt: skip


@cache
def walked(portal: str, faults: str = "") -> tuple[Replica, dict[str, Result]]:
    replica = Replica(World(seed=2, agencies=SIZE[portal], reports=6 * SIZE[portal], portals=(portal,)), faults=faults)
    return replica, walk(replica, portal)


def ask(replica: Replica, url: str, **headers: str) -> Answer:
    host, _, rest = url.removeprefix("http://").partition("/")
    return replica.answer(Request("GET", "http", host, 80, f"/{rest}", headers))


@pytest.mark.parametrize("portal", SIZE)
def test_every_report_and_file_of_a_portal_is_found_and_no_other(portal: str) -> None:
    replica, ends = walked(portal)
    assert lacking(replica, ends) == [] and len(reports(ends)) >= 15
    truth = list(replica.truth())
    known = {url.partition("://")[2] for r in truth for url in (*r["places"], *(one["url"] for one in r["lookalikes"]))}
    assert set(reports(ends)) <= known


@pytest.mark.parametrize(("portal", "fault"), FAULTS)
def test_what_a_fault_of_lists_leaves_is_found_and_what_it_hides_is_told(portal: str, fault: str) -> None:
    replica, ends = walked(portal, fault)
    # A file hangs on every place of its report; with one of them hidden, those of the other are held.
    assert [one for one in lacking(replica, ends) if not one.startswith("file ")] == []
    hidden = {r["host"] for r in replica.truth() if r["published"] and r["source"] == "needs_probe"}
    lists = [end for end in ends.values() if end.task.kind.is_list and end.outcome in (Outcome.SHELL, Outcome.ABSENT)]
    told = {end.task.host.removeprefix("www.") for end in lists}
    assert {host.removeprefix("www.") for host in hidden} <= told


def test_a_file_of_vsb_wants_its_page_as_referer_and_a_page_in_its_place_is_none() -> None:
    replica, ends = walked("linyi")
    (url,) = [f["url"] for r in replica.truth() for f in r.get("files", ()) if "download.jsp" in f["url"]][:1]
    assert "验证码" in ask(replica, url).body.decode() and "html" not in ask(replica, url, referer="x").content_type
    files = [end for end in ends.values() if end.task.kind == TaskKind.ATTACHMENT]
    assert files and {end.outcome for end in files} == {Outcome.OK}


def test_lists_of_vsb_are_counted_down_on_one_host_and_up_on_another() -> None:
    replica = Replica(World(seed=2, agencies=20, reports=240, portals=("linyi",)))
    down = ask(replica, "http://www.linyi.gov.cn/zfxxgk/zfxxgknb/bmnb.htm").body.decode()
    pages = int(down.partition(" 1/")[2].partition(" ")[0])
    assert pages > 2 and f'/bmnb/{pages - 1}.htm">下页' in down
    assert ask(replica, "http://www.linyi.gov.cn/zfxxgk/zfxxgknb/bmnb/1.htm").status == 200
    assert ask(replica, f"http://www.linyi.gov.cn/zfxxgk/zfxxgknb/bmnb/{pages}.htm").status == 404
    up = ask(replica, "http://rsj.linyi.gov.cn/zwgk/zfxxgknb.htm").body.decode()
    assert '/zfxxgknb/2.htm">下页' in up


def test_an_article_of_n_path_keeps_its_number_in_every_column_and_host() -> None:
    replica, ends = walked("dezhou")
    several = [r["places"] for r in replica.truth() if len(r["places"]) > 1 and r["places"][0].endswith("content.html")]
    assert several
    for places in several:
        assert len({place.rpartition("/c")[2] for place in places}) == 1
        assert sum(end.task.url in places for end in ends.values()) == 1


def test_static_files_of_channels_begin_at_another_number_on_each_host() -> None:
    replica = Replica(World(seed=2, agencies=12, reports=180, portals=("shandong",)))
    for host, channel, first in (("hrss", "ch00240", 51), ("sft", "ch00311", 50), ("fpkfb", "ch00119", 1)):
        base = f"http://{host}.shandong.gov.cn/channels/{channel}/"
        shown = [ask(replica, f"{base}index_{first + k}.shtml").status for k in (-1, 0)]
        assert ask(replica, base).body.count(b"pagedContent") >= 50 and shown == [404, 200], host
