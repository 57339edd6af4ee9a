"""The walk from a home page to the agencies through markup that no two portals share."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.crawl.stage import Stage
from tests.crawl.strange import Answer, answer, strange_world

CITY, COUNTY = "http://www.jining.gov.cn", "http://www.yanzhou.gov.cn"
NEWS = "<p>我市召开全市政务公开工作推进会议，部署下一阶段重点任务</p>" * 3

pytestmark = pytest.mark.slow


def _crawl(folder: Path, pages: Mapping[str, Answer], home: str = f"{CITY}/") -> Stage:
    with strange_world(folder, pages, {home: []}) as ground:
        done = ground.crawl("--year", "2020")
        assert "fault:" not in done.stdout, done.stdout + done.stderr
        return ground


def _agencies(ground: Stage) -> dict[str, str]:
    return {row["area"]: row["agency"] for row in ground.rows("SELECT DISTINCT area, agency FROM tasks WHERE kind = 'report'")}


def _listed(*areas: str, root: str = "") -> str:
    return "".join(f"<li><a href='{root}/col/col9/index.html?jh=263&amp;vc_xxgkarea={area}'>{area}局</a></li>" for area in areas)


WAYS = {
    "upper case and single quotes": "<A HREF='/x.html' TARGET=_blank>政府信息公开</A>",
    "an ampersand written out": "<a href='/x.html?a=1&amp;b=2'>政府信息公开</a>",
    "a title that says nothing": "<a href='/x.html' title='点击打开新窗口'>政府信息公开</a>",
    "words inside more words": "<a href='/x.html'>山东省济宁市政府信息公开专栏&gt;&gt;</a>",
    "a picture": "<a href='/x.html'><img src='/a.gif' alt='政府信息公开'></a>",
    "a script on click": "<li onclick=\"window.open('/x.html')\">政府信息公开</li>",
    "a script as address": "<a href=\"javascript:openUrl('/x.html','_self')\">政务公开</a>",
    "an image map": "<map><area shape='rect' href='/x.html' title='信息公开年报'></map>",
    "a drop-down": "<select><option>请选择</option><option value='/x.html'>政府信息公开目录</option></select>",
    "a frame": "<iframe src='/x.html' width='100%'></iframe>",
    "a base": "<base href='http://www.jining.gov.cn/deep/'><a href='../x.html'>政府信息公开工作年度报告</a>",
}


@pytest.mark.parametrize("way", WAYS)
def test_a_way_is_found_however_it_is_written(way: str, tmp_path: Path) -> None:
    where = f"{CITY}/x.html?a=1&b=2" if "ampersand" in way else f"{CITY}/x.html"
    pages = {f"{CITY}/": answer(f"<html><body>{NEWS}{WAYS[way]}</body></html>"), where: answer(_listed("A1", "A2"))}
    assert set(_agencies(_crawl(tmp_path, pages))) == {"A1", "A2"}


def test_a_directory_split_by_kind_page_and_county_is_found_whole(tmp_path: Path) -> None:
    pages = {
        f"{CITY}/": answer(f"{NEWS}<a href='/zwgk/'>政务公开</a>"),
        f"{CITY}/zwgk/": answer(f"{NEWS}<a href='/xxgk/'>政府信息公开</a><a href='/zwgk/'>政务公开</a>"),
        f"{CITY}/xxgk/": answer(f"{NEWS}<a href='/nb/'>政府信息公开年报</a><a href='/xxgk/'>政府信息公开</a>"),
        f"{CITY}/nb/": answer(
            f"{_listed('370800004341')}<a href='bm.html'>政府部门</a><a href='zj.html'>镇（街道）</a>"
            f"<a href='{COUNTY}/xxgk/'>兖州区</a><a href='http://www.rizhao.gov.cn/xxgk/'>日照市</a>"
        ),
        f"{CITY}/nb/bm.html": answer(f"{_listed('B1', 'B2')}<a href='bm_2.html'>下一页</a>"),
        f"{CITY}/nb/bm_2.html": answer(f"{_listed('B3')}<a href='bm.html'>上一页</a>"),
        f"{CITY}/nb/zj.html": answer(_listed("jnsyzq", "113706000042603877-1")),
        f"{COUNTY}/xxgk/": answer(_listed("123709004951838803", root=COUNTY)),
    }
    ground = _crawl(tmp_path, pages)
    areas = {"370800004341", "B1", "B2", "B3", "jnsyzq", "113706000042603877-1", "123709004951838803"}
    assert set(_agencies(ground)) == areas
    county = ground.rows("SELECT url FROM tasks WHERE area = '123709004951838803' AND year = 2020")[0][0]
    assert county.startswith(f"{COUNTY}/module/xxgk/")
    assert not [one for one in ground.log if "rizhao" in one.url]


def test_news_about_disclosure_are_not_followed(tmp_path: Path) -> None:
    news = "<a href='/news.html'>我市多措并举纵深推进新形势下基层政务公开标准化规范化建设和政务公开</a>"
    ground = _crawl(tmp_path, {f"{CITY}/": answer(f"{news}<a href='/x.html'>政务公开</a>"), f"{CITY}/x.html": answer(_listed("A1"))})
    assert not [one for one in ground.log if "news" in one.url]


def test_a_list_that_a_script_fills_is_a_hole_whatever_its_menu_leads_to(tmp_path: Path) -> None:
    menu = "<a href='/'>首页</a><a href='/zwgk/'>政务公开</a><a href='/nb/'>政府信息公开年报</a>"
    shell = answer(f"{menu}<div id='list'></div><script>load('/unit.jsp')</script>")
    ground = _crawl(tmp_path, {f"{CITY}/": answer(menu + NEWS), f"{CITY}/zwgk/": answer(menu + NEWS), f"{CITY}/nb/": shell})
    outcomes = {row["url"]: row["outcome"] for row in ground.rows("SELECT url, outcome FROM tasks WHERE kind = 'home'")}
    assert outcomes == {f"{CITY}/": "ok", f"{CITY}/zwgk/": "ok", f"{CITY}/nb/": "shell"}


def test_the_report_module_is_asked_where_the_agency_is_listed(tmp_path: Path) -> None:
    port = "https://www.weihai.gov.cn:8443"
    home = "https://www.weihai.gov.cn/"
    pages = {home: answer(f"<a href='{port}/x.html'>政府信息公开</a>"), f"{port}/x.html": answer(_listed("A1"))}
    ground = _crawl(tmp_path, pages, home)
    assert ground.rows("SELECT url FROM tasks WHERE year = 2020")[0][0].startswith(f"{port}/module/")


def test_a_directory_and_the_index_in_it_are_asked_once(tmp_path: Path) -> None:
    pages = {
        f"{CITY}/": answer(f"{NEWS}<a href='/nb/'>政府信息公开年报</a><a href='/zwgk.html'>政务公开</a>"),
        f"{CITY}/zwgk.html": answer("<a href='/nb/index.html'>政府信息公开年报</a>"), f"{CITY}/nb/": answer(_listed("A1", "A2")),
    }  # fmt: skip
    ground = _crawl(tmp_path, pages)
    assert set(_agencies(ground)) == {"A1", "A2"}
    assert [one.path for one in ground.log if one.path.startswith("/nb/")] == ["/nb/"]
