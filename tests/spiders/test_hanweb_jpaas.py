"""hanweb-jpaas: the blocks of a page, their answers, every way a list may end; beside the module and old articles."""

import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.words import Outcome, TaskKind
from spiders.hanweb_jpaas import pairs, units
from spiders.page import Page, Parsed
from spiders.walk import Ask
from tests.spiders.pages import page
from tests.spiders.served import Server, reports, visited

COLUMN = "http://www.jining.gov.cn/col/col15019/index.html"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
DATA = {"parseType": "bulidstatic", "webId": "153", "tplSetId": "U1S5x", "pageType": "column", "tagId": "分页列表",
        "editType": "null", "pageId": "15019"}  # fmt: skip
TITLE = "济宁市第{}局2020年政府信息公开工作年度报告"


def script(data: dict[str, str] = DATA, form: str = "usual") -> str:
    text = str(data)
    return {
        "usual": f'<script url="{UNIT}" queryData="{text}" type="text/javascript"></script>',
        "turned": f'<SCRIPT queryData="{text}" charset=utf-8\n url="{UNIT}"></SCRIPT>',
        "single": f"<script url='{UNIT}' queryData='{json.dumps(data, ensure_ascii=False)}'></script>",
        "absolute": f'<script url="http://www.jining.gov.cn{UNIT}?v=2" queryData="{text.replace(chr(39), "&#39;")}"></script>',
    }[form]


def column(*scripts: str, body: str = "", title: str = "政府信息公开年报", url: str = COLUMN, kind: TaskKind = TaskKind.COLUMN) -> Page:
    html = f"<html><head><title>{title}</title></head><body>{body}{''.join(scripts or (script(),))}</body></html>"
    return page(html, url=url, kind=kind, family="hanweb-jpaas")


def href(number: int) -> str:
    if number % 3 == 1:
        return f"/col/col15019/art/2021/art_{number:032x}.html"
    return f"/col8314/art/2021/art_8314_{number}.html" if number % 3 else f"/art/2021/1/5/art_15019_{number}.html"


def lines(numbers: range | list[int], *, dated: bool = True) -> str:
    date = "<span>[2021-01-05]</span>" if dated else ""
    return "".join(f'<li><a href="{href(n)}" title="{TITLE.format(n)}">{n}</a>{date}</li>' for n in numbers)


def answer(html: str, **rest: object) -> str:
    return json.dumps({"success": True, "code": "200", "data": {"html": html}} | rest, ensure_ascii=False)


def said(ask: Ask) -> tuple[str, int]:
    """(the block's name, the page asked)."""
    query = parse_qs(urlsplit(ask.url).query, keep_blank_values=True)
    return query["tagId"][0], json.loads(query.get("paramJson", ["{}"])[0]).get("pageNo", 1)


