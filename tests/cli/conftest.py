"""A small archive for the commands, derived once."""

from pathlib import Path

import pytest

from archive.derive import derive
from archive.words import Outcome
from tests.store import pages
from tests.store.world import TestClock, World

AREA = "11370900MB2535551R"


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    world = World(folder)
    world.report(AREA, 2022, pages.report("泰安市大数据局", 2022), agency="泰安市大数据局")
    world.report(AREA, 2023, None, agency="泰安市大数据局", outcome=Outcome.ABSENT)
    world.report("x-ZF", 2023, None, agency="威海市人民政府", portal="weihai", outcome=Outcome.CHALLENGE_RUISHU)
    world.close()
    derive(folder, TestClock(), jobs=1)
    return folder
