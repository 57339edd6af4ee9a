"""The coverage picture: a cell for every row, Latin letters outside tooltips, readable by a browser."""

import re
import subprocess
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from archive.picture import coverage_picture
from archive.states import STATES, Row, state_of
from archive.words import Holding, ReadState, Source
from tests.needs import program

SVG = "{http://www.w3.org/2000/svg}"


def row(agency: str, year: int, portal: str, holding: str, source: str, read_state: str) -> Row:
    return {
        "agency_id": agency, "agency": f"<{agency}>&人民政府", "area": "", "portal": portal, "year": year,
        "holding": holding, "source": source, "read_state": read_state,
    }  # fmt: skip


rows = st.lists(
    st.builds(
        row, st.sampled_from(["a1", "a2", "a3"]), st.integers(2008, 2025), st.sampled_from(["", "jining", "taian"]),
        st.sampled_from(list(Holding)), st.sampled_from([*Source, "blocked:waf_refused"]), st.sampled_from(list(ReadState)),
    ),
    min_size=1, unique_by=lambda r: (r["agency_id"], r["year"]),
)  # fmt: skip


@given(rows)
def test_every_row_is_one_cell_of_its_colour_and_no_two_cells_share_a_place(drawn: list[Row]) -> None:
    tree = ElementTree.fromstring(coverage_picture(drawn))
    cells = [rect for rect in tree.iter(f"{SVG}rect") if rect.find(f"{SVG}title") is not None]
    assert Counter(c.get("fill") for c in cells) == Counter(state_of(r).colour for r in drawn)
    assert len({(c.get("x"), c.get("y")) for c in cells}) == len(drawn)


@given(rows)
def test_text_that_is_shown_needs_no_chinese_font(drawn: list[Row]) -> None:
    tree = ElementTree.fromstring(coverage_picture(drawn))
    assert all((text.text or "").isascii() for text in tree.iter(f"{SVG}text"))


def test_every_state_has_a_sign_and_a_colour_of_its_own() -> None:
    assert len({s.sign for s in STATES}) == len({s.colour for s in STATES}) == len(STATES)


def test_a_browser_shows_it(tmp_path: Path) -> None:
    chromium = program("chromium", "chromium")
    picture = tmp_path / "coverage.svg"
    picture.write_text(coverage_picture([row("a1", 2020, "jining", "held", "present", "complete")]), "utf-8")
    shown = subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom",
         picture.as_uri()], capture_output=True, text=True, timeout=120,
    ).stdout  # fmt: skip
    assert re.search(r"<svg[^>]*>.*1 of 1 reports held.*</svg>", shown, re.DOTALL) and "parsererror" not in shown
