"""SIGKILL in derive, merge, reindex and backup: at every fault point and at any moment, nothing lost, the same in the end."""

import random
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from archive.clock import SystemClock
from archive.derive import derive
from archive.store.backup import backup
from tests.crawl.stage import CITIES, small_world, stage
from tests.kills.scene import Scene, Undisturbed

pytestmark = pytest.mark.slow
Find = Callable[[str], Undisturbed]

AT = {
    "merge": ("merge.copy.before", "merge.copy.after", "swap.before", "swap.middle", "swap.after"),
    "backup": ("backup.copy.before", "backup.copy.after", "backup.swap.before", "backup.swap.after"),
    "reindex": ("swap.before", "swap.middle", "swap.after"),
    "again": ("swap.before", "swap.middle", "swap.after"),
}
"""Scene to the points that it passes."""
TAIAN = "https://www.taian.gov.cn/"
ANY_MOMENT = ("derive", "again", "merge", "backup", "reindex")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    times = metafunc.config.getoption("--kills-per-point")
    if "points" in metafunc.fixturenames:
        told = _each(times) if times else [(name, AT[name]) for name in ("merge", "backup")]
        metafunc.parametrize(("name", "points", "seed"), [(*one, seed) for seed, one in enumerate(told)])
    elif "round_" in metafunc.fixturenames:
        names = [ANY_MOMENT[number % len(ANY_MOMENT)] for number in range(5 * times or 1)]
        metafunc.parametrize(("name", "round_"), [(name, number) for number, name in enumerate(names)])


def _each(times: int) -> list[tuple[str, tuple[str, ...]]]:
    """Every point so often, alone; a point that several scenes pass is shared between them."""
    passing = {point: [name for name in AT if point in AT[name]] for name in AT for point in AT[name]}
    return [(names[time % len(names)], (point,)) for point, names in passing.items() for time in range(times)]


@pytest.fixture(scope="module")
def find(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Find:
    """Scene by name, as it goes undisturbed: over some 60 reports in `make kill-test`, else over those of one city."""
    folder = tmp_path_factory.mktemp("scenes")
    _prepare(folder, tuple(CITIES) if pytestconfig.getoption("--kills-per-point") else (TAIAN,))
    scenes = {scene.name: scene for scene in (
        Scene("derive", folder / "crawled", "derive --archive HERE/data --jobs 1"),
        Scene("again", folder / "read", "derive --all --archive HERE/data --jobs 1"),
        Scene("merge", folder / "two", "merge HERE/other --archive HERE/data"),
        Scene("reindex", folder / "older", "reindex --archive HERE/data"),
        Scene("backup", folder / "copied", "backup HERE/copy --archive HERE/data", "copy"),
    )}  # fmt: skip
    return cache(lambda name: Undisturbed.of(scenes[name], folder / f"undisturbed-{name}"))


def _prepare(folder: Path, homes: tuple[str, ...]) -> None:
    """What the scenes start from: an archive at several times of its life, and another's."""
    with stage(folder / "stage", small_world(), homes={home: [] for home in homes}) as (ground, _):
        assert ground.crawl("--limit", 20).returncode == 10
        first = shutil.copytree(ground.archive, folder / "first")
        assert ground.crawl().returncode == 0
        crawled = shutil.move(ground.archive, folder / "crawled" / "data")
        assert ground.crawl("taian").returncode == 0
        shutil.move(ground.archive, folder / "two" / "other")
    shutil.copytree(crawled, folder / "two" / "data")
    shutil.copytree(crawled, folder / "older" / "data", ignore=shutil.ignore_patterns("ledger.db*"))
    for path in first.glob("ledger.db*"):
        shutil.copy(path, folder / "older" / "data")
    read = shutil.copytree(crawled, folder / "read" / "data")
    derive(read, SystemClock(), jobs=2)
    shutil.copytree(read, folder / "copied" / "data")
    backup(first, folder / "copied" / "copy", SystemClock())


def test_a_command_killed_at_a_fault_point_loses_nothing_and_comes_to_the_same(
    name: str, points: tuple[str, ...], seed: int, find: Find, tmp_path: Path
) -> None:
    find(name).dies_at(tmp_path / "here", points, random.Random(seed))


def test_a_command_killed_at_any_moment_loses_nothing_and_comes_to_the_same(
    name: str, round_: int, find: Find, tmp_path: Path
) -> None:
    find(name).dies_within(tmp_path / "here", random.Random(round_))
