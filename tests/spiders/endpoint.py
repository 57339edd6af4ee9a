"""A Hanweb list for tests: a column page and its endpoint, played against the adapter without a network."""

from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from archive.words import Outcome, TaskKind
from spiders.page import Parsed
from spiders.walk import Ask
from tests.spiders.pages import page
from tests.spiders.served import Server, visited

COLUMN = "http://www.jining.gov.cn/col/col85285/index.html"
NEXT = "/module/web/jpage/dataproxy.jsp?page=1&webid=1&path=/&columnid=85285&unitid=564862&webname=%25E6%25B5%258E&permissiontype=0"
TITLE = "济宁市第{}局2020年政府信息公开工作年度报告"


def record(number: int) -> str:
    return f'<li><a href="/art/2021/1/5/art_85285_{number}.html" title="{TITLE.format(number)}">第{number}局…</a>2021-01-05</li>'


def store(numbers: Sequence[int], inside: str = "") -> str:
    records = "".join(f"<record><![CDATA[{record(n)}]]></record>" for n in numbers)
    return f"<datastore>{inside}<recordset>{records}</recordset></datastore>"


def column(numbers: Sequence[int], *, following: str = NEXT, script: str = "") -> str:
    group = f'<nextgroup><![CDATA[<a href="{following}"></a>]]></nextgroup>' if following else ""
    return (
        "<html><head><title>政府信息公开年报</title></head><body>"
        f'<div id="564862"><script type="text/xml">{store(numbers, group)}</script></div>{script}</body></html>'
    )


def totals(records: int, pages: int) -> str:
    return f"<totalrecord>{records}</totalrecord><totalpage>{pages}</totalpage>"


def walked(body: str, endpoint: Server, limit: int = 60) -> tuple[Parsed, list[Ask]]:
    """The end of a visit to a column and what it asked beyond that."""
    return visited(page(body, url=COLUMN, kind=TaskKind.COLUMN, family="hanweb-jcms"), endpoint, limit)


def numbers(parsed: Parsed) -> set[int]:
    """The articles that became reports."""
    return {int(t.url.rpartition("_")[2].removesuffix(".html")) for t in parsed.tasks if t.kind == TaskKind.REPORT}


def params(ask: Ask) -> dict[str, str]:
    """What a request says, in its address and its form."""
    return {k: v[-1] for part in (urlsplit(ask.url).query, ask.body) for k, v in parse_qs(part, keep_blank_values=True).items()}


COMPLETE, HOLE = Outcome.OK, Outcome.SHELL
