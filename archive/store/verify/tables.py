"""Verifies databases: SQLite's own checks, what rows must say of each other, what the corpus says of the ledger."""

import sqlite3
from collections.abc import Iterator, Mapping

from archive.store.corpus import Corpus
from archive.store.ledger import Ledger
from archive.store.sqlite import Database
from archive.store.verify.finding import Finding, Kind, Remedy
from archive.words import Outcome, Status

LEDGER = {
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
        SELECT task_key, captures.visit FROM captures JOIN tasks USING (task_key) WHERE captures.visit > visits + 1
        AND NOT EXISTS (
            SELECT 1 FROM captures AS c WHERE c.task_key = tasks.task_key AND c.visit = captures.visit - 1)""",
    "payload {0} has no capture where it is kept, {1} at {2}": """
        SELECT payload_sha256, payloads.warc_file, payloads.warc_offset FROM payloads LEFT JOIN captures
        USING (payload_sha256, warc_file, warc_offset) WHERE capture_id IS NULL OR record_type = 'revisit'""",
    "payload {0} came first from {1} at {2}, its record says otherwise": """
        SELECT payload_sha256, first_url, first_at FROM payloads JOIN captures
        USING (payload_sha256, warc_file, warc_offset) WHERE first_url <> url OR first_at <> captured_at""",
    "two captures stand at {1} of {0}": """
        SELECT warc_file, warc_offset FROM captures GROUP BY 1, 2 HAVING count(*) > 1""",
    "a capture of {0} stands at {1}, behind the end of {2}": """
        SELECT task_key, warc_offset, warc_file FROM captures JOIN warcs USING (warc_file)
        WHERE warc_offset >= committed_length""",
}
_WITH_VALUE = f"status IN ('{Status.REPORTED}', '{Status.DECODED}')"
CORPUS = {
    "report {0}: figure {1} is {2} but has a value, or the reverse": f"""
        SELECT report_id, indicator, status FROM figures WHERE (value IS NOT NULL) <> ({_WITH_VALUE})""",
    "report {0}: figure {1} is mentioned {2} times": """
        SELECT report_id, indicator, count(*) FROM figures WHERE indicator NOT LIKE 'text.%'
        GROUP BY 1, 2 HAVING count(*) > 1""",
    "report {0}: content hash {1} is not the beginning of its digest": """
        SELECT report_id, content_hash FROM reports WHERE content_hash <> substr(content_digest, 1, 16)
        OR (content_hash IS NULL) <> (content_digest IS NULL)""",
    "version {0} has another text than its report {1}": """
        SELECT version_id, report_id FROM versions JOIN reports USING (report_id)
        WHERE versions.content_digest IS NOT reports.content_digest
        OR versions.content_hash IS NOT reports.content_hash""",
    "series {0}/{1} has no current version": """
        SELECT agency_id, year FROM series WHERE NOT EXISTS (SELECT 1 FROM versions
        WHERE versions.agency_id = series.agency_id AND versions.year = series.year AND is_current)""",
    "event {0} names report {1}, which is not there": """
        SELECT event_id, named FROM (
            SELECT event_id, report_before AS named FROM events UNION ALL SELECT event_id, report_after FROM events
        ) WHERE named IS NOT NULL AND named NOT IN (SELECT report_id FROM reports)""",
    "report {0}: suspect cell {1} is told as {2}, its figure is another": """
        SELECT report_id, indicator, suspects.value FROM suspects LEFT JOIN figures USING (report_id, indicator)
        WHERE figures.value IS NOT suspects.value""",
    "identity {2} of {0}/{1} compares report {3}, which is not the current one": """
        SELECT year_checks.agency_id, year_checks.year, identity, named FROM (
            SELECT *, report_id AS named, year AS its FROM year_checks
            UNION ALL SELECT *, report_before, year - 1 FROM year_checks
        ) AS year_checks WHERE NOT EXISTS (SELECT 1 FROM versions WHERE is_current AND versions.report_id = named
            AND versions.agency_id = year_checks.agency_id AND versions.year = its)""",
    "document {1} of {0} is read but has no report, or the reverse": """
        SELECT bundle_key, payload_sha256 FROM documents LEFT JOIN reports
        USING (bundle_key, task_key, payload_sha256) WHERE (report_id IS NOT NULL) <> (status = 'read')""",
}
_LINKS = (
    ("documents", ("payload_sha256",), "payloads", ("payload_sha256",)),
    ("documents", ("task_key",), "tasks", ("task_key",)),
    ("documents", ("task_key", "payload_sha256"), "captures", ("task_key", "payload_sha256")),
    ("bundles", ("bundle_key",), "tasks", ("task_key",)),
    ("coverage", ("task_key",), "tasks", ("task_key",)),
    ("coverage", ("payload_sha256",), "payloads", ("payload_sha256",)),
    ("answers", ("task_key",), "tasks", ("task_key",)),
    ("answers", ("payload_sha256",), "payloads", ("payload_sha256",)),
    ("lists", ("task_key",), "tasks", ("task_key",)),
    ("events", ("task_key",), "tasks", ("task_key",)),
    ("events", ("other_task_key",), "tasks", ("task_key",)),
    ("events", ("payload_before",), "payloads", ("payload_sha256",)),
    ("events", ("payload_after",), "payloads", ("payload_sha256",)),
)
"""(table and columns of the corpus, table and columns of the ledger that must have the same names)."""


def guarded(database: Database, findings: Iterator[Finding], remedy: Remedy) -> Iterator[Finding]:
    """The findings; where SQLite cannot even read the file, that is one."""
    try:
        yield from findings
    except sqlite3.DatabaseError as error:
        yield Finding(Kind.SQLITE, database.path, "", f"SQLite says: {error}", remedy)


def sound(database: Database, remedy: Remedy, *, quick: bool) -> Iterator[Finding]:
    """What SQLite itself says of the file; `quick` leaves out whether indexes and tables agree."""
    check = "quick_check" if quick else "integrity_check"
    for (said,) in database.connection.execute(f"PRAGMA {check}"):
        if said != "ok":
            yield Finding(Kind.SQLITE, database.path, "", " ".join(said.split()), remedy)
    for row in database.connection.execute("PRAGMA foreign_key_check"):
        told = f"table {row[0]}, row {row[1]} refers to a row of {row[2]} that is not there"
        yield Finding(Kind.SQLITE, database.path, "", told, remedy)


def queried(database: Database, queries: Mapping[str, str], kind: Kind, remedy: Remedy) -> Iterator[Finding]:
    """A finding for every row of every query, at one state of the file."""
    with database.snapshot():
        for text, sql in queries.items():
            for row in database.connection.execute(sql):
                yield Finding(kind, database.path, "", text.format(*row), remedy)


def linked(corpus: Corpus, ledger: Ledger) -> Iterator[Finding]:
    """What the corpus names must be in the ledger; read first, so that a crawl at work can only add."""
    read, written = corpus.database.connection, ledger.database.connection
    for table, columns, other, keys in _LINKS:
        wanted = " AND ".join(f"{column} IS NOT NULL" for column in columns)
        asked = f"SELECT DISTINCT {', '.join(columns)} FROM {table} WHERE {wanted}"
        names = set(map(tuple, read.execute(asked)))
        known = set(map(tuple, written.execute(f"SELECT DISTINCT {', '.join(keys)} FROM {other}")))
        for name in sorted(names - known):
            told = f"{table}.{' and '.join(columns)} {' '.join(name)} is not in the ledger"
            yield Finding(Kind.LINK, corpus.database.path, "", told, Remedy.DERIVE)
