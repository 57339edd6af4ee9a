"""The corpus: documents, reports, figures and checks as they were read. Recomputable from ledger and WARC."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from archive.reports.canonical import HASH_VERSION
from archive.reports.model import Locator, Report
from archive.store.bundles import Bundle, BundleFile
from archive.store.fulltext import Fulltext
from archive.store.readers import Reader, reader_of
from archive.store.sqlite import Database

if TYPE_CHECKING:
    import sqlite_utils

Row = dict[str, object]

READ, UNREAD, FAILED = "read", "unread", "failed"
"""Status of a document (docs/store.md#documents)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one payload: a report where it could be read, else the reason why not."""

    status: str
    reason: str = ""
    media: str = ""
    title: str = ""
    encoding: str = ""
    flags: tuple[str, ...] = ()
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class BundleReading:
    """A bundle with one reading for each of its files, in their order."""

    bundle: Bundle
    readings: tuple[Reading, ...]
    reader: Reader


class Corpus:
    """corpus.db. Only `gongkai derive` writes it; anybody may read meanwhile."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.database = Database(path, "corpus", read_only=read_only)
        self.fulltext = Fulltext(self.database.connection)
        if not read_only:
            with self.database.transaction():
                self.fulltext.complete()

    @cached_property
    def tables(self) -> "sqlite_utils.Database":
        """The tables to write to."""
        # Not at the top: it loads pandas where that is installed, and most who open a corpus only read.
        import sqlite_utils

        return sqlite_utils.Database(self.database.connection)

    def digests(self) -> dict[str, str]:
        """Bundle key to the digest of what it was read from."""
        return dict(self.database.connection.execute("SELECT bundle_key, input_digest FROM bundles").fetchall())

    def read_by(self) -> dict[Reader, int]:
        """Readers to the bundles that each has read."""
        sql = """SELECT bundles.reader_version, libraries, count(*) AS bundles FROM bundles
            LEFT JOIN readers USING (reader_id) GROUP BY bundles.reader_version, reader_id"""
        return {reader_of(row): row["bundles"] for row in self.database.connection.execute(sql)}

    def begin_reading(self, reader: Reader, at: str) -> None:
        """Notes the reader of what is written from now on, if it is not known yet."""
        with self.database.transaction() as db:
            values = [reader.reader_id, reader.version, reader.libraries_json, at]
            db.execute("INSERT INTO readers VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", values)

    def know_readers(self, other: Path) -> None:
        """Takes over since when another corpus knows its readers."""
        with closing(Corpus(other, read_only=True)) as known, self.database.transaction() as db:
            rows = known.database.connection.execute("SELECT * FROM readers").fetchall()
            db.executemany("INSERT INTO readers VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", map(tuple, rows))

    def forget_readers(self) -> None:
        """Drops readers of which no reading is left."""
        with self.database.transaction() as db:
            db.execute("""DELETE FROM readers WHERE NOT EXISTS (
                SELECT 1 FROM bundles WHERE bundles.reader_id = readers.reader_id)""")

    def write(self, batch: Sequence[BundleReading]) -> None:
        """Puts a batch in, each bundle in place of its earlier reading, in one short transaction."""
        with self.database.transaction():
            for reading in batch:
                with self.fulltext.following(reading.bundle.bundle_key):
                    self._write_bundle(reading)

    def _write_bundle(self, read: BundleReading) -> None:
        key, version = read.bundle.bundle_key, read.reader.version
        self.tables.table("bundles").upsert(_bundle_row(read.bundle, read.reader), pk="bundle_key")
        pairs = list(zip(read.bundle.files, read.readings, strict=True))
        documents = [_document_row(key, file, reading) for file, reading in pairs]
        reports = [
            _report_row(key, file, reading.report, version) for file, reading in pairs if reading.report is not None
        ]
        # Kept reports keep their rows: what `assemble` hung on them stays until it is assembled anew.
        self._forget("documents", key, "task_key || ' ' || payload_sha256", [
            f"{row['task_key']} {row['payload_sha256']}" for row in documents
        ])  # fmt: skip
        self._forget("reports", key, "report_id", [str(row["report_id"]) for row in reports])
        self.tables.table("documents").upsert_all(documents, pk=("bundle_key", "task_key", "payload_sha256"))
        self.tables.table("reports").upsert_all(reports, pk="report_id")
        for file, reading in pairs:
            if reading.report is not None:
                self._write_parts(report_id(key, file), reading.report)

    def _forget(self, table: str, bundle_key: str, name: str, keep: list[str]) -> None:
        self.database.connection.execute(
            f"DELETE FROM {table} WHERE bundle_key = ? AND {name} NOT IN (SELECT value FROM json_each(?))",
            [bundle_key, json.dumps(keep)],
        )

    def _write_parts(self, report: str, read: Report) -> None:
        for table, rows in (
            ("sections", _section_rows(read)), ("figures", _figure_rows(read)), ("checks", _check_rows(read)),
            ("raw_rows", _raw_rows(read)),
        ):  # fmt: skip
            self.tables.table(table).delete_where("report_id = ?", [report])
            numbered = ({"report_id": report, "position": n, **row} for n, row in enumerate(rows, start=1))
            self.tables.table(table).insert_all(numbered)

    def forget_bundles(self, keys: Iterable[str]) -> None:
        """Drops bundles that the ledger no longer gives: those of a corpus that belonged to another ledger."""
        with self.database.transaction() as db:
            for key in keys:
                with self.fulltext.following(key):
                    db.execute("DELETE FROM bundles WHERE bundle_key = ?", [key])

    def rows(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[Row]:
        """The rows of a query as dictionaries."""
        return [dict(row) for row in self.database.connection.execute(sql, values)]

    def close(self) -> None:
        self.database.close()


def report_id(bundle_key: str, file: BundleFile) -> str:
    """A report's name: 16 hex digits over bundle, task and payload."""
    return short_hash(bundle_key, file.task_key, file.payload_sha256)


def short_hash(*parts: str) -> str:
    """First 16 hex digits of SHA-256 over the parts."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def as_json(value: object) -> str:
    """JSON as the corpus keeps it: keys in order, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _bundle_row(bundle: Bundle, reader: Reader) -> Row:
    context = bundle.context
    return {
        "bundle_key": bundle.bundle_key, "portal": context.portal, "url": context.url,
        "listed_title": context.listed_title, "area": context.area, "agency": context.agency, "year": context.year,
        "files_lacking": bundle.files_lacking, "reader_version": reader.version,
        "input_digest": bundle.digest(reader.version), "reader_id": reader.reader_id, "source_digest": bundle.digest(),
    }  # fmt: skip


def _document_row(bundle_key: str, file: BundleFile, reading: Reading) -> Row:
    return {
        "bundle_key": bundle_key, "task_key": file.task_key, "payload_sha256": file.payload_sha256,
        "role": file.role, "url": file.url, "visit": file.visit, "captured_at": file.captured_at,
        "media": reading.media, "title": reading.title, "encoding": reading.encoding, "status": reading.status,
        "reason": reading.reason, "flags": as_json(reading.flags),
    }  # fmt: skip


def _report_row(bundle_key: str, file: BundleFile, report: Report, reader_version: str) -> Row:
    return {
        "report_id": report_id(bundle_key, file), "bundle_key": bundle_key, "task_key": file.task_key,
        "payload_sha256": file.payload_sha256, "kind": str(report.kind), "reason": report.reason,
        "title": report.title, "agency": report.agency, "year": report.year.value, "year_source": report.year.source,
        "year_candidates": as_json(report.year.candidates), "scope": str(report.scope),
        "template": str(report.template), "templates": as_json(report.templates), "dates": as_json(report.dates),
        "content_hash": report.content_hash, "content_digest": report.content_digest, "hash_version": HASH_VERSION,
        "reader_version": reader_version, "flags": as_json(report.flags), "text": report.text,
    }  # fmt: skip


def _section_rows(report: Report) -> list[Row]:
    return [
        {"section": s.key, "title": s.title, "text": s.text, "stated_none": int(s.stated_none)}
        for s in report.sections
    ]  # fmt: skip


def _figure_rows(report: Report) -> list[Row]:
    return [
        {
            "indicator": f.indicator, "value": f.value, "unit": f.unit, "status": str(f.status),
            "method": str(f.method), "raw": f.raw, "flags": as_json(f.flags), "locator": as_json(located(f.locator)),
            "doubtful": f.doubtful, "inferred": f.inferred,
        }
        for f in report.figures
    ]  # fmt: skip


def _check_rows(report: Report) -> list[Row]:
    return [
        {
            "identity": c.id, "column_key": c.column, "row_key": c.row, "status": str(c.status), "left_side": c.left,
            "right_side": c.right,
        }
        for c in report.checks
    ]  # fmt: skip


def _raw_rows(report: Report) -> list[Row]:
    return [
        {"form_table": r.table, "reason": r.reason, "cells": as_json(r.cells), "locator": as_json(located(r.locator))}
        for r in report.raw_rows
    ]


def located(locator: Locator) -> Row:
    """What of a locator applies."""
    return {name: value for name, value in locator._asdict().items() if value is not None}
