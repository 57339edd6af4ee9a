"""An archive of two days: what it said at the end of the first one, and what became of it on the second."""

import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from archive.clock import FixedClock
from archive.derive import derive
from archive.ingest import Provenance, ingest
from archive.release import release
from archive.release.selection import Selection
from archive.words import Outcome, TaskKind
from tests.reports.report_pages import as_html, narrative
from tests.store import pages
from tests.store.world import World

DAY, NEXT = date(2026, 5, 4), date(2026, 7, 9)
EVENING = datetime(2026, 5, 4, 15, 50, tzinfo=UTC)
"""Ten to midnight in Asia/Shanghai."""
MORNING = datetime(2026, 7, 9, 1, 0, tzinfo=UTC)
BUREAU, WATER, FIRE = "11370900MB2535551R", "11370900004340001R", "11370900004340002Q"


@dataclass(frozen=True)
class TwoDays:
    """`before` is a copy of the archive as it was after the first day, `released` its release then."""

    archive: Path
    before: Path
    released: Path


def first_day(world: World, handed: Path) -> None:
    bureau, water = "泰安市大数据局", "泰安市水利局"
    world.report(BUREAU, 2017, as_html(narrative(f"{bureau}2017年政府信息公开工作年度报告", 2017)).encode(), agency=bureau)
    world.report(BUREAU, 2021, pages.report(bureau, 2021, note="初稿。"), agency=bureau)
    world.report(BUREAU, 2022, pages.report(bureau, 2022), agency=bureau)
    world.report(BUREAU, 2023, None, agency=bureau, outcome=Outcome.ABSENT)
    key = world.report(WATER, 2022, pages.report(water, 2022, granted=4), agency=water)
    world.file(key, "water.html", pages.report(water, 2022, granted=5))
    world.report(WATER, 2023, pages.report(water, 2023), agency=water)
    world.report(WATER, 2021, None, agency=water, outcome=Outcome.SERVER_ERROR)
    world.expect(WATER, 2020, agency=water)
    column = world.list("gknb", agency="")
    part = world.list("gknb2022", on=column, title="2022年")
    for name in ("青岛市财政局", "青岛市审计局"):
        world.listed(f"{name}2022", f"{name}2022年政府信息公开工作年度报告", pages.report(name, 2022), on=part, year=2022)
    ingest(handed, Provenance("city archive", "", None, ""), world.ledger, world.store, world.clock)


def second_day(world: World) -> None:
    bureau, water, fire = "泰安市大数据局", "泰安市水利局", "泰安市消防局"
    world.visit(f"hanweb-xxgk:taian:{BUREAU}:2021", pages.report(bureau, 2021, granted=5, note="改稿，新增营商环境。"), Outcome.OK)
    world.visit(f"hanweb-xxgk:taian:{BUREAU}:2022", None, Outcome.GONE)
    world.visit(f"hanweb-xxgk:taian:{BUREAU}:2023", pages.report(bureau, 2023), Outcome.OK)
    world.visit(f"hanweb-xxgk:taian:{WATER}:2023", pages.notice(), Outcome.NOT_A_REPORT)
    world.visit(f"hanweb-xxgk:taian:{WATER}:2021", None, Outcome.ABSENT)
    world.visit("file:water.html", pages.report(water, 2022, granted=4), Outcome.OK)
    world.file(f"hanweb-xxgk:taian:{WATER}:2022", "later.html", pages.report(water, 2022, granted=6))
    world.file(f"hanweb-xxgk:taian:{BUREAU}:2017", "water.html", None)
    world.report(WATER, 2020, pages.report(water, 2020), agency="泰安市水利和水务局")
    world.report(WATER, 2024, pages.report(water, 2024), agency="泰安市水利和水务局")
    world.report(FIRE, 2024, pages.report(fire, 2024), agency=fire)
    world.report("x-ZF", 2024, pages.report("威海市人民政府", 2024), agency="威海市人民政府", portal="weihai")
    world.visit("trs-wcm:page:gknb", b"<html>another list</html>", Outcome.OK)
    world.visit("trs-wcm:page:gknb2022", None, Outcome.SERVER_ERROR)
    world.listed("moved", "青岛市财政局2022年年报", pages.report("青岛市财政局", 2022), on="trs-wcm:page:gknb", year=2022)
    world.visit("trs-wcm:article:qingdao:青岛市财政局2022", None, Outcome.GONE)
    world.list("another", kind=TaskKind.DIRECTORY, agency="泰安市水务局", portal="taian")


@pytest.fixture(scope="session")
def two_days(tmp_path_factory: pytest.TempPathFactory) -> TwoDays:
    folder = tmp_path_factory.mktemp("days")
    handed = folder / "handed.html"
    handed.write_bytes(pages.report("济宁市水利局", 2023, granted=6))
    archive, before = folder / "archive", folder / "before"
    world = World(archive, EVENING)
    first_day(world, handed)
    derive(archive, FixedClock(world.clock.moment), jobs=1)
    release(archive, folder / "released", Selection(), lambda _: None)
    world.ledger.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(archive, before)
    world.clock.moment = MORNING
    second_day(world)
    world.close()
    derive(archive, FixedClock(MORNING), jobs=1)
    return TwoDays(archive, before, folder / "released")
