"""Texts of a release: the name can be recomputed from the file alone, and every case of a text survives."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.documents.model import Document
from archive.errors import DamagedError
from archive.release.texts import text_of
from archive.reports.canonical import content_digest, release_text
from tests.release.recipe import content_hash

CELL = st.text(st.characters(exclude_categories=("Cs",)) | st.sampled_from("\t\n\r \u3000\u200b\x85\u2028\x1c年"), max_size=8)
ROWS = st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=6)


def gone() -> Document:
    pytest.fail("the archived bytes were opened though the corpus has the text")


def test_every_name_is_the_hash_of_its_file(released: Path) -> None:
    texts = sorted((released / "texts").iterdir())
    assert len(texts) == 9
    for number, path in enumerate(texts):
        assert path.name == f"{number:03}_{content_hash(path.read_bytes())}.txt"


def test_the_program_in_the_readme_agrees(released: Path, tmp_path: Path) -> None:
    readme = (released / "README.md").read_text("utf-8")
    (program,) = (code for code in re.findall(r"```python\n(.*?)```", readme, re.DOTALL) if "hashlib" in code)
    assert len(program.splitlines()) <= 16
    (tmp_path / "check.py").write_text(program)
    names = sorted(str(path) for path in (released / "texts").iterdir())
    told = subprocess.run([sys.executable, tmp_path / "check.py", *names], capture_output=True, text=True, check=True).stdout
    assert [line[:3] for line in told.splitlines()] == ["ok "] * len(names)
    wrong = tmp_path / Path(names[0]).name
    wrong.write_bytes(Path(names[0]).read_bytes() + "多".encode())
    assert subprocess.run([sys.executable, tmp_path / "check.py", wrong], capture_output=True, text=True, check=True).stdout.startswith("BAD")


@given(ROWS)
def test_rows_with_any_characters_survive(rows: list[list[str]]) -> None:
    digest = content_digest(rows)
    if digest is not None:
        assert content_hash(release_text(rows).encode()) == digest[:16]


def test_a_title_that_the_body_lacks_is_the_first_row() -> None:
    digest = content_digest([["标题"], ["一", ""]]) or ""
    assert text_of("r", "一\t", "标题", digest, gone) == "标题\n一\t\n"
    assert text_of("r", "标题\n一\t", "标题", digest, gone) == "标题\n一\t\n"


def test_a_text_that_is_not_the_hashed_one_is_never_released() -> None:
    with pytest.raises(DamagedError, match="derive --all"):
        text_of("r", "一", "", content_digest([["二"]]) or "", lambda: Document("html"))
