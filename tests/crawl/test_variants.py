"""One page under many addresses, charsets and detours: one task per report, the right names, the same holdings."""

from collections import Counter
from pathlib import Path

import pytest

from crawler.replica import World
from crawler.replica.world.agencies import MODULE_PORTALS
from tests.crawl.stage import stage

FAULTS = (
    "gbk_labelled_utf8", "gbk_unlabelled", "gb18030_labelled_gb2312", "utf8_labelled_gbk", "meta_refresh", "location_href",
    "iframe", "session_ids", "random_params", "host_duplicates", "session_ids,random_params,host_duplicates", "gone",
)  # fmt: skip
HOMES: dict[str, list[str]] = {"https://www.jining.gov.cn/": [], "http://dlrk.jining.gov.cn/": [], "http://www.yanzhou.gov.cn/": []}
YEARS = (2011, 2012, 2020, 2021)

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("fault", FAULTS)
def test_every_report_is_one_task_and_held_if_published(fault: str, tmp_path: Path) -> None:
    world = World(seed=4, agencies=18, reports=220, portals=MODULE_PORTALS)
    with stage(tmp_path, world, faults=fault, homes=HOMES) as (ground, replica):
        done = ground.crawl("--year", ",".join(map(str, YEARS)))
        assert done.returncode == 0, done.stdout + done.stderr
        hosts = ("www.jining.gov.cn", "www.yanzhou.gov.cn")
        truth = [r for r in replica.truth() if r["host"] in hosts and r["year"] in YEARS]
        wanted = {
            (r["area"], r["year"]): "ok" if r["source"] != "gone" and r["holding"] != "none" else "absent" for r in truth
        }  # fmt: skip
        rows = ground.rows("SELECT * FROM tasks WHERE kind = 'report' AND outcome IS NOT NULL")
        assert Counter((row["area"], row["year"]) for row in rows).most_common(1)[0][1] == 1
        assert {key: outcome for key, outcome in _asked(rows).items() if key in wanted} == wanted
        assert {outcome for key, outcome in _asked(rows).items() if key not in wanted} <= {"ok", "absent"}
        names = {r["area"]: r["agency"] for r in truth if r["year"] == 2021}
        assert {row["area"]: row["agency"] for row in rows if row["area"] in names} == names


def _asked(rows: list[object]) -> dict[tuple[str, int], str]:
    return {(row["area"], row["year"]): row["outcome"] for row in rows}  # type: ignore[index]
