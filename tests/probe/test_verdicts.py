"""Verdicts and the order of asking, on visits made by hand: nothing is confirmed that was not seen."""

import pytest

from archive.store.ledger import NewTask, Task
from archive.words import Outcome, TaskKind
from crawler.probe.choose import choose
from crawler.probe.facts import of_fact
from crawler.probe.marks import workings
from crawler.probe.sight import Seen, Shown
from crawler.probe.subject import Subject, subject_of
from crawler.probe.tasks import fact_tasks
from crawler.probe.verdicts import verdicts
from spiders.registry import Entry, Fact, Host, Portal, Registry, load

HOME = "http://www.a.gov.cn/"
LIST = "http://www.a.gov.cn/zwgk/gknb/"


def portal(*facts: Fact, entries: tuple[Entry, ...] = ()) -> Portal:
    host = Host("www.a.gov.cn", "370800", "甲市", "observed", family="trs-wcm")
    return Portal("a", "甲市", "370800", "a", ("a.gov.cn",), (), (host,), entries, facts)


def task(url: str, kind: TaskKind = TaskKind.COLUMN, **values: object) -> Task:
    return Task(url, "a", "trs-wcm", kind, "a", url, str(values.pop("why", "followed")), **values)  # type: ignore[arg-type]


def child(url: str, title: str, year: int | None = None) -> NewTask:
    return NewTask(url, "a", "trs-wcm", TaskKind.REPORT, "a", url, "listed", 1, "", "", year, title)


def seen(url: str, text: str = "", outcome: Outcome = Outcome.OK, *children: NewTask, status: int = 200) -> Seen:
    answers = (Shown(url, status, "text/html", "0" * 64, len(text), text),) if text or status != 200 else ()
    return Seen(task(url), outcome, "as it was", answers, children)


def fact(kind: str, subject: str, expected: str = "") -> Fact:
    return Fact(kind, subject, expected, "observed", "", "")


REPORT = child(f"{LIST}202601/t20260126_1.html", "甲市财政局2025年政府信息公开工作年度报告", 2025)
PAGE = "<title>年报</title><script>var u='/module/web/jpage/dataproxy.jsp?webid=1&columnid=85285'</script><form action='/s' method=post><input name=q></form>"


@pytest.mark.parametrize(("one", "visits", "verdict"), [
    (fact("page", LIST, "年 报"), [seen(LIST, PAGE)], "confirmed"), (fact("page", LIST, "目录"), [seen(LIST, PAGE)], "contradicted"),
    (fact("page", LIST), [], "unseen"), (fact("page", LIST), [seen(LIST, "", Outcome.WAF_REFUSED, status=403)], "unseen"),
    (fact("page", LIST), [seen(LIST, "", Outcome.ABSENT, status=404)], "contradicted"),
    (fact("report", REPORT.url, "甲市财政局"), [seen(LIST, PAGE, Outcome.OK, REPORT)], "confirmed"),
    (fact("report", LIST), [seen(LIST, PAGE, Outcome.NOT_A_REPORT)], "contradicted"),
    (fact("series", LIST, "财政局"), [seen(HOME, PAGE, Outcome.OK, REPORT)], "confirmed"),
    (fact("series", LIST, "教育局"), [seen(HOME, PAGE, Outcome.OK, REPORT)], "unseen"),
    (fact("pattern", "www.a.gov.cn", r"/t\d{8}_\d+\.html"), [seen(LIST, PAGE, Outcome.OK, REPORT)], "confirmed"),
    (fact("pattern", "www.a.gov.cn", r"/info/\d+/"), [seen(LIST, PAGE, Outcome.OK, REPORT)], "unseen"),
    (fact("param", "www.a.gov.cn", "webid=1&columnid=85285"), [seen(LIST, PAGE)], "confirmed"),
    (fact("param", LIST, "webid=2"), [seen(LIST, PAGE)], "contradicted"), (fact("param", "www.a.gov.cn", "webid=2"), [seen(LIST, PAGE)], "unseen"),
    (fact("same", HOME, "http://m.a.gov.cn/"), [seen(HOME, PAGE), seen("http://m.a.gov.cn/", PAGE)], "confirmed"),
    (fact("same", HOME, "http://m.a.gov.cn/"), [seen(HOME, PAGE)], "unseen"), (fact("homonym", "b.gov.cn", "乙市"), [seen(HOME, PAGE)], "unseen"),
])  # fmt: skip
def test_a_fact_is_confirmed_or_contradicted_only_by_what_was_seen(one: Fact, visits: list[Seen], verdict: str) -> None:
    told = of_fact(portal(one), one, visits)
    assert (told.verdict, told.what) == (verdict, "fact") and told.seen


