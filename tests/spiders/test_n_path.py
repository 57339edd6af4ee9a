"""n-path: columns of agencies below a year, paging by the links present, mirrors, the old look of 胶州."""

from dataclasses import replace

import pytest

from archive.words import Outcome, TaskKind
from spiders.files import file_tasks
from spiders.keys import article_key, is_article
from spiders.registry import load
from tests.spiders.played import at, visited
from tests.spiders.served import reports

FOLDER = "http://www.yuchengshi.gov.cn/n58122575/n58123047/n91935851/"
LIST = f"{FOLDER}n91936016/index.html"
TITLE = "禹城市第{}局2024年政府信息公开工作年度报告"


def line(number: int) -> str:
    return f"<li><a href='c{number}/content.html'>{TITLE.format(number)}</a><span>2025-01-20</span></li>"


def pages_of(names: list[str], pager: str) -> dict[str, str]:
    """A list of seven lines on three pages; `pager` with {next} and {page}."""
    urls = [LIST, *(LIST.replace("index.html", name) for name in names)]
    parts = (range(11, 14), range(14, 17), range(17, 18))
    links = [*(pager.format(next=f'href="{name}"', page=k + 2) for k, name in enumerate(names)), "<span>下一页</span>"]
    return {url: f"<ul>{''.join(map(line, part))}</ul><div class='page'>{link}</div>" for url, part, link in zip(urls, parts, links, strict=True)}


@pytest.mark.parametrize("names", [
    ["index_91936016_2.html", "index_91936016_1.html"], ["index_91936016_1.html", "index_91936016_2.html"], ["index_2.html", "index_3.html"],
], ids=["down", "up", "plain"])  # fmt: skip
@pytest.mark.parametrize("pager", ["<a {next}>下一页</a>", "<a {next}>{page}</a>", "<a {next}><img alt='下一页'></a>", "<a {next} title='下页'>&gt;</a>"])
def test_a_list_is_read_by_the_links_present(names: list[str], pager: str) -> None:
    parsed, asked = visited(pages_of(names, pager), "n-path")
    assert parsed.outcome == Outcome.OK, parsed.detail
    assert [task.listed_title for task in reports(parsed)] == [TITLE.format(n) for n in range(11, 18)]
    assert [url.rpartition("/")[2] for url in asked] == names


def test_below_a_year_every_agency_has_its_column_and_the_year_reaches_its_reports() -> None:
    body = "<title>2024年</title><ul><li><a href='n91936012/index.html'>禹城市人民政府</a></li><li><a href='n91936016/index.html'>禹城市财政局</a></li></ul>"
    parsed, _ = visited({f"{FOLDER}index.html": body}, "n-path", title="政府信息公开年报 › 2024年")
    found = {task.agency: task for task in parsed.tasks if task.agency}
    assert set(found) == {"禹城市财政局"} and len(parsed.tasks) == 2
    child = found["禹城市财政局"]
    assert child.url == LIST
    bare = line(11).replace("2024年", "")
    (report,) = reports(visited({LIST: f"<ul>{bare}</ul>"}, "n-path", title=child.listed_title)[0])
    assert report.year == 2024 and report.task_key == "n-path:report:here:11"


def test_an_article_is_known_by_its_number_wherever_it_stands() -> None:
    dezhou = replace(load().portal("jining"), id="dezhou", domains=("dezhou.gov.cn",))
    one = article_key("n-path", dezhou, "http://dztj.dezhou.gov.cn/n3100693/n38258848/n38258900/c79281363/content.html")
    assert one == article_key("n-path", dezhou, "http://wap.dezhou.gov.cn/n1/n2/c79281363/content.html") == "n-path:report:dezhou:79281363"
    assert not is_article("n-path", LIST) and not is_article("n-path", f"{FOLDER}index_91936016_2.html")


def test_files_pictures_and_flip_books_of_an_article() -> None:
    body = (
        "<title>禹城市2024年政府信息公开工作年度报告</title><div class='article-content'><p>报告全文见附件，欢迎查阅政府信息公开有关情况并提出意见建议，电话地址见文末。</p>"
        "<p><a href='part/92685990.pdf'>年报.pdf</a></p><p><img src='/dbsource/92685995/92685996.jpg'></p>"
        "<p><a href='http://cloud1.dezhoudaily.com/zfgk/a1/files/basic-html/page1.html'>电子书</a></p></div>"
    )
    page = at(f"{FOLDER}n91936012/c92685971/content.html", body, "n-path", kind=TaskKind.REPORT)
    found = {(task.kind, task.url) for task in file_tasks("n-path", page, page.document)}
    assert found == {
        (TaskKind.ATTACHMENT, f"{FOLDER}n91936012/c92685971/part/92685990.pdf"),
        (TaskKind.IMAGE, "http://www.yuchengshi.gov.cn/dbsource/92685995/92685996.jpg"),
        (TaskKind.ATTACHMENT, "http://cloud1.dezhoudaily.com/zfgk/a1/files/basic-html/page1.html"),
    }


def test_the_old_look_of_jiaozhou_is_read_as_an_article() -> None:
    url = "http://www.jiaozhou.gov.cn/n530/n1779/n2935/n2946/161004024258506762.html"
    body = f"<ul><li><a href='{url}'>2014年胶州市政府信息公开工作年度报告</a></li><li><a href='161004024258506763.html'>2013年胶州市政府信息公开工作年度报告</a></li></ul>"
    found = reports(visited({"http://www.jiaozhou.gov.cn/n530/n1779/n2935/n2946/index.html": body}, "n-path")[0])
    assert [(task.year, task.task_key) for task in found] == [
        (2014, "n-path:report:here:161004024258506762"), (2013, "n-path:report:here:161004024258506763"),
    ]  # fmt: skip
