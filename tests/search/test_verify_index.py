"""verify tells where the full-text index and the reports do not agree."""

from pathlib import Path

import pytest

from archive.store.corpus import Corpus
from archive.store.fulltext import disagreements
from tests.search.corpora import bundle, corpus_of, text_report


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus_of(tmp_path, bundle("a", text_report("营商环境"), text_report("")), bundle("b", text_report("信息 2023"))).close()
    return Corpus(tmp_path / "corpus.db")


def test_a_sound_index_gives_no_finding_also_where_nothing_may_be_written(corpus: Corpus) -> None:
    assert not list(disagreements(corpus.database.connection))
    reader = Corpus(corpus.database.path, read_only=True)
    with reader.database.snapshot():
        assert not list(disagreements(reader.database.connection))
    with reader.database.snapshot():
        assert not list(disagreements(reader.database.connection)), "a second time"


@pytest.mark.parametrize(("change", "told"), [
    ("UPDATE reports SET text = '别的' WHERE text <> ''", "another text"),
    ("UPDATE reports SET title = '别的'", "another text"),
    ("DELETE FROM reports_fts_rows", "not in it"),
    ("INSERT INTO reports_fts (reports_fts) VALUES ('delete-all')", "holds 0 characters, the reports have"),
    ("INSERT INTO reports_fts (rowid, text) VALUES (99, '政府')", "holds 11 characters, the reports have 10"),
])  # fmt: skip
def test_each_disagreement_is_told(corpus: Corpus, change: str, told: str) -> None:
    corpus.database.connection.execute(change)
    assert any(told in finding for finding in disagreements(corpus.database.connection))


def test_no_report_can_go_while_the_index_has_it(corpus: Corpus) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"), corpus.database.transaction() as db:
        db.execute("DELETE FROM bundles WHERE bundle_key = 'b'")
