"""Hanweb article lists: every way to page them, and no list is called complete that is not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.words import Outcome, TaskKind
from spiders.hanweb_jcms import MANNER
from spiders.jcms_store import blocks, stores
from spiders.portal import ADAPTERS
from spiders.registry import load
from spiders.walk import Ask
from tests.spiders.endpoint import COLUMN, COMPLETE, HOLE, TITLE, column, numbers, params, record, store, totals, walked
from tests.spiders.pages import page

SCRIPT = (
    "<script>$('#564862').jpage({proxyUrl:'/module/web/jpage/dataproxy.jsp',perPage:5,webid:1,columnid:85285,"
    "unitid:564862,webname:'济宁市'});</script>"
)
ALL = range(1, 24)


def counted(count: int, size: int, *, by: str, total: bool = True, beyond: str = "empty") -> object:
    """An endpoint over `count` records: `by` is what it heeds, page or startrecord."""

    def endpoint(ask: Ask) -> tuple[int, str]:
        asked = params(ask)
        start = (int(asked.get("page", 1)) - 1) * size if by == "page" else int(asked.get("startrecord", 1)) - 1
        end = start + size if by == "page" else int(asked.get("endrecord", size))
        rows = list(range(1, count + 1))[start:end]
        if not rows and beyond == "last":
            rows = list(range(1, count + 1))[-size:]
        return 200, store(rows, totals(count, -(-count // size)) if total else "")

    return endpoint


@pytest.mark.parametrize("by", ["page", "startrecord"])
@pytest.mark.parametrize("following", [True, False])
@pytest.mark.parametrize("total", [True, False])
@pytest.mark.parametrize("beyond", ["empty", "last"])
def test_every_record_is_found_whatever_the_endpoint_heeds(by: str, following: bool, total: bool, beyond: str) -> None:
    body = column(ALL[:5], script=SCRIPT) if following else column(ALL[:5], following="", script=SCRIPT)
    parsed, _ = walked(body, counted(23, 5, by=by, total=total, beyond=beyond))  # type: ignore[arg-type]
    assert numbers(parsed) == set(ALL) and parsed.outcome == COMPLETE, parsed.detail


def test_the_address_of_nextgroup_is_sent_as_found_and_the_form_carries_what_the_page_tells() -> None:
    _, asked = walked(column(ALL[:5], script=SCRIPT), counted(12, 5, by="page"))  # type: ignore[arg-type]
    assert asked[0].url.endswith("page=1&webid=1&path=/&columnid=85285&unitid=564862&webname=%25E6%25B5%258E&permissiontype=0")
    _, posted = walked(column(ALL[:5], following="", script=SCRIPT), counted(12, 5, by="startrecord"))  # type: ignore[arg-type]
    assert posted[0].url.endswith("/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=15&perpage=5")
    assert posted[0].body == (
        "col=1&appid=1&webid=1&path=/&columnid=85285&sourceContentType=1&unitid=564862"
        "&webname=%E6%B5%8E%E5%AE%81%E5%B8%82&permissiontype=0"
    )


def test_a_refused_address_is_asked_by_the_form_and_a_refused_form_leaves_a_hole() -> None:
    good = counted(23, 5, by="startrecord")
    parsed, _ = walked(column(ALL[:5]), lambda ask: good(ask) if ask.body else (403, "no"))  # type: ignore[operator]
    assert numbers(parsed) == set(ALL) and parsed.outcome == COMPLETE
    parsed, _ = walked(column(ALL[:5]), lambda _: (412, "no"))
    assert numbers(parsed) == set(ALL[:5]) and parsed.outcome == HOLE and "HTTP 412" in parsed.detail


def test_a_total_that_is_not_reached_is_told_and_one_that_is_passed_is_no_fault() -> None:
    def told(total: int) -> Outcome:
        def endpoint(ask: Ask) -> tuple[int, str]:
            status, text = counted(23, 5, by="page", total=False)(ask)  # type: ignore[operator]
            return status, text.replace("<recordset>", totals(total, 5) + "<recordset>")

        return walked(column(ALL[:5]), endpoint)[0].outcome

    assert told(23) == COMPLETE and told(30) == HOLE and told(7) == COMPLETE


def test_a_record_shown_twice_has_the_list_read_again_for_the_one_that_slipped_between() -> None:
    seen: list[str] = []

    def endpoint(ask: Ask) -> tuple[int, str]:
        number = int(params(ask).get("page", 1))
        rows = list(ALL)[(number - 1) * 5 : number * 5]
        if number == 3 and ask.url not in seen:
            rows = [10, *rows[1:]]  # 11 has slipped to the page before
        seen.append(ask.url)
        return 200, store(rows)

    parsed, _ = walked(column(ALL[:5]), endpoint)
    assert numbers(parsed) == set(ALL) and parsed.outcome == COMPLETE and "read twice" in parsed.detail


def test_an_endpoint_that_asks_to_wait_ends_the_visit_with_what_was_found() -> None:
    parsed, _ = walked(column(ALL[:5]), lambda _: (429, ""))
    assert parsed.outcome == Outcome.RATE_LIMITED and numbers(parsed) == set(ALL[:5])


def test_a_column_whose_datastore_is_empty_is_a_shell() -> None:
    parsed, _ = walked(column(()), lambda _: (200, store(())))
    assert parsed.outcome == Outcome.SHELL


def test_two_lists_on_one_page_are_both_walked() -> None:
    first, second = column(ALL[:5]), column(range(101, 106)).replace("564862", "777777")
    good = counted(12, 5, by="page")

    def endpoint(ask: Ask) -> tuple[int, str]:
        status, text = good(ask)  # type: ignore[operator]
        return status, text.replace("art_85285_", "art_85285_10") if params(ask)["unitid"] == "777777" else text

    parsed, asked = walked(first + second, endpoint)
    assert set(range(1, 13)) <= numbers(parsed) and {101, 1012} <= numbers(parsed)
    assert {params(ask)["unitid"] for ask in asked} == {"564862", "777777"}


RECORDS = (
    '<li><a href="{u}" title="{t}">{s}…</a><span>2021-01-05</span></li>', "<li><a title='{t}' href='{u}'>{s}…</a>[2021-01-05]</li>",
    "<tr><td><a href={u} target=_blank>{t}</a></td><td>2021-01-05</td></tr>", "<li><span>2021-01-05</span><a href=\"{u}\">{t}</a>",
    '<li><a href="{h}{u}">\n {t}\n</a><i>2021/1/5</i></li>', '<li><a href="/col/col9/index.html">[财政]</a><a href="{u}">{t}</a>2021-01-05</li>',
)  # fmt: skip


@given(st.permutations(range(1, 9)), st.lists(st.sampled_from(RECORDS), min_size=8, max_size=8), st.sampled_from(["", "\n", " \t\r\n"]), st.booleans())
def test_order_markup_quotes_and_blanks_never_change_what_is_found(
    order: list[int], markup: list[str], blank: str, in_list: bool
) -> None:
    def one(number: int) -> str:
        title = TITLE.format(number)
        text = markup[number - 1].format(u=f"/art/2021/1/5/art_85285_{number}.html", t=title, s=title[:6], h="http://www.jining.gov.cn")
        return f"{blank}<record>{blank}<![CDATA[{blank}{text}{blank}]]>{blank}</record>"

    records = "".join(map(one, order))
    text = f"<datastore><recordset>{'<ul>' if in_list else ''}{records}{'</ul>' if in_list else ''}</recordset></datastore>"
    (found,) = stores(COLUMN, text)
    assert {(item.url, item.title, item.date) for item in found.records} == {
        (f"http://www.jining.gov.cn/art/2021/1/5/art_85285_{n}.html", TITLE.format(n), "2021-01-05") for n in order
    }


def test_an_article_has_one_key_in_all_its_columns_and_another_day_is_another_article() -> None:
    weihai, jining, article_key = load().portal("weihai"), load().portal("jining"), MANNER.article_key
    key = article_key(weihai, "https://www.weihai.gov.cn/art/2021/3/10/art_75283_2542323.html")
    assert key == article_key(weihai, "http://weihai.gov.cn/art/2021/3/10/art_168496_2542323.html?x=1")
    assert key != article_key(weihai, "https://www.weihai.gov.cn/art/2022/3/10/art_75283_2542323.html")
    tree = "http://www.yanzhou.gov.cn/XXGK/jcms_files/jcms1/web1/site"
    old = article_key(jining, f"{tree}/art/2018/2/7/art_2201_123.html")
    assert old == "hanweb-jcms:report:yanzhou.gov.cn/XXGK/jcms_files/jcms1/web1/site:2018/2/7:123"


def test_a_column_page_that_is_the_report_leads_to_a_report_at_the_same_address() -> None:
    text = "一、总体情况。" + "区管委主动公开政府信息，依法办理政府信息公开申请，加强监督保障。" * 20
    body = (
        "<html><head><title>区管委政府信息公开2024年年报</title></head><body><h1>区管委政府信息公开2024年年报</h1>"
        f"<div id='zoom'><p>{text}</p><p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p>"
        "<a href='/module/download/downfile.jsp?classid=0&filename=ab.pdf'>2024年年报.pdf</a></div></body></html>"
    )
    parsed = ADAPTERS["hanweb-jcms"].parse(page(body, url=COLUMN, kind=TaskKind.COLUMN, family="hanweb-jcms"))
    assert [(t.kind, t.url, t.listed_title, t.year) for t in parsed.tasks] == [
        (TaskKind.REPORT, COLUMN, "区管委政府信息公开2024年年报", 2024)
    ]


def test_a_report_of_tables_and_little_prose_is_a_report_as_well() -> None:
    rows = "".join(f"<tr><td>{label}</td>{'<td>0</td>' * 7}</tr>" for label in (
        "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（一）予以公开", "（七）总计", "四、结转下年度继续办理",
    ))  # fmt: skip
    body = (
        "<html><head><title>政府信息公开年报</title></head><body>" + "<a href='/col/col9/index.html'>栏目</a>" * 30
        + f"<div id='zoom'><p>区管委政府信息公开2024年年报</p><p>三、收到和处理政府信息公开申请情况</p><table>{rows}</table></div>"
    )  # fmt: skip
    parsed = ADAPTERS["hanweb-jcms"].parse(page(body, url=COLUMN, kind=TaskKind.COLUMN, family="hanweb-jcms"))
    assert [(t.kind, t.url) for t in parsed.tasks if t.kind == TaskKind.REPORT] == [(TaskKind.REPORT, COLUMN)]


def test_a_column_page_that_is_an_explanation_is_asked_for_as_one_and_one_that_says_nothing_is_a_shell() -> None:
    said = "近日，区管委发布了2019年政府信息公开工作年度报告，现就年报内容进行如下解读。编制依据：国务院办公厅的要求。" * 6
    title = "一图读懂：区管委2019年政府信息公开工作年度报告"
    way = '<p>当前位置：首页 &gt; <a href="/col/col9/index.html">政府信息公开年报</a> &gt; 2019年</p>\n\n\n'
    body = f"<html><head><title>{title}</title></head><body>{way}<h1>{title}</h1><div id='zoom'>{{}}</div></body></html>"
    column = page(body.format(f"<p>{said}</p>"), url=COLUMN, kind=TaskKind.COLUMN, family="hanweb-jcms", title="政府信息公开年报 › 2019年")
    parsed = ADAPTERS["hanweb-jcms"].parse(column)
    assert [(t.url, t.listed_title, t.year) for t in parsed.tasks if t.kind == TaskKind.REPORT] == [(COLUMN, title, 2019)]
    assert parsed.outcome == COMPLETE
    empty = ADAPTERS["hanweb-jcms"].parse(replace(column, body=body.format("<script>load()</script>").encode()))
    assert empty.outcome == HOLE and not [t for t in empty.tasks if t.kind == TaskKind.REPORT]


def test_one_page_gives_the_agencies_of_one_family_and_the_articles_of_the_other() -> None:
    body = column(ALL[:2], following="") + '<a href="/col/col8/index.html?vc_xxgkarea=11370800004312466C">济宁市财政局</a>'
    parsed, _ = walked(body, lambda _: (404, ""))
    families = {t.family for t in parsed.tasks if t.kind == TaskKind.REPORT}
    assert families == {"hanweb-xxgk", "hanweb-jcms"}


def test_totals_and_parameters_are_read_from_the_page() -> None:
    (block,) = blocks(COLUMN, column(ALL[:5], script=SCRIPT))
    assert [form.kind for form in block.forms] == ["address", "range", "number"] and block.forms[1].size == 5
    assert len(block.records) == 5 and block.stated is None and record(1)
