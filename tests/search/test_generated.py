"""Hundreds of generated reports: what is found is what a plain scan finds, for every kind of query."""

import re

import pytest

from archive.reports.words import fold
from archive.search import Filters, contains, matching, parts_of, read_query
from archive.store.corpus import Corpus
from archive.words import Part
from benchmarks.search import LENGTHS, WORDS, Texts, build, drawn

EVERY = Filters(kinds=())
Built = tuple[Corpus, Texts]


def scan(texts: Texts, term: str) -> set[str]:
    """The plain scan."""
    return {name for name, columns in texts.items() if any(term in column for column in columns)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    corpus = Corpus(tmp_path_factory.mktemp("corpus") / "corpus.db")
    return corpus, build(corpus, 300)


@pytest.mark.parametrize("band", LENGTHS)
def test_every_query_finds_what_a_scan_finds(built: Built, band: str) -> None:
    corpus, texts = built
    queries = {*drawn(texts, LENGTHS[band]), *(word for word in WORDS if len(word) in LENGTHS[band])}
    assert len(queries) >= 60
    hits = {query: set(matching(corpus, read_query(f'"{query}"'), EVERY)) for query in queries}
    assert all(hits[query] == scan(texts, query) for query in queries)
    assert any(0 < len(found) < 10 for found in hits.values()) and any(len(found) > 150 for found in hits.values())


def test_a_scan_that_knows_nothing_of_the_normal_form_agrees(built: Built) -> None:
    corpus, texts = built
    rows = corpus.rows("SELECT report_id, title, coalesce(agency, '') AS agency, text FROM reports")
    plain = {str(row["report_id"]): [fold(str(row[c])).casefold() for c in ("title", "agency", "text")] for row in rows}
    for query in (query for lengths in LENGTHS.values() for query in drawn(texts, lengths)):
        if not re.search("[0-9a-z] ?[0-9a-z]", query):
            expected = {name for name, columns in plain.items() if any(query in column for column in columns)}
            assert set(matching(corpus, read_query(f'"{query}"'), EVERY)) == expected, query


@pytest.mark.parametrize("part", Part)
def test_a_part_narrows_as_a_scan_of_the_part(built: Built, part: Part) -> None:
    corpus, texts = built
    for word in WORDS[:8]:
        found = set(matching(corpus, (word,), Filters(parts=(part,), kinds=())))
        assert found == {name for name in scan(texts, word) if contains(parts_of(corpus, name, (part,)), (word,))}
