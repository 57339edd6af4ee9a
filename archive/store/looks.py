"""Looks: what the ledger knows of every question for a report, visit by visit. The evidence behind coverage."""

from collections import defaultdict
from dataclasses import dataclass

from archive.reports.names import is_agency
from archive.store.ledger import Ledger
from archive.store.selection import LISTS, RESERVE
from archive.words import Outcome, TaskKind


@dataclass(frozen=True, slots=True)
class Look:
    """One finished visit of a task; `payload_sha256` is what it brought in the end, if anything, `url` from where."""

    visit: int
    outcome: Outcome
    detail: str
    ended_at: str
    payload_sha256: str | None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A task that asks for a report or a file of one, or reads a list, with its visits in order.

    `addresses` are all places it was seen at, `listed_on` the lists that showed it, by key.
    """

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
    listed_title: str = ""
    listed_on: tuple[str, ...] = ()

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
_LISTING = f"({LISTS}) AND why <> '{RESERVE}'"
_FILES = f"kind IN ('{TaskKind.ATTACHMENT}', '{TaskKind.IMAGE}')"
_LOOKS = """
SELECT visits.task_key, visits.visit, visits.outcome, visits.detail, visits.ended_at, payload_sha256,
    captures.url
FROM visits JOIN tasks ON tasks.task_key = visits.task_key LEFT JOIN captures ON captures.task_key = visits.task_key
    AND captures.visit = visits.visit AND hop = (
        SELECT max(hop) FROM captures AS c WHERE c.task_key = visits.task_key AND c.visit = visits.visit)
WHERE {which} AND visits.outcome <> 'unchanged' ORDER BY visits.task_key, visits.visit
"""
_SEEN = "SELECT task_key, addresses.url, found_on FROM addresses JOIN tasks USING (task_key) WHERE {which}"
_COLUMNS = "task_key, kind, portal, area, agency, year, created_at, host"
_TASKS = f"SELECT {_COLUMNS}, listed_title FROM tasks WHERE {{which}} ORDER BY task_key"


def questions(ledger: Ledger) -> list[Question]:
    """Every report and ingest task, by key."""
    return _questions(ledger, _ASKING)


def lists(ledger: Ledger) -> list[Question]:
    """Every home, directory and column, by key. A page in reserve shows what there is more, and answers no question."""
    return _questions(ledger, _LISTING)


def files(ledger: Ledger) -> list[Question]:
    """Every attachment and image, by key."""
    return _questions(ledger, _FILES)


def _questions(ledger: Ledger, which: str) -> list[Question]:
    db = ledger.database.connection
    looks: dict[str, list[Look]] = defaultdict(list)
    for row in db.execute(_LOOKS.format(which=which)):
        looks[row[0]].append(Look(row[1], Outcome(row[2]), *row[3:]))
    addresses: dict[str, set[str]] = defaultdict(set)
    listed_on: dict[str, set[str]] = defaultdict(set)
    for task_key, url, found_on in db.execute(_SEEN.format(which=which)):
        addresses[task_key].add(url)
        listed_on[task_key].update([found_on] if found_on else [])
    return [
        Question(
            row["task_key"], TaskKind(row["kind"]), row["portal"], row["area"], row["agency"], row["year"],
            row["created_at"], row["host"], tuple(sorted(addresses[row["task_key"]])), tuple(looks[row["task_key"]]),
            row["listed_title"], tuple(sorted(listed_on[row["task_key"]])),
        )
        for row in db.execute(_TASKS.format(which=which))
    ]


def directory_names(ledger: Ledger) -> dict[tuple[str, str, str], str]:
    """(portal, area, name) of every report task or list that names an agency to when it was last seen there.

    Where the registry knew a code without a name, the name is what a directory called the same report.
    """
    db = ledger.database.connection
    told = db.execute(
        f"""SELECT portal, area, agency, max(last_seen) FROM tasks JOIN addresses USING (task_key)
        WHERE (kind = '{TaskKind.REPORT}' OR {LISTS}) AND agency <> '' GROUP BY 1, 2, 3"""
    )
    called = db.execute(
        f"""SELECT portal, area, addresses.listed_title, max(last_seen) FROM tasks JOIN addresses USING (task_key)
        WHERE kind = '{TaskKind.REPORT}' AND area <> '' AND agency = '' GROUP BY 1, 2, 3"""
    )
    names = {(row[0], row[1], row[2]): row[3] for row in called if is_agency(row[2])}
    return names | {(row[0], row[1], row[2]): row[3] for row in told}
