"""Verifies an archive: bytes against digests, WARC against ledger, ledger against itself, corpus against ledger."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from archive.clock import Clock
from archive.store.corpus import Corpus
from archive.store.fulltext import disagreements
from archive.store.ledger import Ledger
from archive.store.sqlite import Database
from archive.store.verify_warc import check_file, unknown_files, warc_rows
from archive.words import Outcome, Status

_LEDGER = {
    "visit {0} of {1} came to {2} without a capture": f"""
        SELECT visit, task_key, outcome FROM visits LEFT JOIN captures USING (task_key, visit)
        WHERE outcome IN ('{Outcome.OK}', '{Outcome.NOT_A_REPORT}') AND capture_id IS NULL""",
    "task {0} counts {1} visits, {2} are written down": """
        SELECT task_key, tasks.visits, count(visit) FROM tasks LEFT JOIN visits USING (task_key)
        GROUP BY task_key HAVING tasks.visits <> count(visit)""",
    "task {0} says {1}, its last visit {2}": """
        SELECT task_key, tasks.outcome, visits.outcome FROM tasks JOIN visits
        USING (task_key) WHERE visits.visit = tasks.visits AND tasks.outcome <> visits.outcome""",
    "a capture of {0} belongs to visit {1}, which is not its next one": """
        SELECT task_key, captures.visit FROM captures JOIN tasks USING (task_key) WHERE captures.visit > visits + 1""",
    "payload {0} has no capture": """
        SELECT payload_sha256 FROM payloads WHERE payload_sha256 NOT IN (SELECT payload_sha256 FROM captures)""",
}
_WITH_VALUE = f"status IN ('{Status.REPORTED}', '{Status.DECODED}')"
_CORPUS = {
    "report {0}: figure {1} is {2} but has a value, or the reverse": f"""
        SELECT report_id, indicator, status FROM figures WHERE (value IS NOT NULL) <> ({_WITH_VALUE})""",
    "report {0}: figure {1} is mentioned {2} times": """
        SELECT report_id, indicator, count(*) FROM figures WHERE indicator NOT LIKE 'text.%'
        GROUP BY 1, 2 HAVING count(*) > 1""",
    "report {0}: content hash {1} is not the beginning of its digest": """
        SELECT report_id, content_hash FROM reports WHERE content_hash <> substr(content_digest, 1, 16)""",
    "series {0}/{1} has no current version": """
        SELECT agency_id, year FROM series WHERE NOT EXISTS (SELECT 1 FROM versions
        WHERE versions.agency_id = series.agency_id AND versions.year = series.year AND is_current)""",
    "document {1} of {0} is read but has no report, or the reverse": """
        SELECT bundle_key, payload_sha256 FROM documents LEFT JOIN reports
        USING (bundle_key, task_key, payload_sha256) WHERE (report_id IS NOT NULL) <> (status = 'read')""",
}
_LINKS = (
    ("documents", "payload_sha256", "payloads", "payload_sha256"),
    ("documents", "task_key", "tasks", "task_key"),
    ("bundles", "bundle_key", "tasks", "task_key"),
    ("coverage", "task_key", "tasks", "task_key"),
    ("coverage", "payload_sha256", "payloads", "payload_sha256"),
)
_AGAIN = "run `gongkai derive --all`"
_LOST = "restore it from a backup (corpus.db may also be removed and derived again)"


def verify(archive: Path, clock: Clock, tell: Callable[[str], None]) -> Iterator[str]:
    """One line per finding: which file, what is wrong, what to do; nothing for a sound archive. Changes nothing.

    `tell` hears what is being looked at. A crawl or derive may run meanwhile.
    """
    ledger = Ledger(archive / "ledger.db", clock, read_only=True)
    tell("ledger.db")
    if broken := list(_guarded(ledger.database, _sound(ledger.database))):
        yield from broken
        return
    yield from _queried(ledger.database, _LEDGER, "restore it from a backup")
    folder = archive / "warc"
    # Listed before the ledger is read: a crawl at work names a file there before it makes it.
    present = sorted(folder.iterdir()) if folder.exists() else []
    with ledger.database.snapshot():
        files = warc_rows(ledger, folder)
    for number, row in enumerate(files, start=1):
        tell(f"{row.path.name}, {number} of {len(files)}")
        yield from check_file(row, archive / "crawl.lock")
    yield from unknown_files(present, files)
    if (archive / "corpus.db").exists():
        tell("corpus.db")
        corpus = Corpus(archive / "corpus.db", read_only=True)
        for look in (
            _sound(corpus.database), _queried(corpus.database, _CORPUS, _AGAIN), _linked(corpus, ledger),
            _indexed(corpus),
        ):  # fmt: skip
            yield from _guarded(corpus.database, look)


def _guarded(database: Database, findings: Iterator[str]) -> Iterator[str]:
    """The findings; where SQLite cannot even read the file, that is one."""
    try:
        yield from findings
    except sqlite3.DatabaseError as error:
        yield f"{database.path}: SQLite says: {error}; {_LOST}"


def _sound(database: Database) -> Iterator[str]:
    for (said,) in database.connection.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield f"{database.path}: {' '.join(said.split())}; {_LOST}"
    for row in database.connection.execute("PRAGMA foreign_key_check"):
        yield f"{database.path}: table {row[0]}, row {row[1]} refers to a row of {row[2]} that is not there; {_LOST}"


def _queried(database: Database, queries: dict[str, str], advice: str) -> Iterator[str]:
    with database.snapshot():
        for text, sql in queries.items():
            for row in database.connection.execute(sql):
                yield f"{database.path}: {text.format(*row)}; {advice}"


def _indexed(corpus: Corpus) -> Iterator[str]:
    with corpus.database.snapshot():
        for finding in disagreements(corpus.database.connection):
            yield f"{corpus.database.path}: {finding}; remove corpus.db and run `gongkai derive`"


def _linked(corpus: Corpus, ledger: Ledger) -> Iterator[str]:
    """What the corpus names must be in the ledger; read first, so that a crawl at work can only add."""
    for table, column, other, key in _LINKS:
        read, written = corpus.database.connection, ledger.database.connection
        names = {row[0] for row in read.execute(f"SELECT DISTINCT {column} FROM {table}")} - {None}
        known = {row[0] for row in written.execute(f"SELECT {key} FROM {other}")}
        for name in sorted(names - known):
            yield f"{corpus.database.path}: {table}.{column} {name} is not in the ledger; {_AGAIN}"
