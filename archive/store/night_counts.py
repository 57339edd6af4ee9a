"""Counts over the ledger for one night: per portal and host what was asked and answered, and lists that ran dry."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from archive.store.ledger import Ledger
from archive.store.selection import ANSWERED, ASKED, LACKING, LISTS, SENT
from archive.words import Outcome, TaskKind

LOOK_BACK = 30
"""Visits of a list that are compared with its last one."""
USUAL = 7
"""Of these, the visits whose median is what the list usually leads to."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions of one crawl by portal, host, kind and how they ended at last; `outcome` as in docs/store.md."""

    portal: str
    host: str
    kind: str
    outcome: str
    questions: int


@dataclass(frozen=True, slots=True)
class DryList:
    """A list that used to lead to `usual` addresses and now leads to none."""

    portal: str
    url: str
    usual: float


@dataclass(frozen=True, slots=True)
class NightCounts:
    """The ledger as one night sees it; every method asks one question about its crawl."""

    ledger: Ledger
    crawl_id: int

    def _rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        return [tuple(row) for row in self.ledger.database.connection.execute(sql, values).fetchall()]

    def asked(self) -> list[Asked]:
        """What the crawl asked, each question once, however often it was tried."""
        sql = (
            f"SELECT portal, host, kind, outcome, count(*) FROM tasks WHERE looked_crawl = ? AND {ASKED}"
            " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
        )
        return [Asked(*row) for row in self._rows(sql, self.crawl_id)]  # type: ignore[arg-type]

    def traffic(self) -> dict[str, tuple[int, int]]:
        """Portal to (exchanges, bytes)."""
        sql = (
            f"SELECT portal, count(*), sum({SENT}) FROM captures JOIN payloads USING (payload_sha256)"
            f" JOIN tasks USING (task_key) WHERE captures.crawl_id = ? AND {ASKED} GROUP BY 1"
        )
        return {str(row[0]): (_int(row[1]), _int(row[2])) for row in self._rows(sql, self.crawl_id)}

    def listed(self) -> dict[str, tuple[int, int]]:
        """Portal to (reports, agencies) that its lists named in this crawl, unchanged ones at their last whole look."""
        sql = (
            "SELECT tasks.portal, count(DISTINCT tasks.task_key), count(DISTINCT tasks.area || ' ' || tasks.agency)"
            " FROM addresses JOIN tasks ON tasks.task_key = addresses.task_key JOIN tasks AS lists"
            f" ON lists.task_key = found_on WHERE tasks.kind = ?1 AND lists.{LISTS} AND last_seen >= (SELECT"
            " started_at FROM crawls WHERE crawl_id = CASE WHEN lists.outcome = ?2 AND lists.looked_crawl = ?3 THEN"
            " (SELECT max(crawl_id) FROM visits WHERE visits.task_key = lists.task_key AND visits.outcome = ?4)"
            " ELSE ?3 END) GROUP BY 1"
        )
        rows = self._rows(sql, TaskKind.REPORT, Outcome.UNCHANGED, self.crawl_id, Outcome.OK)
        return {str(row[0]): (_int(row[1]), _int(row[2])) for row in rows}

    def known(self) -> dict[str, int]:
        """Portal to reports that came before this crawl."""
        sql = (
            "SELECT portal, count(*) FROM tasks WHERE kind = ? AND EXISTS (SELECT 1 FROM visits WHERE visits.task_key ="
            " tasks.task_key AND visits.outcome = ? AND crawl_id IS NOT ?) GROUP BY 1"
        )
        return self._numbers(sql, TaskKind.REPORT, Outcome.OK, self.crawl_id)

    def never_asked(self) -> dict[tuple[str, str], int]:
        """(portal, host) to addresses that no crawl has asked yet."""
        sql = f"SELECT portal, host, count(*) FROM tasks WHERE outcome IS NULL AND {ASKED} GROUP BY 1, 2"
        return {(str(row[0]), str(row[1])): _int(row[2]) for row in self._rows(sql)}

    def holes(self) -> dict[str, int]:
        """Portal to questions without an answer: never asked, not answered, or a list that is not there."""
        sql = (
            f"SELECT portal, count(*) FROM tasks WHERE {ASKED} AND (outcome IS NULL OR {LACKING}) GROUP BY 1"
        )
        return self._numbers(sql)

    def gone(self) -> dict[str, tuple[int, int]]:
        """Portal to (reports gone, reports asked) of those that came when they were last answered before this crawl."""
        sql = f"""SELECT portal, sum(now.outcome = ?2), count(*) FROM visits AS now JOIN tasks USING (task_key)
            WHERE now.crawl_id = ?1 AND kind = ?3 AND now.outcome IN ({ANSWERED}) AND (
                SELECT outcome FROM visits AS before WHERE before.task_key = now.task_key AND before.visit < now.visit
                AND before.outcome IN ({ANSWERED}) ORDER BY visit DESC LIMIT 1) = ?4 GROUP BY 1"""
        rows = self._rows(sql, self.crawl_id, Outcome.GONE, TaskKind.REPORT, Outcome.OK)
        return {str(row[0]): (_int(row[1]), _int(row[2])) for row in rows}

    def dry_lists(self) -> list[DryList]:
        """Lists that were answered in this crawl, lead nowhere, and led somewhere before."""
        visits: dict[tuple[str, str], list[int]] = defaultdict(list)
        for portal, url, found in self._rows(_FOUND, self.crawl_id, LOOK_BACK):
            visits[str(portal), str(url)].append(_int(found))
        return [
            DryList(portal, url, usual) for (portal, url), found in visits.items() if (usual := _usual_before(found))
        ]

    def _numbers(self, sql: str, *values: object) -> dict[str, int]:
        return {str(row[0]): _int(row[1]) for row in self._rows(sql, *values)}


_FOUND = f"""
WITH looks AS (
    SELECT portal, url, found, row_number() OVER (PARTITION BY task_key ORDER BY visits.visit DESC) AS back
    FROM visits JOIN tasks USING (task_key)
    WHERE {LISTS} AND looked_crawl = ? AND tasks.outcome IN ({ANSWERED}, 'shell')
        AND visits.outcome IN ({ANSWERED}, 'shell') AND visits.outcome <> '{Outcome.UNCHANGED}'
)
SELECT portal, url, found FROM looks WHERE back <= ? ORDER BY portal, url, back
"""


def _usual_before(found: Sequence[int]) -> float:
    """What a list usually led to before it began to lead nowhere; 0 where it still leads somewhere or never did."""
    before = next((found[n:] for n, number in enumerate(found) if number), ())
    return 0.0 if not found or found[0] else median(before[:USUAL] or (0,))


def portals_of(rows: Sequence[Asked]) -> dict[str, list[Asked]]:
    """The rows of each portal."""
    found: dict[str, list[Asked]] = defaultdict(list)
    for row in rows:
        found[row.portal].append(row)
    return found


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0
