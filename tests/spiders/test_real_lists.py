"""Real saved list pages: what the adapters find is what a person sees in them. Skipped where the pages are absent."""

from dataclasses import replace
from pathlib import Path

import pytest

from archive.words import Outcome, TaskKind
from spiders.answers import answer
from spiders.manners import MANNERS
from spiders.page import Page, Parsed
from spiders.portal import ADAPTERS
from tests.spiders.pages import page

PAGES = Path(__file__).parents[3] / "shared" / "reports" / "html"


def real(name: str, url: str, domain: str, family: str, *, kind: TaskKind = TaskKind.COLUMN, title: str = "") -> Page:
    path = PAGES / f"{name}.html"
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the checkout")
    saved = page(path.read_bytes(), url=url, kind=kind, family=family, title=title, why="followed", depth=1)
    return replace(saved, portal=replace(saved.portal, domains=(domain,)))


def parsed(saved: Page) -> Parsed:
    assert answer(saved) is None
    return ADAPTERS[saved.task.family].parse(saved)


def test_the_datastore_of_a_hanweb_column_is_read_with_its_next_address() -> None:
    url = "http://kjt.shandong.gov.cn/col/col103585/index.html"
    found = parsed(real("hanweb-column-datastore", url, "shandong.gov.cn", "hanweb-jcms"))
    assert found.walk and found.ask
    assert [(i.url, i.title, i.date) for i in found.walk.found] == [
        ("http://kjt.shandong.gov.cn/art/2026/9/4/art_103585_10328790.html",
         "关于印发《山东省自然科学基金绩效评价工作细则（试行）》的通知", "2026-09-04"),
        ("http://kjt.shandong.gov.cn/art/2026/8/21/art_103585_10327410.html",
         "关于印发《关于进一步加强科技类行业协会等社会组织管理工作的若干措施》的通知", "2026-08-21"),
    ]  # fmt: skip
    endpoint = "http://kjt.shandong.gov.cn/module/web/jpage/dataproxy.jsp"
    assert found.ask.url == f"{endpoint}?page=1&webid=73&columnid=103585&unitid=764752"
    assert not found.walk.about


def test_a_trs_column_about_reports_has_ten_items_and_a_second_page() -> None:
    url = "http://egb.ordos.gov.cn/xxgk/xxgknb/"
    found = parsed(real("trs-annual-report-column", url, "ordos.gov.cn", "trs-wcm"))
    assert found.walk and found.ask and found.walk.about
    items = found.walk.found
    assert len(items) == 10 and found.walk.stated_pages == 2 and found.ask.url == f"{url}index_1.html"
    assert (items[0].url, items[0].title, items[0].date) == (
        f"{url}202009/t20200903_2748784.html", "鄂尔多斯市2019年政府信息公开工作年度报告", "2020-09-03"
    )  # fmt: skip
    assert (items[6].title, items[6].date) == ("恩格贝生态示范区召开2018年度工作会议暨党风廉政建设会议", "2018-03-26")
    assert (items[9].title, items[9].date) == ("2016，恩格贝，精彩继续！", "2017-01-07")
    assert [task.url for task in found.walk.onward] == ["http://egb.ordos.gov.cn/xxgk/", "http://egb.ordos.gov.cn/xxgk/xxgkml/"]


def test_every_item_of_a_column_about_reports_is_asked_whatever_its_title() -> None:
    url = "http://egb.ordos.gov.cn/xxgk/xxgknb/"
    first = parsed(real("trs-annual-report-column", url, "ordos.gov.cn", "trs-wcm"))
    beyond = replace(real("trs-annual-report-column", url, "ordos.gov.cn", "trs-wcm"), walk=first.walk, status=404, body=b"")
    end = answer(beyond)
    assert end
    closed = ADAPTERS["trs-wcm"].interrupted(beyond, end)
    reports = [task for task in closed.tasks if task.kind == TaskKind.REPORT]
    assert len(reports) == 10 and closed.outcome == Outcome.SHELL and "1 of 2 pages" in closed.detail
    assert reports[0].task_key == "trs-wcm:report:egb.ordos.gov.cn:2748784"
    assert [task.year for task in reports[:5]] == [2019, None, 2019, None, 2018]
    assert {task.agency for task in reports} == {""}


