"""Real texts damaged line by line: what changes without a failed check or a flag (docs/reading.md#damaged-reports)."""

import pytest

from tests.reports.mutations import mutations, outcomes, sources

EVERY = 40


def test_a_text_is_damaged_at_every_line() -> None:
    text = "第二十条第（一）项\n规章\t1\n行政许可\t2\n"
    kinds = [mutation.kind for mutation in mutations(text)]
    assert kinds.count("deleted") == 4 and kinds.count("swapped") == 3
    assert kinds.count("doubled") == 1 and kinds.count("page") == 1


@pytest.mark.skipif(not sources(), reason="the collection of real reports is not beside the checkout")
def test_of_the_damages_to_real_tables_next_to_none_changes_a_value_unnoticed() -> None:
    found = [outcome for path in sources() for outcome in outcomes(path, EVERY)]
    rest = [each for each in found if each.tables != {"二"}]
    silent = [(each.source, each.mutation.kind, each.mutation.lines.start + 1) for each in rest if each.silent]
    assert len(rest) > 50
    assert all(kind == "swapped" for _, kind, _ in silent)
    assert len(silent) <= 0.02 * len(rest)
