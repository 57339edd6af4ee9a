"""Lists whose order moves from page to page: nothing slips between two pages without a word, whatever the family."""

import json
from collections import Counter
from collections.abc import Callable

import pytest

from archive.words import Outcome, TaskKind
from spiders.page import Page
from spiders.walk import Ask
from tests.spiders import endpoint, test_els_service, test_hanweb_jpaas
from tests.spiders.pages import page
from tests.spiders.played import visited as read
from tests.spiders.served import Server, reports, visited

TOTAL, ROWS = 33, 15
Rows = Callable[[int], list[int]]
"""The numbers of the lines on a page, counted from 1; none behind the last."""


def rows(number: int) -> list[int]:
    return list(range((number - 1) * ROWS + 1, min(number * ROWS, TOTAL) + 1))


def unstable(times: int) -> Rows:
    """A further page repeats the last line of the one before and misses its own first, so many times."""
    asked = Counter[int]()

    def shown(number: int) -> list[int]:
        asked[number] += 1
        lines = rows(number)
        return [lines[0] - 1, *lines[1:]] if number > 1 and lines and asked[number] <= times else lines

    return shown


def jpaas(shown: Rows, *, stated: bool, after: str) -> tuple[Page, Server]:
    def server(ask: Ask) -> tuple[int, str]:
        lines = shown(test_hanweb_jpaas.said(ask)[1])
        pager = f"<div class='pagination' count='{TOTAL}' rows='{ROWS}'></div>" if stated else ""
        html = test_hanweb_jpaas.answer(f"<ul class='list'>{test_hanweb_jpaas.lines(lines)}</ul>{pager}")
        return (200, html) if lines else broken(after, test_hanweb_jpaas.answer(""))

    return test_hanweb_jpaas.column(), server


def els(shown: Rows, *, stated: bool, after: str) -> tuple[Page, Server]:
    told = {"total": TOTAL} if stated else {}

    def server(ask: Ask) -> tuple[int, str]:
        lines = shown(test_els_service.number_of(ask))
        text = test_els_service.answer([test_els_service.line(n) for n in lines], **told)
        return (200, text) if lines else broken(after, test_els_service.answer([]))

    return test_els_service.api(server(Ask(test_els_service.LIST))[1]), server


def jcms(shown: Rows, *, stated: bool, after: str) -> tuple[Page, Server]:
    def server(ask: Ask) -> tuple[int, str]:
        asked = endpoint.params(ask)
        lines = shown(int(asked["page"]) if "page" in asked else (int(asked["startrecord"]) - 1) // ROWS + 1)
        text = endpoint.store(lines, endpoint.totals(TOTAL, 3) if stated else "")
        return (200, text) if lines else broken(after, "<datastore><recordset></recordset></datastore>")

    return page(endpoint.column([]), url=endpoint.COLUMN, kind=TaskKind.COLUMN, family="hanweb-jcms"), server


def broken(after: str, nothing: str) -> tuple[int, str]:
    """What comes behind the last page."""
    return {"nothing": (200, nothing), "http 404": (404, ""), "http 500": (500, "")}.get(after, (200, after))


FAMILIES = {"jpaas": jpaas, "els": els, "jcms": jcms}
ERROR = json.dumps({"success": False, "code": "500", "message": "系统异常"}, ensure_ascii=False)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("stated", [True, False])
@pytest.mark.parametrize("after", ["nothing", "http 404", "http 500", ERROR])
def test_a_list_that_moved_is_read_a_second_time_in_the_same_visit(family: str, stated: bool, after: str) -> None:
    parsed, _ = visited(*FAMILIES[family](unstable(1), stated=stated, after=after))
    assert len(reports(parsed)) == TOTAL and parsed.outcome == Outcome.OK, parsed.detail


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("stated", [True, False])
@pytest.mark.parametrize("after", ["nothing", "http 404", "http 500", ERROR])
def test_a_list_that_moves_for_good_says_so(family: str, stated: bool, after: str) -> None:
    parsed, _ = visited(*FAMILIES[family](unstable(99), stated=stated, after=after))
    assert len(reports(parsed)) == TOTAL - 2 and parsed.outcome in (Outcome.SHELL, Outcome.SERVER_ERROR), parsed.detail


BASE = "http://www.zaozhuang.gov.cn/zwgk/gknb/"


def linked(shown: Rows, *, stated: bool, beside: str, family: str) -> tuple[Outcome, int]:
    """The end of a visit to a list of plain links with lines of something else on every page, before or behind."""
    hot = "".join(f'<li><a href="/xw/t20210105_9{n}.shtml">动态{n}</a><span>2021-01-05</span></li>' for n in range(3))

    def body(number: int) -> str:
        lines = "".join(f'<li><a href="t20210105_{n}.shtml">某局{n}</a><span>2021-01-05</span></li>' for n in shown(number))
        lines = {"before": hot + lines, "behind": lines + hot}.get(beside, lines)
        total = f"共{TOTAL + 3 * bool(beside)}条 每页{ROWS}条" if stated else ""
        onward = f"<a href='index_{number}.shtml'>下一页</a>" if number < 3 else ""
        return f"<title>政府信息公开年报</title><ul>{lines}</ul>{total}{onward}"

    class Pages(dict[str, str]):
        def get(self, url: str, default: str = "") -> str:  # type: ignore[override]
            number = url.rpartition("_")[2].removesuffix(".shtml")
            return body(int(number) + 1) if number.isdigit() else default

    parsed, _ = read(Pages({BASE: body(1)}), family)
    return parsed.outcome, len(reports(parsed)) - 3 * bool(beside)


@pytest.mark.parametrize("beside", ["", "before", "behind"])
@pytest.mark.parametrize("stated", [True, False])
@pytest.mark.parametrize("family", ["trs-wcm", "channel-doc", "generic"])
def test_a_page_of_plain_links_that_moved_is_asked_again_and_one_that_moves_for_good_says_so(
    beside: str, stated: bool, family: str
) -> None:
    assert linked(rows, stated=stated, beside=beside, family=family) == (Outcome.OK, TOTAL)
    assert linked(unstable(1), stated=stated, beside=beside, family=family) == (Outcome.OK, TOTAL)
    assert linked(unstable(2), stated=stated, beside=beside, family=family) == (Outcome.SHELL, TOTAL - 2)


def test_a_slip_behind_a_page_that_repeats_what_stands_on_all_pages_is_seen() -> None:
    """The second page is whole and asked twice for the lines beside the list; the third moves."""
    asked = Counter[int]()

    def shown(number: int) -> list[int]:
        asked[number] += 1
        return [30, 32, 33] if number == 3 and asked[3] == 1 else rows(number)

    assert linked(shown, stated=False, beside="before", family="trs-wcm") == (Outcome.OK, TOTAL)


def test_the_second_page_of_a_list_that_counts_from_the_oldest_may_overlap_the_first() -> None:
    def shown(number: int) -> list[int]:
        return {1: list(range(1, 16)), 2: list(range(4, 19)), 3: list(range(19, 34))}[number]

    assert linked(shown, stated=False, beside="", family="vsb") == (Outcome.OK, TOTAL)
    assert linked(shown, stated=False, beside="", family="trs-wcm") == (Outcome.SHELL, TOTAL)
