"""channel-doc: static lists, directories of channels and agencies, tabs that only a script fills, attachments."""

from dataclasses import replace

import pytest

from archive.words import Outcome, TaskKind
from spiders.page import Page
from spiders.portal import ADAPTERS
from tests.spiders.pages import page
from tests.spiders.served import reports, visited

ROOT = "http://www.jining.gov.cn/gongkai/"
COLUMN = f"{ROOT}channel_c_5f3a4f3c43aa933a482b9195_n_1605680361.2793/"
TITLE = "济宁市第{}局2020年政府信息公开工作年度报告"
ADAPTER = ADAPTERS["channel-doc"]


def shown(body: str, *, url: str = COLUMN, kind: TaskKind = TaskKind.COLUMN, title: str = "", depth: int = 0) -> Page:
    return page(body, url=url, kind=kind, family="channel-doc", title=title, depth=depth)


def doc(number: int) -> str:
    return f"6979c74e2721202154ba{number:04x}"


def line(number: int, form: str = "li") -> str:
    href, title = f"/gongkai/site_x/channel_63899b033759918282623858/doc_{doc(number)}.html", TITLE.format(number)
    return {
        "li": f'<li><a href="{href}" title="{title}">{title[:9]}…</a><span>2021-01-05</span></li>',
        "item": f'<div class="item"><a target=_blank href=\'.{href[8:]}\'>{title}</a><span class="time">2021-01-05</span></div>',
        "bare": f"<p><a title='{title}' href={href}>{number}</a></p>",
    }[form]


def listing(numbers: range, *, form: str = "li", more: str = "") -> str:
    rows = "".join(line(n, form) for n in numbers)
    return f"<title>政府信息公开年报</title><div class='wbj_list_1'>{rows}</div>{more}"


@pytest.mark.parametrize("form", ["li", "item", "bare"])
def test_a_static_list_gives_its_articles_by_their_document_id(form: str) -> None:
    url = "http://www.jining.gov.cn/gongkai/" if form == "item" else COLUMN
    found = reports(ADAPTER.parse(shown(listing(range(1, 9), form=form), url=url)))
    assert {task.task_key for task in found} == {f"channel-doc:report:{doc(n)}" for n in range(1, 9)}
    assert {task.year for task in found} == {2020} and found[0].listed_title == TITLE.format(1)


def test_the_pages_that_are_linked_are_followed_and_one_that_only_a_script_opens_is_a_hole() -> None:
    pages = {f"{COLUMN}index_2.html": listing(range(9, 14))}
    first = shown(listing(range(1, 9), more="<a href='index_2.html'>下一页</a>"))
    parsed, _ = visited(first, lambda ask: (200, pages[ask.url]))
    assert len(reports(parsed)) == 13 and parsed.outcome == Outcome.OK
    for script in ('<a href="javascript:void(0)" onclick="page(2)">下一页</a>', "<span>共13条</span><b>首页 尾页 每页8条</b>"):
        parsed, _ = visited(shown(listing(range(1, 9), more=script)), lambda ask: (404, ""))
        assert parsed.outcome == Outcome.SHELL and len(reports(parsed)) == 8, script


TABS = '<ul><li><a href="?open=zfxxgkzn">政府信息公开指南</a></li><li><a href="?open=zfxxgknb">政府信息公开年报</a></li></ul>'


def test_a_tab_that_a_script_fills_needs_a_probe_whatever_else_its_page_links() -> None:
    aside = f'<a href="/gongkai/channel_a/doc_{doc(99)}.html">济宁市政府信息公开指南</a>'
    for body in (TABS, TABS + aside, TABS + '<div id="list"></div><script src="list.js"></script>'):
        tab = shown(f"<title>政府信息公开</title>{body}", url=f"{COLUMN}?open=zfxxgknb", title="政府信息公开年报", kind=TaskKind.HOME)
        parsed = ADAPTER.parse(tab)
        assert parsed.outcome == Outcome.SHELL and "needs_probe" in parsed.detail and "zfxxgknb" in parsed.detail


def test_a_tab_whose_reports_stand_in_the_page_is_read() -> None:
    parsed = ADAPTER.parse(shown(listing(range(1, 4), more=TABS), url=f"{COLUMN}?open=zfxxgknb", title="政府信息公开年报"))
    assert parsed.outcome == Outcome.OK and len(reports(parsed)) == 3


