"""Where a place was renamed or merged it is told which agency continues which; their series stay apart."""

from pathlib import Path

import pytest

from archive.assemble.agencies import Agencies, Sighting
from archive.assemble.predecessors import changes, predecessors
from archive.derive import derive
from archive.store.corpus import Corpus
from tests.store import pages
from tests.store.world import TestClock, World


def told(*names: str) -> list[tuple[str, str, object, object]]:
    agencies = list(Agencies([Sighting("p", "", name, "2026-05-04", 2020, from_report=True) for name in names]))
    name = {agency.agency_id: agency.name for agency in agencies}
    return [
        (name[str(row["before_id"])], name[str(row["agency_id"])], row["year"], row["how"]) for row in predecessors(agencies)
    ]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "year", "how"), [
    ("即墨市财政局", "青岛市即墨区财政局", 2017, "renamed"), ("章丘市人民政府", "章丘区人民政府", 2016, "renamed"),
    ("邹平县水利局", "邹平市水利局", 2018, "renamed"), ("莱芜市财政局", "济南市财政局", 2019, "merged"),
    ("莱芜市人民政府", "济南市人民政府", 2019, "merged"),
])  # fmt: skip
def test_the_same_body_of_the_place_as_it_is_named_now_continues_it(before: str, after: str, year: int, how: str) -> None:
    assert told(before, after) == [(before, after, year, how)]


def test_other_bodies_and_other_places_continue_nothing() -> None:
    assert not told("即墨市财政局", "即墨区水利局", "胶州市财政局", "济南市水利局")
    assert all(change.before != change.after and 2008 <= change.year <= 2020 for change in changes())


def test_both_agencies_keep_their_series(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.report("11370282MB1111111X", 2016, pages.report("即墨市水利局", 2016), agency="即墨市水利局", portal="qingdao")
    world.report("11370282MB2222222X", 2021, pages.report("即墨区水利局", 2021), agency="即墨区水利局", portal="qingdao")
    world.close()
    derive(tmp_path, TestClock(), jobs=1)
    corpus = Corpus(tmp_path / "corpus.db", read_only=True)
    (row,) = corpus.rows("SELECT * FROM predecessors")
    years = {one["agency_id"]: one["year"] for one in corpus.rows("SELECT agency_id, year FROM series")}
    assert (years[row["before_id"]], years[row["agency_id"]], row["year"], row["how"]) == (2016, 2021, 2017, "renamed")
