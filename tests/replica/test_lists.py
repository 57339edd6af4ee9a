"""The protocols of jcms and trs as a plain client meets them: records, paging, relative links, files, encodings, faults."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, quote, unquote, urljoin, urlsplit

import pytest

from crawler.replica import Replica, World
from crawler.replica.world.columns import Column
from crawler.replica.world.hosts import hosts
from tests.replica.client import Got, connect, fetch
from tests.replica.conftest import LIST_PORTALS

PROXY = "/module/web/jpage/dataproxy.jsp"
Record = tuple[str, str]


def get(replica: Replica, url: str, **headers: str) -> Got:
    """The page at the end of the redirects."""
    got = fetch(replica, url, **headers)
    return get(replica, urljoin(url, got.headers["location"])) if got.status in (301, 302) else got


def longest(replica: Replica, host: str) -> Column:
    """The host's column with the most items, single articles aside."""
    columns = [one for one in replica.world.columns.of(hosts()[host]) if not one.single]
    return max(columns, key=lambda one: len(replica.world.columns.items(one)))


def records(text: str) -> list[str]:
    """The addresses of a jcms list, in order."""
    return [re.search(r"href=['\"]([^'\"]+)", one)[1] for one in re.findall(r"<record><!\[CDATA\[(.*?)\]\]></record>", text, re.S)]  # type: ignore[index]


def total(text: str) -> int:
    found = re.search(r"<totalrecord>(\d+)</totalrecord>", text)
    assert found is not None
    return int(found[1])


def next_group(replica: Replica, column: Column) -> str:
    """The paging address as the column page gives it."""
    text = get(replica, column.host.root + column.path).text
    found = re.search(r'<nextgroup><!\[CDATA\[<a href="([^"]+)"', text)
    assert found is not None
    return urljoin(column.host.root, found[1])


SITES = {name: host for name, host in hosts().items() if host.portal in LIST_PORTALS}
JCMS = [name for name, host in SITES.items() if host.family == "hanweb-jcms" and name != "gxq.rizhao.gov.cn"]
TRS = [name for name, host in SITES.items() if host.family == "trs-wcm" and host.lists["columns"]]


@pytest.mark.parametrize("host", JCMS)
def test_get_pages_one_after_the_other_give_every_record_once_and_then_none(lists: Replica, host: str) -> None:
    column = longest(lists, host)
    url, found = next_group(lists, column), list[str]()
    assert "page=1&" in url
    for page in range(1, 60):
        text = fetch(lists, url.replace("page=1&", f"page={page}&")).text
        if not records(text):
            break
        found += records(text)
    assert len(found) == len(set(found)) == total(text) == len(lists.world.columns.items(column))
    first = records(get(lists, column.host.root + column.path).text)
    assert found[: len(first)] == first


def post(replica: Replica, host: str, column: Column, start: int, end: int, perpage: int) -> str:
    parts = urlsplit(next_group(replica, column))
    form = {name: values[0] for name, values in parse_qs(parts.query).items() if name != "page"}
    body = "&".join(["col=1", "appid=1", "sourceContentType=1", *(f"{name}={quote(value)}" for name, value in form.items())])
    target = f"http://{host}{PROXY}?startrecord={start}&endrecord={end}&perpage={perpage}"
    connection = connect(replica, target)
    connection.request("POST", target, body, {"Content-Type": "application/x-www-form-urlencoded"})
    return connection.getresponse().read().decode()


@pytest.mark.parametrize("host", JCMS)
def test_a_post_counts_records_on_some_hosts_and_only_pages_on_the_others(lists: Replica, host: str) -> None:
    column = longest(lists, host)
    first, second = (records(post(lists, host, column, start, start + 4, 5)) for start in (1, 6))
    assert len(first) == 5
    honoured = hosts()[host].lists["endpoint"] == "startrecord"
    assert (second != first) == honoured
    assert {hosts()[name].lists["endpoint"] for name in JCMS} == {"startrecord", "page"}
    if honoured:
        beyond = post(lists, host, column, 100001, 100005, 5)
        assert records(beyond) == [] and total(beyond) > 5


def test_parameters_are_whole_or_few_or_encoded_twice(lists: Replica) -> None:
    names = {host: next_group(lists, longest(lists, host)) for host in JCMS}
    assert "webname" not in names["hrss.rizhao.gov.cn"] and "permissiontype" not in names["hrss.rizhao.gov.cn"]
    twice = re.search(r"webname=([^&]+)", names["www.hekou.gov.cn"])
    assert twice is not None and "%25E6" in twice[1]
    assert unquote(unquote(twice[1])) == "河口区人民政府"


