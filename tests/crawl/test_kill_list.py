"""SIGKILL between the pages of one list, which is one visit: what is kept of it is not asked again, and nothing is lost."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.replica import World
from tests.crawl.dump import dump
from tests.crawl.sound import check_warcs
from tests.crawl.stage import Stage, killed, stage

PORTALS = {"rizhao": "hanweb-jcms", "qingdao": "trs-wcm"}
WORDS = ("--year", "2020")
KILLS = (
    ("capture_commit.before", 1), ("warc_write.after", 1), ("hand_on.after", 2), ("capture_commit.after", 3),
)  # fmt: skip
"""Points passed in turn while the list is read, and how many of its pages are kept then."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=PORTALS)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Stage]]:
    """A portal, and the stage of its undisturbed crawl."""
    portal: str = request.param
    made = World(seed=1, agencies=12, reports=140, portals=(portal,))
    with stage(tmp_path_factory.mktemp(portal), made) as (ground, _):
        assert ground.crawl(portal, *WORDS).returncode == 0
        yield portal, ground


def _longest(ground: Stage) -> tuple[str, int, int]:
    """The list with most pages: its task, how many captures came before it, how many it has."""
    sql = """SELECT task_key, min(capture_id) - 1 AS before, count(*) AS pages FROM captures JOIN tasks USING (task_key)
             WHERE kind IN ('column', 'directory', 'home') AND visit = 1 GROUP BY task_key ORDER BY pages DESC, task_key LIMIT 1"""
    key, before, pages = ground.rows(sql)[0]
    return str(key), int(before), int(pages)


def _kept(ground: Stage) -> set[tuple[object, ...]]:
    return {tuple(row) for row in ground.rows("SELECT task_key, visit, hop, url, payload_sha256 FROM captures")}


def test_a_list_killed_at_page_after_page_resumes_to_the_same_archive(world: tuple[str, Stage], tmp_path: Path) -> None:
    portal, whole = world
    task, before, pages = _longest(whole)
    assert task.startswith(f"{PORTALS[portal]}:") and pages >= 4, "no list of several pages in this world"
    here = Stage(tmp_path, whole.via, whole.ca_file)
    asked_before, acknowledged = len(whole.log), set[tuple[object, ...]]()
    passes = before + 2
    for point, held in (*KILLS, ("outcome_commit.before", pages)):
        dead = here.crawl(portal, *WORDS, GONGKAI_FAULT=f"{point}:{passes}")
        assert killed(dead), dead.stdout + dead.stderr
        hops = [row[0] for row in here.rows("SELECT hop FROM captures WHERE task_key = ? ORDER BY hop", task)]
        assert hops == list(range(held)), point
        assert here.rows("SELECT outcome FROM tasks WHERE task_key = ?", task)[0][0] is None
        assert acknowledged <= _kept(here), f"{point}: an acknowledged page is lost"
        acknowledged, passes = _kept(here), 1
    resumed = here.crawl(portal, *WORDS)
    assert resumed.returncode == 0 and "(resumed)" in resumed.stdout, resumed.stdout + resumed.stderr
    assert dump(here.archive / "ledger.db") == dump(whole.archive / "ledger.db")
    check_warcs(here.archive)
    asked = Counter((one.method, one.url) for one in whole.log[asked_before:])
    undisturbed = Counter((one.method, one.url) for one in whole.log[:asked_before])
    assert not undisturbed - asked
    assert (asked - undisturbed).total() == 2, "only the page in flight is asked again, after each of the first two kills"
