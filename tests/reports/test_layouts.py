"""Whole reports in the layouts of real portals and their dumps: who, when, which form and every cell, never another."""

import pytest

from tests.reports import forms, layouts
from tests.reports.accuracy import measure, verdicts
from tests.reports.report_pages import read

SEEDS = range(20, 23)
REFUSED = {"html_subtotal"}
"""Layouts with a column that the form does not have."""
SPARSE = {"html_divs", "spaces", "cells_by_line", "cells_by_line_spaced", "cells_by_blank_lines"}
"""Layouts that keep nothing of a blank cell."""


@pytest.mark.parametrize("layout", sorted(set(layouts.LAYOUTS) - REFUSED))
def test_every_layout_gives_every_printed_cell(layout: str) -> None:
    counts = measure(layout, blanks=False, seeds=SEEDS)
    assert counts["identity"] == 0
    assert {name for name, count in counts.items() if count} == {"right", "reports"}


@pytest.mark.parametrize("layout", sorted(set(layouts.LAYOUTS) - REFUSED))
def test_blank_cells_shift_nothing(layout: str) -> None:
    counts = measure(layout, blanks=True, seeds=SEEDS)
    cells = counts["right"] + counts["flagged"] + counts["status"]
    assert counts["wrong"] == counts["extra"] == counts["missing"] == counts["identity"] == 0
    assert counts["right"] > (0.3 if layout in SPARSE else 0.94) * cells


@pytest.mark.parametrize("layout", sorted(REFUSED))
@pytest.mark.parametrize("blanks", [False, True])
def test_a_column_more_than_the_form_has_is_refused(layout: str, blanks: bool) -> None:
    counts = measure(layout, blanks=blanks, seeds=SEEDS)
    assert counts["wrong"] == counts["extra"] == 0


@pytest.mark.parametrize("template", forms.TEMPLATES)
@pytest.mark.parametrize("layout", sorted(layouts.LAYOUTS))
def test_a_form_left_blank_under_a_report_is_blank_everywhere(layout: str, template: str) -> None:
    truth = dict.fromkeys(forms.draw(1, template))
    report = read(layouts.LAYOUTS[layout](truth, template))
    counts = verdicts(report, truth)
    assert (report.agency, report.year.value, report.template) == (layouts.AGENCY, layouts.YEARS[template], template)
    assert counts["right"] == (len(truth) if layout not in REFUSED else counts["right"])
    assert counts["wrong"] == counts["extra"] == counts["missing"] == 0


@pytest.mark.parametrize("template", forms.TEMPLATES)
def test_the_report_of_another_year_behind_a_report_is_left_out(template: str) -> None:
    truth, other = forms.draw(30, template), forms.draw(31, template)
    year = layouts.YEARS[template]
    further = layouts.page(other, template).partition("<div class='con'>")[2].partition("</div><div class='side'>")[0]
    behind = "</div><div class='side'>"
    page = layouts.page(truth, template).replace(behind, further.replace(str(year), str(year - 1)) + behind)
    text = layouts.DUMPS["tabs"](truth, template) + layouts.DUMPS["tabs"](other, template).replace(str(year), str(year - 1))
    for report in (read(page), read(text)):
        assert verdicts(report, truth) == {"right": len(truth), "extra": 0}
        assert (report.year.value, "further_report" in report.flags) == (year, True)
        assert f"{year - 1}年政府信息公开" in report.text
