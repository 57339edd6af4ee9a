"""els-service: lists answered as JSON, columns that name their catalogue, articles in a script, files, tokens."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.words import Outcome, TaskKind
from spiders.els_catalogue import lists_of
from spiders.els_lists import Refused, contents, form_at
from spiders.page import Page, Parsed
from spiders.portal import ADAPTERS
from spiders.registry import Entry, Portal
from spiders.walk import Ask
from tests.spiders.pages import page, portal
from tests.spiders.served import Server, reports, visited

HOST = "http://www.jining.gov.cn"
LIST = f"{HOST}/els-service/article/1/50"
BODY = '{"dq":"162","dw":["55350"],"catas":["1712635726480412672"]}'
TITLE = "济宁市第{}局2020年政府信息公开工作年度报告"
ADAPTER = ADAPTERS["els-service"]
CATAS = "1569655061443907584"


def api(text: str, *, url: str = LIST, status: int = 200) -> Page:
    shown = page(text, url=url, kind=TaskKind.COLUMN, family="els-service", status=status, headers={"content-type": "application/json"})
    return replace(shown, task=replace(shown.task, method="POST", body=BODY), portal=els_portal())


def els_portal(*entries: Entry) -> Portal:
    return replace(portal(), family="els-service", entries=entries, hosts=())


def column(html: str, *, url: str = f"{HOST}/dtzcwjk/?catas={CATAS}", kind: TaskKind = TaskKind.COLUMN) -> Page:
    shown = page(f"<html><head><title>政府信息公开年报</title></head><body>{html}</body></html>", url=url, kind=kind, family="els-service")
    return replace(shown, portal=els_portal())


def line(number: int, **rest: object) -> dict[str, object]:
    return {"xxid": f"{1000 + number}", "dwid": "55350", "subject": TITLE.format(number), "subtitle": None,
            "fwdate": "2021-01-05 10:00:00", "url": None, "files": []} | rest  # fmt: skip


def answer(lines: list[dict[str, Any]] | None, **rest: object) -> str:
    return json.dumps({"success": True, "code": 200, "data": {"contents": lines} | rest}, ensure_ascii=False)


def number_of(ask: Ask) -> int:
    return int(ask.url.split("/")[-2])


def server(count: int, *, size: int = 50, after: str = "empty", **stated: object) -> Server:
    """A list of `count` lines; behind the last page it answers as `after` says."""

    def answered(ask: Ask) -> tuple[int, str]:
        number, last = number_of(ask), -(-count // size)
        texts = {"error": '{"success":false,"message":"系统异常"}', "null": answer(None), "missing": answer([])}
        if number > last and after in ("http 404", "http 500", *texts):
            return int(after[5:]) if after[:4] == "http" else 200, texts.get(after, "")
        number = min(number, last) if after == "last" else number
        lines = [line(n) for n in range((number - 1) * size + 1, min(number * size, count) + 1)]
        return 200, answer(lines, **stated)

    return answered


def visit(served: Server) -> tuple[Parsed, list[Ask]]:
    return visited(api(served(Ask(LIST, BODY))[1]), served)


@pytest.mark.parametrize("after", ["empty", "last", "http 404", "http 500", "error", "null", "missing"])
@pytest.mark.parametrize("total", [3, 50, 101])
@pytest.mark.parametrize("stated", [{}, {"total": 0}])
def test_whatever_comes_after_the_last_page_ends_the_list(after: str, total: int, stated: dict[str, int]) -> None:
    told = {"total": total} if stated else {}
    parsed, asked = visit(server(total, after=after, **told))
    if total == 50 and after in ("http 500", "error") and not stated:
        # A whole page and then a failure: nobody can say whether that was all.
        assert parsed.outcome in (Outcome.SHELL, Outcome.SERVER_ERROR) and len(reports(parsed)) == 50
        return
    assert len(reports(parsed)) == total and parsed.outcome == Outcome.OK, parsed.detail
    assert {ask.body for ask in asked} == {BODY} and number_of(asked[0]) == 2


def test_a_list_gives_its_articles_with_title_year_and_key() -> None:
    parsed, _ = visit(server(2))
    assert next((t.task_key, t.url, t.year, t.listed_title) for t in reports(parsed)) == (
        "els-service:report:jining:55350:1001", f"{HOST}/55350/1001.html", 2020, TITLE.format(1),
    )  # fmt: skip


def test_a_page_size_that_is_not_heeded_loses_nothing() -> None:
    parsed, _ = visit(server(47, size=20, total=47))
    assert len(reports(parsed)) == 47 and parsed.outcome == Outcome.OK


@pytest.mark.parametrize("stated", [{"total": 9}, {"totalElements": 9}, {"totalPages": 4}])
def test_fewer_than_stated_is_a_hole(stated: dict[str, Any]) -> None:
    parsed, _ = visit(server(7, **stated))
    assert parsed.outcome == Outcome.SHELL and len(reports(parsed)) == 7, parsed.detail


def test_an_unstable_order_is_read_twice() -> None:
    calls: list[int] = []
    good = server(80)

    def unstable(ask: Ask) -> tuple[int, str]:
        calls.append(number_of(ask))
        slipped = calls.count(2) == 1 and calls[-1] == 2
        return (200, answer([line(50), *(line(n) for n in range(52, 81))])) if slipped else good(ask)

    parsed, _ = visit(unstable)
    assert len(reports(parsed)) == 80 and "read twice" in parsed.detail and parsed.outcome == Outcome.OK


def test_an_item_leads_to_its_own_address_where_it_has_one() -> None:
    lines = [
        line(1, url="/55350/1001.html"), line(2, url=" http://slj.jining.gov.cn/art/2021/1/5/art_9_2.html "), line(3, url=""),
        line(4, url="/upload-service/162/55350/WY4.pdf", files=[{"fileurl": "/upload-service/162/55350/WY4.pdf"}]),
        line(5, dwid=None, xxid=None, files=[{"fileurl": "/upload-service/162/55350/WY5.pdf"}]), line(6, dwid=None, xxid=None),
    ]  # fmt: skip
    parsed = ADAPTER.parse(api(answer(lines)))
    assert parsed.ask and parsed.walk
    assert [item.url.removeprefix(HOST) for item in parsed.walk.found] == [
        "/55350/1001.html", "http://slj.jining.gov.cn/art/2021/1/5/art_9_2.html", "/55350/1003.html",
        "/upload-service/162/55350/WY4.pdf", "/upload-service/162/55350/WY5.pdf",
    ]  # fmt: skip
    assert "1 items without an address" in parsed.walk.holes


def test_the_files_of_an_item_are_asked_beside_its_article_under_the_key_that_the_article_gives_them() -> None:
    files = [{"fileurl": "/upload-service/162/55350/WY7.pdf"}, {"fileurl": "/upload-service/162/55350/WY7.pdf"}]
    parsed, _ = visited(api(answer([line(7, files=files)])), server(0))
    (file,) = (task for task in parsed.tasks if task.kind == TaskKind.ATTACHMENT)
    assert (file.url, file.year) == (f"{HOST}/upload-service/162/55350/WY7.pdf", 2020)
    assert [file.hangs_on] == [report.task_key for report in reports(parsed)]
    text = "<p>" + "本报告由第七局按照政府信息公开条例编制，" * 20 + '</p><a class="media" href="/upload-service/162/55350/WY7.pdf">附件</a>'
    memo = json.dumps(text.replace("<", "&lt;").replace(">", "&gt;"))
    body = f"<html><body><h1>{TITLE.format(7)}</h1><div id='mainText'></div><script>var memo = {memo};</script></body></html>"
    article = page(body, url=f"{HOST}/55350/1007.html", kind=TaskKind.REPORT, family="els-service")
    parsed = ADAPTER.parse(article)
    assert parsed.outcome == Outcome.OK and [task.task_key for task in parsed.tasks] == [file.task_key], parsed.detail


def test_an_article_whose_script_holds_nothing_is_absent() -> None:
    for memo in ('var memo = "";', "", "var memo = null;"):
        body = f"<html><head><title></title></head><body><div id='app'></div><script>{memo}</script></body></html>"
        parsed = ADAPTER.parse(page(body, url=f"{HOST}/55350/1007.html", kind=TaskKind.REPORT, family="els-service"))
        assert parsed.outcome == Outcome.ABSENT, parsed.detail


@pytest.mark.parametrize("body", [
    '{"success":false,"code":401,"message":"msstoken无效"}', '{"success":false,"message":"缺少token","data":null}',
])  # fmt: skip
def test_a_list_that_wants_a_token_is_told_and_nothing_is_forged(body: str) -> None:
    parsed = ADAPTER.parse(api(body))
    assert parsed.outcome == Outcome.TOKEN_REQUIRED and parsed.ask is None and not parsed.tasks
    first, later = server(120)(Ask(LIST, BODY))[1], (200, body)
    parsed, asked = visited(api(first), lambda ask: later)
    assert parsed.outcome == Outcome.TOKEN_REQUIRED and len(reports(parsed)) == 50 and len(asked) == 1


@pytest.mark.parametrize("body", ["<html><body>登录</body></html>", "", "[]", "{}", '{"success":false,"message":"无数据"}', answer([])])
def test_an_answer_without_a_list_is_never_a_success(body: str) -> None:
    parsed, _ = visited(api(body), lambda ask: (200, body))
    assert parsed.outcome == Outcome.SHELL and not parsed.tasks


def test_the_key_of_a_list_does_not_depend_on_page_or_size_and_it_is_asked_from_its_first_page() -> None:
    def task(url: str) -> tuple[str, str, str | None]:
        entry = Entry("api", "els-service", url, "known", "observed", "", (), BODY)
        (one,) = ADAPTER.entry_tasks(portal(), entry, range(2020, 2021))
        return one.task_key, one.url, one.body

    urls = [f"{HOST}/els-service/article/{rest}" for rest in ("1/50", "3/50", "1/200", "{page}/50")]
    assert {task(url) for url in urls} == {task(LIST)} and task(LIST)[1:] == (LIST, BODY)
    assert not list(ADAPTER.entry_tasks(portal(), Entry("api", "els-service", "", "needs_probe", "inferred", "", (), ""), range(1)))


SCRIPTS = {
    "the address": ("", {"catas": [CATAS]}),
    "a literal": ('$.ajax({url:"/els-service/article/1/15",data:JSON.stringify({"dw":["2c90"],"catas":["' + CATAS + '"],"fwzt":"3","type":[1],"order":"fwdate"})})',
                  {"dw": ["2c90"], "catas": [CATAS], "fwzt": "3", "type": [1], "order": "fwdate"}),
    "names looked up": ("var dwid='55332';var cid = \"" + CATAS + "\"; var p = {dq:'162', catas:[cid], dw:[dwid]};",
                        {"dq": "162", "dw": ["55332"], "catas": [CATAS]}),
    "one unit": ("var body={dwid:'55332',catas:['trs1308521']}", {"dwid": "55332", "catas": ["trs1308521"]}),
    "variables": ('var dw = ["2c90"]; var catas = "' + CATAS + '";', {"dw": ["2c90"], "catas": [CATAS]}),
}  # fmt: skip


@pytest.mark.parametrize("case", SCRIPTS)
def test_the_catalogue_of_a_column_is_read_from_its_address_or_its_scripts(case: str) -> None:
    script, wanted = SCRIPTS[case]
    url = f"{HOST}/nb/?catas={CATAS}" if case == "the address" else f"{HOST}/nb/"
    (block,) = lists_of(column(f"<script>{script}</script>", url=url))
    assert json.loads(block.forms[0].body) == wanted
    assert block.forms[0].url == f"{HOST}/els-service/article/{{page}}/50" and block.forms[0].kind == "json"


def test_what_the_registry_knows_of_a_host_is_said_with_the_columns_own_catalogue() -> None:
    entry = Entry("api", "els-service", LIST, "known", "observed", "", (), BODY)
    (block,) = lists_of(replace(column(""), portal=els_portal(entry)))
    assert [json.loads(form.body) for form in block.forms] == [
        {"dq": "162", "dw": ["55350"], "catas": [CATAS]}, {"dq": "162", "dwid": "55350", "catas": [CATAS]},
        {"dq": "162", "catas": [CATAS]},
    ]  # fmt: skip


def test_the_unit_of_the_page_counts_before_that_of_another_list_of_the_host() -> None:
    entry = Entry("api", "els-service", LIST, "known", "observed", "", (), BODY)
    unit = "2c908088819842f701819a1930070001"
    for html, wanted in (("<script>var dwid='55332';var type='x'</script>", "55332"), ("", "55350"), (f'<a href="/{unit}/1.html">x</a>', "55350")):
        (block,) = lists_of(replace(column(html), portal=els_portal(entry)))
        assert json.loads(block.forms[0].body) == {"dq": "162", "dw": [wanted], "catas": [CATAS]}
    (block,) = lists_of(column(f'<a href="/{unit}/1790000000000000001.html">x</a>'))
    assert json.loads(block.forms[0].body)["dw"] == [unit]


def test_a_form_of_the_request_that_brings_nothing_is_followed_by_the_next() -> None:
    right = server(60)
    asked_right = {"catas": [CATAS]}
    parsed, asked = visited(
        column("<script>var dw='55332'</script>"), lambda ask: right(ask) if json.loads(ask.body) == asked_right else (200, answer([]))
    )
    assert len(reports(parsed)) == 60 and parsed.outcome == Outcome.OK and len(asked) == 5, parsed.detail


def test_a_column_asks_its_list_and_falls_back_to_the_other_form_of_the_request() -> None:
    menu = f'<a href="/nb/?catas={CATAS}9">2008-2018年年报</a>'
    right = server(60)

    def endpoint(ask: Ask) -> tuple[int, str]:
        return right(ask) if "dwid" in json.loads(ask.body) else (200, '{"success":false,"message":"参数错误"}')

    parsed, asked = visited(column(f"{menu}<script>var dw='55332'</script>"), endpoint)
    assert len(reports(parsed)) == 60 and parsed.outcome == Outcome.OK, parsed.detail
    assert [task.url for task in parsed.tasks if task.kind.is_list] == [f"{HOST}/nb/?catas={CATAS}9"]
    assert "dwid" not in json.loads(asked[0].body) and asked[0].url == LIST


def test_the_unit_may_stand_in_another_object_of_the_scripts() -> None:
    config = f"""<script>window.siteConfig = {{"dq": "162", "dwid": "55361"}};
    var list = [{{"name":"政府信息公开年报","catas":"{CATAS}"}}];
    axios.post("/els-service/article/1/20", {{dq: siteConfig.dq, dw: [siteConfig.dwid], catas: [list[0].catas]}})</script>"""
    asked: list[dict[str, Any]] = []

    def endpoint(ask: Ask) -> tuple[int, str]:
        asked.append(json.loads(ask.body))
        return server(20)(ask) if asked[-1].get("dw") == ["55361"] else (200, answer([]))

    parsed, _ = visited(column(config, url=f"{HOST}/xxgk/nb/"), endpoint)
    assert len(reports(parsed)) == 20 and asked[0] == {"dq": "162", "dw": ["55361"], "catas": [CATAS]}


def test_a_column_without_a_catalogue_needs_a_look() -> None:
    for html in ("<div id='list'></div><script src='/app.js'></script>", "<ul></ul>"):
        assert ADAPTER.parse(column(html, url=f"{HOST}/sjjlist/?ch=%E9%80%9A%E7%9F%A5")).outcome == Outcome.SHELL


def test_the_links_of_a_front_page_are_followed_and_its_news_left_alone() -> None:
    html = f'<title>某局</title><a href="/zwgk/?catas={CATAS}">政府信息公开年报</a><script>var catas="1";var dw="2"</script>'
    parsed = ADAPTER.parse(page(html, url=f"{HOST}/", family="els-service"))
    assert parsed.ask is None and [task.url for task in parsed.tasks] == [f"{HOST}/zwgk/?catas={CATAS}"]


JSONS = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)
                     | st.dictionaries(st.sampled_from(["data", "contents", "url", "files", "fileurl", "dwid", "xxid", "total"]), inner, max_size=4))  # fmt: skip


@given(JSONS)
def test_any_answer_is_a_list_or_refused(value: object) -> None:
    try:
        found = contents(LIST, json.dumps(value))
    except Refused:
        return
    assert all(item.url.startswith("http") for item in found.block.records)


@given(st.text(alphabet="{}[]'\":,= catasdwid0var\n", max_size=120))
def test_any_script_of_a_column_is_read_without_an_error(script: str) -> None:
    for block in lists_of(column(f"<script>{script}</script>")):
        assert all(json.loads(form.body)["catas"] for form in block.forms)


def test_an_address_without_a_place_for_the_page_is_no_list() -> None:
    assert form_at(f"{HOST}/els-service/article", BODY) is None
    assert ADAPTER.parse(replace(api(answer([line(1)])), task=replace(api("").task, url=f"{HOST}/x"))).outcome == Outcome.SHELL
