"""Hosts that refused at the end of what the ledger knows of them."""

from pathlib import Path

from archive.store.ledger import NewTask
from archive.store.refusals import refusing_hosts
from archive.words import Outcome, TaskKind
from tests.store.world import World


def visit(world: World, host: str, number: int, outcome: Outcome, kind: TaskKind = TaskKind.REPORT) -> None:
    """One visit to a page of the host."""
    key = f"{host}-{number}"
    world.ledger.add_tasks([NewTask(key, "jining", "hanweb-xxgk", kind, "jining", f"http://{host}/{number}", "followed")])
    task = world.ledger.task(key)
    assert task is not None
    world.ledger.close(task, world.crawl, outcome, "")


def test_a_host_refuses_where_its_last_visits_all_did(tmp_path: Path) -> None:
    world = World(tmp_path)
    for number in range(3):
        visit(world, "shut.gov.cn", number, Outcome.WAF_REFUSED)
        visit(world, "late.gov.cn", number, Outcome.CHALLENGE_JSL)
        visit(world, "few.gov.cn", number, Outcome.OK if number < 1 else Outcome.CHALLENGE_RUISHU)
    visit(world, "late.gov.cn", 3, Outcome.ABSENT)
    visit(world, "shut.gov.cn", 4, Outcome.OK, TaskKind.ROBOTS)
    found = refusing_hosts(world.ledger)
    assert set(found) == {"shut.gov.cn"}
    assert found["shut.gov.cn"] < world.clock.now()
