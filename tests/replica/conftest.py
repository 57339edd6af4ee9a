"""Two small replicas for the tests that only read from them: of the report module's portals, and of the others."""

from collections.abc import Iterator

import pytest

from crawler.replica import Replica, World
from crawler.replica.world.agencies import MODULE_PORTALS

LIST_PORTALS = ("dongying", "rizhao", "qingdao", "zaozhuang")


@pytest.fixture(scope="session")
def replica() -> Iterator[Replica]:
    with Replica(World(seed=1, agencies=66, reports=600, portals=MODULE_PORTALS)) as running:
        yield running


@pytest.fixture(scope="session")
def lists() -> Iterator[Replica]:
    with Replica(World(seed=1, agencies=90, reports=900, portals=LIST_PORTALS)) as running:
        yield running
