"""A small world with one portal, for nights."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.replica import Replica, World
from tests.crawl.stage import stage
from tests.nightly.night import Nights

HOME = "https://www.taian.gov.cn/"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[tuple[Nights, Replica]]:
    """Two agencies of one city and about 20 reports."""
    with stage(tmp_path, World(seed=3, agencies=6, reports=60), homes={HOME: []}) as (ground, replica):
        yield Nights(ground), replica
