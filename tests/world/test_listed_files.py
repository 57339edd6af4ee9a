"""Reports whose only body is a file that the list names and their own page does not link (els-service)."""

from pathlib import Path

import pytest

from crawler.replica import World
from tests.crawl.gongkai import gongkai
from tests.crawl.stage import stage
from tests.world.corpus import Corpus, shown
from tests.world.test_crawl import matched

pytestmark = pytest.mark.slow


def test_a_file_that_only_a_list_names_is_held_as_the_report_s_own(tmp_path: Path) -> None:
    with stage(tmp_path, World(seed=2, reports=60, portals=("weifang",))) as (ground, replica):
        done = ground.crawl("--year", "2008-2025")
        assert done.returncode in (0, 10), done.stdout + done.stderr
        truth = list(replica.truth())
        named = {row[0] for row in ground.rows(
            "SELECT task_key FROM addresses JOIN tasks USING (task_key) WHERE kind = 'attachment' AND found_on LIKE 'els-service:report:%'"
        )}  # fmt: skip
    derived = gongkai("derive", "--archive", ground.archive)
    assert derived.returncode == 0, derived.stdout + derived.stderr
    pairs = [pair for pair in matched(truth, Corpus(ground.archive)).values() if pair[0]["source"] == "present"]
    wrong = [(record["url"], record["form"]) for record, found in pairs if [held.year for held in found] != [record["year"]]]
    assert pairs and not wrong, shown(wrong)
    files = [found[0].media for record, found in pairs if not record["form"].startswith("html") and not record["direct"]]
    assert len(files) >= 3 and set(files) <= {"pdf", "docx"} and named
