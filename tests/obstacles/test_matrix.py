"""A slice of the matrix of obstacles and families: one crawl, another obstacle for every family."""

from pathlib import Path

import pytest

from crawler.replica.faults import FAULTS
from tests.obstacles.expected import EXPECTED
from tests.obstacles.matrix import PORTALS, Cell, crawled

SLICE = {
    "hanweb-xxgk": "soft_404_own", "hanweb-jcms": "endpoint_refused", "hanweb-jpaas": "token_required",
    "channel-doc": "frameset", "els-service": "page_for_file", "trs-wcm": "bad_certificate", "vsb": "wrong_slash",
    "n-path": "impostors", "binzhou-news-detail": "hijacked", "channels-articles": "challenge_ruishu_200",
}  # fmt: skip
pytestmark = pytest.mark.slow


def test_the_matrix_has_a_row_for_every_fault_but_those_that_only_take_time_or_a_second_visit() -> None:
    assert set(FAULTS) - set(EXPECTED) == {"robots_timeout", "slow", "lying_validators", "counter"}


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Cell]:
    folder: Path = tmp_path_factory.mktemp("slice")
    return {cell.family: cell for cell in crawled(folder, SLICE, size=80)}


@pytest.mark.parametrize("family", PORTALS)
def test_an_obstacle_ends_as_it_should_and_loses_nothing(family: str, cells: dict[str, Cell]) -> None:
    assert cells[family].faults == ()
    assert cells[family].published
