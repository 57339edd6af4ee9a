"""Columns that are an article themselves: the cell of an explanation, or of a page that only a script would fill."""

from pathlib import Path
from typing import Any

import pytest

from crawler.replica import World
from tests.crawl.gongkai import gongkai
from tests.crawl.stage import stage
from tests.world.corpus import Corpus

HOST = "gxq.rizhao.gov.cn"
pytestmark = pytest.mark.slow


def covered(folder: Path, faults: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """What is true of each year of the host's one agency, beside what coverage says of it."""
    with stage(folder, World(seed=2, reports=60, portals=("rizhao",)), faults=faults) as (ground, replica):
        done = ground.crawl("--year", "2008-2025")
        assert done.returncode in (0, 10), done.stdout + done.stderr
        truth = [record for record in replica.truth() if record["host"] == HOST and record["existed"]]
    derived = gongkai("derive", "--archive", ground.archive)
    assert derived.returncode == 0, derived.stdout + derived.stderr
    corpus = Corpus(ground.archive)
    (agency,) = {key for key, names in corpus.names.items() if truth[0]["agency"] in names}
    return [(record, corpus.coverage[(agency, record["year"])]) for record in truth]


def test_a_column_that_is_an_explanation_is_held_as_one(tmp_path: Path) -> None:
    cells = covered(tmp_path, "")
    assert [record["year"] for record, _ in cells if record["holding"] == "interpretation_only"] == [2022]
    assert [(r["year"], r["holding"], r["source"]) for r, _ in cells] == [(c["year"], c["holding"], c["source"]) for _, c in cells]


def test_a_column_that_only_a_script_would_fill_is_blocked_and_its_year_is_not_absent(tmp_path: Path) -> None:
    cells = covered(tmp_path, f"shell_list:{HOST}")
    there = [cell for record, cell in cells if record["places"]]
    assert len(there) == 8 and {(cell["holding"], cell["source"]) for cell in there} == {("none", "blocked:shell")}
