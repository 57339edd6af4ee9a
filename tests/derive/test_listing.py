"""Lists of reports: whose the reports are, and what a list that was read to its end says of those it does not show."""

import random
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.store.ledger import NewTask
from archive.words import Outcome, TaskKind
from tests.derive.test_derive import dump, rows, run
from tests.store import pages
from tests.store.world import World

BUREAU = "青岛市城市管理局"


def title(agency: str, year: int) -> str:
    return f"{agency}{year}年政府信息公开工作年度报告"


def shown(world: World, agency: str, year: int, on: str) -> str:
    """A report on a list, held."""
    return world.listed(f"{agency}-{year}", title(agency, year), pages.report(agency, year), on=on, year=year)


def cells(folder: Path, *years: int, agency: str = BUREAU) -> list[tuple[object, ...]]:
    marks = ", ".join(map(str, years))
    sql = f"""SELECT holding, source FROM coverage JOIN agencies USING (agency_id)
        WHERE name = '{agency}' AND year IN ({marks}) ORDER BY year"""
    return rows(folder, sql)


def agencies(folder: Path) -> list[tuple[object, ...]]:
    return rows(folder, "SELECT portal, name, area FROM agencies ORDER BY 1, 2")


# --- what a list says of a year that it does not show


@pytest.mark.parametrize(("outcome", "source"), [
    (Outcome.OK, "absent"), (Outcome.SHELL, "blocked:shell"), (Outcome.SERVER_ERROR, "blocked:server_error"),
    (Outcome.ABSENT, "needs_probe"), (None, "not_tried"),
])  # fmt: skip
def test_absence_needs_a_list_read_to_its_end(tmp_path: Path, outcome: Outcome | None, source: str) -> None:
    world = World(tmp_path)
    column = world.list("gknb", None)
    shown(world, BUREAU, 2022, column)
    world.list("gknb", outcome)
    run(tmp_path)
    assert cells(tmp_path, 2021, 2022) == [("none", source), ("held", "present")]
    ((task, seen),) = rows(tmp_path, "SELECT task_key, visit FROM coverage WHERE year = 2021")
    assert (task, seen) == (column, 1 if outcome else None)


def test_a_list_whose_last_look_failed_says_nothing_of_what_it_does_not_show(tmp_path: Path) -> None:
    world = World(tmp_path)
    column = world.list("gknb")
    shown(world, BUREAU, 2022, column)
    world.list("gknb", Outcome.SHELL)
    run(tmp_path)
    assert cells(tmp_path, 2021) == [("none", "blocked:shell")]


def test_a_list_read_before_the_due_day_says_not_yet(tmp_path: Path) -> None:
    world = World(tmp_path, datetime(2026, 1, 20, tzinfo=UTC))
    shown(world, BUREAU, 2022, world.list("gknb"))
    run(tmp_path)
    assert cells(tmp_path, 2024, 2025) == [("none", "absent"), ("none", "not_yet_due")]


def test_every_list_that_shows_an_agency_must_have_been_read(tmp_path: Path) -> None:
    world = World(tmp_path)
    shown(world, BUREAU, 2022, world.list("gknb"))
    shown(world, BUREAU, 2021, world.list("csgl", Outcome.SERVER_ERROR))
    shown(world, "青岛市水利局", 2022, "trs-wcm:page:gknb")
    run(tmp_path)
    assert cells(tmp_path, 2020) == [("none", "blocked:server_error")]
    assert cells(tmp_path, 2020, agency="青岛市水利局") == [("none", "absent")]


def test_of_lists_named_by_years_the_one_of_the_year_counts(tmp_path: Path) -> None:
    world = World(tmp_path)
    whole = world.list("gknb")
    parts = {year: world.list(f"gknb/{year}", title=f"政府信息公开年报 › {year}年", on=whole, outcome=outcome)
             for year, outcome in ((2020, Outcome.OK), (2021, Outcome.SERVER_ERROR), (2022, Outcome.OK))}  # fmt: skip
    shown(world, BUREAU, 2022, parts[2022])
    run(tmp_path)
    assert cells(tmp_path, 2019, 2020, 2021) == [("none", "absent"), ("none", "absent"), ("none", "blocked:server_error")]