def test_a_full_list_with_a_protection_script_is_a_list_and_its_menu_leads_to_every_year() -> None:
    url = "http://jyt.gansu.gov.cn/jyt/c110634/zwgklist.shtml"
    found = parsed(real("other-column-ruishu-gansu", url, "gansu.gov.cn", "generic"))
    assert found.walk and found.ask
    items = found.walk.found
    assert len(items) == 20 and not found.walk.about and found.walk.stated_pages == 10
    assert (items[0].url, items[0].title, items[0].date) == (
        "http://jyt.gansu.gov.cn/jyt/c110634/202511/174240943.shtml",
        "关于开展2024年全域全员全过程使用智慧教育平台专项研究课题结项工作的通知", "2025-11-17",
    )  # fmt: skip
    assert (items[19].title, items[19].date) == (
        "关于做好甘肃省第十八届哲学社会科学优秀成果奖申报有关工作的通知", "2025-06-09"
    )  # fmt: skip
    assert found.ask.url == "http://jyt.gansu.gov.cn/jyt/c110634/zwgklist_2.shtml"
    years = {t.listed_title: t.url for t in found.walk.onward if "›" in t.listed_title}
    assert len(years) == 17 and years["政府信息公开年报 › 2008"] == "http://jyt.gansu.gov.cn/jyt/c110280/zwgklist.shtml"


@pytest.mark.parametrize(("name", "url", "domain", "family", "title"), [
    ("hanweb-article-deqing", "http://fgw.zj.gov.cn/art/2016/11/22/art_1621004_30332664.html", "zj.gov.cn",
     "hanweb-jcms", "1-10月德清县固定资产投资结构趋稳…"),
    ("trs-article-shanxi", "http://www.shanxi.gov.cn/yw/sxyw/201909/t20190918_693227.shtml", "shanxi.gov.cn", "trs-wcm",
     "山西品牌丝路行（南美站）正式启动"),
])  # fmt: skip
def test_an_article_on_something_else_is_kept_and_never_called_absent(
    name: str, url: str, domain: str, family: str, title: str
) -> None:
    found = parsed(real(name, url, domain, family, kind=TaskKind.REPORT, title=title))
    assert found.outcome in (Outcome.OK, Outcome.NOT_A_REPORT), found.detail


@pytest.mark.parametrize(("name", "url", "domain", "family", "date", "key", "ends"), [
    ("hanweb-article-deqing", "http://fgw.zj.gov.cn/art/2016/11/22/art_1621004_30332664.html", "zj.gov.cn", "hanweb-jcms",
     "2016-11-22", "fgw.zj.gov.cn:2016/11/22:30332664", ("1-10月，全县固定资产投资", "（德清县发改局）")),
    ("trs-article-shanxi", "http://www.shanxi.gov.cn/yw/sxyw/201909/t20190918_693227.shtml", "shanxi.gov.cn", "trs-wcm",
     "2019-09-18 06:23", "shanxi.gov.cn:693227", ("图为山西品牌丝路行", "（张巨峰）")),
    ("vsb-article", "http://www.sxmu.gov.cn/info/1009/1081.htm", "sxmu.gov.cn", "vsb",
     "2018-05-17", "sxmu.gov.cn:1081", ("中华人民共和国监察法", "同时废止。")),
])  # fmt: skip
def test_the_body_the_date_and_the_key_of_a_saved_article(
    name: str, url: str, domain: str, family: str, date: str, key: str, ends: tuple[str, str]
) -> None:
    saved = real(name, url, domain, family, kind=TaskKind.REPORT)
    texts = [getattr(block, "text", "") for block in saved.document.blocks]
    assert texts[0].startswith(ends[0]) and texts[-1].endswith(ends[1])
    assert saved.document.meta["发布日期"] == date
    assert MANNERS[family].article_key(saved.portal, url) == f"{family}:report:{key}"