def test_no_fact_makes_a_probe_ask_an_interface_or_the_beginning_of_an_address() -> None:
    facts = [fact("page", "http://www.a.gov.cn/els-service/article/1/50"), fact("series", "http://www.a.gov.cn/info/6162/"),
             fact("homonym", "http://www.b.gov.cn/"), fact("param", LIST, "webid=1"), fact("candidate", LIST)]  # fmt: skip
    assert [one.url for one in fact_tasks(portal(*facts))] == [LIST]
    for every in load().portals:
        assert all("els-service" not in one.url and every.owns(one.host) for one in fact_tasks(every))


def test_a_list_that_only_a_script_fills_confirms_nothing_and_its_workings_are_told() -> None:
    entry = Entry("column", "trs-wcm", LIST, "known", "inferred", "", ())
    told = verdicts(portal(entries=(entry,)), [seen(LIST, PAGE, Outcome.SHELL)])
    (column,) = [one for one in told if one.what == "entry"]
    assert (column.verdict, column.seen) == ("unseen", "shell: as it was")
    shown = workings(LIST, PAGE)
    assert shown.endpoints == ("/module/web/jpage/dataproxy.jsp?webid=1&columnid=85285",) and shown.forms == ("POST /s q",)


def test_a_host_whose_site_code_is_of_another_division_contradicts_the_registry() -> None:
    page = '<title>乙</title><meta name="SiteIDCode" content="3709000001">'
    told = {one.what: one.verdict for one in verdicts(portal(), [seen(HOME, page)])}
    assert told == {"host": "contradicted", "family": "unseen"}
    own = {one.what: one.verdict for one in verdicts(portal(), [seen(HOME, page.replace("3709", "3708"))])}
    assert own["host"] == "confirmed"


def test_the_way_to_the_reports_is_asked_first_each_address_once_and_a_little_of_everything() -> None:
    subject = Subject("a", portal(), Registry((portal(),)), ("a.gov.cn", "b.a.gov.cn"))
    tasks = [
        task("http://b.a.gov.cn/", TaskKind.HOME, why="entry"), task(HOME, TaskKind.HOME, why="entry"),
        task("http://www.a.gov.cn/zwgk/", TaskKind.HOME, listed_title="政务公开"), task(LIST, listed_title="政府信息公开年报"),
        *(task(f"{LIST}{year}.html", TaskKind.REPORT, year=year) for year in range(2008, 2026)),
        task("http://a.gov.cn/zwgk/gknb/", listed_title="政府信息公开年报"),
        task("http://www.a.gov.cn/f.pdf", TaskKind.ATTACHMENT), task("http://www.a.gov.cn/i.png", TaskKind.IMAGE),
    ]  # fmt: skip
    asked = list[Task]()
    while following := choose(tasks, asked, subject, 2024):
        asked.append(following)
    assert [one.url.removeprefix("http://") for one in asked] == [
        "www.a.gov.cn/", "a.gov.cn/zwgk/gknb/", "www.a.gov.cn/zwgk/gknb/2024.html", "www.a.gov.cn/f.pdf", "www.a.gov.cn/zwgk/", "b.a.gov.cn/",
    ]  # fmt: skip


def test_a_subject_is_a_portal_a_host_or_an_address() -> None:
    registry = load()
    assert subject_of("泰安市", registry).hosts[0] == "taian.gov.cn"
    county = subject_of("www.yanzhou.gov.cn", registry)
    assert (county.portal.id, county.hosts, county.url) == ("jining", ("yanzhou.gov.cn",), "http://www.yanzhou.gov.cn/")
    stranger = subject_of("http://www.nowhere.gov.cn/a/", registry)
    assert not stranger.known and stranger.registry.allowed(stranger.url) and stranger.portal.owns("www.nowhere.gov.cn")
