"""Programs that apt installs and some tests need: skip with the reason, or fail where GONGKAI_REQUIRE demands them."""

import os
import shutil

import pytest


def program(name: str, package: str) -> str:
    """The path of a program; where it is missing the test is skipped, with GONGKAI_REQUIRE set it fails."""
    if found := shutil.which(name):
        return found
    reason = f"{name} is not installed: apt-get install {package}"
    if os.environ.get("GONGKAI_REQUIRE"):
        pytest.fail(reason)
    pytest.skip(reason)
