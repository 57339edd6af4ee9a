"""The examples of a property: the same whatever else is loaded, and more of them where that is asked for."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from tests.properties import examples

DRAWN = """
from hypothesis import given, strategies as st
from tests.properties import register
{loaded}
register()
drawn = []

@given(st.integers(), st.text())
def one(number, text):
    drawn.append((number, text))

one()
print(ascii(drawn))
"""


def _drawn(loaded: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", DRAWN.format(loaded=loaded)], cwd=Path(__file__).parents[1], capture_output=True, text=True,
        check=True,
    ).stdout  # fmt: skip


def test_examples_do_not_depend_on_what_else_is_loaded() -> None:
    alone, beside = _drawn(""), _drawn("import archive.reports.year, archive.store.grams, archive.words")
    assert alone == beside and alone.count("(") >= 100


@pytest.mark.parametrize(("profile", "count", "chance"), [("steady", 20, False), ("shrunk", 20, False), ("wide", 200, True)])
def test_each_profile_scales_the_number_of_a_costly_property(profile: str, count: int, chance: bool) -> None:
    before = settings.get_current_profile_name()
    try:
        settings.load_profile(profile)
        made = examples(20)
        assert (made.max_examples, made.derandomize, made.deadline) == (count, not chance, None)
        assert (Phase.shrink in made.phases) == (profile != "steady")
    finally:
        settings.load_profile(before)