@pytest.mark.parametrize(("listed", "year", "source"), [
    ("2021年政府信息公开工作年度报告", 2021, "needs_probe"), ("政府信息公开年报", None, "needs_probe"),
    (title("青岛市水利局", 2021), 2021, "absent"), ("2020年政府信息公开工作年度报告", 2020, "absent"),
])  # fmt: skip
def test_an_entry_that_nobody_could_place_keeps_the_question_open(
    tmp_path: Path, listed: str, year: int | None, source: str
) -> None:
    world = World(tmp_path)
    column = world.list("gknb")
    shown(world, BUREAU, 2022, column)
    world.listed("x", listed, None, on=column, outcome=Outcome.SERVER_ERROR, year=year)
    run(tmp_path)
    assert cells(tmp_path, 2021) == [("none", source)]
    told = rows(tmp_path, "SELECT reason FROM coverage WHERE year = 2021 AND source = 'needs_probe'")
    assert all("http://www.qingdao.gov.cn/x.html" in str(reason) for (reason,) in told)


@pytest.mark.parametrize(("listed", "source"), [
    ("2021年重点工作完成情况报告", "absent"), ("2021年政府信息公开情况", "needs_probe"),
    ("市政府召开第九次常务会议", "absent"), ("2021年", "needs_probe"), ("甲山市财政局召开二〇二一年政务…", "needs_probe"),
])  # fmt: skip
def test_an_unsure_answer_is_open_unless_its_title_names_something_else(tmp_path: Path, listed: str, source: str) -> None:
    world = World(tmp_path)
    column = world.list("gknb")
    shown(world, BUREAU, 2022, column)
    world.listed("x", listed, pages.nothing(), on=column, year=2021, outcome=Outcome.NOT_A_REPORT)
    run(tmp_path)
    assert rows(tmp_path, "SELECT kind FROM reports WHERE kind <> 'annual_report'") == [("unsure",)]
    assert cells(tmp_path, 2021) == [("none", source)]


# --- reports that are listed and were not fetched


@pytest.mark.parametrize(("outcome", "source"), [
    (Outcome.WAF_REFUSED, "blocked:waf_refused"), (Outcome.ABSENT, "absent"), (None, "not_tried"),
])  # fmt: skip
def test_a_listed_title_says_whose_report_is_missing(tmp_path: Path, outcome: Outcome | None, source: str) -> None:
    world = World(tmp_path)
    world.listed("x", title(BUREAU, 2023), None, on=world.list("gknb"), outcome=outcome, year=2023)
    run(tmp_path)
    assert cells(tmp_path, 2022, 2023) == [("none", "absent"), ("none", source)]
    (basis, reason), = rows(tmp_path, "SELECT basis, reason FROM coverage WHERE year = 2023")
    assert basis == "own_series"
    assert outcome != Outcome.ABSENT or "listed, but its address answers" in str(reason)


# --- whose a report is


def test_a_short_name_in_a_directory_and_the_full_one_in_its_reports_are_one_agency(tmp_path: Path) -> None:
    world = World(tmp_path)
    home = world.list("csgl", agency="城市管理局", on=world.list("xxgk"))
    world.listed("a", "2022年年报", pages.report(BUREAU, 2022), on=home, year=2022, agency="城市管理局")
    world.listed("b", "2021年年报", None, on=home, year=2021, agency="城市管理局", outcome=Outcome.SERVER_ERROR)
    shown(world, BUREAU, 2020, world.list("gknb"))
    run(tmp_path)
    assert rows(tmp_path, "SELECT natural_key, basis, min(year) FROM agencies JOIN coverage USING (agency_id) GROUP BY 2") == [
        (f"portal:qingdao name:{BUREAU}", "directory", 2008), (f"portal:qingdao name:{BUREAU}", "own_series", 2020)
    ]  # fmt: skip
    assert rows(tmp_path, "SELECT source FROM coverage WHERE year BETWEEN 2019 AND 2022 ORDER BY year") == [
        ("absent",), ("present",), ("blocked:server_error",), ("present",)
    ]  # fmt: skip


@pytest.mark.parametrize(("listed", "full"), [
    ("常家镇", "高青县常家镇人民政府"), ("高青县常家镇", "高青县常家镇人民政府"), ("田镇街道", "高青县田镇街道办事处"),
])  # fmt: skip
def test_a_town_in_a_directory_is_its_government(tmp_path: Path, listed: str, full: str) -> None:
    world = World(tmp_path)
    own = world.list("zj", agency=listed, portal="zibo", on=world.list("xxgk", portal="zibo"))
    world.listed("a", title(full, 2022), pages.report(full, 2022), on=own, agency=listed, year=2022, portal="zibo")
    world.listed("b", title(full, 2021), pages.report(full, 2021), on=world.list("gknb", portal="zibo"), year=2021, portal="zibo")
    run(tmp_path)
    assert [name for _, name, _ in agencies(tmp_path)] == [full]
    assert rows(tmp_path, "SELECT year FROM coverage WHERE holding = 'held' ORDER BY year") == [(2021,), (2022,)]


