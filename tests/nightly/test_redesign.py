"""A portal is redesigned between two nights: another family, all addresses new, a third of the years dropped."""

import json
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import spiders.registry
from crawler.replica import World
from crawler.replica.world.redesign import as_before, redesign
from tests.crawl.gongkai import gongkai
from tests.crawl.stage import stage
from tests.nightly.night import Nights

pytestmark = pytest.mark.slow
HOSTS = ("www.tengzhou.gov.cn", "www.zzszq.gov.cn", "tez.gov.cn", "www.zzctp.gov.cn")


def rows(archive: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(archive / "corpus.db")) as db:
        return db.execute(sql).fetchall()


def test_nothing_held_is_lost_what_moved_is_known_again_and_the_operator_is_told(tmp_path: Path) -> None:
    registry = tmp_path / "registry"
    registry.mkdir()
    shutil.copy(Path(spiders.registry.__file__).parent / "data" / "zaozhuang.toml", registry)
    world = World(seed=5, agencies=2, reports=18, portals=("zaozhuang",))
    with as_before(*HOSTS), stage(tmp_path, world) as (ground, _):
        nights = Nights(replace(ground, registry=registry))
        first = nights.run("--json", "--today", "2026-06-01")
        assert first.returncode in (0, 10) and not json.loads(first.stdout)["alarms"], first.stderr
        held = set(rows(ground.archive, "SELECT agency_id, year FROM series"))
        absent = set(rows(ground.archive, "SELECT agency_id, year FROM coverage WHERE source = 'absent'"))
        texts = set(rows(ground.archive, "SELECT content_digest FROM versions"))
        dropped = [one for host in HOSTS for one in redesign(world, host, "www.luozhuang.gov.cn")]
        second = nights.run("--json", "--today", "2026-12-01")
        told = json.loads(second.stdout)
        assert second.returncode == 11 and {alarm["kind"] for alarm in told["alarms"]} == {"list_dry", "vanished"}, told["alarms"]
        assert "probe" in next(alarm["text"] for alarm in told["alarms"] if alarm["kind"] == "vanished")
    assert not told["lost"] and not told["new"]
    assert set(rows(ground.archive, "SELECT agency_id, year FROM series")) == held
    assert texts <= set(rows(ground.archive, "SELECT content_digest FROM versions"))
    gone = rows(ground.archive, "SELECT agency_id, year FROM coverage WHERE source = 'gone' AND holding = 'held' AND read_state <> 'none'")
    assert len(gone) == len(dropped) > 0 and all(int(str(year)) < 2014 for _, year in gone)
    sources = Counter(source for (source,) in rows(ground.archive, "SELECT source FROM coverage WHERE holding = 'held'"))
    assert sources == {"gone": len(dropped), "moved": len(held) - len(dropped)}
    moved = set(rows(ground.archive, "SELECT agency_id, year FROM events WHERE event = 'moved'"))
    assert moved == held - set(gone), "every report that stands at another address is known for the same"
    assert set(rows(ground.archive, "SELECT agency_id, year FROM coverage WHERE source = 'absent'")) == absent
    shown = gongkai("show", f"{gone[0][0]}/{gone[0][1]}", "--archive", ground.archive)
    assert shown.returncode == 0 and "withdrawn" in shown.stdout, shown.stderr
