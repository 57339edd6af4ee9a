"""The ledger: crawls, tasks with leases, visits, captures. What was done, never what was read."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path

from archive.clock import Clock, stamp
from archive.faults import fault
from archive.store.places import Place, note_seen, shown_again
from archive.store.retries import BACKOFF
from archive.store.retries import retry_at as retried_at
from archive.store.revisits import LOOKS, Answered, Past, far_ahead, is_of_one_year, next_visit
from archive.store.selection import LISTS, RESERVE, Selection, Turn
from archive.store.sqlite import Database
from archive.store.tasks import TASKS, Capture, NewTask, Task, task_of
from archive.words import Outcome, TaskKind

__all__ = ["Capture", "Ledger", "NewTask", "Selection", "Task", "Turn"]

RESUME_WITHIN = timedelta(hours=24)
"""An interrupted crawl younger than this goes on under its own number; an older one is closed."""

LONGEST_PAUSE = timedelta(days=2)
"""What is postponed for longer than this was postponed by a clock that went wrong."""


class Ledger:
    """ledger.db, opened for writing by one crawl (or ingest) and for reading by anybody."""

    def __init__(self, path: Path, clock: Clock, *, read_only: bool = False) -> None:
        self.database = Database(path, "ledger", read_only=read_only, synchronous="FULL")
        self.clock = clock

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        return self.database.connection.execute(sql, values).fetchall()

    def _now(self) -> str:
        return stamp(self.clock.now())

    # --- crawls

    def begin_crawl(self, contact: str, user_agent: str, options: dict[str, object], version: str) -> tuple[int, bool]:
        """(number, resumed): the interrupted crawl of the last day if there is one, else a new one.

        One that is to ask everything again goes on only with its like. Frees the leases of dead crawls.
        """
        with self.database.transaction() as db:
            db.execute("UPDATE tasks SET lease_crawl = NULL WHERE lease_crawl IS NOT NULL")
            since = stamp(self.clock.now() - RESUME_WITHIN)
            open_crawl = db.execute(
                "SELECT max(crawl_id) FROM crawls WHERE ended_at IS NULL AND started_at >= ?"
                " AND (NOT ? OR json_extract(options, '$.again'))", [since, bool(options.get("again"))],
            ).fetchone()[0]  # fmt: skip
            db.execute(
                "UPDATE crawls SET ended_at = ?, summary = '{\"interrupted\": true}' WHERE ended_at IS NULL"
                " AND crawl_id IS NOT ?", [self._now(), open_crawl],
            )  # fmt: skip
            text = json.dumps(options, ensure_ascii=False, sort_keys=True)
            if open_crawl is not None:
                db.execute("UPDATE crawls SET options = ? WHERE crawl_id = ?", [text, open_crawl])
                return int(open_crawl), True
            cursor = db.execute(
                "INSERT INTO crawls (started_at, contact, user_agent, options, version) VALUES (?, ?, ?, ?, ?)",
                [self._now(), contact, user_agent, text, version],
            )
            return int(cursor.lastrowid or 0), False

    def end_crawl(self, crawl_id: int, summary: dict[str, object]) -> None:
        with self.database.transaction() as db:
            db.execute(
                "UPDATE crawls SET ended_at = ?, summary = ? WHERE crawl_id = ?",
                [self._now(), json.dumps(summary, ensure_ascii=False, sort_keys=True), crawl_id],
            )

    # --- tasks

    def add_tasks(self, tasks: Iterable[NewTask], found_on: str = "") -> int:
        """Adds what is new and notes where it was seen; gives the number of new tasks."""
        seen = list(tasks)
        with self.database.transaction() as db:
            new = self._add(db, seen, found_on, self._now())
            self._note_seen(db, seen, found_on)
            return new

    def _note_seen(
        self, db: sqlite3.Connection, tasks: Iterable[NewTask], found_on: str, expected: Iterable[Place] = ()
    ) -> None:
        """Notes for the journal where tasks were seen: on the page itself, or beside the report on which they hang."""
        places: dict[str, set[Place]] = {found_on: set()}
        for task in tasks:
            places.setdefault(task.hangs_on or found_on, set()).add((task.task_key, task.url))
        for place, shown in places.items():
            note_seen(db, place, shown, expected if place == found_on else ())

    def _add(self, db: sqlite3.Connection, tasks: Iterable[NewTask], found_on: str, now: str) -> int:
        new = 0
        for task in tasks:
            values = asdict(task)
            place = values.pop("hangs_on") or found_on
            values |= {
                "host": task.host, "rank": task.kind.rank, "parent_key": found_on or None,
                "created_at": now, "due_at": now,
            }  # fmt: skip
            cursor = db.execute(
                f"INSERT INTO tasks ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"
                " ON CONFLICT (task_key) DO NOTHING", list(values.values()),
            )  # fmt: skip
            new += cursor.rowcount
            db.execute(
                "INSERT INTO addresses VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET last_seen = excluded.last_seen",
                [task.task_key, task.url, place, task.listed_title or task.agency, now, now],
            )
        return new

    def ask_again(self, crawl_id: int, selection: Selection, *, everything: bool = False) -> None:
        """Makes due what this crawl has not asked yet: lists without a plan, what is planned by now, or `everything`.

        What a clock that went wrong has put off for years is brought back.
        """
        where, values = selection.where()
        now = self.clock.now()
        with self.database.transaction() as db:
            db.execute("UPDATE tasks SET due_at = ? WHERE due_at > ?", [stamp(now), stamp(now + LONGEST_PAUSE)])
            db.execute(
                f"UPDATE tasks SET due_at = ? WHERE due_at IS NULL AND looked_crawl IS NOT ? AND {where}"
                f" AND (? OR revisit_at IS NULL AND {LISTS} OR revisit_at <= ? OR revisit_at > ?)",
                [stamp(now), crawl_id, *values, everything, stamp(now), stamp(far_ahead(now))],
            )

    def _due(
        self, selection: Selection, group: str = "", resting: Collection[str] = ()
    ) -> tuple[str, list[object]]:
        """The SQL condition for what a crawl may ask now: not leased, not on a resting host."""
        where, values = selection.where()
        sql = f"{where} AND lease_crawl IS NULL AND due_at <= ?"
        values.append(self._now())
        if group:
            sql, values = sql + " AND politeness_group = ?", [*values, group]
        if resting:
            sql, values = f"{sql} AND host NOT IN ({','.join('?' * len(resting))})", [*values, *resting]
        return sql, values

    def due_groups(self, selection: Selection, resting: Collection[str] = ()) -> list[str]:
        """Politeness groups with something to ask now."""
        where, values = self._due(selection, resting=resting)
        rows = self._rows(f"SELECT DISTINCT politeness_group FROM tasks WHERE {where} ORDER BY 1", values)
        return [row[0] for row in rows]

    def due_tasks(self, selection: Selection, limit: int = -1, turn: Turn = Turn.OLDEST) -> list[Task]:
        """What a crawl would ask now, in its order, without leasing it."""
        where, values = self._due(selection)
        order = _ORDER.replace("ORDER BY", f"ORDER BY NOT ({self._first(turn)}),")
        return [task_of(r) for r in self._rows(f"{TASKS} WHERE {where} {order} LIMIT ?", [*values, limit])]

    def _first(self, turn: Turn) -> str:
        """The SQL condition for what comes before everything else."""
        recent = f"failures = 0 AND (rank < 2 OR coalesce(year, 9999) >= {self.clock.now().year - 2})"
        return {Turn.NEW: "failures = 0 AND visits = 0", Turn.RECENT: recent}.get(turn, "1")

    def lease(
        self, crawl_id: int, selection: Selection, group: str, limit: int = 1, resting: Collection[str] = (),
        reports: bool = True, turn: Turn = Turn.OLDEST,
    ) -> list[Task]:  # fmt: skip
        """Takes up to `limit` due tasks of a group: lists, then files of fetched reports, then `reports` by year.

        Turn.NEW takes what was never asked before all that, Turn.RECENT reports of the last two years before others.
        """
        where, values = self._due(selection, group, resting)
        where += "" if reports else f" AND kind != '{TaskKind.REPORT}'"
        # Two questions, because each of them has an index for its order.
        conditions = (where,) if turn == Turn.OLDEST else (f"{where} AND {self._first(turn)}", where)
        with self.database.transaction() as db:
            rows = list[sqlite3.Row]()
            for condition in conditions:
                rows = rows or db.execute(f"{TASKS} WHERE {condition} {_ORDER} LIMIT ?", [*values, limit]).fetchall()
            keys = [(crawl_id, row["task_key"]) for row in rows]
            db.executemany("UPDATE tasks SET lease_crawl = ? WHERE task_key = ?", keys)
        return [task_of(r) for r in rows]

    def next_due(self, selection: Selection, group: str = "", resting: Collection[str] = ()) -> datetime | None:
        """When the next postponed task (of the group) comes due on a host that does not rest."""
        where, values = selection.where()
        sql = f"SELECT min(due_at) FROM tasks WHERE {where} AND due_at IS NOT NULL AND lease_crawl IS NULL"
        sql += f" AND host NOT IN ({','.join('?' * len(resting))}) AND ? IN ('', politeness_group)"
        first = self._rows(sql, [*values, *resting, group])[0][0]
        return datetime.fromisoformat(first) if first else None

    def never_asked(self, selection: Selection) -> bool:
        """Whether anything of a selection was never asked."""
        where, values = selection.where()
        return bool(self._rows(f"SELECT 1 FROM tasks WHERE {where} AND visits = 0 LIMIT 1", values))

    def limited_hosts(self) -> dict[str, datetime]:
        """Hosts that asked to wait, and until when, as far as that lies ahead."""
        sql = (
            "SELECT host, max(due_at) FROM tasks WHERE outcome = ? AND due_at > ? GROUP BY host"
            " HAVING count(*) > 1 OR max(detail LIKE '%wait until%')"
        )
        rows = self._rows(sql, [Outcome.RATE_LIMITED, self._now()])
        return {row[0]: datetime.fromisoformat(row[1]) for row in rows}

    def task(self, task_key: str) -> Task | None:
        rows = self._rows(f"{TASKS} WHERE task_key = ?", [task_key])
        return task_of(rows[0]) if rows else None

    def close(
        self, task: Task, crawl_id: int | None, outcome: Outcome, detail: str, children: Sequence[NewTask] = (),
        retry_at: datetime | None = None, elsewhere: str = "",
    ) -> int:  # fmt: skip
        """Ends a visit in one transaction with the tasks its answer led to; gives the number of new ones.

        A retryable outcome makes the task due again at `retry_at`, or after BACKOFF by its failures in a row; one that
        is neither settled nor asked again by every crawl, after a day. So does, at once, what every crawl asks again
        where the answer was kept by an earlier crawl that died before it was read; what is to be asked `elsewhere`; and
        what a later answer is known of.
        """
        failures = 0 if outcome.settled or outcome.again else task.failures + 1
        if elsewhere:
            retry_at = self.clock.now()
        elif outcome.retryable:
            retry_at = retried_at(self.clock.now(), outcome, failures, retry_at)
        elif not outcome.settled and not outcome.again:
            retry_at = self.clock.now() + BACKOFF[-1]
        elif self._overtaken(task) or (
            (task.kind.is_list or outcome.again) and self._of_earlier_crawl(task, crawl_id)
        ):
            retry_at = self.clock.now()
        place = replace(task, url=elsewhere or task.url)
        fault("outcome_commit.before")
        with self.database.transaction() as db:
            now = self._now()
            expected = shown_again(db, task.task_key, task.visit) if children else set()
            new = self._add(db, children, task.task_key, now)
            self._note_seen(db, children, task.task_key, expected)
            db.execute(
                "INSERT INTO visits VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [task.task_key, task.visit, crawl_id, outcome, detail, len(children), new, now],
            )
            due_at = stamp(retry_at) if retry_at else None
            db.execute(
                "UPDATE tasks SET lease_crawl = NULL, looked_crawl = ?, visits = ?, failures = ?, outcome = ?,"
                " detail = ?, outcome_at = ?, due_at = ?, revisit_at = ?, url = ?, host = ? WHERE task_key = ?",
                [crawl_id, task.visit, failures, outcome, detail, now, due_at, self._revisit_at(task, children),
                 place.url, place.host, task.task_key],
            )
            if task.kind.is_list and task.held and outcome in _NOT_THERE and task.outcome not in _NOT_THERE:
                self._look_around(db, task.host, crawl_id)
        fault("outcome_commit.after")
        return new

    def _look_around(self, db: sqlite3.Connection, host: str, crawl_id: int | None) -> None:
        """Makes the other lists of a host due where one of them is newly gone: after a redesign they lead elsewhere."""
        db.execute(
            f"UPDATE tasks SET due_at = ? WHERE host = ? AND {LISTS} AND why <> ? AND lease_crawl IS NULL"
            " AND due_at IS NULL AND looked_crawl IS NOT ?",
            [self._now(), host, RESERVE, crawl_id],
        )

    def _revisit_at(self, task: Task, children: Sequence[NewTask]) -> str | None:
        """When a task is visited again by plan, its last visit included; never, where a person handed it in."""
        if task.family == "ingest":
            return None
        first_seen = self._rows("SELECT created_at FROM tasks WHERE task_key = ?", [task.task_key])[0][0]
        looks = [
            Answered(datetime.fromisoformat(row[0]), outcome, row[2] or "")
            for row in self._rows(_LOOKS, [task.task_key, 3 * LOOKS])
            if (outcome := Outcome(row[1])).answered or outcome.again
        ]
        first = datetime.fromisoformat(first_seen)
        grows = any(child.kind == TaskKind.REPORT for child in children) and not is_of_one_year(task.listed_title)
        planned = next_visit(Past(task.task_key, task.kind, task.year, first, looks[:LOOKS], grows))
        return stamp(planned) if planned else None

    def other_addresses(self, task: Task, crawl_id: int) -> tuple[list[str], list[str]]:
        """(addresses at which this crawl has asked for a task, all addresses where it was seen), each in order."""
        asked = "SELECT url FROM captures WHERE task_key = ? AND crawl_id = ? AND hop = 0 ORDER BY visit"
        seen = "SELECT DISTINCT url FROM addresses WHERE task_key = ? ORDER BY url"
        first = [row[0] for row in self._rows(asked, [task.task_key, crawl_id])]
        return first, [row[0] for row in self._rows(seen, [task.task_key])]

    def _of_earlier_crawl(self, task: Task, crawl_id: int | None) -> bool:
        return any(capture.crawl_id != crawl_id for capture in self.captures(task.task_key, task.visit))

    def _overtaken(self, task: Task) -> bool:
        """Whether the answer came before the last visit ended, or another waits to be read: after a merge."""
        later = "SELECT 1 FROM visits JOIN captures USING (task_key) WHERE task_key = ? AND visits.visit = ?"
        later += " AND captures.visit = visits.visit + 1 AND captured_at < ended_at"
        return bool(self.captures(task.task_key, task.visit + 1) or self._rows(later, [task.task_key, task.visit - 1]))

    # --- captures

    def captures(self, task_key: str, visit: int) -> list[Capture]:
        """The exchanges of one visit, in hop order."""
        rows = self._rows("SELECT * FROM captures WHERE task_key = ? AND visit = ? ORDER BY hop", [task_key, visit])
        return [Capture(*row) for row in rows]

    def full_answer(self, task_key: str, url: str, before: int) -> Capture | None:
        """The last whole answer with a page that an address gave to a task before this visit."""
        sql = (
            "SELECT * FROM captures WHERE task_key = ? AND visit < ? AND url = ? AND http_status = 200"
            " AND NOT truncated ORDER BY visit DESC, hop DESC LIMIT 1"
        )
        return next((Capture(*row) for row in self._rows(sql, [task_key, before, url])), None)

    def complete_look(self, task: Task) -> tuple[int, datetime] | None:
        """(visit, when it ended) of the last look at a whole list; None where something else has come since."""
        if task.outcome not in (Outcome.OK, Outcome.UNCHANGED):
            return None
        sql = "SELECT visit, ended_at FROM visits WHERE task_key = ? AND outcome = ? ORDER BY visit DESC LIMIT 1"
        rows = self._rows(sql, [task.task_key, Outcome.OK])
        return (rows[0][0], datetime.fromisoformat(rows[0][1])) if rows else None

    def place_of(self, payload_sha256: str) -> tuple[str, int] | None:
        """(WARC file, offset) of the record that holds a payload."""
        rows = self._rows("SELECT warc_file, warc_offset FROM payloads WHERE payload_sha256 = ?", [payload_sha256])
        return (rows[0][0], rows[0][1]) if rows else None


_NOT_THERE = (Outcome.ABSENT, Outcome.GONE)
_LOOKS = """
SELECT ended_at, outcome, (
    SELECT payload_sha256 FROM captures WHERE captures.task_key = visits.task_key AND captures.visit = visits.visit
    ORDER BY hop DESC LIMIT 1)
FROM visits WHERE task_key = ? ORDER BY visit DESC LIMIT ?
"""
_ORDER = "ORDER BY failures, rank, year, depth, task_key"
"""What was never tried comes before what has failed: three bad addresses must not close a host to all the others."""
