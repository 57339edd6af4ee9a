"""What addresses and titles tell without a request: on addresses of our own, on the registry's, and on those that were observed."""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.words import Kind, TaskKind
from crawler.replica import Replica, World
from crawler.replica.world.addresses import item_path
from crawler.replica.world.hosts import hosts
from spiders.recognise import Recognised, recognise
from spiders.registry import FAMILIES, LEGACY, load
from tests.crawl.gongkai import complaint, gongkai
from tests.replica.walked import walk

OBSERVED = Path(__file__).parents[3] / "shared" / "portals" / "observed-urls.csv"
KINDS = {
    "report": "annual_report", "report-copy": "annual_report", "list": "list", "column": "list", "api": "api",
    "attachment": "attachment", "interpretation": "explanation", "article": "unknown",
}  # fmt: skip
REGISTRY = load()
HEX32, HEX24, GUID = "0123456789abcdef0123456789abcdef", "0123456789abcdef01234567", "01234567-89ab-cdef-0123-456789abcdef"


def told(url: str, title: str = "") -> Recognised:
    return recognise(REGISTRY, url, title)


@pytest.mark.parametrize(("url", "portal", "family", "kind", "agency", "year"), [
    ("http://www.huancui.gov.cn/module/xxgk/xxgkAnnualReport.jsp?fbtime=2019&area=11371002565229128G", "weihai",
     "hanweb-xxgk", "annual_report", "威海市环翠区信访局", 2019),
    ("http://www.jining.gov.cn/module/xxgk/search.jsp?texttype=0", "jining", "hanweb-xxgk", "api", None, None),
    ("http://www.jinan.gov.cn/module/web/jpage/dataproxy.jsp?page=2", "jinan", "hanweb-jcms", "api", None, None),
    (f"http://www.penglai.gov.cn/col/col9/art/2026/art_{HEX32}.html", "yantai", "hanweb-jpaas", "unknown", None, None),
    ("http://www.penglai.gov.cn/col8314/art/2025/art_8314_77.html", "yantai", "hanweb-jpaas", "unknown", None, None),
    (f"http://www.linqing.gov.cn/site_x/channel_x_1_2/doc_{HEX24}.html", "liaocheng", "channel-doc", "unknown", None, None),
    (f"https://ws.zibo.gov.cn/gongkai/channel_c_1/doc_{HEX24}_{HEX32}.doc", "zibo", "channel-doc", "attachment",
     "淄博市卫生健康委员会", None),
    ("https://fgw.zibo.gov.cn/col/col9/index.html", "zibo", "hanweb-jcms", "list", None, None),
    (f"http://hzrsj.heze.gov.cn/{HEX32}/1234567890.html", "heze", "els-service", "unknown", None, None),
    ("http://jyj.weifang.gov.cn/55332/1234567890.html", "weifang", "els-service", "unknown", "潍坊市教育局", None),
    ("http://sjj.weifang.gov.cn/upload-service/162/55350/WY1.pdf", "weifang", "els-service", "attachment", None, None),
    ("http://www.qingdao.gov.cn/zwgk/szfgk/gknb/2019/202003/t20200309_1.shtml", "qingdao", "trs-wcm", "unknown",
     "青岛市人民政府", 2019),
    ("http://tez.gov.cn/zwgk/xxgknb/2023xxgknb/", "zaozhuang", "trs-wcm", "list", None, 2023),
    ("http://tez.gov.cn/zwgk/xxgknb/2022nxxgknb/202301/P020230101123456789.pdf", "zaozhuang", "trs-wcm", "attachment", None, 2022),
    ("http://rsj.linyi.gov.cn/system/_content/download.jsp?owner=1&wbfileid=2", "linyi", "vsb", "attachment", None, None),
    ("http://www.yuchengshi.gov.cn/n58122575/n58123047/n91935851/n91936012/c1/part/2.pdf", "dezhou", "n-path", "attachment",
     "禹城市人民政府", None),
    (f"https://www.binzhou.gov.cn/zwgk/news/detail?code=%7B{GUID}%7D&tcode=N1", "binzhou", "binzhou-news-detail", "unknown", None, None),
    (f"https://sft.shandong.gov.cn/articles/ch00001/202401/{GUID}.shtml", "shandong", "channels-articles", "unknown", "山东省司法厅", None),
    ("https://sft.shandong.gov.cn/channels/ch00001/", "shandong", "channels-articles", "list", "山东省司法厅", None),
    ("http://www.shandong.gov.cn/", "shandong", "hanweb-jcms", "list", None, None),
    ("http://www.gaomi.gov.cn/x/1.html", "weifang", "unknown", "unknown", None, None),
    ("http://www.binhai.gov.cn/art/2024/1/2/art_1_2.html", None, "hanweb-jcms", "unknown", None, None),
    ("http://www.mof.gov.cn/gkml/", None, "unknown", "list", None, None),
])  # fmt: skip
def test_an_address_alone_tells(
    url: str, portal: str | None, family: str, kind: str, agency: str | None, year: int | None
) -> None:
    found = told(url)
    assert (found.portal, found.family, found.kind, found.agency, found.year) == (portal, family, kind, agency, year)
    assert found.canonical_key and found.refused is None


