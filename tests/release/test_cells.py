"""From any row of long.csv one command shows the archived place of the cell, with what is printed there."""

import json
from pathlib import Path

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from archive.clock import SystemClock
from archive.documents.model import Cell, Document, Paragraph, Place, Table
from archive.release.surroundings import surroundings
from archive.reports.words import fold
from archive.store.ledger import Ledger
from archive.store.warc import read_payload
from crawler.cli import show
from tests.cli.commands import one_line, run
from tests.release.frames import frame

SHOW = typer.Typer()
show.register(SHOW)


def sampled(released: Path) -> pd.DataFrame:
    """One row of each kind: by report, status and method."""
    return frame(released, "long.csv").groupby(["year", "status", "method"], observed=True).nth(-1)


def test_every_kind_of_row_leads_to_its_cell(archive: Path, released: Path) -> None:
    for row in sampled(released).itertuples():
        result = CliRunner().invoke(SHOW, [row.cell, "--archive", str(archive), "--json"])
        assert (result.exit_code, result.stderr) == (0, ""), result.exception
        record = json.loads(result.stdout)
        (figure,) = record["figures"]
        locator = json.loads(row.locator)
        assert figure["indicator"] == row.indicator and figure["locator"] == locator
        assert read_payload(archive / "warc" / record["warc_file"], record["warc_offset"], locator["payload"])
        if not pd.isna(row.raw):
            around = "".join(figure["surroundings"])
            assert fold(row.raw) in fold(around) and ("【" in around or row.method == "text"), row.cell
        elif "row" in locator:
            assert any("【】" in line for line in figure["surroundings"])


def test_a_person_sees_address_time_file_and_the_row(archive: Path, released: Path) -> None:
    long, provenance = frame(released, "long.csv"), frame(released, "provenance.csv")
    row = long[(long.year == 2024) & (long.indicator == "applications.received.total")].iloc[0]
    place = provenance[provenance.report_id == row.report_id].iloc[0]
    told = run("show", row.report_id, "--indicator", row.indicator, "--archive", archive).stdout
    for word in (place.url, place.captured_at, place.payload_sha256, place.warc_file, f"at byte {place.warc_offset}"):
        assert word in told
    assert "一、本年新收政府信息公开申请数量 | 7 | 0 | 0 | 0 | 0 | 0 | 【7】" in told


def test_a_cell_that_is_not_there_is_told(archive: Path, released: Path) -> None:
    report = frame(released, "long.csv").report_id[0]
    result = run("show", f"{report}/no.such", "--archive", archive)
    assert result.returncode == 2 and one_line(result, "no.such")


TABLE = Table(tuple((Cell(f"行{n}"), Cell(str(n), place=Place(2, (1, 2, 3, 4)))) for n in range(1, 6)))
PAGE = Document("html", (Paragraph("全年收到 3 件。"), TABLE, TABLE))
TEXT = Document("text", (), lines=("甲", "乙\t3", "丙", "无。", "无障碍"))
LONG = Document("text", (), lines=(f"{'甲' * 500}收到3件{'乙' * 500}",))


@pytest.mark.parametrize(("document", "locator", "raw", "shown"), [
    (PAGE, {"table": 2, "row": 1, "column": 2}, "1", ["table 2, row 1: 行1 | 【1】", "table 2, row 2: 行2 | 2"]),
    (PAGE, {"table": 1, "row": 5}, "5", [f"table 1, row {n}: 行{n} | {n}" for n in (3, 4, 5)]),
    (PAGE, {"table": 9, "row": 1, "column": 1}, "1", []),
    (PAGE, {"field": "s3_applications"}, "收到3件", ["paragraph 1: 全年【收到 3 件】。"]),
    (PAGE, {"page": 2, "box": [1, 2, 3, 4]}, "4", ["page 2: 行4 | 【4】", "page 2: 行4 | 【4】"]),
    (TEXT, {"line": 2, "column": 1}, "3", ["line 1: 甲", "line 2: 【乙\t3】", "line 3: 丙", "line 4: 无。", "line 5: 无障碍"]),
    (TEXT, {}, None, []), (TEXT, {"field": "s4_remedies"}, "无", ["line 4: 【无】。"]),
    (LONG, {"field": "other"}, "收到3件", [f"line 1: …{'甲' * 120}【收到3件】{'乙' * 120}…"]),
    (LONG, {"line": 1, "column": 1}, "3", [f"line 1: …{'甲' * 118}收到【3】件{'乙' * 119}…"]),
])  # fmt: skip
def test_each_kind_of_place_is_shown(document: Document, locator: dict[str, object], raw: str | None, shown: list[str]) -> None:
    assert surroundings(document, locator, raw) == shown


def test_the_ledger_alone_places_every_payload_of_the_provenance(archive: Path, released: Path) -> None:
    ledger = Ledger(archive / "ledger.db", SystemClock(), read_only=True)
    for place in frame(released, "provenance.csv").itertuples():
        assert ledger.place_of(place.payload_sha256) == (place.warc_file, place.warc_offset)
