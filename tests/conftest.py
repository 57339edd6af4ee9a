"""Options of the whole test suite, and what `make check` leaves to `make test`."""

import pytest

from tests.properties import register

register()

SLOW = (
    "tests/crawl/", "tests/world/", "tests/derive/test_derive.py", "tests/reports/test_tables.py",
    "tests/reports/test_layouts.py", "tests/reports/test_pdf.py", "tests/cli/test_derive.py", "tests/cli/test_ingest.py", "tests/cli/test_read.py",
    "tests/cli/test_coverage.py", "tests/store/test_full_disk.py",
    "tests/release/test_command.py", "tests/release/test_cells.py",
    "tests/search/test_generated.py", "tests/search/test_command.py",
    "tests/documents/test_docx_reports.py",
)  # fmt: skip
"""Tests that crawl, start processes or try thousands of tables."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills-per-point", type=int, default=1, help="kills at each fault point (tests/crawl/test_kill.py)")
    parser.addoption("--full", action="store_true", help="whole worlds of 600 reports in place of small ones")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(SLOW):
            item.add_marker(pytest.mark.slow)