def server(total: int, *, rows: int = 15, after: str = "empty", stated: int | None = None, paged: bool = True) -> Server:
    """A block of `total` lines; behind the last page it answers as `after` says."""

    def answered(ask: Ask) -> tuple[int, str]:
        _, number = said(ask)
        last = -(-total // rows)
        if number > last and after in ("http 500", "http 404", "error", "nothing", "wrong"):
            texts = {"error": '{"success":false,"code":"500","message":"系统异常"}', "nothing": "", "wrong": answer("模板内容数据为空")}
            return int(after[5:]) if after[:4] == "http" else 200, texts.get(after, "")
        number = {"last": min(number, last), "first": number if number <= last else 1}.get(after, number)
        numbers = range((number - 1) * rows + 1, min(number * rows, total) + 1)
        count = total if stated is None else stated
        pager = f'<div class="pagination" count="{count}" rows="{rows}" pageNo="{number}"></div>' if paged else ""
        return 200, answer(f"<ul class='list'>{lines(numbers)}</ul>{pager}")

    return answered


def keys(parsed: Parsed) -> set[str]:
    return {task.task_key for task in reports(parsed)}


@pytest.mark.parametrize("form", ["usual", "turned", "single", "absolute"])
def test_a_block_is_asked_with_every_parameter_of_its_script_and_pages_by_one_more(form: str) -> None:
    parsed, asked = visited(column(script(form=form)), server(40))
    first = dict(parse_qs(urlsplit(asked[0].url).query, keep_blank_values=True))
    assert {name: values[0] for name, values in first.items() if name != "v"} == DATA
    assert json.loads(parse_qs(urlsplit(asked[1].url).query)["paramJson"][0]) == {"pageNo": 2, "pageSize": 15}
    assert len(reports(parsed)) == 40 and parsed.outcome == Outcome.OK, parsed.detail
    assert {ask.body for ask in asked} == {""}


AFTER = ["empty", "last", "first", "http 404", "http 500", "error", "nothing", "wrong"]


@pytest.mark.parametrize("after", AFTER)
@pytest.mark.parametrize("total", [7, 15, 30, 40])
def test_whatever_comes_after_the_last_page_ends_the_list(after: str, total: int) -> None:
    parsed, _ = visited(column(), server(total, after=after))
    assert len(reports(parsed)) == total and parsed.outcome == Outcome.OK, parsed.detail


@pytest.mark.parametrize("after", AFTER)
def test_a_list_without_a_stated_count_ends_too(after: str) -> None:
    parsed, _ = visited(column(), server(37, after=after, paged=False))
    assert len(reports(parsed)) == 37 and parsed.outcome == Outcome.OK, parsed.detail


def test_a_page_size_that_is_not_heeded_loses_nothing() -> None:
    parsed, asked = visited(column(), server(45, rows=20))
    assert len(reports(parsed)) == 45 and parsed.outcome == Outcome.OK
    assert "%22pageSize%22%3A20" in asked[1].url


def test_a_count_that_is_not_reached_is_a_hole_and_read_twice() -> None:
    parsed, _ = visited(column(), server(40, stated=47))
    assert parsed.outcome == Outcome.SHELL and "40 of 47 records" in parsed.detail and len(reports(parsed)) == 40


def test_an_unstable_order_is_read_twice() -> None:
    calls: list[int] = []

    def unstable(ask: Ask) -> tuple[int, str]:
        calls.append(said(ask)[1])
        slipped = calls.count(2) == 1 and calls[-1] == 2
        numbers = [15, *range(17, 31)] if slipped else range(calls[-1] * 15 - 14, min(calls[-1] * 15, 30) + 1)
        return 200, answer(f"<ul>{lines(numbers)}</ul><div class='pagination' count='30' rows='15'></div>")

    parsed, _ = visited(column(), unstable)
    assert len(reports(parsed)) == 30 and parsed.outcome == Outcome.OK and "read twice" in parsed.detail


@pytest.mark.parametrize("wrong", [answer("模板内容数据为空"), answer("<ul></ul>"), '{"success":true,"data":null}', "<html>错误</html>"])
def test_a_wrong_name_of_a_block_is_met_by_none_and_is_a_shell_where_that_fails_too(wrong: str) -> None:
    right = server(20)
    parsed, asked = visited(column(), lambda ask: right(ask) if said(ask)[0] == "" else (200, wrong))
    assert len(reports(parsed)) == 20 and parsed.outcome == Outcome.OK and said(asked[0])[0] == "分页列表"
    parsed, asked = visited(column(), lambda ask: (200, wrong))
    assert parsed.outcome == Outcome.SHELL and [said(ask)[0] for ask in asked] == ["分页列表", ""]


def test_the_articles_of_both_generations_and_the_module_are_read_from_one_page() -> None:
    body = (
        '<a href="/module/xxgk/xxgkAnnualReport.jsp?area=11370800004312810B&amp;fbtime=2019">2019年</a>'
        f'<ul>{lines([300], dated=False)}</ul>'
        '<script type="text/xml"><datastore><recordset><record><![CDATA[<li><a href="/art/2015/1/5/art_1_77.html" title="'
        f'{TITLE.format(77)}">x</a></li>]]></record></recordset></datastore></script>'
    )
    parsed, _ = visited(column(script(), body=body), server(3))
    assert keys(parsed) == {
        "hanweb-xxgk:report:jining:11370800004312810B:2019", "hanweb-jcms:report:jining.gov.cn:2021/1/5:300",
        "hanweb-jcms:report:jining.gov.cn:2015/1/5:77", "hanweb-jcms:report:jining.gov.cn:2021/1/5:3",
        f"hanweb-jpaas:report:{1:032x}", "hanweb-jpaas:report:jining.gov.cn:2021:2",
    }  # fmt: skip


def test_a_menu_in_a_block_is_followed_and_asked_once() -> None:
    menu = "<ul><li><a href='/col/col52281/index.html'>政府信息公开年报</a></li><li><a href='/col/col1/index.html'>要闻</a></li></ul>"
    front = column(script(DATA | {"tagId": "左侧导航"}), title="某区政府", kind=TaskKind.HOME, url="http://www.jining.gov.cn/")
    parsed, asked = visited(front, lambda ask: (200, answer(menu)))
    assert [task.url for task in parsed.tasks] == ["http://www.jining.gov.cn/col/col52281/index.html"]
    assert len(asked) == 1 and parsed.outcome == Outcome.OK


def test_the_news_of_a_front_page_are_not_paged_and_its_dead_blocks_are_no_hole() -> None:
    news = "".join(f'<li><a href="/col/col9/art/2026/art_{n:032x}.html" title="召开第{n}次会议">x</a>2026-01-05</li>' for n in range(15))
    menu = "<a href='/col/col2/index.html'>政务公开</a>"
    front = column(script(), script(DATA | {"tagId": "坏"}), body=menu, title="某区", kind=TaskKind.HOME, url="http://www.jining.gov.cn/")

    def endpoint(ask: Ask) -> tuple[int, str]:
        whole = answer(f"<ul>{news}</ul><div class='pagination' count='8242' rows='15'></div>")
        return 200, whole if said(ask)[0] == "分页列表" else answer("模板内容数据为空")

    parsed, asked = visited(front, endpoint)
    assert parsed.outcome == Outcome.OK and len(asked) == 3 and not reports(parsed), parsed.detail


@given(st.dictionaries(st.from_regex(r"[A-Za-z]\w{0,8}", fullmatch=True), st.text("中文a1-_ .{}:,", max_size=8), max_size=8))
def test_the_parameters_of_a_block_are_read_as_written(data: dict[str, str]) -> None:
    assert pairs(str(data)) == data and pairs(json.dumps(data, ensure_ascii=False)) == data


@given(st.permutations([f'url="{UNIT}"', f'queryData="{DATA}"', 'type="text/javascript"', "async"]))
def test_the_order_of_attributes_does_not_count(attributes: list[str]) -> None:
    (block,) = units(column(f"<script {' '.join(attributes)}></script>"))
    assert [form.kind for form in block.forms] == ["unit", "unit"] and "tagId=&" in block.forms[1].url


def test_a_block_of_another_service_is_left_alone() -> None:
    body: Callable[[str], Page] = lambda s: column(s)  # noqa: E731
    assert not units(body(f'<script url="/api-gateway/other/{UNIT[-10:-5]}" queryData="{DATA}"></script>'))
    assert not units(body(f'<script url="{UNIT}" queryData=""></script>'))


def test_a_list_that_the_registry_names_by_its_request_is_read_without_a_column() -> None:
    query = "&".join(f"{name}={value}" for name, value in DATA.items())
    first = page(server(20)(Ask(f"http://www.jining.gov.cn{UNIT}?{query}"))[1], url=f"http://www.jining.gov.cn{UNIT}?{query}",
                 kind=TaskKind.COLUMN, family="hanweb-jpaas", headers={"content-type": "application/json"})  # fmt: skip
    parsed, asked = visited(first, server(20))
    assert len(reports(parsed)) == 20 and parsed.outcome == Outcome.OK and [said(ask)[1] for ask in asked] == [2], parsed.detail
