"""Whole reports in the layouts of real portals and their dumps: who, when, which form and every cell, never another."""

from collections import Counter

import pytest

from tests.reports import forms, layouts, scattered
from tests.reports.accuracy import LAYOUTS, measure, verdicts
from tests.reports.report_pages import read

SEEDS = range(20, 30)
VANISHING = {"spaces", "cells_by_line", "cells_by_line_spaced", "spaces_page_lost", "spaces_broken", "cells_broken", "columns"}
"""Layouts that keep nothing of a blank cell."""
APART = {"glued", "glued_rows", "glued_values", "labels_first", "labels_first_cells"}
"""Layouts that keep no cells: what no identity tells is flagged, in 2014's table nearly all."""


@pytest.mark.parametrize("layout", sorted(set(LAYOUTS) - APART))
def test_every_layout_gives_every_printed_cell(layout: str) -> None:
    counts = measure(layout, blanks=False, seeds=SEEDS)
    assert counts["identity"] == 0
    assert {name for name, count in counts.items() if count} == {"right", "reports"}


@pytest.mark.parametrize("layout", sorted(set(LAYOUTS) - APART))
def test_blank_cells_shift_nothing(layout: str) -> None:
    counts = measure(layout, blanks=True, seeds=SEEDS)
    cells = counts["right"] + counts["flagged"] + counts["status"]
    assert counts["wrong"] == counts["extra"] == counts["missing"] == counts["identity"] == 0
    assert counts["right"] > (0.25 if layout in VANISHING else 0.97) * cells


@pytest.mark.parametrize("layout", sorted(APART))
def test_what_stands_without_cells_is_told_by_the_identities_or_flagged(layout: str) -> None:
    found: dict[str, Counter[str]] = {}
    for template in forms.TEMPLATES:
        found[template] = Counter()
        for seed in SEEDS:
            truth = forms.draw(seed, template)
            found[template] += verdicts(read(LAYOUTS[layout](truth, template)), truth)
    assert all(counts["wrong"] == counts["extra"] == counts["missing"] == 0 for counts in found.values())
    assert found["t2019"]["right"] > 0.8 * found["t2019"].total()
    assert found["t2021"]["right"] > 0.9 * found["t2021"].total()
    counts = measure(layout, blanks=True, seeds=range(3))
    assert counts["wrong"] == counts["extra"] == 0


@pytest.mark.parametrize("template", forms.ALL)
@pytest.mark.parametrize("layout", sorted(layouts.LAYOUTS))
def test_a_form_left_blank_under_a_report_is_blank_everywhere(layout: str, template: str) -> None:
    if template not in scattered.FORMS.get(layout, forms.ALL):
        pytest.skip("the layout changes a table that this form does not have")
    truth = dict.fromkeys(forms.draw(1, template))
    report = read(layouts.LAYOUTS[layout](truth, template))
    counts = verdicts(report, truth)
    assert (report.agency, report.year.value, report.template) == (layouts.AGENCY, layouts.YEARS[template], template)
    assert counts["right"] == len(truth)
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


@pytest.mark.parametrize("template", forms.TEMPLATES)
def test_heads_printed_from_top_to_bottom_leave_the_row_of_fifteen_readable(template: str) -> None:
    truth = forms.draw(40, template)
    text = layouts.DUMPS["spaces"](truth, template)
    first, last = text.index("行政复议 行政诉讼\n"), text.index("五、存在")
    values = text[first:last].strip().split("\n")[-1]
    noise = "行政复议 行政诉讼\n结 结 其 尚\n果 果 他 未\n总计 果 果 他 未 总\n维 纠 结 审\n持 正 果 结\n"
    assert verdicts(read(text[:first] + noise + values + "\n" + text[last:]), truth) == {"right": len(truth), "extra": 0}


@pytest.mark.parametrize("mark", ["- 3 -", "—3—", "第 3 页", "第3页 共9页", "\f"])
@pytest.mark.parametrize("layout", ["tabs", "spaces", "cells_by_line", "markdown", "pipes_by_line"])
def test_page_marks_between_lines_are_nothing(layout: str, mark: str) -> None:
    truth = forms.draw(41, "t2021")
    lines = layouts.DUMPS[layout](truth, "t2021").split("\n")
    text = "\n".join(line for at, each in enumerate(lines) for line in ((each, "", mark, "") if at % 17 == 9 else (each,)))
    assert verdicts(read(text), truth) == {"right": len(truth), "extra": 0}


@pytest.mark.parametrize("mark", ["3", "甲山市水利局"])
@pytest.mark.parametrize("layout", ["tabs", "spaces", "cells_by_line", "markdown", "pipes_by_line", "tab_cells"])
def test_other_lines_between_lines_never_give_another_value(layout: str, mark: str) -> None:
    truth = forms.draw(42, "t2021")
    lines = layouts.DUMPS[layout](truth, "t2021").split("\n")
    text = "\n".join(line for at, each in enumerate(lines) for line in ((each, "", mark, "") if at % 17 == 9 else (each,)))
    counts = verdicts(read(text), truth)
    assert counts["wrong"] == counts["extra"] == counts["missing"] == 0


@pytest.mark.parametrize("layout", ["tabs", "cells_by_line", "pipes_behind"])
def test_titles_of_other_years_above_a_report_do_not_name_it(layout: str) -> None:
    truth = forms.draw(43, "t2021")
    names = "".join(f"{layouts.AGENCY}{year}年政府信息公开工作年度报告\n" for year in (2024, 2023, 2021))
    report = read(f"首页\n政府信息公开年报\n{names}" + layouts.DUMPS[layout](truth, "t2021"))
    assert (report.agency, report.year.value, report.title) == (layouts.AGENCY, 2022, layouts.title("t2021"))
