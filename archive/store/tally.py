"""Counts over the ledger: what a crawl did, what is left, and where something is missing."""

import sqlite3
from collections import Counter
from dataclasses import dataclass

from archive.reports.titles import match_title
from archive.store.ledger import Ledger, Selection
from archive.store.selection import LACKING, LISTS, READ, SENT
from archive.words import Outcome, TaskKind


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Tasks of one host and kind with the same outcome, which is no answer; `detail` and `url` are of one of them."""

    host: str
    kind: str
    outcome: str
    tasks: int
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class Tally:
    """The ledger as one crawl sees it: one method per question."""

    ledger: Ledger
    crawl_id: int
    selection: Selection

    def _rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        return self.ledger.database.connection.execute(sql, values).fetchall()

    def visits(self) -> Counter[tuple[str, str]]:
        """(task kind, outcome) to finished visits of this crawl."""
        rows = self._rows(
            "SELECT kind, visits.outcome, count(*) FROM visits JOIN tasks USING (task_key)"
            " WHERE crawl_id = ? GROUP BY 1, 2", self.crawl_id,
        )  # fmt: skip
        return Counter({(row[0], row[1]): row[2] for row in rows})

    def traffic(self) -> tuple[int, int]:
        """(exchanges, bytes of their bodies) of this crawl."""
        row = self._rows(
            f"SELECT count(*), coalesce(sum({SENT}), 0) FROM captures JOIN payloads USING (payload_sha256)"
            " WHERE crawl_id = ?", self.crawl_id,
        )[0]  # fmt: skip
        return row[0], row[1]

    def new_reports(self) -> int:
        """Reports that came in this crawl for the first time."""
        return int(self._rows(
            "SELECT count(DISTINCT task_key) FROM visits JOIN tasks USING (task_key) WHERE crawl_id = ? AND kind = ?"
            " AND visits.outcome = ? AND NOT EXISTS (SELECT 1 FROM visits AS v WHERE v.task_key = visits.task_key"
            " AND v.visit < visits.visit AND v.outcome = visits.outcome AND v.crawl_id IS NOT visits.crawl_id)",
            self.crawl_id, TaskKind.REPORT, Outcome.OK,
        )[0][0])  # fmt: skip

    def revisits(self) -> tuple[int, int]:
        """(reports held before that came again in this crawl, those of them with bytes never seen of them before)."""
        row = self._rows(_REVISITS, self.crawl_id, TaskKind.REPORT, Outcome.OK)[0]
        return row[0], row[1]

    def known_reports(self) -> int:
        """Reports held before this crawl and not asked again."""
        return self._count("kind = 'report' AND outcome = 'ok' AND looked_crawl IS NOT ?", self.crawl_id)

    def postponed(self) -> int:
        """Tasks with a due time still to come."""
        return self._count("due_at IS NOT NULL")

    def agencies(self) -> int:
        """Agencies that some list or entry names: by code, by a directory's link, else by the title of a report."""
        where, values = self.selection.where()
        rows = self._rows(
            f"SELECT DISTINCT portal, area, agency, CASE WHEN area = '' AND agency = '' THEN listed_title ELSE '' END"
            f" FROM tasks WHERE {where} AND (kind = 'report' OR agency <> '' AND {LISTS})", *values,
        )  # fmt: skip
        named = {(row[0], row[1] or _named(row[2], row[3])) for row in rows}
        return sum(1 for _, name in named if name)

    def _count(self, condition: str, *values: object) -> int:
        where, first = self.selection.where()
        return int(self._rows(f"SELECT count(*) FROM tasks WHERE {where} AND {condition}", *first, *values)[0][0])

    def unanswered(self) -> list[Unanswered]:
        """What is missing, by host, kind and outcome: no answer came, or a list that was linked is not there."""
        where, values = self.selection.where()
        # Of the bare columns beside min(), SQLite takes the row that has the minimum.
        rows = self._rows(
            f"SELECT host, kind, outcome, count(*), detail, min(url) FROM tasks WHERE {where}"
            f" AND {LACKING} GROUP BY host, kind, outcome ORDER BY host, kind, outcome", *values,
        )  # fmt: skip
        return [Unanswered(*row) for row in rows]

    def never_asked(self) -> list[tuple[str, int]]:
        """(host, tasks) that no crawl has asked yet."""
        where, values = self.selection.where()
        rows = self._rows(
            f"SELECT host, count(*) FROM tasks WHERE {where} AND outcome IS NULL GROUP BY host ORDER BY host", *values
        )
        return [(row[0], row[1]) for row in rows]

    def barren_entries(self) -> list[tuple[str, str]]:
        """(portal, address) of list entries that were answered and led to no report at all."""
        where, values = self.selection.where()
        rows = self._rows(_BARREN.format(where=where, read=READ), *values, TaskKind.REPORT)
        return [(row[0], row[1]) for row in rows]


def _named(agency: str, listed_title: str) -> str:
    """The agency of a task without code: as a directory calls it, else as the title of the report names it."""
    title = match_title(listed_title) if listed_title and not agency else None
    return agency or (title.agency if title else "")


_REVISITS = """
    WITH again AS (
        SELECT task_key, visit FROM visits JOIN tasks USING (task_key) WHERE crawl_id = ?1 AND kind = ?2
        AND visits.outcome = ?3 AND EXISTS (SELECT 1 FROM visits AS v WHERE v.task_key = visits.task_key
            AND v.visit < visits.visit AND v.outcome = ?3 AND v.crawl_id IS NOT ?1)
    ), bytes AS (SELECT * FROM again JOIN captures USING (task_key, visit) WHERE hop = (
        SELECT max(hop) FROM captures AS c WHERE c.task_key = again.task_key AND c.visit = again.visit))
    SELECT count(DISTINCT task_key), count(DISTINCT task_key) FILTER (WHERE NOT EXISTS (
        SELECT 1 FROM captures AS c WHERE c.payload_sha256 = bytes.payload_sha256 AND c.task_key = bytes.task_key
        AND c.visit < bytes.visit)) FROM bytes
"""
_BARREN = """
    WITH RECURSIVE below (entry, task_key, kind) AS (
        SELECT task_key, task_key, kind FROM tasks WHERE {where} AND why = 'entry' AND kind != 'report'
        UNION SELECT below.entry, tasks.task_key, tasks.kind
        FROM below JOIN addresses ON addresses.found_on = below.task_key
        JOIN tasks ON tasks.task_key = addresses.task_key
        WHERE below.kind != 'report'
    )
    SELECT tasks.portal, tasks.url FROM tasks WHERE {read}
    AND task_key IN (SELECT entry FROM below)
    AND task_key NOT IN (SELECT entry FROM below WHERE kind = ?) ORDER BY tasks.url
"""
