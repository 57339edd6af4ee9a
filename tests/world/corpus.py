"""What an archive says after crawl and derive, keyed as the replica's truth is: by address, agency and year."""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.world.judge import Cell, without_text


def plain(url: str) -> str:
    """An address without scheme, www, port and what only presents: as two notes of the same place agree on it."""
    parts = urlsplit(url)
    query = sorted(pair for pair in parse_qsl(parts.query) if pair[0] not in ("showType", "classid"))
    return f"{(parts.hostname or '').removeprefix('www.')}{unquote(parts.path)}?{query}"


@dataclass(frozen=True)
class Held:
    """The current version of a series: who, which year, where seen, what was read and from which kind of document."""

    agency_id: str
    year: int
    report_id: str
    media: str
    kind: str
    template: str
    places: frozenset[str]


class Corpus:
    """corpus.db, opened to be compared."""

    def __init__(self, archive: Path) -> None:
        with closing(sqlite3.connect(f"file:{archive / 'corpus.db'}?mode=ro", uri=True)) as db:
            db.row_factory = sqlite3.Row
            self.held = list(self._held(db))
            self.names = self._names(db)
            self.areas = dict(db.execute("SELECT area, agency_id FROM agencies WHERE area != ''"))
            self.coverage = {(row["agency_id"], row["year"]): dict(row) for row in db.execute("SELECT * FROM coverage")}
            self._figures = self._cells(db)
            self.failures = [dict(row) for row in db.execute("SELECT url, reason FROM documents WHERE status = 'failed'")]

    @staticmethod
    def _held(db: sqlite3.Connection) -> Iterable[Held]:
        places: dict[tuple[str, int], set[str]] = {}
        seen = "SELECT agency_id, versions.year, places.url AS place, documents.url AS document FROM versions JOIN places USING (version_id)"
        seen += " JOIN reports ON reports.report_id = places.report_id JOIN documents USING (bundle_key, task_key, payload_sha256)"
        for row in db.execute(seen):
            places.setdefault((row["agency_id"], row["year"]), set()).update({plain(row["place"]), plain(row["document"])})
        sql = """SELECT agency_id, versions.year, report_id, media, kind, template FROM versions
                 JOIN reports USING (report_id) JOIN documents USING (bundle_key, task_key, payload_sha256) WHERE is_current"""
        for row in db.execute(sql):
            yield Held(*row, places=frozenset(places[(row["agency_id"], row["year"])]))

    @staticmethod
    def _names(db: sqlite3.Connection) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for agency_id, name in db.execute("SELECT agency_id, name FROM agency_names UNION SELECT agency_id, name FROM agencies"):
            found.setdefault(agency_id, set()).add(name)
        return found

    @staticmethod
    def _cells(db: sqlite3.Connection) -> dict[str, list[tuple[str, Cell]]]:
        found: dict[str, list[tuple[str, Cell]]] = {}
        for row in db.execute("SELECT report_id, indicator, value, status FROM figures"):
            found.setdefault(row["report_id"], []).append((row["indicator"], Cell(row["value"], row["status"])))
        return found

    def cells(self, held: Held) -> dict[str, Cell]:
        """The table cells of the reading that counts."""
        return without_text(self._figures.get(held.report_id, []))


def addresses(record: dict[str, Any]) -> set[str]:
    """Every address at which the truth says that this report stands, its files included."""
    files = [file["url"] for file in record.get("files", ()) if file["what"] == "report"]
    return {plain(url) for url in (*record["places"], *files)}


def shown(rows: Iterable[object]) -> str:
    """A few of the rows, in full, for a message."""
    lines = [json.dumps(row, ensure_ascii=False, default=str) for row in list(rows)[:8]]
    return "\n" + "\n".join(lines)
