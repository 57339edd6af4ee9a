"""Where exactly one printed cell explains all failed checks it is named, and never changed."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.documents.open import read_document
from archive.reports.checks import apply_checks
from archive.reports.model import Figure
from archive.reports.read import read_report
from archive.reports.suspects import suspect
from archive.words import CheckStatus, Method, Status
from tests.reports import forms

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
TEMPLATES = {"二": "t2021", "三": "t2021", "四": "t2021", "stat_2014": "table_missing"}


def sound(seed: int) -> list[Figure]:
    """A report in which all identities hold, every cell printed."""
    values = forms.draw(seed, "t2021")
    return [Figure(name, value, "件", Status.REPORTED, Method.TABLE, str(value)) for name, value in values.items()]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed reports are not beside the checkout")
@pytest.mark.parametrize(("start", "told"), [("003", ("applications.result.other.all.total", 242, 243)), ("001", None), ("002", None)])
def test_real_reports(start: str, told: tuple[str, int, int] | None) -> None:
    (path,) = SEEDS.glob(f"*{start}*.txt")
    report = read_report(read_document(path.read_bytes(), filename=path.name))
    found = suspect(report.figures, report.templates)
    assert told == (found and (found.indicator, found.value, found.expected))
    if found:
        assert found.identities == ("A2 total", "A3 applications.result.other.all")
        assert next(f.value for f in report.figures if f.indicator == found.indicator) == 242


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 50), st.integers(1, 90), st.data())
def test_one_wrong_cell_of_the_result_rows_is_found(seed: int, change: int, data: st.DataObject) -> None:
    figures = sound(seed)
    inner = [
        at for at, f in enumerate(figures)
        if f.indicator.startswith("applications.result.") and "result.total" not in f.indicator
    ]  # fmt: skip
    at = data.draw(st.sampled_from(inner))
    true = figures[at].value
    assert true is not None and suspect(figures, TEMPLATES) is None
    wrong = [*figures[:at], figures[at]._replace(value=true + change), *figures[at + 1 :]]
    found = suspect(wrong, TEMPLATES)
    assert found and (found.indicator, found.value, found.expected) == (figures[at].indicator, true + change, true)
    assert any(check.status == CheckStatus.FAIL for check in apply_checks(wrong, TEMPLATES))


def test_a_failure_that_several_cells_explain_names_none() -> None:
    figures = sound(1)
    at = next(at for at, f in enumerate(figures) if f.indicator == "review.total")
    figures[at] = figures[at]._replace(value=(figures[at].value or 0) + 3)
    assert suspect(figures, TEMPLATES) is None
