"""The dictionary names every cell of every form once."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from archive.reports.dictionary import cells_of, indicators, rows_of, text_unit
from archive.reports.labels import references

SHARED = Path(__file__).parents[3] / "shared" / "spec" / "indicators.csv"


@pytest.mark.parametrize(("table", "template", "cells"), [
    ("二", "t2019", 22), ("二", "t2021", 10), ("三", "t2019", 161), ("三", "t2021", 175), ("四", "t2019", 15),
    ("四", "t2021", 15), ("stat_2014", "t2014", 58),
])  # fmt: skip
def test_every_form_has_all_its_cells(table: str, template: str, cells: int) -> None:
    assert len(cells_of(table, template)) == cells


def test_a_name_stands_once_in_each_template() -> None:
    counted = Counter((each.name, template) for each in indicators() for template in each.templates)
    assert set(counted.values()) == {1}


def test_rows_of_applications_end_in_their_total() -> None:
    for template in ("t2019", "t2021"):
        assert all(len(names) == 7 and names[-1].endswith(".total") for names in rows_of("三", template).values())


def test_every_reference_label_leads_to_cells_of_the_dictionary() -> None:
    stems = {each.stem for each in indicators()}
    assert {label.name for label in references() if label.role == "row"} <= stems


def test_figures_from_sentences_have_units() -> None:
    assert text_unit("text.fees.processing_fee.received_amount") == "元"
    assert all(each.unit for each in indicators())


@pytest.mark.skipif(not SHARED.is_file(), reason="the shared specification is not beside the checkout")
def test_names_units_and_templates_are_those_of_the_specification() -> None:
    with SHARED.open(encoding="utf-8", newline="") as file:
        given = {
            (row["indicator"], f"t{year}", row["unit"], row["type"].removesuffix("_integer"))
            for row in csv.DictReader(file)
            for year in ("2014", "2019", "2021")
            if row[f"template_{year}"] == "y" and not row["indicator"].startswith("text.")
        }
    assert given == {(each.name, template, each.unit, each.number) for each in indicators() for template in each.templates}