def test_records_are_written_in_many_ways(lists: Replica) -> None:
    pages = {host: get(lists, hosts()[host].root + longest(lists, host).path).text for host in JCMS}
    assert "<tr>" in pages["sydxrhfzbgs.dongying.gov.cn"]
    assert "href='/art/" in pages["www.rizhao.gov.cn"]
    assert 'href="http://hrss.rizhao.gov.cn/art/' in pages["hrss.rizhao.gov.cn"]
    assert "title=" not in pages["www.hekou.gov.cn"].split("<datastore>")[1].split("</datastore>")[0]
    assert "…</a>" in pages["www.hekou.gov.cn"]
    assert not re.search(r"\d{4}-\d\d-\d\d", pages["www.rzdonggang.gov.cn"].split("<datastore>")[1].split("</datastore>")[0])
    assert "<recordset><ul>" in pages["www.rizhao.gov.cn"]


def test_one_article_stands_in_two_columns_under_one_number(lists: Replica) -> None:
    record = next(
        record for record in lists.world.truth()
        if record["family"] == "hanweb-jcms" and len(record["places"]) > 1 and "/art_" in record["url"]
    )  # fmt: skip
    first, second = (re.search(r"art_(\d+)_(\d+)", place) for place in record["places"][:2])
    assert first is not None and second is not None
    assert first[2] == second[2] and first[1] != second[1]
    assert all(record["title"] in get(lists, place).text for place in record["places"])


def test_a_column_can_itself_be_a_report(lists: Replica) -> None:
    record = next(r for r in lists.world.truth() if r["host"] == "gxq.rizhao.gov.cn" and r["published"] and not r["direct"])
    assert re.fullmatch(r"http://gxq\.rizhao\.gov\.cn/col/col\d+/index\.html", record["url"])
    assert f"区管委政府信息公开{record['year']}年年报" in get(lists, record["url"]).text


@pytest.mark.parametrize("host", TRS)
def test_directories_page_on_by_index_numbers_until_404(lists: Replica, host: str) -> None:
    column, site = longest(lists, host), hosts()[host]
    root, extension, found = site.root + column.path, site.lists["extension"], list[str]()
    first = get(lists, root).text
    assert first == get(lists, f"{root}index.{extension}").text
    told = re.search(r"createPageHTML\((\d+), 0, \"index\"|var countPage = (\d+)", first)
    assert told is not None
    pages = int(told[1] or told[2])
    for number in range(pages):
        text = get(lists, root if not number else f"{root}index_{number}.{extension}").text
        hrefs = re.findall(r'(?:<li>|<td width="550">\s*)<a href="([^"]+)"', text.split('class="main"')[1])
        assert all(not href.startswith(("/", "http")) for href in hrefs)
        found += [urljoin(root, href) for href in hrefs]
    assert len(found) == len(set(found)) == len(lists.world.columns.items(column))
    assert get(lists, f"{root}index_{pages}.{extension}").status == 404
    assert {get(lists, url).status for url in found[:3]} == {200}


def test_names_of_articles_follow_the_migration_and_sometimes_lack_a_date(lists: Replica) -> None:
    urls = {place for record in lists.world.truth() if record["portal"] == "qingdao" for place in record["places"]}
    assert any("/202010/t20201019_" in url for url in urls)
    assert any(re.search(r"gzbg/tnull_\d+\.shtml", url) for url in urls)
    years = {url for url in urls if "/zwgk/szfgk/gknb/" in url}
    assert any(re.search(r"/gknb/(\d{4})/\d{6}/t", url) for url in years)


def test_year_directories_have_inconsistent_names(lists: Replica) -> None:
    page = get(lists, "http://www.tengzhou.gov.cn/zwgk/xxgknb/").text
    assert {"./nb2024/", "./2025nxxgknb/"} <= set(re.findall(r'href="([^"]+)"', page))


@pytest.mark.parametrize("host", ["www.qdlc.gov.cn", "www.tengzhou.gov.cn"])
def test_old_pages_of_a_host_are_in_gb2312_and_new_ones_in_utf_8(lists: Replica, host: str) -> None:
    of_host = [r for r in lists.world.truth() if r["host"] == host and r["published"] and not r["direct"]]
    old, new = (next(r for r in of_host if (r["year"] <= hosts()[host].lists["gb_until"]) == early) for early in (True, False))
    body = get(lists, old["url"]).body
    assert old["title"] in body.decode("gb18030") and b'charset="gb2312"' in body
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    assert new["title"] in get(lists, new["url"]).body.decode("utf-8")


def test_every_place_and_file_of_the_truth_is_there(lists: Replica) -> None:
    magic = {"pdf": b"%PDF-1.", "docx": b"PK\x03\x04", "doc": b"{\\rtf1", "png": b"\x89PNG"}
    for record in list(lists.world.truth())[::3]:
        for place in record["places"]:
            got = get(lists, place, Referer=quote(place, safe=":/?=&"))
            assert got.status == 200
            assert got.body.startswith(b"%PDF") if record.get("direct") else record["title"] in _decoded(got)
        for file in record.get("files", ()):
            got = get(lists, file["url"], Referer=quote(record["url"], safe=":/?=&"))
            assert got.body.startswith(magic[file["media"]]), file
        assert all(get(lists, item["url"]).status == 200 for item in record["lookalikes"])


