"""What coverage rests on: why a report is expected, every question of a cell, the last complete look at each list."""

from pathlib import Path

from archive.assemble.governments import unnamed_governments
from archive.store.corpus import Corpus
from archive.store.views import answers, lists
from archive.words import Outcome
from tests.derive.test_derive import rows, run
from tests.derive.test_listing import BUREAU, shown, title
from tests.store import pages
from tests.store.world import World


def looked(world: World, key: str, outcome: Outcome, detail: str) -> str:
    """One more visit to a list; gives when it ended."""
    task = world.ledger.task(key)
    assert task
    world.ledger.close(task, world.crawl, outcome, detail)
    return str(world.ledger.database.connection.execute("SELECT max(ended_at) FROM visits WHERE task_key = ?", [key]).fetchone()[0])


def test_a_list_tells_its_last_complete_look_and_what_it_stated_against_what_was_found(tmp_path: Path) -> None:
    world = World(tmp_path)
    column = world.list("gknb", None)
    shown(world, BUREAU, 2022, column)
    complete = looked(world, column, Outcome.OK, "20 items on 2 pages, 9 of them reports; 0 agencies; 0 pages to follow; 20 of 20 records found")
    looked(world, column, Outcome.UNCHANGED, "the first page is as at the last look at the whole list")
    broken = looked(world, column, Outcome.SHELL, "not complete: 20 items on 2 pages; 20 of 23 records found")
    never = world.list("empty", Outcome.SHELL)
    run(tmp_path)
    told = {row["task_key"]: row for row in lists(Corpus(tmp_path / "corpus.db", read_only=True), ())}
    one = told[column]
    assert (one["complete_at"], one["complete_visit"], one["looked_at"], one["outcome"]) == (complete, 1, broken, "shell")
    assert (one["found"], one["stated"], one["reports"]) == (20, 23, 1)
    assert (told[never]["complete_at"], told[never]["stated"], told[never]["outcome"]) == (None, None, "shell")
    assert next(iter(told)) == never, "what was never complete comes first"
    absence = rows(tmp_path, "SELECT source FROM coverage WHERE year = 2021")
    assert absence == [("blocked:shell",)], "an earlier complete look is no absence after one that was cut off"


def test_a_cell_has_every_question_that_it_rests_on(tmp_path: Path) -> None:
    world = World(tmp_path)
    one, other = world.list("gknb"), world.list("bm", Outcome.SERVER_ERROR)
    for column in (one, other):
        world.listed(f"{column}-2022", title(BUREAU, 2022), pages.report(BUREAU, 2022), on=column, year=2022)
    run(tmp_path)
    corpus = Corpus(tmp_path / "corpus.db", read_only=True)
    assert [(r["source"], r["cell_source"]) for r in answers(corpus, (), (2022,), "")] == [("present", "present")] * 2
    assert {(r["task_key"], r["source"]) for r in answers(corpus, (), (2021,), "")} == {(one, "absent"), (other, "blocked:server_error")}


def test_each_cell_says_why_its_report_is_expected(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.report("11370900MB2535551R", 2020, pages.report("泰安市统计局", 2020), agency="泰安市统计局")
    world.listed("c1", title("潍坊市人民政府", 2016), pages.report("潍坊市人民政府", 2016), on=world.list("sd", portal="shandong"), year=2016, portal="shandong")
    world.listed("c2", title("潍坊市审计局", 2016), None, on=world.list("sd", portal="shandong"), year=2016, portal="shandong", outcome=Outcome.ABSENT)
    run(tmp_path)
    sql = "SELECT name, basis, min(year) FROM coverage JOIN agencies USING (agency_id) GROUP BY 1, 2 ORDER BY 1, 3"
    assert rows(tmp_path, sql) == [
        ("泰安市统计局", "directory", 2008), ("泰安市统计局", "own_series", 2020),
        ("潍坊市人民政府", "law", 2008), ("潍坊市人民政府", "own_series", 2016), ("潍坊市审计局", "provincial_list", 2008),
    ]  # fmt: skip


def test_the_governments_that_nobody_names_are_told_by_the_city_of_a_portal(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.report("370900004341", 2020, pages.report("泰安市人民政府", 2020), agency="泰安市人民政府")
    world.report("11370921004349999X", 2020, pages.report("宁阳县水利局", 2020), agency="宁阳县水利局")
    run(tmp_path)
    corpus = Corpus(tmp_path / "corpus.db", read_only=True)
    (places,) = unnamed_governments(corpus).values()
    assert {"宁阳县", "新泰市", "肥城市"} <= set(places) and "泰安市" not in places and "曲阜市" not in places
    assert unnamed_governments(corpus, ("jining",)) == {}
