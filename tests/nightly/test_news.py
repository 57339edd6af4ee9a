"""What is news of the series: new, changed at the source, read differently, lost; nothing twice."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.store.ledger import Ledger
from archive.store.nights import Held, Nights, Told
from crawler.nightly.news import LONGEST, changes, left_out, listed
from tests.properties import examples
from tests.store.world import TestClock

Series = dict[tuple[str, int], tuple[str, str]]
STATES = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.integers(2008, 2010)), st.tuples(st.sampled_from("xyz"), st.sampled_from("pq"))
)


def _held(series: Series) -> list[Held]:
    return [
        Held(agency, year, version, payload, "某局", "taian", "年度报告", "https://www.taian.gov.cn/", False)
        for (agency, year), (version, payload) in sorted(series.items())
    ]


def _nights() -> Iterator[Nights]:
    with TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder) / "ledger.db", TestClock())
        with closing(ledger.database):
            yield Nights(ledger)


@examples(60)
@given(st.lists(STATES, min_size=1, max_size=5))
def test_every_night_tells_exactly_what_differs_from_what_was_told(states: list[Series]) -> None:
    for nights in _nights():
        before: Series = {}
        for now in states:
            number = nights.begin(list)
            found = changes(_held(now), nights.told())
            assert {one.series for one in found.new} == now.keys() - before.keys()
            assert set(found.lost) == before.keys() - now.keys()
            differ = {key for key in now.keys() & before.keys() if now[key][0] != before[key][0]}
            same_bytes = {key for key in differ if now[key][1] == before[key][1]}
            assert {one.series for one in found.reread} == same_bytes
            assert {one.series for one in found.changed} == differ - same_bytes
            nights.end(number, None, 0, {"ended_at": "2026-01-01"}, _held(now))
            before = now


def test_the_first_night_of_an_old_archive_takes_what_is_held_as_told_even_if_it_is_interrupted() -> None:
    old: Series = {("a", 2020): ("x", "p")}
    for nights in _nights():
        nights.begin(lambda: _held(old))
        nights.begin(lambda: pytest.fail("what is held is told by the first night alone"))
        found = changes(_held(old | {("a", 2021): ("y", "q")}), nights.told())
        assert [one.series for one in found.new] == [("a", 2021)]


def test_another_text_of_a_payload_that_came_before_is_the_readers_doing_whatever_came_since() -> None:
    told = {("a", 2020): Told("x", "p"), ("b", 2020): Told("x", "p")}
    same = replace(_held({("a", 2020): ("y", "q")})[0], payloads=frozenset("pq"))
    other = replace(_held({("b", 2020): ("y", "q")})[0], payloads=frozenset("q"))
    found = changes([same, other], told)
    assert found.reread == (same,) and found.changed == (other,) and not found.new


def test_a_series_that_a_newer_reader_finds_in_what_was_held_is_no_news() -> None:
    old, fresh = (replace(one, captured_at=at) for one, at in zip(
        _held({("a", 2020): ("x", "p"), ("b", 2020): ("x", "p")}), ("2026-03-01", "2026-03-03"), strict=True
    ))  # fmt: skip
    found = changes([old, fresh], {}, "2026-03-02")
    assert found.reread == (old,) and found.new == (fresh,)
    assert changes([old, fresh], {}).new == (old, fresh)


def test_long_lists_are_cut_and_say_so() -> None:
    many = changes(_held({("a", year): ("x", "p") for year in range(LONGEST + 7)}), {})
    assert len(listed(many.new)) == LONGEST and left_out(many) == {"new": 7}


def test_an_interrupted_crawl_of_another_night_is_closed_and_one_of_this_night_is_not() -> None:
    for nights in _nights():
        clock = nights.ledger.clock
        nights.ledger.begin_crawl("c", "u", {}, "0")
        nights.close_crawls(clock.now() - timedelta(hours=12))
        assert nights.newest_crawl() == (1, False)
        nights.close_crawls(clock.now())
        assert nights.newest_crawl() == (1, True)
        assert nights.ledger.begin_crawl("c", "u", {}, "0") == (2, False)