def _decoded(got: Got) -> str:
    return got.body.decode("gb18030" if b'charset="gb2312"' in got.body else "utf-8")


def test_downloads_of_jcms_need_a_referer_and_attach_addresses_do_not(lists: Replica) -> None:
    urls = [file["url"] for record in lists.world.truth() for file in record.get("files", ())]
    asked, free = next(u for u in urls if "downfile" in u), next(u for u in urls if "/attach/0/" in u)
    assert get(lists, asked).text.startswith("<html>")
    assert not get(lists, free).body.startswith(b"<html>")


def test_two_hosts_share_a_portal_but_not_their_columns(lists: Replica) -> None:
    assert get(lists, "http://www.rizhao.gov.cn/col/col15629/index.html").status == 404
    assert get(lists, "http://hrss.rizhao.gov.cn/col/col15629/index.html").status == 200


@pytest.fixture
def faulty(lists: Replica) -> Callable[[str], None]:
    def switch(text: str) -> None:
        lists.faults.set(text)

    yield switch  # type: ignore[misc]
    lists.faults.set("")


def test_a_shell_list_is_filled_by_the_endpoint_of_jcms_and_by_nothing_on_trs(
    lists: Replica, faulty: Callable[[str], None]
) -> None:
    faulty("shell_list")
    column = longest(lists, "www.rizhao.gov.cn")
    assert records(get(lists, column.host.root + column.path).text) == []
    assert records(fetch(lists, next_group(lists, column)).text)
    page = get(lists, "http://www.qdlc.gov.cn" + longest(lists, "www.qdlc.gov.cn").path).text
    assert "loadList(" in page and "t20" not in page
    sources = {r["source"] for r in lists.truth() if r["host"] == "www.qdlc.gov.cn"}
    assert sources == {"needs_probe"}


def test_wrong_totals_tell_more_than_there_is(lists: Replica, faulty: Callable[[str], None]) -> None:
    column = longest(lists, "www.rizhao.gov.cn")
    faulty("wrong_total")
    assert total(fetch(lists, next_group(lists, column)).text) > len(lists.world.columns.items(column))


def test_unstable_pages_repeat_one_record_and_miss_one_until_asked_again(
    lists: Replica, faulty: Callable[[str], None]
) -> None:
    column = longest(lists, "hrss.rizhao.gov.cn")
    url = next_group(lists, column).replace("page=1&", "page=2&")
    first = records(fetch(lists, url.replace("page=2&", "page=1&")).text)
    faulty("unstable_pages")
    shaken, right = (records(fetch(lists, url).text) for _ in range(2))
    assert shaken[0] == first[-1] and right[0] not in first and shaken[1:] == right[1:]


def test_cut_lists_end_after_their_first_page_and_the_truth_knows(lists: Replica, faulty: Callable[[str], None]) -> None:
    faulty("cut_list")
    column = longest(lists, "www.rizhao.gov.cn")
    assert records(fetch(lists, next_group(lists, column).replace("page=1&", "page=2&")).text) == []
    site = hosts()["www.qdlc.gov.cn"]
    assert get(lists, f"{site.root}{longest(lists, site.host).path}index_1.shtml").status == 404
    sources = {r["source"] for r in lists.truth() if r["host"] == site.host and r["published"]}
    assert sources == {"present", "needs_probe"}


def test_dead_columns_answer_404_and_the_truth_knows(lists: Replica, faulty: Callable[[str], None]) -> None:
    faulty("dead_column:www.xihaian.gov.cn")
    column = next(one for one in lists.world.columns.of(hosts()["www.xihaian.gov.cn"]) if one.mixed)
    assert get(lists, column.host.root + column.path).status == 404
    assert "needs_probe" in {r["source"] for r in lists.truth() if r["host"] == "www.xihaian.gov.cn"}


def test_a_moved_article_is_there_under_its_other_column(lists: Replica, faulty: Callable[[str], None]) -> None:
    record = next(
        r for r in lists.world.truth() if len(r["places"]) > 1 and "/art_" in r["url"] and r["host"] == "www.rizhao.gov.cn"
    )  # fmt: skip
    faulty("moved_article")
    assert [get(lists, place).status for place in record["places"][:2]] == [404, 200]


def test_a_report_can_be_published_in_a_list_by_the_agencys_name() -> None:
    with Replica(World(seed=2, agencies=40, reports=300, portals=("qingdao",))) as replica:
        record = next(r for r in replica.truth() if not r["published"] and not r["places"] and r["host"] == "www.qdlc.gov.cn")
        reply = fetch(replica, f"http://replica.invalid/publish?agency={quote(record['agency_now'])}&fbtime={record['year']}", "POST")
        assert reply.status == 200, reply.text
        after = next(r for r in replica.truth() if (r["serial"], r["year"]) == (record["serial"], record["year"]))
        assert after["published"] and after["url"] in reply.text
        assert get(replica, after["url"]).status == 200
