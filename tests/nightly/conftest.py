"""The town whose nights are tried, before its first night and after it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.replica import Replica, World
from tests.crawl.gongkai import gongkai
from tests.crawl.stage import stage
from tests.nightly.night import Nights, Told

HOME = "https://www.taian.gov.cn/"
Town = tuple[Nights, Replica]


@dataclass(frozen=True)
class First:
    """The first night of an archive that held one year already: what it told, and the archive after it."""

    archive: Path
    old: int
    told: Told


def _world() -> World:
    """Two agencies of one city and about 20 reports."""
    return World(seed=3, agencies=6, reports=60)


def mine(replica: Replica) -> list[dict[str, object]]:
    """What is true of the town's reports."""
    return [dict(one) for one in replica.truth() if one["existed"] and "www.taian" in str(one["url"])]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """The town, and no archive yet."""
    with stage(tmp_path, _world(), homes={HOME: []}) as (ground, replica):
        yield Nights(ground), replica


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    with stage(tmp_path_factory.mktemp("first"), _world(), homes={HOME: []}) as (ground, replica):
        nights = Nights(ground)
        old = int(str([one for one in mine(replica) if one["published"]][-1]["year"]))
        assert ground.crawl("--year", old).returncode == 0
        assert gongkai("derive", "--archive", ground.archive, "--jobs", 1).returncode == 0
        return First(ground.archive, old, nights.record("--today", "2026-05-20", code=0))


@pytest.fixture
def settled(first: First, town: Town) -> Town:
    """The town after the first night."""
    shutil.copytree(first.archive, town[0].stage.archive)
    return town
