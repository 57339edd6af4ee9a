"""Findings of a release: identities across the years, and the one cell that explains failed checks. No value changes."""

from pathlib import Path

import pytest

from archive.assemble.across import compare
from archive.derive import derive
from archive.release import release
from archive.release.selection import Selection
from archive.store.corpus import Corpus
from archive.words import Status
from tests.release.conftest import BUREAU
from tests.release.frames import frame
from tests.reports import forms
from tests.reports.report_pages import as_html, narrative
from tests.store.world import TestClock, World

NAME = "泰安市大数据局"
COLUMN = "applications.{}.total"
Cells = dict[str, tuple[float | None, Status]]


def page(year: int, values: dict[str, int], form: str = "t2021") -> bytes:
    title = f"{NAME}{year}年政府信息公开工作年度报告"
    return as_html(narrative(title, year), title).replace("</div>", f"{forms.dom(values, form)}</div>").encode()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("years")
    world, drawn = World(folder), [dict(forms.draw(seed, "t2021")) for seed in (1, 2, 3)]
    wrong = drawn[2] | {"applications.result.granted.business": (drawn[2]["applications.result.granted.business"] or 0) + 5}
    for year, values in ((2021, drawn[0]), (2022, drawn[1]), (2024, wrong)):
        world.report(BUREAU, year, page(year, values), agency=NAME)
    world.close()
    derive(folder, TestClock(), jobs=1)
    return folder


def test_two_years_in_a_row_are_compared_and_others_are_not(archive: Path, tmp_path: Path) -> None:
    release(archive, tmp_path / "r", Selection(), lambda _: None)
    checks, long = frame(tmp_path / "r", "year_checks.csv"), frame(tmp_path / "r", "long.csv")
    assert set(checks.year) == {2022} and set(checks.identity) == {"Y1", "Y4"} and len(checks) == 9
    value = long.set_index(["year", "indicator"]).value
    for row in checks[checks.identity == "Y1"].itertuples():
        assert row.left_side == value[2022, f"applications.carried_in.{row.column_key}"]
        assert row.right_side == value[2021, f"applications.carried_out.{row.column_key}"]
        assert (row.status == "pass") == (row.left_side == row.right_side)
    for row in checks[checks.identity == "Y4"].itertuples():
        stem = f"proactive.{row.row_key}"
        assert row.left_side == value[2022, f"{stem}.in_force"]
        assert row.right_side == value[2021, f"{stem}.in_force"] + value[2022, f"{stem}.issued"] - value[2022, f"{stem}.repealed"]


def test_the_cell_that_explains_everything_is_named_and_kept(archive: Path, tmp_path: Path) -> None:
    release(archive, tmp_path / "r", Selection(), lambda _: None)
    suspects, long = frame(tmp_path / "r", "suspects.csv"), frame(tmp_path / "r", "long.csv")
    (found,) = suspects.itertuples()
    assert (found.year, found.indicator, found.value - found.expected) == (2024, "applications.result.granted.business", 5)
    assert long[long.cell == found.cell].value.item() == found.value


def test_assembling_again_gives_the_same_findings(archive: Path) -> None:
    def told() -> list[object]:
        corpus = Corpus(archive / "corpus.db", read_only=True)
        return [corpus.rows(f"SELECT * FROM {name} ORDER BY rowid") for name in ("year_checks", "suspects")]

    before = told()
    derive(archive, TestClock(), jobs=1)
    assert told() == before and all(before)


@pytest.mark.parametrize(("before", "now", "status"), [
    ((3, Status.REPORTED), (3, Status.REPORTED), "pass"), ((3, Status.REPORTED), (4, Status.REPORTED), "fail"),
    ((None, Status.BLANK), (0, Status.REPORTED), "pass_with_blanks"), ((3, Status.REPORTED), (None, Status.BLANK), "fail"),
    ((None, Status.UNREADABLE), (3, Status.REPORTED), "not_assessable"),
    ((3, Status.REPORTED), (None, Status.ROW_MISSING), "not_assessable"),
])  # fmt: skip
def test_statuses_are_those_of_other_checks(
    before: tuple[float | None, Status], now: tuple[float | None, Status], status: str
) -> None:
    (found,) = compare({COLUMN.format("carried_out"): before}, {COLUMN.format("carried_in"): now})
    assert (found["identity"], found["column_key"], found["status"]) == ("Y1", "total", status)


def told(**values: float) -> Cells:
    return {f"proactive.{name.replace('__', '.')}": (value, Status.REPORTED) for name, value in values.items()}


def test_the_forms_of_2019_have_their_own() -> None:
    before = told(licensing__items_prev_year=300, licensing__items_change=-12, regulations__published_total=10)
    now = told(licensing__items_prev_year=288, regulations__published_total=13, regulations__published_new=2)
    assert {(row["identity"], row["row_key"], row["status"]) for row in compare(before, now)} == {
        ("Y2", "licensing", "pass"), ("Y3", "regulations", "fail"),
    }  # fmt: skip
    fewer = now | told(regulations__published_total=9)
    assert {row["status"] for row in compare(before, fewer)} == {"pass"}
    assert not list(compare({}, now)) and not list(compare(now, {}))


def test_agencies_names_and_predecessors_are_tables_of_their_own(tmp_path: Path) -> None:
    world = World(tmp_path / "a")
    before, now = "泰安市安全生产监督管理局", "泰安市应急管理局"
    world.report("11370900MB1111111X", 2016, page(2016, forms.draw(1, "t2021")).replace(NAME.encode(), before.encode()), agency=before)
    world.report(BUREAU, 2021, page(2021, forms.draw(1, "t2021")).replace(NAME.encode(), now.encode()), agency=now)
    world.close()
    derive(tmp_path / "a", TestClock(), jobs=1)
    release(tmp_path / "a", tmp_path / "r", Selection(), lambda _: None)
    agencies, names, linked = (frame(tmp_path / "r", f"{name}.csv") for name in ("agencies", "agency_names", "predecessors"))
    ids = agencies.set_index("name").agency_id
    assert agencies.set_index("name").exists_until[before] == "2019-03-31" and set(agencies.city) == {"泰安市"}
    assert {"directory", "report"} == set(names.source) and set(names.name) == {before, now}
    (link,) = linked.itertuples()
    assert (link.before_id, link.agency_id, link.how, link.latest) == (ids[before], ids[now], "united", "2019-03-31")
    release(tmp_path / "a", tmp_path / "later", Selection(years=(2021,)), lambda _: None)
    assert set(frame(tmp_path / "later", "agencies.csv").agency_id) == set(agencies.agency_id)


def test_rows_that_no_figure_takes_are_kept_as_printed(tmp_path: Path) -> None:
    world = World(tmp_path / "a")
    odd = page(2021, forms.draw(1, "t2021")).decode().replace("</table>", "<tr><td>开放数据集</td><td>17</td><td></td></tr></table>", 1)
    world.report(BUREAU, 2021, odd.encode(), agency=NAME)
    world.close()
    derive(tmp_path / "a", TestClock(), jobs=1)
    release(tmp_path / "a", tmp_path / "r", Selection(), lambda _: None)
    (row,) = frame(tmp_path / "r", "raw_rows.csv").itertuples()
    assert "开放数据集" in row.cells and '"17"' in row.cells and '"payload"' in row.locator and row.year == 2021
