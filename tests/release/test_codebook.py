"""The codebook describes every variable of every file, in both languages, and docs/codebook.md says the same."""

import re
import tomllib
from pathlib import Path

from archive.release import labels
from archive.release.codebook import descriptions, variables
from archive.release.codebook_page import page
from archive.release.labels import labelled
from archive.release.tables import columns
from archive.reports.dictionary import indicators

ROOT = Path(__file__).parents[2]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_the_page_is_what_the_release_says() -> None:
    told = (ROOT / "docs" / "codebook.md").read_text("utf-8")
    assert told == "\n".join(page()) + "\n", "run: python -m archive.release.codebook_page > docs/codebook.md"


def test_every_column_of_every_file_is_described_once() -> None:
    described = [(each.file, each.variable) for each in variables()]
    assert described == [(file, name) for file, names in columns().items() for name in names]
    assert len(set(described)) == len(described)


def test_every_variable_has_labels_and_a_pandas_dtype() -> None:
    for each in variables():
        assert CHINESE.search(each.label_zh) or each.label_zh == "WARC", each
        assert each.label_en and not CHINESE.search(each.label_en), each
        assert each.type in ("Int64", "Float64", "string", "category"), each


def test_no_description_is_left_over() -> None:
    used = {name for file, names in columns().items() for name in (*names, *(f"{file}:{name}" for name in names))}
    assert set(descriptions()) <= used
    with (Path(labels.__file__).parent / "data" / "labels.toml").open("rb") as file:
        data = tomllib.load(file)
    names, stems = {each.name for each in indicators()}, {each.stem for each in indicators()}
    assert set(data["cell"]) | set(data["chinese"]) <= names and set(data["note"]) <= names | stems
    assert set(data["row"]) <= stems and set(data["group"]) <= {stem.rpartition(".")[0] for stem in stems}


def test_indicators_are_told_apart_by_their_english_labels() -> None:
    told = [each.en for each in labelled().values()]
    assert len(set(told)) == len(told)


def test_types_and_bounds_follow_the_dictionary() -> None:
    by_name = {each.indicator: each for each in variables() if each.file == "panel.csv" and each.indicator}
    assert set(by_name) == {each.name for each in indicators()}
    for each in indicators():
        told = by_name[each.name]
        assert told.type == ("Float64" if each.number == "decimal" else "Int64") and told.unit == each.unit
        assert told.min == (None if each.number == "signed" else 0)
        assert each.templates <= set(told.templates.split())


def test_labels_name_group_row_and_column() -> None:
    by_name = labelled()
    denied = by_name["applications.result.denied.state_secret.natural_person"]
    assert denied.zh == "（三）不予公开1.属于国家秘密：自然人" and denied.en == "Denied: state secrets – natural persons"
    issued = by_name["proactive.normative_documents.issued"]
    assert "t2019" in issued.printed and "本年新制作数量" in issued.printed and "t2014" in issued.printed
