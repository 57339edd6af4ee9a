"""Columns and rows of the long tables of a release: long.csv, checks.csv, provenance.csv."""

import json
from collections.abc import Iterable, Iterator, Mapping

from archive.errors import DamagedError
from archive.release.audited import AUDIT, AUDIT_SCORE
from archive.release.labels import labelled
from archive.release.panel import IDENTITY, KEYS
from archive.release.persons import REVIEWED, WITHHELD, reviewed
from archive.reports.checks import SOFT
from archive.store.corpus import Row
from archive.store.held import Held
from archive.store.views import COVERAGE_COLUMNS, LIST_COLUMNS
from archive.store.who import AGENCY_COLUMNS, NAME_COLUMNS, PREDECESSOR_COLUMNS

LONG = (
    "cell", "report_id", "agency_id", "year", "indicator", "short", "value", "raw", "unit", "status", "method", "flags",
    "doubtful", "inferred", *REVIEWED, "locator", "content_hash",
)  # fmt: skip
CHECKS = (
    "report_id", "agency_id", "year", "identity", "column_key", "row_key", "status", "left_side", "right_side", "soft",
)  # fmt: skip
YEAR_CHECKS = (
    "agency_id", "year", "report_id", "report_before", "identity", "column_key", "row_key", "status", "left_side",
    "right_side",
)  # fmt: skip
SUSPECTS = ("agency_id", "year", "report_id", "cell", "indicator", "value", "expected", "identities")
RAW_ROWS = ("agency_id", "year", "report_id", "form_table", "reason", "cells", "locator")
PROVENANCE = (
    "agency_id", "year", "version_id", "is_current", "content_hash", "text_file", "report_id", "url", "portal",
    "captured_at", "payload_sha256", "media", "role", "warc_file", "warc_offset", "reader_version",
    "reader_id", "hash_version", "gongkai_version",
)  # fmt: skip
CODEBOOK = (
    "file", "variable", "short", "indicator", "label_zh", "label_en", "unit", "type", "templates", "printed_labels",
    "min", "max", "note",
)  # fmt: skip


def columns() -> dict[str, tuple[str, ...]]:
    """Every CSV file of a release to its columns."""
    shorts = tuple(each.short for each in labelled().values())
    return {
        "panel.csv": (*IDENTITY, *shorts), "panel_status.csv": (*KEYS, *shorts),
        "panel_reviewed.csv": (*KEYS, *shorts), "long.csv": LONG, "checks.csv": CHECKS,
        "year_checks.csv": YEAR_CHECKS, "suspects.csv": SUSPECTS, "raw_rows.csv": RAW_ROWS,
        "agencies.csv": (*AGENCY_COLUMNS, "city"), "agency_names.csv": NAME_COLUMNS,
        "predecessors.csv": PREDECESSOR_COLUMNS, "coverage.csv": COVERAGE_COLUMNS, "lists.csv": LIST_COLUMNS,
        "withheld.csv": WITHHELD, "provenance.csv": PROVENANCE, "audit.csv": AUDIT, "audit_score.csv": AUDIT_SCORE,
        "codebook.csv": CODEBOOK,
    }  # fmt: skip


def cell_id(report_id: object, indicator: object) -> str:
    """The name of a cell that `gongkai show` takes."""
    return f"{report_id}/{indicator}"


def long_rows(held: Held) -> Iterator[list[object]]:
    """One row for each figure of the report, with or without a value."""
    row = held.row
    for figure in held.figures:
        indicator = str(figure["indicator"])
        if indicator not in labelled():
            raise DamagedError(f"report {row['report_id']}: no form has {indicator}; run `gongkai derive --all`")
        locator = {"payload": row["sha256"], **json.loads(str(figure["locator"]))}
        yield [
            cell_id(row["report_id"], indicator), row["report_id"], row["agency_id"], row["year"], indicator,
            labelled()[indicator].short, figure["value"], figure["raw"], figure["unit"], figure["status"],
            figure["method"], figure["flags"], figure["doubtful"], figure["inferred"],
            *reviewed(held.reviewed.get(indicator)), _compact(locator), row["content_hash"],
        ]  # fmt: skip


def check_rows(held: Held) -> Iterator[list[object]]:
    """One row for each identity applied to the report."""
    for check in held.checks:
        told = held.row | check | {"soft": int(check["identity"] in SOFT)}
        yield [told[name] for name in CHECKS]


def year_check_rows(held: Held) -> Iterator[list[object]]:
    """One row for each identity between the report and that of the year before."""
    for check in held.year_checks:
        yield [check[name] for name in YEAR_CHECKS]


def suspect_rows(held: Held) -> Iterator[list[object]]:
    """A row where one printed cell explains all failed checks of the report."""
    row = held.row
    for found in held.suspects:
        told = row | found | {"cell": cell_id(row["report_id"], found["indicator"])}
        yield [told[name] for name in SUSPECTS]


def raw_row_rows(held: Held, kept: Iterable[Row]) -> Iterator[list[object]]:
    """A row for each printed row of the report's tables that no figure takes."""
    for row in kept:
        locator = _compact({"payload": held.row["sha256"], **json.loads(str(row["locator"]))})
        told = held.row | row | {"locator": locator}
        yield [told[name] for name in RAW_ROWS]


def provenance_rows(
    held: Held, text_file: str | None, warc: Mapping[str, tuple[str, int] | None], version: str
) -> Iterator[list[object]]:
    """One row for each place where a version of this agency and year was seen; `warc` places its payloads."""
    row = held.row
    for place in held.places:
        own = place["content_hash"] is not None and place["content_hash"] == row["content_hash"]
        file, offset = warc[str(place["payload_sha256"])] or (None, None)
        told = place | {
            "agency_id": row["agency_id"], "year": row["year"], "text_file": text_file if own else None,
            "warc_file": file, "warc_offset": offset, "gongkai_version": version,
        }  # fmt: skip
        yield [told[name] for name in PROVENANCE]


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


