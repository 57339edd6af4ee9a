"""channels-articles: what stands in the first answer, what lies in static files behind it, from whatever number on."""

import pytest

from archive.words import Outcome
from tests.spiders.played import visited
from tests.spiders.served import reports

LIST = "https://hrss.shandong.gov.cn/channels/ch00232/"
TITLE = "山东省第{}厅2020年政府信息公开工作年度报告"


def line(number: int) -> str:
    return (
        f"<li class='pagedContent' style='display:none'><a href='/articles/ch00232/202101/f257f59a-0904-4130-935e-{number:012}.shtml'>"
        f"<span class='news_box01_title'>{TITLE.format(number)}</span><span>2021-01-08</span></a></li>"
    )


def listing(numbers: range, rest: str = "") -> str:
    return f"<div class='news_box01_con'><ul>{''.join(map(line, numbers))}</ul></div>{rest}"


def pages_of(first: int, size: int, static: list[int], rest: str = "") -> dict[str, str]:
    """A list whose first answer holds `first` items, and `size` items in each of the static files of these numbers."""
    pages = {LIST: listing(range(first), rest)}
    for k, number in enumerate(static):
        pages[f"{LIST}index_{number}.shtml"] = listing(range(first + k * size, first + (k + 1) * size))
    return pages


@pytest.mark.parametrize(("static", "asked"), [
    ([51, 52], ["50", "51", "52", "53"]), ([50, 51], ["50", "51", "52"]), ([1, 2, 3], ["50", "51", "1", "2", "3", "4"]),
    ([2, 3], ["50", "51", "1", "2", "3", "4"]), ([], ["50", "51", "1", "2"]),
])  # fmt: skip
@pytest.mark.parametrize("size", [1, 3])
def test_static_files_are_found_wherever_their_numbers_begin(static: list[int], asked: list[str], size: int) -> None:
    parsed, urls = visited(pages_of(50 * size, size, static), "channels-articles")
    assert parsed.outcome == Outcome.OK, parsed.detail
    assert len(reports(parsed)) == (50 + len(static)) * size
    assert [url.rpartition("index_")[2].removesuffix(".shtml") for url in urls] == asked
    assert reports(parsed)[7].task_key == "channels-articles:report:f257f59a-0904-4130-935e-000000000007"
    assert reports(parsed)[7].listed_title == TITLE.format(7)


def test_a_list_that_fits_into_its_first_answer_is_asked_for_nothing_more() -> None:
    pager = "<div>共49条 <a onclick='goPage(2)'>下一页</a></div>"
    assert visited({LIST: listing(range(49))}, "channels-articles")[1] == []
    assert visited({LIST: listing(range(49), pager)}, "channels-articles")[1] == []
    assert visited({LIST: listing(range(70), pager.replace("49", "70"))}, "channels-articles")[1] == []


def test_a_static_file_that_repeats_the_last_page_is_not_the_end() -> None:
    pages = pages_of(50, 1, [51])
    pages[f"{LIST}index_50.shtml"] = listing(range(49, 50))
    assert len(reports(visited(pages, "channels-articles")[0])) == 51


def test_the_file_that_the_page_names_is_asked_first() -> None:
    parsed, urls = visited(pages_of(20, 10, [3], "<script>var next = 'index_3.shtml'</script>"), "channels-articles")
    assert len(reports(parsed)) == 30 and urls[0] == f"{LIST}index_3.shtml"


@pytest.mark.parametrize("total", ["共90条", "共80页"])
def test_a_list_that_states_more_than_can_be_found_is_not_complete(total: str) -> None:
    parsed, _ = visited(pages_of(50, 1, [51, 52], f"<p>首页 {total} 尾页</p>"), "channels-articles")
    assert parsed.outcome == Outcome.SHELL and "52 of" in parsed.detail
