"""Options of the whole test suite, what `make check` leaves to `make test`, and what that leaves to `make test-full`."""

import os

import pytest

from tests.properties import register

register()
# Hundreds of processes that each compile 200 files anew would take a tenth of the suite's time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

SLOW = (
    "tests/crawl/test_faults.py", "tests/nightly/test_nights.py", "tests/nightly/test_redesign.py", "tests/crawl/test_kill.py", "tests/crawl/test_variants.py",
    "tests/nightly/test_kills.py", "tests/kills/", "tests/crawl/test_strange.py", "tests/crawl/", "tests/world/", "tests/obstacles/", "tests/nightly/test_night_disk.py",
    "tests/derive/test_derive.py", "tests/derive/test_rebuild.py", "tests/derive/test_workers.py", "tests/derive/test_listing.py::test_the_order_",
    "tests/replica/test_printers.py", "tests/replica/test_plain_families.py", "tests/replica/test_world.py::test_two_processes_",
    "tests/reports/test_tables.py", "tests/reports/test_layouts.py", "tests/reports/test_pdf.py", "tests/reports/test_decode.py",
    "tests/cli/test_derive.py", "tests/cli/test_ingest.py", "tests/cli/test_read.py", "tests/cli/test_coverage.py",
    "tests/store/test_merge.py", "tests/store/test_reindex.py", "tests/cli/test_reindex.py", "tests/store/test_full_disk.py", "tests/store/test_read_only.py", "tests/store/test_damaged.py", "tests/store/test_interleavings.py", "tests/release/test_command.py", "tests/release/test_cells.py",
    "tests/search/test_generated.py", "tests/search/test_command.py", "tests/asof/test_command.py", "tests/diff/test_command.py", "tests/search/test_grams.py::test_no_character_",
    "tests/documents/test_docx_reports.py", "tests/audit/", "tests/reports/test_stat_2014.py", "tests/reports/test_without.py",
    "tests/reports/test_mutations.py", "tests/replica/test_lists.py", "tests/replica/test_world.py", "tests/replica/test_new_families.py",
    "tests/replica/test_tables.py", "tests/cli/test_review.py", "tests/cli/test_show.py", "tests/probe/test_probe.py", "tests/search/test_grams.py",
    "tests/spiders/test_els_service.py::test_any_",
)  # fmt: skip
"""Tests that crawl, start processes or try thousands of tables; the longest come first, so that none is begun last."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills-per-point", type=int, default=0, help="kills at each fault point, each resumed to the end; 0: some in a row")
    parser.addoption("--full", action="store_true", help="whole worlds of 600 reports in place of small ones, and more of them")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    places = {item: next((at for at, name in enumerate(SLOW) if item.nodeid.startswith(name)), len(SLOW)) for item in items}
    items.sort(key=places.__getitem__)
    for item in items:
        if places[item] < len(SLOW):
            item.add_marker(pytest.mark.slow)
        if item.get_closest_marker("full") and not config.getoption("--full"):
            item.add_marker(pytest.mark.skip(reason="for `make test-full`"))
