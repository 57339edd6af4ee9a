"""Filters, order and places, over an archive that derive made."""

from pathlib import Path

import pytest

from archive.derive import derive
from archive.errors import UsageError
from archive.search import Filters, Found, matching, read_query, search
from archive.store.corpus import Corpus
from archive.store.views import find_reports
from archive.words import Kind, Outcome, Part
from tests.store import pages
from tests.store.world import TestClock, World

BUREAU, WATER, AREA = "泰安市大数据局", "威海市水利局", "11370900MB2535551R"


def grow(world: World) -> None:
    """Two agencies on two portals, one text corrected, one look-alike, one report that no series takes."""
    for year in (2021, 2022, 2023):
        world.report(AREA, year, pages.report(BUREAU, year, note=f"试点{year}个"), agency=BUREAU)
    world.report("w", 2022, pages.report(WATER, 2022, 7, note="水库安全"), agency=WATER, portal="weihai")
    world.visit(f"hanweb-xxgk:taian:{AREA}:2023", pages.report(BUREAU, 2023, note="更正后的文字"), Outcome.OK)
    world.report("x", 2020, pages.explanation("泰安市财政局", 2020), agency="泰安市财政局", outcome=Outcome.NOT_A_REPORT)
    world.report("", None, pages.report("", 2019, note="无主报告"), key="lost")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("archive")
    world = World(folder)
    grow(world)
    world.close()
    derive(folder, TestClock(), jobs=1)
    return Corpus(folder / "corpus.db", read_only=True)


def ask(corpus: Corpus, words: str, limit: int = 20, **filters: object) -> Found:
    return search(corpus, read_query(words), Filters(**filters), limit)  # type: ignore[arg-type]


def years(corpus: Corpus, words: str, **filters: object) -> list[tuple[str | None, int | None]]:
    return [(match.agency, match.year) for match in ask(corpus, words, **filters).matches]


def test_the_newest_come_first_then_agencies_by_name(corpus: Corpus) -> None:
    assert years(corpus, "按季度检查栏目", portals=("taian", "weihai"), years=(2021, 2022, 2023)) == [
        (BUREAU, 2023), (WATER, 2022), (BUREAU, 2022), (BUREAU, 2021),
    ]  # fmt: skip


@pytest.mark.parametrize(("filters", "found"), [
    ({"portals": ("weihai",)}, [(WATER, 2022)]),
    ({"years": (2022,)}, [(WATER, 2022), (BUREAU, 2022)]),
    ({"years": (2021,), "portals": ("weihai",)}, []),
    ({"agency": "水利"}, [(WATER, 2022)]), ({"agency": "w"}, [(WATER, 2022)]), ({"agency": "%"}, []),
    ({"agency": AREA, "years": (2021, 2022)}, [(BUREAU, 2022), (BUREAU, 2021)]),
])  # fmt: skip
def test_filters_narrow(corpus: Corpus, filters: dict[str, object], found: list[tuple[str, int]]) -> None:
    assert years(corpus, "检查栏目", **filters) == found


def test_all_words_must_occur(corpus: Corpus) -> None:
    assert years(corpus, "水库 栏目") == [(WATER, 2022)]
    assert not years(corpus, "水库 试点")


@pytest.mark.parametrize(("words", "part", "hits"), [
    ("检查栏目", Part.OVERVIEW, True), ("检查栏目", Part.PROBLEMS, False), ("每月检查", Part.PROBLEMS, True),
    ("总体情况", Part.OVERVIEW, True), ("水利局2022", Part.TITLE, True), ("栏目", Part.TITLE, False),
    ("行政规范性文件", Part.TABLES, True), ("第二十条第（五）项", Part.TABLES, True), ("检查栏目", Part.TABLES, False),
    ("行政规范性文件1", Part.TABLES, True), ("无。", Part.OTHER_MATTERS, True), ("无。", Part.OVERVIEW, False),
])  # fmt: skip
def test_a_search_can_be_kept_to_a_part(corpus: Corpus, words: str, part: Part, hits: bool) -> None:
    found = ask(corpus, words, parts=(part,), portals=("weihai",))
    assert bool(found.total) == hits
    assert all(place.part == part for match in found.matches for place in match.places)


def test_each_word_may_stand_in_another_of_the_parts(corpus: Corpus) -> None:
    both = (Part.TITLE, Part.OVERVIEW)
    assert years(corpus, "水利局 检查栏目", parts=both) == [(WATER, 2022)]
    assert not years(corpus, "水利局 每月检查", parts=both)


def test_only_the_current_text_counts_unless_all_are_asked_for(corpus: Corpus) -> None:
    assert years(corpus, "更正后的文字") == [(BUREAU, 2023)] and not years(corpus, "试点2023")
    (old,) = ask(corpus, "试点2023", all_versions=True).matches
    assert (old.agency, old.year, old.show) == (BUREAU, 2023, old.report_id)


def test_a_report_that_no_series_takes_is_found(corpus: Corpus) -> None:
    (match,) = ask(corpus, "无主报告").matches
    assert match.year == 2019 and match.show == match.report_id


def test_look_alikes_are_found_when_they_are_asked_for(corpus: Corpus) -> None:
    assert not years(corpus, "编制背景")
    (match,) = ask(corpus, "编制背景", kinds=(Kind.EXPLANATION,)).matches
    assert match.kind == "explanation" and match.year == 2020


def test_the_name_to_show_leads_to_the_report(corpus: Corpus) -> None:
    for match in ask(corpus, "栏目", all_versions=True, kinds=()).matches:
        assert find_reports(corpus, match.show)[0] == match.report_id


def test_every_match_is_counted_and_only_so_many_are_told(corpus: Corpus) -> None:
    found = ask(corpus, "栏目", limit=2)
    assert (found.total, len(found.matches)) == (5, 2)
    assert ask(corpus, "栏目", limit=0).matches == ()


def test_places_are_as_printed_and_join_to_the_text(corpus: Corpus) -> None:
    (match,) = ask(corpus, "行政规范性文件1 水 威海市水利局2022").matches
    (row,) = corpus.rows("SELECT title || text AS text FROM reports WHERE report_id = ?", [match.report_id])
    table, _, title = match.places
    assert (table.part, table.hit) == ("tables", "行政规范性文件\t1")
    assert (title.part, title.before, title.hit) == ("title", "", "威海市水利局2022")
    assert all(place.before + place.hit + place.after in str(row["text"]) for place in match.places)
    assert match.times == {"行政规范性文件1": 1, "水": str(row["text"]).count("水") - 1, "威海市水利局2022": 1}


def test_an_unknown_portal_is_told(corpus: Corpus) -> None:
    with pytest.raises(UsageError, match="qingdao: no portal of this archive; it has taian, weihai"):
        ask(corpus, "栏目", portals=("qingdao",))


def test_a_search_sees_one_state_while_derive_writes(tmp_path: Path) -> None:
    world = World(tmp_path)
    grow(world)
    derive(tmp_path, TestClock(), jobs=1)
    writer, reader = Corpus(tmp_path / "corpus.db"), Corpus(tmp_path / "corpus.db", read_only=True)
    with writer.database.transaction() as db, writer.fulltext.following("lost"):
        db.execute("UPDATE reports SET text = '别的文字' WHERE bundle_key = 'lost'")
        assert matching(reader, ("无主报告",), Filters()) and not matching(reader, ("别的文字",), Filters())
    assert matching(reader, ("别的文字",), Filters()) and not matching(reader, ("无主报告",), Filters())
