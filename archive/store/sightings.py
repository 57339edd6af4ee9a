"""Sightings: which visit shows what a list looked like, and what the ledger knows to stand on it."""

from collections.abc import Collection
from dataclasses import dataclass

from archive.store.ledger import Capture, Ledger, Task
from archive.store.selection import LISTS
from archive.words import Outcome

_SHOWN = ", ".join(f"'{outcome}'" for outcome in (Outcome.OK, Outcome.SHELL, Outcome.NOT_A_REPORT))
"""How a visit ends that brought a page to be parsed, whatever was made of it; `unchanged` brought only the first."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A list with the exchanges of its last visit that brought pages, in order."""

    task: Task
    captures: tuple[Capture, ...]


def sights(ledger: Ledger, portals: Collection[str]) -> list[Sight]:
    """Every list of these portals that was ever seen, by key."""
    marks = ", ".join("?" * len(portals))
    rows = ledger.database.connection.execute(
        f"""SELECT task_key, max(visit) FROM visits JOIN tasks USING (task_key) WHERE {LISTS} AND portal IN ({marks})
        AND visits.outcome IN ({_SHOWN}) GROUP BY task_key ORDER BY task_key""", list(portals),
    ).fetchall()  # fmt: skip
    found = ((ledger.task(row[0]), tuple(ledger.captures(row[0], row[1]))) for row in rows)
    return [Sight(task, captures) for task, captures in found if task and captures]


def seen_on(ledger: Ledger, sight: Sight) -> dict[str, str]:
    """Keys of the tasks that this look at a list, or a later one, led to, with their addresses."""
    rows = ledger.database.connection.execute(
        "SELECT task_key, url FROM addresses WHERE found_on = ? AND last_seen >= ?",
        [sight.task.task_key, sight.captures[0].captured_at],
    )
    return {row[0]: row[1] for row in rows}


def known_addresses(ledger: Ledger, portals: Collection[str]) -> list[tuple[str, str, bool]]:
    """(key, address, whether it is a list) of every task of these portals, wherever it was seen."""
    rows = ledger.database.connection.execute(
        f"SELECT task_key, addresses.url, {LISTS} FROM addresses JOIN tasks USING (task_key)"
        f" WHERE portal IN ({', '.join('?' * len(portals))})", list(portals),
    )  # fmt: skip
    return [(row[0], row[1], bool(row[2])) for row in rows]
