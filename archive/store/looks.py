"""Looks: what the ledger knows of every question for a report, visit by visit. The evidence behind coverage."""

from collections import defaultdict
from dataclasses import dataclass

from archive.store.ledger import Ledger
from archive.words import Outcome, TaskKind


@dataclass(frozen=True, slots=True)
class Look:
    """One finished visit of a task; `payload_sha256` is what it brought in the end, if anything."""

    visit: int
    outcome: Outcome
    detail: str
    ended_at: str
    payload_sha256: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A task that asks for a report, with its visits in order. `addresses` are all places it was seen at."""

    task_key: str
    kind: TaskKind
    portal: str
    area: str
    agency: str
    year: int | None
    created_at: str
    host: str
    addresses: tuple[str, ...]
    looks: tuple[Look, ...]

    @property
    def last(self) -> Look | None:
        return self.looks[-1] if self.looks else None

    @property
    def answered_at(self) -> str | None:
        """When the source last answered, with yes or with no."""
        return max((look.ended_at for look in self.looks if look.outcome.answered), default=None)

    @property
    def ever_ok(self) -> bool:
        return any(look.outcome == Outcome.OK for look in self.looks)


_ASKING = f"kind IN ('{TaskKind.REPORT}', '{TaskKind.INGEST}')"
_LOOKS = f"""
SELECT visits.task_key, visits.visit, visits.outcome, visits.detail, visits.ended_at, payload_sha256
FROM visits JOIN tasks ON tasks.task_key = visits.task_key LEFT JOIN captures ON captures.task_key = visits.task_key
    AND captures.visit = visits.visit AND hop = (
        SELECT max(hop) FROM captures AS c WHERE c.task_key = visits.task_key AND c.visit = visits.visit)
WHERE {_ASKING} ORDER BY visits.task_key, visits.visit
"""


def questions(ledger: Ledger) -> list[Question]:
    """Every report and ingest task, by key."""
    db = ledger.database.connection
    looks: dict[str, list[Look]] = defaultdict(list)
    for row in db.execute(_LOOKS):
        looks[row[0]].append(Look(row[1], Outcome(row[2]), *row[3:]))
    addresses: dict[str, set[str]] = defaultdict(set)
    for row in db.execute(f"SELECT task_key, addresses.url FROM addresses JOIN tasks USING (task_key) WHERE {_ASKING}"):
        addresses[row[0]].add(row[1])
    columns = "task_key, kind, portal, area, agency, year, created_at, host"
    sql = f"SELECT {columns} FROM tasks WHERE {_ASKING} ORDER BY task_key"
    return [
        Question(
            row["task_key"], TaskKind(row["kind"]), row["portal"], row["area"], row["agency"], row["year"],
            row["created_at"], row["host"], tuple(sorted(addresses[row["task_key"]])), tuple(looks[row["task_key"]]),
        )
        for row in db.execute(sql)
    ]


def directory_names(ledger: Ledger) -> dict[tuple[str, str, str], str]:
    """(portal, area, name) of every report task that names an agency to when that name was last seen there."""
    sql = f"""SELECT portal, area, agency, max(last_seen) FROM tasks JOIN addresses USING (task_key)
        WHERE kind = '{TaskKind.REPORT}' AND agency <> '' GROUP BY 1, 2, 3"""
    return {(row[0], row[1], row[2]): row[3] for row in ledger.database.connection.execute(sql)}
