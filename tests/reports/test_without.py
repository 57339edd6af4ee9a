"""Real reports read without the rules for one layout: less is read, and nothing else (docs/reading.md#rules-taken-away)."""

import pytest

from tests.reports.without import RULES, score, truths, without


@pytest.mark.skipif(not truths(), reason="the collection of real reports is not beside the checkout")
@pytest.mark.parametrize("rule", sorted(RULES))
def test_without_the_rules_for_a_layout_no_cell_is_wrong(rule: str) -> None:
    with without(RULES[rule]):
        assert [path.stem for path in truths() if score(path)[1]] == []
