"""Options of the whole test suite."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills-per-point", type=int, default=1, help="kills at each fault point (tests/crawl/test_kill.py)")
    parser.addoption("--full", action="store_true", help="whole worlds of 600 reports in place of small ones")
