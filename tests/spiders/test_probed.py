"""Visits to real portals that somebody probed (docs/probe.md): each is read as a person said it should be."""

from pathlib import Path

import pytest

from crawler.probe.fixtures import Fixture, expected, fixtures
from spiders.registry import load

PROBED = Path(__file__).with_name("probed")


@pytest.mark.parametrize("fixture", list(fixtures(PROBED)), ids=lambda fixture: fixture.path.stem)
def test_a_probed_visit_is_read_as_it_should_be(fixture: Fixture) -> None:
    assert expected(fixture.replay(load())) == fixture.told["expected"]
