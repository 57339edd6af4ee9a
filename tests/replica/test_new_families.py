"""channel-doc, els-service and hanweb-jpaas on the replica: whole portals walked, with and without faults."""

import json
from functools import cache

import pytest

from archive.words import Outcome
from crawler.replica import Replica, World
from crawler.replica.messages import Answer, Request
from crawler.replica.portal.jpaas import UNIT
from spiders.portal import Result
from tests.replica.walked import lacking, reports, walk

FAMILIES = {"channel-doc": "liaocheng", "els-service": "weifang", "hanweb-jpaas": "yantai"}


@cache
def walked(portal: str, faults: str = "") -> tuple[Replica, dict[str, Result]]:
    replica = Replica(World(seed=3, agencies=4, reports=16, portals=(portal,)), faults=faults)
    return replica, walk(replica, portal)


def ask(replica: Replica, url: str, body: str = "", media: str = "application/json") -> Answer:
    host, _, rest = url.removeprefix("http://").partition("/")
    headers = {"content-type": media} if body else {}
    return replica.answer(Request("POST" if body else "GET", "http", host, 80, f"/{rest}", headers, body.encode()))


@pytest.mark.parametrize("portal", [*FAMILIES.values(), "zibo", "heze", "jinan"])
def test_every_report_and_file_of_a_portal_is_found(portal: str) -> None:
    replica, ends = walked(portal)
    assert lacking(replica, ends) == [] and len(reports(ends)) >= 8


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("fault", ["wrong_total,cut_list", "shell_list"])
def test_what_a_fault_of_lists_leaves_is_found_and_what_it_hides_is_told(family: str, fault: str) -> None:
    replica, ends = walked(FAMILIES[family], fault)
    assert lacking(replica, ends) == []
    hidden = [record for record in replica.truth() if record["published"] and record["source"] == "needs_probe"]
    lists = {end.outcome for end in ends.values() if end.task.kind.is_list}
    held = reports(ends)
    assert not [r for r in hidden if any(place.partition("://")[2] in held for place in r["places"])]
    if hidden:
        assert lists & {Outcome.SHELL, Outcome.ABSENT}


def test_a_list_that_only_a_script_fills_is_never_an_empty_success() -> None:
    replica, ends = walked("zibo")
    shells = [end for end in ends.values() if "linzi" in end.task.url and end.outcome == Outcome.SHELL]
    assert {r["source"] for r in replica.truth() if r["host"] == "www.linzi.gov.cn" and r["published"]} <= {"needs_probe"}
    assert shells or not replica.world.agencies_of("www.linzi.gov.cn")


def test_a_list_that_wants_a_token_says_so_and_gets_none() -> None:
    replica, ends = walked("weifang")
    (end,) = (end for end in ends.values() if end.task.url == "http://wfsj.weifang.gov.cn/sjjlist/")
    assert end.outcome == Outcome.TOKEN_REQUIRED
    assert b"msstoken" in ask(replica, "http://wfsj.weifang.gov.cn/els-service/article/1/50", '{"catas":["trs1308521"]}').body


def test_the_list_endpoint_wants_json_by_post_and_knows_units_and_catalogues() -> None:
    replica, _ = walked("heze")
    lists = (one for agency in replica.world.agencies for one in replica.world.columns.where(agency, 2024))
    found = next(one for one in lists if replica.world.columns.items(one))
    url = f"{found.host.root}/els-service/article/1/50"
    body = {"dw": [found.lists["dwid"]], "catas": [str(found.number)]}

    def contents(**other: object) -> list[object]:
        answer = json.loads(ask(replica, url, json.dumps(body | other)).body)
        found: list[object] = answer["data"]["contents"]
        return found

    assert contents() and not contents(catas=["1"]) and not contents(dw=["x"])
    assert ask(replica, url).status == 405 and ask(replica, url, "a=1", "application/x-www-form-urlencoded").status == 415


def test_a_block_is_answered_by_its_whole_query_and_by_none_of_its_names_but_the_right_one() -> None:
    replica, _ = walked("yantai")
    query = "parseType=bulidstatic&webId=158&tplSetId=U1S5158&pageType=column&editType=null&pageId=16121"

    def html(tag: str, more: str = "", head: str = query) -> str:
        text: str = json.loads(ask(replica, f"http://www.haiyang.gov.cn{UNIT}?{head}&tagId={tag}{more}").body)["data"]["html"]
        return text

    tag = "%E5%88%86%E9%A1%B5%E5%88%97%E8%A1%A8"
    assert "pagination" in html(tag) and html(tag) == html("")
    assert html("x") == html(tag, head=query.replace("158", "159")) == "模板内容数据为空"
    assert 'pageNo="2"' in html(tag, "&paramJson=%7B%22pageNo%22%3A2%2C%22pageSize%22%3A15%7D") or "<li>" not in html(tag, "")