@pytest.mark.parametrize(("title", "kind", "agency", "year"), [
    ("市统计局2022年政府信息公开工作年度报告", "annual_report", "德州市统计局", 2022),
    ("统计局 2022年度政府信息公开年报", "annual_report", "德州市统计局", 2022),
    ("德州市2022年政府信息公开工作年度报告", "annual_report", "德州市人民政府", 2022),
    ("德州市统计局2022年政府信息公开工作年度报告解读", "explanation", "德州市统计局", 2022),
    ("一图读懂德州市统计局2022年政府信息公开工作年度报告", "explanation", "德州市统计局", 2022),
    ("关于做好2022年政府信息公开工作年度报告编制发布工作的通知", "notice", None, None),
    ("德州市统计局2022年法治政府建设工作情况报告", "rule_of_law", None, None),
    ("德州市统计局政府网站工作年度报表(2022年度)", "website_report", None, None),
    ("德州市统计局2022年度部门决算", "budget", None, None),
    ("德州市统计局2022年第一季度政府信息公开统计表", "quarterly_table", None, 2022),
    ("XX局2022年政府信息公开工作年度报告（模板）", "blank_form", None, 2022),
    ("德州市统计局政府信息公开指南", "guide", None, None),
    ("德州市统计局召开信息公开培训会", "training", None, None),
    ("2022年全市经济运行情况", "unknown", None, None),
])  # fmt: skip
def test_a_title_tells_report_from_look_alike(title: str, kind: str, agency: str | None, year: int | None) -> None:
    found = told("http://www.dezhou.gov.cn/n1/n2/c3/content.html", title)
    assert (found.kind, found.year) == (kind, year) and (agency is None or found.agency == agency)


@pytest.mark.parametrize(("url", "printed", "agency"), [
    ("http://www.zzszq.gov.cn/zw/gknb/202601/t20260119_1.html", "市中区人民政府", "枣庄市市中区人民政府"),
    ("http://www.shizhong.gov.cn/gongkai/channel_x/", "市中区", "济南市市中区人民政府"),
    ("http://www.gaoqing.gov.cn/gongkai/x.html", "县财政局", "高青县财政局"),
    ("http://www.gaoqing.gov.cn/gongkai/x.html", "常家镇", "高青县常家镇人民政府"),
    ("http://www.wendeng.gov.cn/x.html", "区财政局", "威海市文登区财政局"),
    ("http://www.weihai.gov.cn/x.html", "市政府办公室", "威海市人民政府办公室"),
    ("http://www.weihai.gov.cn/x.html", "乳山市财政局", "乳山市财政局"),
    ("http://m.sd.gov.cn/x.html", "青岛市人民政府", "青岛市人民政府"),
    ("http://www.tengzhou.gov.cn/x.html", "市民政局", "滕州市民政局"),
    ("http://dlrk.jining.gov.cn/art/2026/1/28/art_61469_13602.html", "城市管理局", "济宁市城市管理局"),
])  # fmt: skip
def test_a_name_that_a_title_cuts_short_has_the_place_of_its_host(url: str, printed: str, agency: str) -> None:
    assert told(url, f"{printed}2025年政府信息公开工作年度报告").agency == agency


def test_a_list_is_no_report_unless_it_is_called_one() -> None:
    url = "http://gxq.rizhao.gov.cn/col/col355049/index.html"
    assert told(url).kind == told(url, "政府信息公开年报").kind == told(url, "2024年政府信息公开年报").kind == "list"
    found = told(url, "区管委政府信息公开2024年年报")
    assert (found.kind, found.agency, found.year) == ("annual_report", "日照高新技术产业开发区管委会", 2024)