@pytest.mark.parametrize("listed", ["青岛市科技局", "市科技局"])
def test_a_name_with_characters_left_out_is_the_body_that_the_reports_name(tmp_path: Path, listed: str) -> None:
    world, full = World(tmp_path), "青岛市科学技术局"
    own = world.list("kjj", agency=listed, on=world.list("xxgk"))
    for year in (2021, 2022):
        world.listed(f"a{year}", title(full, year), pages.report(full, year), on=own, agency=listed, year=year)
    shown(world, full, 2020, world.list("gknb"))
    run(tmp_path)
    assert [name for _, name, _ in agencies(tmp_path)] == [full]
    assert rows(tmp_path, "SELECT year FROM coverage WHERE holding = 'held' ORDER BY year") == [(2020,), (2021,), (2022,)]


def test_a_directory_entry_without_any_report_is_an_agency_with_cells(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.list("csgl", Outcome.SHELL, agency="城市管理局", on=world.list("xxgk"))
    run(tmp_path)
    assert rows(tmp_path, "SELECT DISTINCT source, basis FROM coverage") == [("blocked:shell", "directory")]


def test_bureaus_of_two_places_stay_two_whatever_they_are_called_for_short(tmp_path: Path) -> None:
    world = World(tmp_path)
    for portal, city in (("qingdao", "青岛市"), ("zaozhuang", "枣庄市")):
        home = world.list(f"czj-{portal}", agency="财政局", portal=portal)
        world.listed("a", "2022年年报", pages.report(f"{city}财政局", 2022), on=home, agency="财政局", portal=portal)
        world.listed("b", "2021年年报", pages.report("财政局", 2021), on=home, agency="财政局", portal=portal)
    world.listed("c", "2022年年报", pages.report("青岛市崂山区财政局", 2022), on=world.list("laoshan"))
    shown(world, "崂山区财政局", 2021, world.list("gknb"))
    run(tmp_path)
    found = {(portal, str(name)[-7:]) for portal, name, _ in agencies(tmp_path)}
    assert len(agencies(tmp_path)) == 3 and {portal for portal, _ in found} == {"qingdao", "zaozhuang"}
    assert rows(tmp_path, "SELECT count(*), count(DISTINCT agency_id) FROM versions") == [(6, 3)]


@pytest.mark.parametrize(("printed", "host", "expected"), [
    ("市城市管理局", "www", [BUREAU]), ("市城市管理局", "amr", []), ("城市管理局", "www", []),
])  # fmt: skip
def test_a_short_name_is_completed_by_the_citys_own_site_or_stays_unread(
    tmp_path: Path, printed: str, host: str, expected: list[str]
) -> None:
    world = World(tmp_path)
    world.listed("a", "2022年年报", pages.report(printed, 2022), on=world.list("gknb"), host=host)
    assert run(tmp_path)["without_agency_or_year"] == (0 if expected else 1)
    assert [name for _, name, _ in agencies(tmp_path)] == expected


def test_a_short_name_is_that_of_the_only_body_in_its_list_that_it_ends(tmp_path: Path) -> None:
    world = World(tmp_path)
    column = world.list("csgl")
    world.listed("a", "2022年年报", pages.report("青岛市崂山区城市管理局", 2022), on=column)
    world.listed("b", "2021年年报", pages.report("区城市管理局", 2021), on=column, host="amr")
    run(tmp_path)
    assert rows(tmp_path, "SELECT count(DISTINCT agency_id), count(*) FROM versions") == [(1, 2)]


def test_one_report_in_two_columns_and_under_a_code_is_one_version_of_one_agency(tmp_path: Path) -> None:
    world = World(tmp_path)
    name = "东营市财政局"
    world.report("11370500004506262D", 2022, pages.report(name, 2022), agency="财政局", portal="dongying")
    for key in ("szf", "bm"):
        world.listed(key, title(name, 2022), pages.report(name, 2022), on=world.list(key, portal="dongying"), portal="dongying")
    run(tmp_path)
    assert agencies(tmp_path) == [("dongying", "东营市财政局", "11370500004506262D")]
    assert rows(tmp_path, "SELECT count(DISTINCT version_id), count(*) FROM places") == [(1, 3)]


def test_a_report_under_a_former_name_is_that_of_the_body_whose_own_page_shows_it_too(tmp_path: Path) -> None:
    world = World(tmp_path)
    former, now = "青岛市人事局", "青岛市人力资源和社会保障局"
    home, column = world.list("rsj", agency=now), world.list("bm")
    for year, agency in ((2009, former), (2010, now)):
        world.listed(f"own-{year}", title(agency, year), pages.report(agency, year), on=home, agency=now, year=year)
    for year in (2008, 2009):
        shown(world, former, year, column)
    run(tmp_path)
    assert rows(tmp_path, "SELECT agencies.name, year, count(*) FROM versions JOIN agencies USING (agency_id) JOIN places USING (version_id) GROUP BY 1, 2 ORDER BY 2") == [
        (former, 2008, 1), (now, 2009, 2), (now, 2010, 1)
    ]  # fmt: skip
    assert cells(tmp_path, 2009, agency=now) == [("held", "present")]


def test_a_report_that_names_a_government_is_its_own_in_the_column_of_its_office(tmp_path: Path) -> None:
    world = World(tmp_path)
    office, government = "青岛市人民政府办公厅", "青岛市人民政府"
    column = world.list("bgt", agency=office)
    for agency, year in ((office, 2021), (office, 2022), (government, 2022), (government, 2020)):
        name = f"{agency}-{year}"
        world.listed(name, title(agency, year), pages.report(agency, year), on=column, agency=office, year=year)
    run(tmp_path)
    assert cells(tmp_path, 2020, 2021, 2022, agency=government) == [("held", "present"), ("none", "absent"), ("held", "present")]
    assert cells(tmp_path, 2020, 2021, 2022, agency=office) == [("none", "absent"), ("held", "present"), ("held", "present")]


def test_a_code_that_the_registry_knows_without_a_name_has_that_of_a_directory(tmp_path: Path) -> None:
    world = World(tmp_path)
    code = "1137090200434648XU"
    task = NewTask(f"t{code}", "taian", "hanweb-xxgk", TaskKind.REPORT, "taian", f"http://www.sdtaishan.gov.cn/m?area={code}&fbtime=2021", "entry", 0, code, "", 2021)
    world.ledger.add_tasks([task])
    world.ledger.add_tasks([replace(task, agency="泰安市泰山区人民政府办公室", why="listed")], found_on=world.list("ml", portal="taian"))
    world.visit(task.task_key, None, Outcome.ROBOTS_DISALLOWED)
    run(tmp_path)
    assert agencies(tmp_path) == [("taian", "泰安市泰山区人民政府办公室", code)]


# --- whatever came first


@pytest.mark.parametrize("seed", range(1))
def test_the_order_in_which_lists_and_reports_came_leaves_the_corpus_the_same(tmp_path: Path, seed: int) -> None:
    steps = [(agency, year, column) for agency in (BUREAU, "青岛市水利局", "崂山区财政局", "青岛市崂山区财政局")
             for year in (2019, 2021, 2022) for column in ("gknb", "bm")]  # fmt: skip
    dumps = []
    for name, order in (("a", steps), ("b", random.Random(seed).sample(steps, len(steps)))):
        world = World(tmp_path / name)
        columns = {key: world.list(key, agency="城市管理局" if key == "bm" else "") for key in ("gknb", "bm")}
        for agency, year, column in order:
            body = None if year == 2021 else pages.report(agency, year)
            listed = "城市管理局" if column == "bm" and agency == BUREAU else ""
            world.listed(f"{column}-{agency}-{year}", title(agency, year), body, on=columns[column], year=year, agency=listed,
                         outcome=Outcome.OK if body else Outcome.SERVER_ERROR)  # fmt: skip
            if name == "b" and (year, column) == (2019, "bm"):
                run(tmp_path / name)
        run(tmp_path / name)
        world.close()
        db = sqlite3.connect(tmp_path / name / "corpus.db")
        db.execute("UPDATE documents SET captured_at = ''")
        db.execute("UPDATE versions SET captured_at = ''")
        db.execute("UPDATE agency_names SET seen_at = seen_at IS NOT NULL")
        db.execute("UPDATE coverage SET looked_at = looked_at IS NOT NULL")
        db.execute("UPDATE answers SET asked_at = '', answered_at = ''")
        db.execute("UPDATE lists SET looked_at = '', complete_at = ''")
        db.execute("UPDATE events SET seen_at = ''")
        db.execute("UPDATE bundles SET input_digest = '', source_digest = ''")
        db.commit()
        dumps.append([line for line in dump(tmp_path / name) if not line.startswith(("text_", "sqlite_"))])
    assert dumps[0] == dumps[1]


def test_a_directory_page_that_leads_to_a_list_known_before_names_nobody_else(tmp_path: Path) -> None:
    world = World(tmp_path)
    name = "东营市财政局"
    known = world.list("gzbg", portal="dongying")
    world.listed("r", title(name, 2022), pages.report(name, 2022), on=known, portal="dongying")
    directory = world.list("czj", portal="dongying", agency="财政局")
    world.list("gzbg", portal="dongying", on=directory)
    run(tmp_path)
    assert agencies(tmp_path) == [("dongying", name, "")]
