"""merge: two machines, two operators, copies that both went on; in any order, any number of times, the same ledger."""

import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given

from archive.derive import derive
from archive.errors import UsageError
from archive.store import reviews
from archive.store.manifest import manifest_path
from archive.store.merge import Merged, merge
from archive.store.verify import verify
from archive.words import Outcome
from tests.properties import examples
from tests.store import pages
from tests.store.dumps import dump
from tests.store.history import MEMORY, History, Step, steps
from tests.store.world import START, TestClock, World

LEDGER, CORPUS = "ledger.db", "corpus.db"


def united(folder: Path, *others: Path) -> Merged:
    return merge(folder, others, TestClock(), lambda _: None)


def copied(folder: Path, name: str) -> Path:
    return Path(shutil.copytree(folder, folder.parent / name))


def findings(folder: Path) -> list[str]:
    return [str(finding) for finding in verify(folder, TestClock(), lambda _: None)]


def test_two_operators_of_one_portal_come_to_the_same_archive_either_way(tmp_path: Path) -> None:
    a, b = World(tmp_path / "a"), World(tmp_path / "b", START + timedelta(minutes=1))
    for world, years in ((a, (2021, 2022)), (b, (2022, 2023))):
        for year in years:
            world.report("x", year, pages.report("泰安市大数据局", year), agency="泰安市大数据局")
    b.report("x", 2021, pages.report("泰安市大数据局", 2021, granted=3), agency="泰安市大数据局")
    b.report("x", 2020, None, agency="泰安市大数据局", outcome=Outcome.ABSENT)
    for world in (a, b):
        world.close()
    one, two = copied(a.folder, "one"), copied(b.folder, "two")
    united(one, b.folder)
    united(two, a.folder)
    assert dump(one / LEDGER) == dump(two / LEDGER)
    for folder in (one, two):
        derive(folder, TestClock(), jobs=1)
        assert findings(folder) == []
    assert dump(one / CORPUS) == dump(two / CORPUS)
    rows = [row for row in dump(one / LEDGER) if row.startswith("visits: ") and ":2021'" in row]
    assert len(rows) == 2, "each operator's visit counts"


@pytest.mark.parametrize("later", [0, 1])
def test_two_that_did_the_same_at_the_same_instant_lose_nothing(tmp_path: Path, later: int) -> None:
    for name, more in (("a", 0), ("b", later)):
        world = World(tmp_path / name)
        key = world.expect("x", 2021)
        world.store.commit([world.exchange(key, 1, "https://www.taian.gov.cn/", b"same", "text/html")])
        world.clock.moment += timedelta(seconds=more)
        task = world.ledger.task(key)
        assert task is not None
        world.ledger.close(task, world.crawl, Outcome.OK, "")
        world.close()
    united(tmp_path / "one", tmp_path / "a", tmp_path / "b")
    united(tmp_path / "two", tmp_path / "b", tmp_path / "a")
    assert dump(tmp_path / "one" / LEDGER) == dump(tmp_path / "two" / LEDGER)
    assert findings(tmp_path / "one") == []
    assert sum(line.startswith("captures: ") for line in dump(tmp_path / "one" / LEDGER)) == 2


def test_a_corpus_of_before_a_merge_comes_to_that_of_one_read_after_it(tmp_path: Path) -> None:
    a, b = World(tmp_path / "a", START + timedelta(days=1)), World(tmp_path / "b")
    a.report("x", 2021, pages.report("泰安市大数据局", 2021), agency="泰安市大数据局")
    b.report("x", 2021, pages.report("泰安市大数据局", 2021, granted=5), agency="泰安市大数据局")
    b.report("x", 2021, pages.report("泰安市大数据局", 2021), agency="泰安市大数据局")
    for world in (a, b):
        world.close()
    derive(a.folder, TestClock(), jobs=1)
    united(a.folder, b.folder)
    derive(a.folder, TestClock(), jobs=1)
    before = sorted(dump(a.folder / CORPUS))
    (a.folder / CORPUS).unlink()
    derive(a.folder, TestClock(), jobs=1)
    assert sorted(dump(a.folder / CORPUS)) == before


@given(steps, steps, steps)
@examples(20)
def test_copies_that_both_went_on_unite_either_way_and_again(first: list[Step], here: list[Step], there: list[Step]) -> None:
    with TemporaryDirectory(dir=MEMORY) as name:
        a = History(Path(name) / "a").play(first)
        b = a.copy(Path(name) / "b")
        _same_whatever_the_order(Path(name), [a.play(here), b.play(there)])


@given(steps, steps, steps)
@examples(15)
def test_three_archives_unite_in_any_order(a: list[Step], b: list[Step], c: list[Step]) -> None:
    with TemporaryDirectory(dir=MEMORY) as name:
        starts = (START, START + timedelta(seconds=3), START - timedelta(minutes=1))
        histories = [History(Path(name) / key, start) for key, start in zip("abc", starts, strict=True)]
        for history, some in zip(histories, (a, b, c), strict=True):
            history.play(some)
        _same_whatever_the_order(Path(name), histories)


def _same_whatever_the_order(folder: Path, histories: Sequence[History]) -> None:
    for history in histories:
        history.settle()
    folders = [history.folder for history in histories]
    dumps = []
    for number, order in enumerate((folders, folders[::-1])):
        into = Path(shutil.copytree(order[0], folder / f"into{number}"))
        united(into, *order[1:])
        dumps.append(dump(into / LEDGER))
        assert findings(into) == []
        again = united(into, *order[::-1])
        assert again.taken == [] and again.rebuilt and again.rebuilt.equal
    stepwise = Path(shutil.copytree(folders[0], folder / "stepwise"))
    for other in folders[1:]:
        united(stepwise, other)
    assert dumps[0] == dumps[1] == dump(stepwise / LEDGER)