@pytest.mark.parametrize("url", [
    "http://www.shandong.gov.cn.evil.com/art/2018/3/29/art_97672_8606673.html", "http://10.1.2.3/art/2018/3/29/art_1_2.html",
    "http://yjglj-dezhou-gov-cn.vpn.example.edu.cn/n1/c2/content.html", "http://www.linyi.cn/info/1170/27640.htm",
])  # fmt: skip
def test_imitations_are_told_and_their_content_is_no_evidence(url: str) -> None:
    found = told(url, "山东省人民政府2017年政府信息公开工作年度报告")
    assert found == Recognised(url, None, "unknown", "unknown", None, None, None, "off_allowlist")


@pytest.mark.parametrize("text", ["", "foo", "www.jining.gov.cn/", "javascript:void(0)", "http://[", "ftp://a.gov.cn/x", "\x00"])
def test_what_is_no_address_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(UsageError, match="not an address") as error:
        told(text)
    assert len(str(error.value).splitlines()) == 1


@given(st.text(max_size=80), st.text(max_size=60))
def test_no_address_and_no_title_breaks_it(path: str, title: str) -> None:
    found = told(f"http://www.jinan.gov.cn/{path}", title)
    assert found.portal == "jinan" and found.kind in {*map(str, Kind), "list", "attachment", "api", "unknown"}


def test_what_the_registry_calls_a_report_is_recognised_as_one_of_its_portal() -> None:
    for portal in REGISTRY.portals:
        for fact in portal.facts:
            if fact.kind in ("report", "look_alike"):
                found = told(fact.subject, fact.expected)
                assert found.portal == portal.id and found.family in FAMILIES, fact.subject
                assert found.kind == ("annual_report" if fact.kind == "report" else "explanation") and found.year, fact.subject
                assert found.agency and told(fact.subject).agency in (None, found.agency), fact.subject


def test_every_observed_address_is_recognised() -> None:
    if not OBSERVED.exists():
        pytest.skip(f"{OBSERVED.name} is not beside the checkout")
    with OBSERVED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = []
    for row in rows:
        found = told(row["url"], row["title"])
        wanted = (row["portal"], row["family"], KINDS[row["seen_as"]], row["year"] or "None")
        if (found.portal, found.family, found.kind, str(found.year)) != wanted or (row["year"] and found.agency != row["agency"]):
            wrong.append((row["url"], wanted, found))
        alone = told(row["url"])
        assert alone.family == row["family"] and (alone.year is None or str(alone.year) == row["year"]), row["url"]
        assert not row["year"] or alone.agency in (None, row["agency"]), row["url"]
    assert not wrong and len(rows) > 100


def test_the_command_tells_each_address_in_a_line_of_json() -> None:
    urls = ["http://www.rizhao.gov.cn/ContShow.php?category_id=949&aiticle_id=34333", "http://gonglu.linyi.cn/info/1/2.htm"]
    done = gongkai("portals", "recognise", *urls, "--json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["url"] for line in lines] == urls and [line["portal"] for line in lines] == ["rizhao", "linyi"]
    assert lines[0]["family"] in LEGACY and "公路" in done.stdout
    assert complaint(gongkai("portals", "recognise", *urls, "--title", "x"), 2, "one --title for each address")


def test_every_line_of_every_list_of_the_replica_is_told_by_address_and_title() -> None:
    world = World(seed=3, reports=700, portals=tuple(p.id for p in REGISTRY.portals))
    lines = [
        (host.portal, f"{host.root}{item_path(world, column, item)}", item)
        for host in hosts().values() for column in world.columns.shown(host) for item in world.columns.items(column)
    ]  # fmt: skip
    assert len({portal for portal, *_ in lines}) > 10 and len(lines) > 700
    for portal, url, item in lines:
        found = told(url, item.title)
        assert found.portal == portal and (found.kind == "annual_report") == (item.kind == "report"), url
        if item.kind == "report" and item.agency:
            assert (found.agency, found.year) == (item.agency.name(item.year), item.year), url


@pytest.mark.parametrize("portal", ["jinan", "linyi"])
def test_a_walk_knows_its_reports_and_lists_by_the_keys_that_are_told(portal: str) -> None:
    tasks = [end.task for end in walk(Replica(World(seed=5, reports=40, portals=(portal,))), portal).values()]
    wanted = [task for task in tasks if task.kind == TaskKind.REPORT or task.kind.is_list]
    assert len(wanted) > 40
    for task in wanted:
        title = task.listed_title if task.kind == TaskKind.REPORT else ""
        assert told(task.url, title).canonical_key == task.task_key
