"""SIGKILL at every fault point: resumed with the same command, the archive equals that of an undisturbed crawl."""

import random
import re
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.clock import SystemClock
from archive.faults import CRAWL_POINTS
from archive.store.verify import verify
from tests.crawl.dump import dump
from tests.crawl.gongkai import gongkai
from tests.crawl.sound import check_warcs
from tests.crawl.stage import CITIES, Stage, killed, small_world, stage
from tests.kills.scene import deaths, unfinished
from tests.store.dumps import dump as whole

ALONE = ("outcome_commit.before", "outcome_commit.after")
"""Points that are passed by one task at a time; at all others the kill waits for a batch of two or more."""
GROUPS = len(CITIES)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "points" in metafunc.fixturenames:
        each = deaths(CRAWL_POINTS, metafunc.config.getoption("--kills-per-point"))
        metafunc.parametrize(("points", "seed"), [(points, number) for number, points in enumerate(each)])


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The world all kills happen in; its stage holds the undisturbed run."""
    with stage(tmp_path_factory.mktemp("undisturbed"), small_world(), homes=CITIES) as (ground, _):
        assert ground.crawl().returncode == 0
        yield ground


@pytest.fixture
def here(world: Stage, tmp_path: Path) -> Stage:
    return Stage(tmp_path, world.via, world.ca_file, world.registry)


def _equals(here: Stage, world: Stage) -> None:
    assert dump(here.archive / "ledger.db") == dump(world.archive / "ledger.db")
    check_warcs(here.archive)


def _derived(ground: Stage) -> list[str]:
    """The corpus of the archive, read anew."""
    done = gongkai("derive", "--archive", ground.archive, "--jobs", "1", timeout=600)
    assert done.returncode == 0, done.stderr
    return dump(ground.archive / "corpus.db")


def _asked(here: Stage) -> Counter[str]:
    """Exchanges per address; nothing but a crawl of this archive writes captures here."""
    return Counter(row[0] for row in here.rows("SELECT url FROM captures"))


@pytest.mark.slow
def test_a_crawl_killed_at_a_fault_point_resumes_to_the_same_archive(
    points: tuple[str, ...], seed: int, here: Stage, world: Stage
) -> None:
    since, chance = len(world.log), random.Random(seed)
    for point in points:
        nth, batch = chance.randint(1, 15 // len(points)), 1 if point in ALONE else 2
        dead = here.crawl(GONGKAI_FAULT=f"{point}:{nth}", GONGKAI_FAULT_BATCH=str(batch))
        assert killed(dead), dead.stderr
        told = re.search(rf"fault: {re.escape(point)} pass {nth} batch (\d+)", dead.stderr)
        assert told and int(told[1]) >= batch
        assert [str(one) for one in verify(here.archive, SystemClock()) if not unfinished(one)] == []
    resumed = here.crawl()
    assert resumed.returncode == 0, resumed.stderr + resumed.stdout
    assert "(resumed)" in resumed.stdout
    _equals(here, world)
    asked = Counter(one.url for one in world.log[since:])
    repeated = sum((asked - _asked(here)).values())
    assert repeated <= GROUPS * len(points), "more was asked again than was in flight"


@pytest.mark.slow
def test_a_crawl_killed_at_any_moment_again_and_again_comes_to_the_same_archive(here: Stage, world: Stage) -> None:
    chance = random.Random(20260104)
    for _ in range(3):
        process, until = here.start(delay=0.05), len(world.log) + chance.randint(5, 25)
        while len(world.log) < until:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.05))
        process.kill()
        assert process.wait() == -signal.SIGKILL, "the crawl had ended before it could be killed"
        process.communicate()
    assert here.crawl().returncode == 0
    _equals(here, world)
    assert _derived(here) == _derived(world)
    verified = gongkai("verify", "--archive", here.archive)
    assert verified.returncode == 0, verified.stdout + verified.stderr


@pytest.mark.slow
@pytest.mark.parametrize("point", ["capture_commit.after", "outcome_commit.after"])
def test_a_killed_crawl_whose_ledger_is_lost_as_well_comes_to_the_same_archive(
    point: str, here: Stage, world: Stage
) -> None:
    assert killed(here.crawl(GONGKAI_FAULT=f"{point}:17"))
    for path in here.archive.glob("ledger.db*"):
        path.unlink()
    made = gongkai("reindex", "--archive", here.archive)
    assert made.returncode == 0 and "the ledger was missing" in made.stdout, made.stderr
    resumed = here.crawl()
    assert resumed.returncode == 0 and "(resumed)" in resumed.stdout, resumed.stderr + resumed.stdout
    _equals(here, world)


@pytest.mark.slow
def test_a_crawled_archive_comes_again_from_its_warc_files_row_for_row(here: Stage, world: Stage) -> None:
    shutil.copytree(world.archive, here.archive, ignore=shutil.ignore_patterns("corpus.db*"))
    _derived(here)
    before = {name: sorted(whole(here.archive / name)) for name in ("ledger.db", "corpus.db")}
    for name in before:
        (here.archive / name).unlink()
    made = gongkai("reindex", "--archive", here.archive)
    assert made.returncode == 0, made.stderr
    _derived(here)
    assert {name: sorted(whole(here.archive / name)) for name in before} == before
