"""The record of a report: every key in its place, the same for the same bytes; real documents named right."""

import json
from pathlib import Path

import pytest

from archive.documents.open import read_document
from archive.reports.model import Context
from archive.reports.read import READER_VERSION, printed_text, read_report, report_record
from archive.words import Kind
from tests.reports.report_pages import narrative, read

SHARED = Path(__file__).parents[2].parent / "shared"
TRUTHS = sorted((SHARED / "reports" / "truth").glob("*.json"))
NARRATIVE = sorted((SHARED / "reports").glob("*.txt"))
PAGES = {
    "hanweb-article-deqing.html": ("1-10月德清县固定资产投资结构趋稳趋优", Kind.UNSURE, "全县固定资产投资"),
    "hanweb-column-datastore.html": ("山东省科学技术厅", Kind.LIST_PAGE, "自然科学基金绩效评价"),
    "other-column-ruishu-gansu.html": ("文件通知", Kind.LIST_PAGE, ""),
    "trs-annual-report-column.html": ("鄂尔多斯恩格贝生态示范区", Kind.LIST_PAGE, "恩格贝，精彩继续"),
    "trs-article-shanxi.html": ("山西品牌丝路行（南美站）正式启动", Kind.UNSURE, "首次登陆巴西"),
    "vsb-article.html": ("中华人民共和国监察法-纪检", Kind.UNSURE, "第六十九条"),
}
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="no folder of real documents beside the checkout")

KEYS = {
    "kind", "reason", "agency", "year", "title", "scope", "template", "templates", "content_hash", "sections",
    "figures", "checks", "dates", "year_candidates", "flags",
}  # fmt: skip


def test_the_record_has_every_key_and_is_plain_json() -> None:
    report = read(narrative("甲山市水利局2020年政府信息公开工作年度报告"))
    record = report_record(report, payload_sha256="ab" * 32)
    assert set(record) >= KEYS
    again = json.loads(json.dumps(record, ensure_ascii=False))
    assert again["agency"] == "甲山市水利局" and again["year"] == 2020 and again["kind"] == "annual_report"
    assert again["content_hash"] == report.content_hash and len(again["content_hash"]) == 16
    assert [section["key"] for section in again["sections"]][:2] == ["s1_overview", "s2_proactive"]
    assert READER_VERSION


def test_the_same_input_gives_the_same_report() -> None:
    text = narrative("甲山市水利局2020年政府信息公开工作年度报告")
    assert read(text, Context(year=2020)) == read(text, Context(year=2020))


def test_a_kind_that_is_not_read_yet_still_names_what_the_portal_says() -> None:
    context = Context(listed_title="甲山市水利局2020年政府信息公开工作年度报告", filename="a.rtf")
    report = read_report(read_document(b"{\\rtf1"), context)
    assert (report.kind, report.agency, report.year.value) == (Kind.UNSURE, "甲山市水利局", 2020)
    assert report.reason == "unsupported: rtf" and "unsupported" in report.flags
    assert report.content_hash is None


@needs_shared
@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
def test_real_reports_are_named_right(path: Path) -> None:
    truth = json.loads(path.read_text(encoding="utf-8"))
    source = path.parent.parent / truth["source"]
    document = read_document(source.read_bytes(), filename=source.name)
    if "unsupported" in document.flags:
        pytest.skip(f"{document.media} is not read yet")
    report = read_report(document)
    assert report.kind == Kind.ANNUAL_REPORT
    assert report.agency in truth["agency_accept"]
    assert report.year.value == truth["year"]


@needs_shared
@pytest.mark.parametrize("path", NARRATIVE, ids=lambda path: path.stem)
def test_real_reports_of_every_era_are_reports(path: Path) -> None:
    report = read_report(read_document(path.read_bytes(), filename=path.name))
    assert report.kind == Kind.ANNUAL_REPORT
    assert report.agency and str(report.year.value) in path.name
    assert report.sections


@needs_shared
@pytest.mark.parametrize("name", PAGES)
def test_real_pages_are_read_for_what_they_are(name: str) -> None:
    title, kind, words = PAGES[name]
    document = read_document((SHARED / "reports" / "html" / name).read_bytes(), filename=name)
    report = read_report(document)
    assert (document.title, report.kind) == (title, kind)
    assert words in printed_text(document)
    assert (report.text == "", report.content_hash is None) == (kind == Kind.LIST_PAGE,) * 2
    assert "版权所有" not in report.text
