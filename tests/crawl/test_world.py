"""A whole world through the crawler: every published report held, none invented, every hole with its reason."""

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from crawler.replica import Replica, World
from crawler.replica.world.agencies import MODULE_PORTALS
from tests.crawl.sound import check_warcs
from tests.crawl.stage import Stage, stage

SEEDS = (1, pytest.param(2, marks=pytest.mark.full), pytest.param(3, marks=pytest.mark.full))
_LACKING = re.compile(r"hole: no agency was found below|hole: \d+ column tasks of \S+ ended as absent, .*HTTP 404")
"""Hosts without agencies in a small world, and columns that the registry knows and this world does not have."""


def _reports(ground: Stage) -> dict[tuple[str, str, int], sqlite3.Row]:
    """(portal, area, year) to the task that asked the report module for it, with the number of its captures."""
    sql = """SELECT tasks.*, (SELECT count(*) FROM captures USING (task_key)) AS held FROM tasks WHERE kind = 'report' AND area <> ''"""
    sql = sql.replace("FROM captures USING (task_key)", "FROM captures WHERE captures.task_key = tasks.task_key")
    return {(row["portal"], row["area"], row["year"]): row for row in ground.rows(sql)}


def _articles(ground: Stage) -> dict[str, sqlite3.Row]:
    """Address to the task of a report that an agency's own page lists."""
    rows = ground.rows("SELECT *, outcome IS NOT NULL AS held FROM tasks WHERE kind = 'report' AND area = ''")
    return {row["url"]: row for row in rows}


def _wrong(
    truth: list[dict[str, Any]], asked: dict[tuple[str, str, int], sqlite3.Row], articles: dict[str, sqlite3.Row]
) -> list[str]:
    """What the ledger says of the world's agencies and years that is not so."""
    found = []
    for record in truth:
        task = articles.get(record["url"]) or asked.get((record["portal"], record["area"], record["year"]))
        there = record["published"] or record["holding"] == "interpretation_only"
        wanted = "ok" if there else "absent"
        if task is None or task["outcome"] != wanted or not task["held"] or not task["detail"]:
            found.append(f"{record['url']}: {wanted} expected, {task and (task['outcome'], task['held'], task['detail'])}")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_every_published_report_is_held_and_none_is_invented(
    seed: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    size = 600 if request.config.getoption("--full") else 100
    with stage(tmp_path, World(seed=seed, reports=size, portals=MODULE_PORTALS)) as (ground, replica):
        done = ground.crawl(*MODULE_PORTALS, "--year", "2008-2025", timeout=900)
        assert done.returncode in (0, 10) and "fault:" not in done.stdout, done.stderr + done.stdout
        truth, asked, articles = list(replica.truth()), _reports(ground), _articles(ground)
        assert _wrong(truth, asked, articles) == []
        assert set(articles) <= {url for record in truth for url in (*record["places"], *record.get("explanations", ()))}
        known = {(r["portal"], r["area"]) for r in truth}
        assert {(portal, area) for portal, area, _ in asked} >= known
        others = [row for (portal, area, _), row in asked.items() if (portal, area) not in known]
        assert {row["outcome"] for row in others} <= {"absent"}, "an agency that this world does not have"
        _files(ground, replica, truth)
        assert [hole for hole in _holes(done.stdout) if not _LACKING.search(hole)] == []
        assert [row[0] for row in ground.rows("SELECT outcome FROM tasks WHERE kind != 'robots' AND why != 'reserve'") if not row[0]] == []
        check_warcs(ground.archive)


def _holes(stdout: str) -> list[str]:
    return [line for line in stdout.splitlines() if line.strip().startswith(("hole:", "fault:"))]


def _files(ground: Stage, replica: Replica, truth: list[dict[str, Any]]) -> None:
    """Every attachment and picture of a published report is held."""
    files = [file["what"] for record in truth for file in record.get("files", ())]
    for kind in ("attachment", "image"):
        published = sum((what == "image") == (kind == "image") for what in files)
        assert ground.outcomes(kind) == ({"ok": published} if published else {}), kind
