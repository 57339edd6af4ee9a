"""The Hanweb protocol as the replica speaks it: navigation, directories, the report module, files, control."""

import json
import re
import zipfile
from io import BytesIO
from urllib.parse import quote, urljoin, urlsplit

import pytest

from crawler.replica import Replica, World
from crawler.replica.portal.directories import agency_path
from crawler.replica.world import Agency
from crawler.replica.world.agencies import MODULE_PORTALS, YEARS
from crawler.replica.world.hosts import hosts
from crawler.replica.world.truth import own_path, report_url
from tests.replica.client import Got, fetch

FOLLOWED = ("政府信息公开", "政务公开", "政府信息公开年报")


def get(replica: Replica, url: str, **headers: str) -> Got:
    """The page at the end of the redirects."""
    got = fetch(replica, url, **headers)
    return get(replica, urljoin(url, got.headers["location"])) if got.status in (301, 302) else got


def links(page: str, base: str) -> list[tuple[str, str]]:
    return [(text, urljoin(base, href)) for href, text in re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>([^<]*)</a>', page)]


def some(world: World, published: bool, skin: str, year: int = 2023) -> Agency:
    return next(
        one for one in world.agencies
        if one.host.skin == skin and world.published(one, year) == published and not world.explained(one, year)
    )  # fmt: skip


@pytest.mark.parametrize("root", [host.root for host in hosts().values() if host.portal in MODULE_PORTALS])
def test_three_hops_from_a_home_by_link_text_reach_every_agency_of_the_host(replica: Replica, root: str) -> None:
    seen, front, areas = set[str](), [f"{root}/"], set[str]()
    for _ in range(4):
        found = [(text, url) for page in front for text, url in links(get(replica, page).text, page)]
        areas |= {area for _, url in found for area in re.findall(r"vc_xxgkarea=([^&]+)", url) if url.startswith(root)}
        seen |= set(front)
        front = [url for text, url in dict.fromkeys(found) if text in FOLLOWED and url not in seen]
    assert areas == {agency.area for agency in replica.world.agencies_of(urlsplit(root).netloc)}


def test_an_agency_that_the_module_does_not_know_lists_its_reports_on_its_own_page(replica: Replica) -> None:
    world = replica.world
    known = [one for one in world.agencies if world.on_own_page(one)]
    assert known
    for agency in known:
        years = [year for year in YEARS if world.published(agency, year)]
        listed = get(replica, agency.host.root + agency_path(agency)).text
        if agency.host.skin == "div":
            listed = get(replica, f"{agency.host.root}/module/xxgk/search.jsp?area={agency.area}").text
        assert all(own_path(agency, year) in listed for year in years[-10:])
        assert all(world.report(agency, year).title in get(replica, agency.host.root + own_path(agency, year)).text for year in years)
        assert all(world.report(agency, year).title not in get(replica, report_url(agency, year)).text for year in years)


def test_the_counties_are_linked_from_their_city(replica: Replica) -> None:
    page = get(replica, "http://www.jining.gov.cn/col/col3402/index.html").text
    assert "http://www.jinxiang.gov.cn/col/col73906/index.html" in page


def test_every_report_answers_with_its_title_and_date_in_any_order_of_parameters(replica: Replica) -> None:
    for agency in replica.world.agencies[::5]:
        for year in YEARS:
            if replica.world.published(agency, year) and replica.world.in_module(agency, year):
                report = replica.world.report(agency, year)
                swapped = f"{agency.host.root}/module/xxgk/xxgkAnnualReport.jsp?fbtime={year}&area={agency.area}"
                got = get(replica, swapped)
                assert report.title in got.text
                assert report.published_shown in got.text
                assert got.body == get(replica, report_url(agency, year)).body


@pytest.mark.parametrize("skin", ["table", "div"])
def test_a_missing_year_or_area_is_200_without_title_and_date(replica: Replica, skin: str) -> None:
    agency = some(replica.world, False, skin)
    for url in (report_url(agency, 2023), report_url(agency, 1999), report_url(agency, 2023) + "&x=", agency.host.root
                + "/module/xxgk/xxgkAnnualReport.jsp?area=113799990000000000&fbtime=2023"):  # fmt: skip
        got = get(replica, url)
        assert got.status == 200
        assert "发布时间" not in got.text
        assert "发布日期" not in got.text
        assert "年度报告" not in got.text


def test_the_two_skins_have_two_different_shells(replica: Replica) -> None:
    shells = {get(replica, report_url(some(replica.world, False, skin), 2023)).body for skin in ("table", "div")}
    assert len(shells) == 2


def test_agency_pages_of_the_table_skin_list_the_published_years(replica: Replica) -> None:
    agency = some(replica.world, True, "table")
    page = get(replica, agency.host.root + agency_path(agency)).text
    listed = {int(year) for year in re.findall(r"fbtime=(\d{4})", page)}
    world = replica.world
    assert listed == {year for year in YEARS if world.published(agency, year) or world.explained(agency, year)}


def test_agency_pages_of_the_div_skin_are_filled_by_search_jsp(replica: Replica) -> None:
    agency = some(replica.world, True, "div")
    page = get(replica, agency.host.root + agency_path(agency)).text
    assert "xxgkAnnualReport" not in page
    assert "loadDynamic('/module/xxgk/search.jsp?" in page
    rows = get(replica, f"{agency.host.root}/module/xxgk/search.jsp?area={agency.area}&currpage=1").text
    assert "bt_link" in rows
    assert "fbtime=2023" in rows


def test_variants_of_a_host_answer_the_same_or_redirect(replica: Replica) -> None:
    same = "module/xxgk/xxgkAnnualReport.jsp?area=11370812004322760Y&fbtime=2025"
    roots = ("http://www.yanzhou.gov.cn", "https://www.yanzhou.gov.cn", "http://yanzhou.gov.cn")
    assert len({fetch(replica, f"{root}/{same}").body for root in roots}) == 1
    assert fetch(replica, "http://www.taian.gov.cn/").headers["location"] == "https://www.taian.gov.cn/"
    assert fetch(replica, "https://jining.gov.cn/x").headers["location"] == "https://www.jining.gov.cn/x"


def test_the_alias_host_shows_one_department_and_everybodys_reports(replica: Replica) -> None:
    assert "城市管理局" in get(replica, "http://dlrk.jining.gov.cn/").text
    path = "/module/xxgk/xxgkAnnualReport.jsp?area=11370800004312810B&fbtime=2025"
    www, alias = (get(replica, f"http://{name}.jining.gov.cn{path}").body for name in ("www", "dlrk"))
    assert www == alias


def test_attachments_need_a_referer_and_carry_their_own_magic(replica: Replica) -> None:
    magic = {"pdf": b"%PDF-1.", "docx": b"PK\x03\x04", "doc": b"{\\rtf1"}
    for record in replica.world.truth():
        if not record["published"] or record["attachment"] not in magic:
            continue
        url = next(file["url"] for file in record["files"] if file["what"] == "form")
        assert url.partition("cn/")[2].replace("&", "&amp;") in get(replica, record["url"]).text
        assert fetch(replica, url).text.startswith("<html>")
        body = fetch(replica, url, Referer=quote(record["url"], safe=":/?=&")).body
        assert body.startswith(magic.pop(record["attachment"]))
        if record["attachment"] == "docx":
            assert zipfile.ZipFile(BytesIO(body)).testzip() is None
    assert magic == {}


def test_inline_images_are_png(replica: Replica) -> None:
    record = next(record for record in replica.world.truth() if record["published"] and record["image"])
    source = re.search(r'<img src="(/picture/0/[0-9a-f]{32}\.png)"', get(replica, record["url"]).text)
    assert source is not None
    got = get(replica, urljoin(record["url"], source[1]))
    assert got.headers["content-type"] == "image/png"
    assert got.body.startswith(b"\x89PNG") and got.body.endswith(b"IEND\xaeB`\x82")


def test_explanations_stand_in_for_reports_or_beside_them(replica: Replica) -> None:
    records = list(replica.world.truth())
    instead = next(record for record in records if record["kind"] == "explanation")
    assert instead["title"] in get(replica, instead["url"]).text
    beside = next(record for record in records if record.get("explanations"))
    assert re.search("解读|图解|读懂", get(replica, beside["explanations"][0]).text)


def test_publish_and_revise_change_one_page_from_outside() -> None:
    with Replica(World(agencies=12, reports=100)) as replica:
        agency = some(replica.world, False, "div", 2015)
        url = report_url(agency, 2015)
        empty = get(replica, url).body
        reply = fetch(replica, f"http://replica.invalid/publish?area={agency.area}&fbtime=2015", "POST")
        assert (reply.status, url in reply.text) == (200, True)
        first = get(replica, url).text
        assert replica.world.report(agency, 2015).title in first
        assert first.encode() != empty
        fetch(replica, f"http://replica.invalid/revise?area={agency.area}&fbtime=2015", "POST")
        assert "更正" in re.sub("<[^>]+>", "", get(replica, url).text)
        published = {(record["area"], record["year"]) for record in replica.truth() if record["published"]}
        assert (agency.area, 2015) in published


def test_a_share_of_the_reports_is_revised_withdrawn_moved_and_restored() -> None:
    def there(replica: Replica) -> dict[tuple[int, int], list[str]]:
        return {(one["serial"], one["year"]): one["places"] for one in replica.truth() if one["published"]}

    def alter(replica: Replica, what: str) -> list[tuple[int, int]]:
        reply = fetch(replica, f"http://replica.invalid/alter?what={what}&share=0.1", "POST")
        return [(one["serial"], one["year"]) for one in json.loads(reply.body)["reports"]]

    with Replica(World(agencies=12, reports=100)) as replica:
        before = there(replica)
        page = {key: get(replica, urls[0]).body for key, urls in before.items() if urls}
        assert len(alter(replica, "revise")) == round(len(before) / 10)
        assert there(replica) == before
        assert sum(get(replica, before[key][0]).body != body for key, body in page.items()) > len(before) / 20
        moved = set(alter(replica, "move"))
        after = there(replica)
        assert moved and {key for key in before if after[key] != before[key]} == moved
        for key in moved:
            assert get(replica, before[key][0]).status == 404 and get(replica, after[key][0]).status == 200
        withdrawn = set(alter(replica, "withdraw"))
        assert there(replica).keys() == before.keys() - withdrawn
        assert set(alter(replica, "restore")) == withdrawn and there(replica) == after
        assert fetch(replica, "http://replica.invalid/alter?what=burn&share=1", "POST").status == 400
        assert fetch(replica, "http://replica.invalid/alter?what=move&share=all", "POST").status == 400


def test_the_control_host_says_what_is_wrong(replica: Replica) -> None:
    bad = fetch(replica, "http://replica.invalid/publish?area=none&fbtime=2015", "POST")
    assert (bad.status, "no agency" in bad.text) == (400, True)
    assert fetch(replica, "http://replica.invalid/publish?area=none&fbtime=2015").status == 405
