"""Hosts of an unknown system: what the words of links lead to, and how far."""

from dataclasses import replace

import pytest

from archive.words import Outcome, TaskKind
from spiders.follow import MAX_DEPTH
from spiders.lists import parse_list
from spiders.manners import MANNERS
from tests.spiders.played import at, visited
from tests.spiders.served import reports

HOST = "http://www.gaomi.gov.cn"


@pytest.mark.parametrize("words", [
    "政府信息公开年报", "政务公开", "信息公开工作年度报告", "政府信息公开专栏", "公开", "公开年报", "法定主动公开内容",
    "信息公开年报（历史）", "政府信息公开年报（2008-2018年）", "政府信息公开年度工作报告", "政府信息公开工作报告",
    "政府信息公开年报汇总", "主动公开目录", "年报公开",
])  # fmt: skip
def test_the_walk_towards_the_reports_is_led_by_words_and_bounded(words: str) -> None:
    body = f"<p>{'我市召开会议部署工作' * 9}</p><a href='/a/b.aspx?id=7'>{words}</a><a href='/zwfw/'>政务服务</a><a href='/x/'>高密市召开政务公开培训会并部署年度报告工作</a>"

    def led(depth: int) -> list[str]:
        page = at(f"{HOST}/", body, "generic", kind=TaskKind.HOME, depth=depth, title="首页")
        return [task.url for task in parse_list(page, MANNERS["generic"]).tasks]

    assert led(0) == led(MAX_DEPTH - 1) == [f"{HOST}/a/b.aspx?id=7"] and led(MAX_DEPTH) == []


def test_parts_of_a_list_of_reports_are_followed_whatever_their_addresses() -> None:
    links = {"bm.aspx?c=2": "部门年报", "nb2023.html": "2023年年报", "show/12": "历年年报", "zc.aspx": "政策文件", "b.pdf": "县政府年报"}
    body = "<title>政府信息公开年报</title>" + "".join(f"<a href='/nb/{path}'>{words}</a>" for path, words in links.items())
    parsed, _ = visited({f"{HOST}/nb/list.aspx": body}, "generic")
    assert {task.url.rpartition("/nb/")[2] for task in parsed.tasks if task.kind == TaskKind.COLUMN} == {"bm.aspx?c=2", "nb2023.html", "show/12"}


@pytest.mark.parametrize("words", [
    "市政府部门", "事业单位及功能区", "部门和单位", "市直机关", "派出机构", "驻区单位", "中央、省驻鲁单位", "各县（市、区）政府",
    "公共企事业单位", "直属事业单位", "群团组织", "镇（街道）", "县市区、功能区", "市政府", "市政府及办公室",
])  # fmt: skip
def test_kinds_of_agencies_are_followed_on_a_disclosure_page_and_not_on_a_front_page(words: str) -> None:
    areas = f"<map name='m'><area href='/bm/list.html' alt='{words}'></map><img usemap='#m' src='m.jpg'>"
    clicks = f"<a href='javascript:;' onclick=\"window.location.href='/bm/list.html'\">{words}</a>"

    def led(url: str, body: str, depth: int = 0) -> list[str]:
        return [task.url for task in parse_list(at(url, body, "generic", kind=TaskKind.HOME, depth=depth), MANNERS["generic"]).tasks]

    for body in (areas, clicks):
        assert led(f"{HOST}/gongkai/", body) == led(f"{HOST}/", body, depth=1) == [f"{HOST}/bm/list.html"]
        assert led(f"{HOST}/", body) == []


def test_a_column_of_the_registry_called_after_annual_reports_is_about_them_whatever_site_its_title_names() -> None:
    years = "".join(f"<li><a href='{year}/'>{year}</a></li>" for year in (2015, 2016))
    for title, found in (("年度报告专题-青岛政务网", 2), ("工作报告-青岛政务网", 0)):
        page = at(f"{HOST}/zwzl/ndbg/", f"<title>{title}</title><ul>{years}</ul>", "generic", depth=0)
        parsed = parse_list(replace(page, task=replace(page.task, why="entry")), MANNERS["generic"])
        assert len(parsed.tasks) == found, title


def test_lines_are_told_by_dates_and_titles() -> None:
    title = "高密市{}局2020年政府信息公开工作年度报告"
    lines = (
        f"<li><a href='v1.aspx'>{title.format('财政')}</a></li><li><a href='v2.aspx'>{title.format('教育')} <i>2021-01-05</i></a></li>"
        f"<dd><a href='v3.aspx'>{title.format('公安')[:9]}…</a><em>2021/1/6</em></dd><li><a href='v4.aspx'>联系我们</a></li>"
    )
    parsed, _ = visited({f"{HOST}/nb/list.aspx": f"<title>政府信息公开年报</title><ul>{lines}</ul>"}, "generic")
    assert parsed.outcome == Outcome.OK
    assert [(task.url.rpartition("/")[2], task.listed_title[:5]) for task in reports(parsed)] == [
        ("v1.aspx", "高密市财政"), ("v2.aspx", "高密市教育"), ("v3.aspx", "高密市公安"),
    ]  # fmt: skip
