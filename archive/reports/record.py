"""A report as the JSON object that `gongkai read --json` prints (docs/formats.md#record)."""

from archive.reports.checks import SOFT
from archive.reports.model import Check, Figure, Locator, RawRow, Report, Section
from archive.words import Kind

Json = dict[str, object]


def report_record(report: Report, *, payload_sha256: str = "") -> Json:
    """The record of one report. Figures and checks are there for annual reports alone; locators hold what applies."""
    counted = report.kind == Kind.ANNUAL_REPORT
    return {
        "kind": report.kind.value,
        "reason": report.reason,
        "agency": report.agency,
        "year": report.year.value,
        "title": report.title,
        "scope": report.scope.value,
        "template": str(report.template),
        "templates": {name: str(template) for name, template in report.templates.items()},
        "content_hash": report.content_hash,
        "sections": [_section(section) for section in report.sections],
        "figures": [_figure(figure, payload_sha256) for figure in report.figures] if counted else [],
        "checks": [_check(check) for check in report.checks] if counted else [],
        "raw_rows": [_raw_row(row, payload_sha256) for row in report.raw_rows],
        "dates": dict(report.dates),
        "year_source": report.year.source,
        "year_candidates": dict(report.year.candidates),
        "flags": list(report.flags),
    }


def _section(section: Section) -> Json:
    return {"key": section.key, "title": section.title, "text": section.text, "stated_none": section.stated_none}


def _figure(figure: Figure, payload_sha256: str) -> Json:
    record: Json = {
        "indicator": figure.indicator,
        "value": figure.value,
        "unit": figure.unit,
        "status": figure.status.value,
        "method": figure.method.value,
        "raw": figure.raw,
        "flags": list(figure.flags),
        "locator": _locator(figure.locator, payload_sha256),
    }
    aside = {"doubtful": figure.doubtful, "inferred": figure.inferred}
    return {**record, **{name: value for name, value in aside.items() if value is not None}}


def _raw_row(row: RawRow, payload_sha256: str) -> Json:
    place = _locator(row.locator, payload_sha256)
    return {"table": row.table, "reason": row.reason, "cells": list(row.cells), "locator": place}


def _locator(locator: Locator, payload_sha256: str) -> Json:
    place = {name: value for name, value in locator._asdict().items() if value is not None}
    return {"payload": payload_sha256, **place} if payload_sha256 else place


def _check(check: Check) -> Json:
    place = {name: value for name, value in (("column", check.column), ("row", check.row)) if value is not None}
    told: Json = {"id": check.id, **place, "status": check.status.value, "left": check.left, "right": check.right}
    return {**told, "soft": True} if check.id in SOFT else told
