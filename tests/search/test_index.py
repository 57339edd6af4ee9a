"""The index finds what a plain scan finds, whatever is written, rewritten and forgotten."""

import random
import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search import Filters, matching, read_query
from archive.store.corpus import Corpus
from archive.store.grams import normal
from archive.store.sqlite import migrations
from tests.properties import examples
from tests.search.corpora import bundle, corpus_of, name_of, scan, text_report

EVERY = Filters(all_versions=True, kinds=())
FEW = st.sampled_from("政府信息公开2023640 \t\n，。aB\u200b")
TEXTS = st.text(FEW, max_size=40)


def found(corpus: Corpus, term: str) -> set[str]:
    return set(matching(corpus, (term,), EVERY))


def agrees(corpus: Corpus, term: str) -> None:
    assert found(corpus, term) == scan(corpus, term), term


@examples(60)
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=6), st.lists(TEXTS, max_size=8), st.randoms())
def test_any_term_in_any_texts_is_found_as_by_a_scan(
    texts: list[tuple[str, str, str]], asked: list[str], draw: random.Random
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        reads = [bundle(f"b{n}", text_report(*columns)) for n, columns in enumerate(texts)]
        corpus = corpus_of(Path(folder), *reads)
        for columns in texts:
            whole = normal(draw.choice(columns))
            asked.append(whole[(start := draw.randint(0, len(whole))) : start + draw.randint(1, 8)])
        for term in filter(None, map(normal, asked)):
            agrees(corpus, term)
        corpus.close()


@examples(40)
@given(st.lists(st.tuples(st.integers(0, 3), st.one_of(st.none(), st.lists(TEXTS, max_size=2))), max_size=12))
def test_the_index_follows_every_rewriting_and_forgetting(steps: list[tuple[int, list[str] | None]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = Corpus(Path(folder) / "corpus.db")
        for number, texts in steps:
            if texts is None:
                corpus.forget_bundles([f"b{number}"])
            else:
                corpus.write([bundle(f"b{number}", *map(text_report, texts))])
            for term in ("政", "府", "2", "政府", "20", "a", "公开"):
                agrees(corpus, term)
        corpus.database.connection.execute("INSERT INTO reports_fts (reports_fts) VALUES ('integrity-check')")
        corpus.close()


def test_a_rewritten_text_is_found_by_its_new_words_alone(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, bundle("a", text_report("旧的文字")), bundle("b", text_report("旧的文字")))
    corpus.write([bundle("a", text_report("新的文字"))])
    assert found(corpus, "旧的") == {name_of(bundle("b", text_report("")))}
    assert found(corpus, "新的") == {name_of(bundle("a", text_report("")))}
    corpus.forget_bundles(["a", "b"])
    assert not found(corpus, "文字") and not corpus.rows("SELECT * FROM reports_fts_rows")


def test_a_write_that_fails_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, bundle("a", text_report("旧的文字")))
    lacking = bundle("b", text_report("丙", title=None))  # type: ignore[arg-type]
    with pytest.raises(sqlite3.IntegrityError):
        corpus.write([bundle("a", text_report("新的文字")), lacking])
    assert found(corpus, "旧的") and not found(corpus, "新的")


def test_the_same_text_again_leaves_the_index_alone(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, bundle("a", text_report("文字")))
    before = corpus.rows("SELECT * FROM reports_fts_data")
    corpus.write([bundle("a", text_report("文字"))])
    assert corpus.rows("SELECT * FROM reports_fts_data") == before


def test_an_archive_of_an_older_schema_is_indexed_when_derive_opens_it(tmp_path: Path) -> None:
    corpus_of(tmp_path, bundle("a", text_report("营商环境"))).close()
    now = tmp_path / "now.db"
    (tmp_path / "corpus.db").rename(now)
    db = sqlite3.connect(tmp_path / "corpus.db")
    before = next(n for n, script in enumerate(migrations("corpus")) if "reports_fts" in script)
    for script in migrations("corpus")[:before]:
        db.executescript(script)
    db.execute("ATTACH ? AS now", [str(now)])
    for (table,) in db.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
        columns = ", ".join(row[1] for row in db.execute(f"PRAGMA main.table_info({table})"))
        db.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM now.{table}")
    db.execute(f"PRAGMA user_version = {before}")
    db.commit()
    db.close()
    corpus = Corpus(tmp_path / "corpus.db")
    assert found(corpus, "营商环境")


def test_a_text_changed_by_another_hand_is_put_right_with_the_next_reading(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, bundle("a", text_report("旧的文字")), bundle("b", text_report("旁边")))
    corpus.database.connection.execute("UPDATE reports SET text = '外来'")
    corpus.write([bundle("a", text_report("新的文字"))])
    for term in ("旧的", "新的", "外来", "旁边"):
        agrees(corpus, term)


@pytest.mark.parametrize(("text", "asked", "hit"), [
    ("共1640件", "640", True), ("共1640件", "164", True), ("6\t40件", "640", False), ("6\t40件", "40件", True),
    ("6\t40件", '"6 40"', True), ("行政\t许可", "行政许可", True), ("年度\n报告", "年度报告", True), ("２０２３年", "2023年", True),
    ("12 件", "12件", True), ("新媒体APP", "app", True), ("“放管服”改革", "放管服”改", True), ("政府", "政府 信息", False),
    ("信息，政府", "政府 信息", True), ("政务", "政府", False), ("府", "府", True), ("政府", "府", True), ("1.5%", "5%", True),
])  # fmt: skip
def test_a_term_is_a_substring_of_what_is_printed(tmp_path: Path, text: str, asked: str, hit: bool) -> None:
    corpus = corpus_of(tmp_path, bundle("a", text_report(text)))
    assert bool(matching(corpus, read_query(asked), EVERY)) == hit


def test_title_and_agency_are_searched_and_no_term_crosses_from_one_to_the_other(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, bundle("a", text_report("正文", title="某局年报", agency="某市某局")))
    assert found(corpus, "年报") and found(corpus, "市某局") and not found(corpus, "报某市") and not found(corpus, "报正")
