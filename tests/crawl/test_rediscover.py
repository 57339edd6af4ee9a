"""Archived lists parsed again by newer adapters: exactly what was missed is found, queued and fetched, without a request."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.clock import SystemClock
from archive.errors import ArchiveBusyError, UsageError
from archive.store.lock import hold
from archive.words import TaskKind
from crawler.rediscover import Rediscovery, rediscover
from spiders.registry import load
from tests.crawl.gongkai import ROOT, gongkai
from tests.crawl.stage import CITIES, Stage, small_world, stage
from tests.crawl.strange import answer, strange_world

pytestmark = pytest.mark.slow

BLIND = """
import spiders.hanweb as hanweb
seen = hanweb.agency_reports
hanweb.agency_reports = lambda page: iter(()) if page.portal.id == "weihai" else seen(page)
from crawler.cli import main
main()
"""
"""The command line with an adapter that does not see the agencies of one portal."""
REPORTS = "SELECT task_key, outcome FROM tasks WHERE kind = 'report'"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A world as an adapter sees it that misses nothing; the archive of its stage is whole."""
    with stage(tmp_path_factory.mktemp("whole"), small_world(), homes=CITIES) as (ground, _):
        assert ground.crawl("--year", "2023").returncode == 0
        yield ground


@pytest.fixture(scope="module")
def blind(world: Stage, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """The archive of the blind adapter."""
    ground = Stage(tmp_path_factory.mktemp("blind"), world.via, world.ca_file, world.registry)
    words = [str(word) for word in ground.words("--year", "2023")]
    environment = os.environ | ground.environment
    subprocess.run([sys.executable, "-c", BLIND, *words], cwd=ROOT, env=environment, check=False, capture_output=True)
    return ground


def again(ground: Stage, *portals: str, dry_run: bool = False) -> Rediscovery:
    return rediscover(ground.archive, load(ground.registry), portals, SystemClock(), dry_run=dry_run)


def _missing(ground: Stage, world: Stage) -> set[str]:
    """Reports of the module that only the whole archive knows; what an agency's own page lists is found by its visit."""
    known = {row[0] for row in ground.rows(REPORTS)}
    return {row[0] for row in world.rows(REPORTS) if row[0].startswith("hanweb-xxgk:")} - known


def _reports(done: Rediscovery) -> set[str]:
    """What was found, without the agencies' own pages that are kept in reserve."""
    return {one.task_key for one in done.found if one.kind == TaskKind.REPORT}


def test_what_the_old_adapter_missed_is_found_queued_once_and_fetched(world: Stage, blind: Stage) -> None:
    missing, asked = _missing(blind, world), len(world.log)
    assert missing and all(":weihai:" in key for key in missing)
    assert _reports(again(blind, dry_run=True)) == missing
    assert again(blind, "jining", "taian").found == []
    done = again(blind)
    assert _reports(done) == missing and done.queued
    assert done.incomplete == [] and done.faults == [] and done.no_longer == {}
    queued = blind.rows("SELECT task_key, parent_key, kind FROM tasks WHERE why = 'rediscovered'")
    assert {row["task_key"] for row in queued} == missing and all(row["parent_key"] for row in queued)
    assert again(blind).found == []
    assert len(world.log) == asked, "nothing was sent"
    assert blind.crawl("--year", "2023").returncode == 0
    assert {tuple(row) for row in blind.rows(REPORTS)} == {tuple(row) for row in world.rows(REPORTS)}
    assert again(blind).found == []


def test_what_an_adapter_no_longer_finds_is_counted(world: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.hanweb.agency_reports", lambda page: iter(()))
    done = again(world, "weihai", dry_run=True)
    seen = world.rows("SELECT found_on, count(*) FROM addresses JOIN tasks USING (task_key) WHERE portal = 'weihai'"
                      " AND area <> '' AND found_on LIKE '%:page:%' GROUP BY found_on")  # fmt: skip
    lost = [number for url, number in done.no_longer.items() if "vc_xxgkarea" not in url]
    assert done.found == [] and sorted(lost) == sorted(row[1] for row in seen)


def test_an_adapter_that_breaks_on_a_list_is_told_and_the_other_lists_are_read(
    world: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(page: object) -> Iterator[object]:
        raise ValueError("no such thing")

    monkeypatch.setattr("spiders.hanweb.agency_reports", broken)
    done = again(world, dry_run=True)
    assert done.faults and all(": ValueError: no such thing" in fault for fault in done.faults)


CITY = "http://www.jining.gov.cn"
LIST = f"{CITY}/nb/index.html"


def _list(page: int) -> bytes:
    """One of three pages of a list with a pager of plain links; each has three reports."""
    lines = "".join(
        f"<li><a href='/nb/art/2021/1/5/art_9_{page}{n}.html'>第{page}{n}局2020年政府信息公开工作年度报告</a>2021-01-05</li>"
        for n in range(3)
    )
    pager = f"<script>createPageHTML(3, {page}, 'index', 'html')</script>"
    return answer(f"<title>政府信息公开年报</title><ul>{lines}</ul>{pager}")


@pytest.fixture(scope="module")
def paged(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """An archive with that list; none of its reports is there."""
    pages = {f"{CITY}/": answer(f"<a href='{LIST}'>政府信息公开年报</a>"), LIST: _list(0)}
    pages |= {f"{CITY}/nb/index_{page}.html": _list(page) for page in (1, 2)}
    with strange_world(tmp_path_factory.mktemp("paged"), pages, {f"{CITY}/": []}) as ground:
        ground.crawl("jining")
        return ground


def test_a_list_of_many_pages_is_walked_from_the_kept_pages(paged: Stage, tmp_path: Path) -> None:
    done = again(paged, dry_run=True)
    assert (done.lists, done.found, done.incomplete, done.no_longer, done.faults) == (2, [], [], {}, [])
    shutil.copytree(paged.archive, tmp_path, dirs_exist_ok=True)
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as db:
        for table in ("addresses", "captures", "visits", "tasks"):
            db.execute(f"DELETE FROM {table} WHERE task_key IN (SELECT task_key FROM tasks WHERE url GLOB '*art_9_?1.html')")
        db.commit()
    told = gongkai("rediscover", "济宁市", "--archive", tmp_path, "--registry", paged.registry)
    lines = told.stdout.splitlines()
    assert told.returncode == 0 and lines[-1] == "3 queued, from 2 lists", told.stderr
    assert sorted(lines[:3]) == [
        f"jining\treport\t2020\t第{n}1局2020年政府信息公开工作年度报告\t{CITY}/nb/art/2021/1/5/art_9_{n}1.html\t{LIST}"
        for n in range(3)
    ]


def test_pages_that_were_never_kept_leave_a_list_incomplete(paged: Stage, tmp_path: Path) -> None:
    shutil.copytree(paged.archive, tmp_path, dirs_exist_ok=True)
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as db:
        db.execute("DELETE FROM captures WHERE url LIKE '%index_1.html'")
        db.commit()
    ground = Stage(tmp_path, paged.via, paged.ca_file, paged.registry)
    done = rediscover(tmp_path, load(ground.registry), (), SystemClock(), dry_run=True)
    assert done.incomplete == [LIST] and done.found == [] and done.no_longer == {}


def test_beside_a_crawl_it_is_busy_and_without_an_archive_it_says_so(paged: Stage, tmp_path: Path) -> None:
    with hold(paged.archive / "crawl.lock", "test"), pytest.raises(ArchiveBusyError):
        again(paged)
    with pytest.raises(UsageError, match="no archive here"):
        rediscover(tmp_path / "none", load(), (), SystemClock())
    assert not (tmp_path / "none").exists()
