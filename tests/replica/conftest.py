"""One small replica for the tests that only read from it."""

from collections.abc import Iterator

import pytest

from crawler.replica import Replica, World


@pytest.fixture(scope="session")
def replica() -> Iterator[Replica]:
    with Replica(World(seed=1, agencies=66, reports=600)) as running:
        yield running
