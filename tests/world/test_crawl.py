"""Seven portals through crawler and reader: what the corpus says of each agency and year against what is true of it."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from crawler.replica import World
from tests.crawl.gongkai import gongkai
from tests.crawl.stage import stage
from tests.world.corpus import Corpus, Held, addresses, shown
from tests.world.judge import READ_NOW, Verdicts, as_file

Record = dict[str, Any]
SIZE, FULL_SIZE = 140, 600


@pytest.fixture(scope="module", params=[1])
def walked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Record], Corpus]:
    """The truth of a world, and the corpus after one crawl of all its portals and one derive."""
    size = FULL_SIZE if request.config.getoption("--full") else SIZE
    folder: Path = tmp_path_factory.mktemp("seven")
    with stage(folder, World(seed=request.param, reports=size)) as (ground, replica):
        done = ground.crawl("--year", "2008-2025", timeout=2400)
        assert done.returncode in (0, 10), done.stdout + done.stderr
        truth = list(replica.truth())
    derived = gongkai("derive", "--archive", ground.archive, timeout=1200)
    assert derived.returncode == 0, derived.stdout + derived.stderr
    return truth, Corpus(ground.archive)


def matched(truth: list[Record], corpus: Corpus) -> dict[int, tuple[Record, list[Held]]]:
    """Each published report with the series that were made of it, told by where they were seen."""
    by_place: dict[str, list[Held]] = {}
    for held in corpus.held:
        for place in held.places:
            by_place.setdefault(place, []).append(held)
    found = {}
    for number, record in enumerate(truth):
        if record["published"]:
            near = [held for place in addresses(record) for held in by_place.get(place, ()) if held.year == record["year"]]
            found[number] = (record, list({held.report_id: held for held in near}.values()))
    return found


def test_every_published_report_is_held_once_under_its_agency_and_year(walked: tuple[list[Record], Corpus]) -> None:
    truth, corpus = walked
    pairs = matched(truth, corpus).values()
    missing = [(record["url"], record["form"], record["title"]) for record, found in pairs if not found]
    assert not missing, f"{len(missing)} of {len(pairs)} not held{shown(missing)}"
    twice = [(record["url"], [held.agency_id for held in found]) for record, found in pairs if len(found) > 1]
    assert not twice, shown(twice)
    other = [
        (record["url"], record["agency"], sorted(corpus.names[found[0].agency_id]))
        for record, found in pairs
        if not {record["agency"], record["agency_now"]} & corpus.names[found[0].agency_id]
    ]
    assert not other, shown(other)


def test_nothing_is_held_that_was_not_published(walked: tuple[list[Record], Corpus]) -> None:
    truth, corpus = walked
    known = {held.report_id for _, found in matched(truth, corpus).values() for held in found}
    false = [(held.year, held.kind, sorted(held.places)) for held in corpus.held if held.report_id not in known]
    assert not false, shown(false)
    assert not corpus.failures, shown(corpus.failures)


def test_no_cell_is_silently_wrong_and_nearly_all_are_right(walked: tuple[list[Record], Corpus]) -> None:
    truth, corpus = walked
    verdicts = Verdicts()
    for record, found in matched(truth, corpus).values():
        if found and record["template"] in READ_NOW:
            held = found[0]
            told = record if held.media == "html" else as_file(record)
            verdicts.judge(held.media, record["url"], told, corpus.cells(held))
    assert not verdicts.wrong, shown(verdicts.wrong)
    assert not verdicts.enough(), verdicts.counts
    assert set(verdicts.counts) == {"html", "pdf", "docx"}


def test_coverage_tells_of_every_agency_and_year_what_is_true(walked: tuple[list[Record], Corpus]) -> None:
    truth, corpus = walked
    owners: dict[int, Counter[str]] = {}
    for record, found in matched(truth, corpus).values():
        owners.setdefault(record["serial"], Counter()).update(held.agency_id for held in found)
    wrong, judged = [], 0
    for record in truth:
        owner = owners.get(record["serial"]) or Counter([corpus.areas[record["area"]]] if record["area"] in corpus.areas else [])
        if not owner or not record["existed"]:
            continue
        judged += 1
        row = corpus.coverage.get((owner.most_common(1)[0][0], record["year"]))
        if row is None or (row["holding"], row["source"]) != (record["holding"], record["source"]):
            got = row and (row["holding"], row["source"], row["reason"])
            wrong.append((record["portal"], record["agency"], record["year"], record["holding"], record["source"], got))
    assert judged > 0.7 * len(truth)
    assert not wrong, f"{len(wrong)} of {judged}{shown(wrong)}"