def test_a_tab_is_a_page_of_its_own_and_is_followed_from_the_disclosure_home() -> None:
    parsed = ADAPTER.parse(shown(f"<title>政府信息公开</title>{TABS}", kind=TaskKind.HOME, depth=1))
    assert [task.url for task in parsed.tasks] == [f"{COLUMN}?open=zfxxgknb"] and parsed.outcome == Outcome.OK


def test_a_directory_of_channels_is_no_shell() -> None:
    body = (
        "<title>政府信息公开年报</title><ul><li><a href='/gongkai/channel_x_5407_8066/'>市政府年报</a></li>"
        "<li><a href='/channel_l_ssljchannel201911221748522677536714'>部门年报</a></li><li><a href='/gongkai/channel_zc/'>政策文件</a></li></ul>"
    )
    parsed = ADAPTER.parse(shown(body))
    assert parsed.outcome == Outcome.OK and {task.url.rpartition("/channel_")[2] for task in parsed.tasks} == {
        "x_5407_8066/", "l_ssljchannel201911221748522677536714",
    }  # fmt: skip


@pytest.mark.parametrize("kind", [TaskKind.HOME, TaskKind.DIRECTORY])
def test_the_sites_of_agencies_are_followed_by_their_names_whatever_they_are(kind: TaskKind) -> None:
    names = ["历下区商务局", "区妇联", "姚家街道", "大明湖景区"]
    links = "".join(f'<a href="/gongkai/site_lx{n}/channel_c{n}/">{name}</a>' for n, name in enumerate(names))
    parsed = ADAPTER.parse(shown(f"<title>部门公开</title><a href='/gongkai/'>首页</a>{links}", kind=kind, depth=1))
    assert {(task.agency, task.kind) for task in parsed.tasks} == {(name, TaskKind.HOME) for name in names}
    assert parsed.outcome == Outcome.OK


def test_the_column_of_an_agency_is_found_on_its_page_and_keeps_its_name() -> None:
    home = shown("<title>历下区商务局</title><a href='../channel_nb1/'>政府信息公开年报</a>", url=f"{ROOT}site_lx1/channel_c1/",
                 kind=TaskKind.HOME, depth=4)  # fmt: skip
    (task,) = ADAPTER.parse(replace(home, task=replace(home.task, agency="历下区商务局"))).tasks
    assert (task.url, task.agency) == (f"{ROOT}site_lx1/channel_nb1/", "历下区商务局")


def test_an_empty_channel_is_never_a_success() -> None:
    for body in ("<title>政府信息公开年报</title><ul></ul>", "<title>政府信息公开年报</title><div id='app'></div><script></script>"):
        assert ADAPTER.parse(shown(body)).outcome == Outcome.SHELL


@pytest.mark.parametrize("block", [
    "<table><tr><td>标题</td><td>{t}</td></tr><tr><td>索引号</td><td>11370800004312810B/2021-0000012</td></tr><tr><td>文号</td><td></td></tr>"
    "<tr><td>发文日期</td><td>2021-01-05</td></tr><tr><td>发布机构</td><td>第1局</td></tr></table><p>发布日期：2021-01-05 字号：大 中 小 打印</p>",
    "<h1>{t}</h1><p>11370800004312810B/2021-0000012</p><p>第1局</p><p>2021-01-05</p><p>字号 打印整页 打印内容 分享</p>",
    "<h1>{t}</h1><p>11370800004312810B/2021-0000012</p><p>2021-01-05</p><p>第1局</p>",
])  # fmt: skip
def test_an_article_of_either_layout_gives_its_index_block_and_its_files(block: str) -> None:
    text = "本报告由第1局按照政府信息公开条例编制，" * 20
    name = f"doc_{doc(1)}_c40bf8efdc4f89fdb726fece655ac213.pdf"
    body = f"<html><body>{block.format(t=TITLE.format(1))}<div id='zoom'><p>{text}</p></div><p>附件：<a href='{name}'>附件1</a></p></body></html>"
    article = shown(body, url=f"{COLUMN}doc_{doc(1)}.html", kind=TaskKind.REPORT)
    parsed = ADAPTER.parse(article)
    assert parsed.outcome == Outcome.OK and article.document.meta["索引号"] == "11370800004312810B/2021-0000012"
    assert article.document.meta["发布机构"] == "第1局"
    assert [task.task_key for task in parsed.tasks] == [f"channel-doc:file:jining:{name}"]
