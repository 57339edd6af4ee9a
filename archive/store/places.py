"""Places: where tasks were seen. What a list shows again its visit alone tells the journal (docs/store.md#journal)."""

import sqlite3
from collections.abc import Collection, Iterable

Place = tuple[str, str]
"""(task key, address) on one list."""

FOLLOWS = (
    "(SELECT ended_at FROM visits AS earlier WHERE earlier.task_key = {key} AND earlier.visit < {visit}"
    " AND earlier.found > 0 ORDER BY earlier.visit DESC LIMIT 1)"
)
"""When the last look ended, before a visit, that showed anything."""
_AGAIN = "found_on = :found_on AND first_seen <= :follows AND last_seen >= :follows"
"""What was on a list at the look that another one follows, and is taken to be there still."""


def shown_again(db: sqlite3.Connection, found_on: str, visit: int) -> set[Place]:
    """What this visit to a list is taken to show, before anybody has looked."""
    sql = f"SELECT task_key, url FROM addresses WHERE {_AGAIN}"
    follows = db.execute(f"SELECT {FOLLOWS.format(key='?', visit='?')}", [found_on, visit]).fetchone()[0]
    return {(row[0], row[1]) for row in db.execute(sql, {"found_on": found_on, "follows": follows})}


def see_again(db: sqlite3.Connection, found_on: str, follows: str, now: str) -> None:
    """Takes what was there at the look that ended at `follows` to be seen again `now`."""
    values = {"found_on": found_on, "follows": follows, "now": now}
    db.execute(f"UPDATE addresses SET last_seen = :now WHERE {_AGAIN}", values)


def note_seen(db: sqlite3.Connection, found_on: str, shown: Collection[Place], expected: Iterable[Place] = ()) -> None:
    """Notes for the journal every place whose `last_seen` is not told by what was `expected` of the visit."""
    keys = [(*place, found_on) for place in set(shown) ^ set(expected)]
    for statement in (
        "DELETE FROM journal WHERE name = 'addresses' AND key = json_array(?, ?, ?)",
        "INSERT INTO journal (name, key) VALUES ('addresses', json_array(?, ?, ?))",
    ):
        db.executemany(statement, sorted(keys))
