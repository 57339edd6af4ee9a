"""Queries: words, phrases, and everything a person may type by mistake or by design."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.search import Filters, matching, read_query
from archive.search.query import LONGEST
from archive.store.corpus import Corpus
from tests.properties import examples
from tests.search.corpora import bundle, corpus_of, text_report


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return corpus_of(tmp_path_factory.mktemp("corpus"), bundle("a", text_report('他说"NEAR(甲 乙)" OR 无-*')))


@pytest.mark.parametrize(("words", "terms"), [
    ("政府 信息", ("政府", "信息")), ('"政府 信息"', ("政府信息",)), ("政府　 信息 政府", ("政府", "信息")),
    ('政府 "12 34" 件', ("政府", "12 34", "件")), ('12"', ('12"',)), ('"未完', ('"未完',)), ('"a"b', ('"a"b',)),
    ("甲 OR 乙", ("甲", "or", "乙")), ("＂甲　乙＂", ('"甲', '乙"')), ("“放管服” 改革", ("“放管服”", "改革")), ("\u200b 甲", ("甲",)),
])  # fmt: skip
def test_words_are_parted_by_blanks_and_quotes_hold_them_together(words: str, terms: tuple[str, ...]) -> None:
    assert read_query(words) == terms


@pytest.mark.parametrize("words", ["", "   ", "\u200b", '""', '" "', "甲" * (LONGEST + 1), "\udcff", "甲\ud800"])
def test_what_cannot_be_looked_for_is_told_in_one_line(words: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_query(words)
    assert len(str(caught.value).splitlines()) == 1


@given(st.text(st.one_of(st.characters(), st.sampled_from('"*()-+^:{} ANDORNEAR政')), max_size=60))
@examples(300)
def test_nothing_a_person_types_is_an_error_of_sqlite(corpus: Corpus, words: str) -> None:
    try:
        matching(corpus, read_query(words), Filters())
    except UsageError:
        pass
    except sqlite3.Error as error:
        pytest.fail(f"{words!r}: {error}")


@pytest.mark.parametrize("words", [
    "甲 " * 500, "甲" * LONGEST, " ".join(chr(0x4E00 + n) for n in range(500)), "a" * LONGEST, '"' * LONGEST, "* " * 500,
    " ".join(f"{chr(0x4E00 + n)}乙" for n in range(333)),
])  # fmt: skip
def test_very_long_queries_are_answered(corpus: Corpus, words: str) -> None:
    assert matching(corpus, read_query(words), Filters()) in ([], matching(corpus, ("甲",), Filters()))


@pytest.mark.parametrize("words", ['说"NEAR(甲', "near", '"OR 无-*"', '说"', "-*", "(", '甲 乙)"'])
def test_signs_are_looked_for_as_they_stand(corpus: Corpus, words: str) -> None:
    assert len(matching(corpus, read_query(words), Filters())) == 1