@given(steps, steps, steps)
@examples(12)
def test_what_happens_after_a_merge_is_folded_behind_it(a: list[Step], b: list[Step], after: list[Step]) -> None:
    with TemporaryDirectory(dir=MEMORY) as name:
        one, two = History(Path(name) / "a").play(a), History(Path(name) / "b", START + timedelta(hours=2)).play(b)
        for history in (one, two):
            history.settle()
        united(one.folder, two.folder)
        History(one.folder, START + timedelta(minutes=30)).play(after).settle()
        before = dump(one.folder / LEDGER)
        (one.folder / LEDGER).unlink()
        united(one.folder, two.folder)
        assert dump(one.folder / LEDGER) == before


def test_an_archive_that_went_on_is_taken_in_again_and_its_longer_file_is_kept(tmp_path: Path) -> None:
    a, b = World(tmp_path / "a"), World(tmp_path / "b")
    a.report("x", 2021, pages.report("甲局", 2021), agency="甲局")
    b.report("y", 2021, pages.report("乙局", 2021), agency="乙局")
    united(tmp_path / "into", a.folder, b.folder)
    a.report("x", 2022, pages.report("甲局", 2022), agency="甲局")
    a.close()
    b.close()
    done = united(tmp_path / "into", a.folder, b.folder)
    assert len(done.taken) == 2 and len(list((tmp_path / "into" / "warc").glob("*.warc.gz"))) == 2
    fresh = tmp_path / "fresh"
    united(fresh, b.folder, a.folder)
    assert dump(fresh / LEDGER) == dump(tmp_path / "into" / LEDGER) and findings(fresh) == []


def test_files_of_one_name_that_part_ways_are_both_kept(tmp_path: Path) -> None:
    folders = []
    for name in ("a", "b"):
        world = World(tmp_path / name)
        world.report(name, 2021, pages.report("甲局", 2021), agency=name)
        world.close()
        (path,) = (world.folder / "warc").glob("*.warc.gz")
        manifest_path(path).unlink()
        path.rename(path.with_name("gongkai-20260504020001-00000.warc.gz"))
        (world.folder / LEDGER).unlink()
        folders.append(world.folder)
    a, b = folders
    one, two = copied(a, "one"), copied(b, "two")
    united(one, b)
    united(two, a)
    assert dump(one / LEDGER) == dump(two / LEDGER) and findings(one) == []
    names = {path.name for path in (one / "warc").glob("*.warc.gz")}
    assert len(names) == 2 and all(len(name.split(".")[1]) == 12 for name in names)
    assert united(one, a, b, two).taken == []


def test_a_damaged_file_is_refused_in_one_line_and_the_rest_is_taken(tmp_path: Path) -> None:
    world = World(tmp_path / "a")
    world.report("x", 2021, pages.report("甲局", 2021), agency="甲局")
    world.store.close()
    world.report("x", 2022, pages.report("甲局", 2022), agency="甲局")
    world.close()
    whole = copied(world.folder, "whole")
    path = sorted((world.folder / "warc").glob("*.warc.gz"))[1]
    data = path.read_bytes()
    path.write_bytes(data[:900] + bytes(9) + data[909:])
    done = united(tmp_path / "into", world.folder)
    assert done.damaged and len(done.taken) == 1 and len(done.refused) == 1
    assert str(path) in done.refused[0] and "merge again" in done.refused[0]
    united(tmp_path / "into", whole)
    assert dump(tmp_path / "into" / LEDGER) == dump(whole / LEDGER)


def test_a_sound_file_of_another_archive_takes_the_place_of_a_damaged_one(tmp_path: Path) -> None:
    world = World(tmp_path / "a")
    world.report("x", 2021, pages.report("甲局", 2021), agency="甲局")
    world.close()
    before, other = dump(world.folder / LEDGER), copied(world.folder, "b")
    (path,) = (world.folder / "warc").glob("*.warc.gz")
    data = path.read_bytes()
    path.write_bytes(data[:900] + bytes(9) + data[909:])
    united(world.folder, other)
    assert path.read_bytes() == data and dump(world.folder / LEDGER) == before


def test_review_lines_are_united_in_one_order(tmp_path: Path) -> None:
    folders = []
    for number, name in enumerate(("a", "b")):
        World(tmp_path / name).close()
        at = f"2026-05-0{2 - number}T00:00:00.000+00:00"
        reviews.append(tmp_path / name, [reviews.Review(at, name, reviews.Act.WITHHOLD, "r1", "", None, "reason")])
        folders.append(tmp_path / name)
    one, two = copied(folders[0], "one"), copied(folders[1], "two")
    assert united(one, folders[1]).reviews == 1
    united(two, folders[0])
    assert (one / reviews.FILE).read_bytes() == (two / reviews.FILE).read_bytes()
    assert dump(one / LEDGER) == dump(two / LEDGER)
    assert sum(line.startswith("reviews: ") for line in dump(one / LEDGER)) == 2


def test_what_only_the_ledger_of_the_other_knows_is_told(tmp_path: Path) -> None:
    world = World(tmp_path / "a")
    world.report("x", 2021, None, agency="甲局", outcome=Outcome.SERVER_ERROR)
    (line,) = united(tmp_path / "into", world.folder).notes
    assert "not in its WARC files yet" in line and f"gongkai reindex --archive {world.folder}" in line


def test_what_is_no_other_archive_is_refused(tmp_path: Path) -> None:
    World(tmp_path / "a").close()
    united(tmp_path / "b", tmp_path / "a")
    for other in (tmp_path / "none", tmp_path / "b"):
        with pytest.raises(UsageError, match=str(other)):
            united(tmp_path / "b", other)
