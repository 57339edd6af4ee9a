"""Reports that the registry knows by their own address: asked for once the walk is done, where no list led to them."""

from pathlib import Path

import pytest

from spiders.known import known_reports
from spiders.registry import load
from tests.crawl.strange import answer, strange_world

CITY = "http://www.jining.gov.cn"
ARTICLE = f"{CITY}/art/2021/1/5/art_9_%d.html"
TITLE = "济宁市财政局2020年政府信息公开工作年度报告"
FACTS = "".join(f"""
[[fact]]
kind = "{kind}"
subject = "{url}"
expected = "{TITLE}"
evidence = "{evidence}"
probe = "the report"
""" for kind, url, evidence in (
    ("report", ARTICLE.replace("http:", "https:") % 1, "observed"), ("report", ARTICLE % 2, "observed"),
    ("report", ARTICLE % 3, "observed"), ("report", ARTICLE % 4, "inferred"), ("look_alike", ARTICLE % 5, "observed"),
    ("report", f"{CITY}/module/xxgk/xxgkAnnualReport.jsp?area=A1&fbtime=2020", "observed"),
))  # fmt: skip


@pytest.mark.slow
def test_a_known_report_is_asked_once_and_only_where_no_list_led_to_it(tmp_path: Path) -> None:
    report = answer(f"<html><title>{TITLE}</title><h1>{TITLE}</h1><p>{'本局主动公开政府信息，依法办理政府信息公开申请。' * 20}</p></html>")
    pages = {
        f"{CITY}/": answer("<a href='/zwgk/nb/'>政府信息公开年报</a>"), f"{CITY}/zwgk/nb/": answer(f"<a href='{ARTICLE % 1}'>{TITLE}</a>"),
        ARTICLE % 1: report, ARTICLE % 2: report, ARTICLE % 4: report,
    }  # fmt: skip
    with strange_world(tmp_path, pages, {f"{CITY}/": []}) as ground:
        assert ground.registry
        with (ground.registry / "jining.toml").open("a", encoding="utf-8") as file:
            file.write(FACTS)
        for day in ("2026-09-01", "2026-09-02"):
            done = ground.crawl("--today", day)
            assert done.returncode == 0, done.stdout + done.stderr
        tasks = {row["url"]: row for row in ground.rows("SELECT url, why, outcome, year, listed_title FROM tasks WHERE kind = 'report'")}
        assert {url: (row["why"], row["outcome"]) for url, row in tasks.items()} == {
            ARTICLE % 1: ("listed", "ok"), ARTICLE % 2: ("known", "ok"), ARTICLE % 3: ("known", "absent"),
        }  # fmt: skip
        assert {(row["year"], row["listed_title"]) for row in tasks.values()} == {(2020, TITLE)}
        asked = [one.url for one in ground.log if "/art_9_" in one.url]
        assert asked.index(ARTICLE % 1) < asked.index(ARTICLE % 2) and asked.count(ARTICLE % 3) == 1


def test_every_known_report_of_the_registry_has_an_address_that_may_be_asked_and_a_title() -> None:
    registry = load()
    tasks = [task for portal in registry.portals for task in known_reports(portal)]
    assert len({task.task_key for task in tasks}) == len(tasks) > 50
    assert all(registry.allowed(task.url) and task.listed_title for task in tasks)
