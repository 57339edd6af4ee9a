"""The unattended nights in the ledger: when each began, what came of it, and which series it has told."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from archive.clock import stamp
from archive.store.corpus import FAILED, Corpus
from archive.store.ledger import Ledger

HISTORY = 30
"""Nights that are looked back upon."""


@dataclass(frozen=True, slots=True)
class Held:
    """The current version of a series, with what a person wants to see of it. `doubted`: its reading has flags.

    `captured_at` is when its text first came, `payloads` are all bytes that are read as this text now.
    """

    agency_id: str
    year: int
    version_id: str
    payload_sha256: str
    agency: str
    portal: str
    title: str
    url: str
    doubted: bool
    captured_at: str = ""
    payloads: frozenset[str] = frozenset()

    @property
    def series(self) -> tuple[str, int]:
        return self.agency_id, self.year


@dataclass(frozen=True, slots=True)
class Told:
    """What an earlier night told of a series."""

    version_id: str
    payload_sha256: str


@dataclass(frozen=True, slots=True)
class PastNight:
    """An earlier night. `record` is None where it was interrupted."""

    night_id: int
    started_at: str
    record: Mapping[str, object] | None


_HELD = """
SELECT versions.agency_id, versions.year, versions.version_id, reports.payload_sha256, agencies.name AS agency,
    bundles.portal, reports.title, documents.url, coalesce(coverage.read_state = 'flagged', 0) AS doubted,
    versions.captured_at, (SELECT json_group_array(DISTINCT place.payload_sha256) FROM places
        JOIN reports AS place ON place.report_id = places.report_id
        WHERE places.version_id = versions.version_id) AS payloads
FROM versions JOIN agencies USING (agency_id) JOIN reports USING (report_id)
JOIN documents USING (bundle_key, task_key, payload_sha256) JOIN bundles USING (bundle_key)
LEFT JOIN coverage ON coverage.agency_id = versions.agency_id AND coverage.year = versions.year
WHERE is_current ORDER BY bundles.portal, versions.year DESC, agencies.name, versions.agency_id
"""


def held(corpus: Corpus) -> list[Held]:
    """Every series with its current version."""
    return [
        Held(**dict(row) | {"doubted": bool(row["doubted"]), "payloads": frozenset(json.loads(row["payloads"]))})
        for row in corpus.database.connection.execute(_HELD)
    ]


_FAILED = f"""
SELECT portal, documents.url, reason FROM documents JOIN bundles USING (bundle_key) WHERE status = '{FAILED}'
ORDER BY portal, documents.url, payload_sha256
"""


def failed_documents(corpus: Corpus) -> list[tuple[str, str, str]]:
    """(portal, address, reason) of every document that could not be read."""
    return [(row[0], row[1], row[2]) for row in corpus.database.connection.execute(_FAILED).fetchall()]


class Nights:
    """The tables `nights` and `night_holdings` of a ledger open for writing; one nightly run writes them."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def begin(self, baseline: Callable[[], Sequence[Held]]) -> int:
        """Number of the night that begins now. The very first one asks for `baseline` and takes it as told: no news."""
        with self.ledger.database.transaction() as db:
            first = db.execute("SELECT 1 FROM nights LIMIT 1").fetchone() is None
            now = stamp(self.ledger.clock.now())
            night = int(db.execute("INSERT INTO nights (started_at) VALUES (?)", [now]).lastrowid or 0)
            if first:
                self._tell(night, baseline())
        return night

    def end(self, night: int, crawl_id: int | None, exit_code: int, record: Mapping[str, object],
            told: Sequence[Held] | None) -> None:  # fmt: skip
        """Ends a night; what it told is known from then on (None: nothing could be told)."""
        with self.ledger.database.transaction() as db:
            db.execute(
                "UPDATE nights SET ended_at = ?, crawl_id = ?, exit_code = ?, record = ? WHERE night_id = ?",
                [record["ended_at"], crawl_id, exit_code, json.dumps(record, ensure_ascii=False), night],
            )
            if told is not None:
                self._tell(night, told)

    def _tell(self, night: int, series: Sequence[Held]) -> None:
        known, db = self.told(), self.ledger.database.connection
        fresh = [s for s in series if known.get(s.series) != Told(s.version_id, s.payload_sha256)]
        db.executemany(
            "INSERT OR REPLACE INTO night_holdings VALUES (?, ?, ?, ?, ?)",
            [(s.agency_id, s.year, s.version_id, s.payload_sha256, night) for s in fresh],
        )
        lost = known.keys() - {s.series for s in series}
        db.executemany("DELETE FROM night_holdings WHERE agency_id = ? AND year = ?", sorted(lost))

    def told(self) -> dict[tuple[str, int], Told]:
        """Series to what the last night told of it."""
        rows = self.ledger.database.connection.execute("SELECT * FROM night_holdings").fetchall()
        return {(row[0], row[1]): Told(row[2], row[3]) for row in rows}

    def past(self, before: int) -> list[PastNight]:
        """The last HISTORY nights before this one, the latest first."""
        # The lists of reports may be long, and nobody compares them.
        rows = self.ledger.database.connection.execute(
            "SELECT night_id, started_at, json_remove(record, '$.new', '$.changed', '$.reread', '$.lost',"
            " '$.failed_documents') FROM nights WHERE night_id < ? ORDER BY night_id DESC LIMIT ?", [before, HISTORY],
        ).fetchall()  # fmt: skip
        return [PastNight(row[0], row[1], json.loads(row[2]) if row[2] else None) for row in rows]

    def last_record(self) -> Mapping[str, object] | None:
        """The record of the last night that ended."""
        row = self.ledger.database.connection.execute(
            "SELECT record FROM nights WHERE record IS NOT NULL ORDER BY night_id DESC LIMIT 1"
        ).fetchone()
        found: Mapping[str, object] | None = json.loads(row[0]) if row else None
        return found

    def newest_crawl(self) -> tuple[int, bool]:
        """(number of the newest crawl, whether it has ended); (0, True) before the first."""
        row = self.ledger.database.connection.execute(
            "SELECT crawl_id, ended_at IS NOT NULL FROM crawls ORDER BY crawl_id DESC LIMIT 1"
        ).fetchone()
        return (int(row[0]), bool(row[1])) if row else (0, True)

    def close_crawls(self, before: datetime) -> None:
        """Closes crawls that began before then and were interrupted: the next one asks for the lists again."""
        with self.ledger.database.transaction() as db:
            db.execute(
                "UPDATE crawls SET ended_at = ?, summary = '{\"interrupted\": true}' WHERE ended_at IS NULL"
                " AND started_at < ?", [stamp(self.ledger.clock.now()), stamp(before)],
            )  # fmt: skip
