"""滨州's own CMS: articles by GUID, lists of plain links at addresses that nobody has told (unproven)."""

from urllib.parse import urljoin

import pytest

from archive.words import Outcome
from tests.spiders.played import visited
from tests.spiders.served import reports

HOST = "http://www.binzhou.gov.cn"
CODE = "Ndc17aebd4ffb56008875e54ef2a15fe3"
GUID = "d85c1620-3b16-4b7b-8277-3fe142b7d{:03}"
TITLE = "滨州市人民政府{}年政府信息公开工作年度报告"


def line(year: int, braces: str = "%7B{}%7D") -> str:
    code = braces.format(GUID.format(year - 2000))
    return f'<li><a href="/zwgk/news/detail?tcode={CODE}&amp;code={code}" title="{TITLE.format(year)}">{TITLE.format(year)[:9]}…</a></li>'


@pytest.mark.parametrize("start", ["/zwgk/news/list?tcode=" + CODE, "/zwgk/xxgknb/", "/zwgk/nb.html"])
@pytest.mark.parametrize("further", ["?tcode={c}&page=2", "list?tcode={c}&pageNum=2", "/zwgk/news/list/2?tcode={c}"])
def test_a_list_of_plain_links_is_read_with_its_next_page(start: str, further: str) -> None:
    first, second = HOST + start, further.format(c=CODE)
    body = "".join(map(line, (2010, 2009))) + f"共3条 <a href='{second}'>下一页</a>"
    parsed, asked = visited({first: body, urljoin(first, second): line(2008)}, "binzhou-news-detail")
    assert parsed.outcome == Outcome.OK and len(asked) == 1, parsed.detail
    assert [(task.year, task.listed_title) for task in reports(parsed)] == [(y, TITLE.format(y)) for y in (2010, 2009, 2008)]


def test_braces_stay_as_they_are_written_and_the_guid_is_the_key() -> None:
    body = line(2010) + line(2009, "{{{}}}").replace(GUID.format(9), GUID.format(9).upper())
    one, two = reports(visited({f"{HOST}/zwgk/news/list": body}, "binzhou-news-detail")[0])
    assert one.url.endswith(f"&code=%7B{GUID.format(10)}%7D") and two.url.endswith(f"&code={{{GUID.format(9).upper()}}}")
    assert [task.task_key for task in (one, two)] == [f"binzhou-news-detail:report:{GUID.format(n)}" for n in (10, 9)]


def test_a_list_that_a_script_fills_is_a_shell() -> None:
    parsed, _ = visited({f"{HOST}/zwgk/news/list": "<ul id='news'></ul><script>load('news')</script>"}, "binzhou-news-detail")
    assert parsed.outcome == Outcome.SHELL
