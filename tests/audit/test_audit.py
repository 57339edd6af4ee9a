"""gongkai audit: the sheet is blind and repeatable, and a filled one gives the true rate of errors."""

import csv
import json
import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.audit import originals_of, sample, score
from archive.audit.cells import EMPTY, FLAGGED, STATED, Listed
from archive.audit.draw import draw
from archive.audit.score import ALL, wilson
from archive.audit.sheet import COLUMNS, read_sheet
from archive.errors import BadInputError, UsageError
from archive.store.corpus import Corpus
from tests.cli.commands import one_line, run
from tests.release.conftest import archive  # noqa: F401 the same small archive
from tests.release.frames import frame

Cells = dict[str, tuple[float | None, str]]


@pytest.fixture
def sheet(archive: Path, tmp_path: Path) -> Path:  # noqa: F811
    path = tmp_path / "sheet.csv"
    assert sample(archive, path, 60, 7) == 60
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def read_values(folder: Path) -> Cells:
    corpus = Corpus(folder / "corpus.db", read_only=True)
    sql = "SELECT report_id || '/' || indicator, value, status FROM figures"
    return {cell: (value, status) for cell, value, status in corpus.database.connection.execute(sql)}


def fill(path: Path, entries: dict[str, str], codec: str = "utf-8-sig") -> None:
    rows = rows_of(path)
    with path.open("w", encoding=codec, newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(row | {"entered": entries.get(row["cell"], "")} for row in rows)


def as_read(folder: Path, path: Path) -> dict[str, str]:
    known = read_values(folder)
    return {row["cell"]: "空" if (v := known[row["cell"]][0]) is None else f"{v:.15g}" for row in rows_of(path)}


def test_the_same_seed_draws_the_same_sheet(archive: Path, sheet: Path, tmp_path: Path) -> None:  # noqa: F811
    for name, seed, alike in (("again.csv", 7, True), ("other.csv", 8, False)):
        sample(archive, tmp_path / name, 60, seed)
        assert ((tmp_path / name).read_bytes() == sheet.read_bytes()) == alike
    one, two = (sorted(p.read_bytes() for p in originals_of(tmp_path / n).iterdir()) for n in ("sheet.csv", "again.csv"))
    assert one == two


def test_the_sheet_tells_nothing_of_what_was_read(archive: Path, sheet: Path) -> None:  # noqa: F811
    rows = rows_of(sheet)
    assert tuple(rows[0]) == COLUMNS and not any(row["entered"] for row in rows)
    page = (originals_of(sheet) / "index.html").read_text("utf-8")
    assert "【" not in page and all(word not in page for word in ("reported", "row_missing", "applications."))
    assert all(f'id="n{row["number"]}"' in page and row["asked"] in page for row in rows)
    assert "本年新收" in page and page.count("<iframe sandbox") >= 1 and "<script" not in page


def test_every_group_form_and_file_kind_is_drawn(archive: Path, sheet: Path) -> None:  # noqa: F811
    fill(sheet, as_read(archive, sheet))
    strata = {(line.group, line.template, line.media): line for line in score(archive, sheet).lines}
    assert {("stated", "t2019", "html"), ("stated", "t2021", "html"), ("stated", "t2021", "text")} <= strata.keys()
    assert strata["stated", ALL, ALL].checked >= 30 and strata["empty", ALL, ALL].checked >= 15
    assert all(line.checked <= line.cells for line in strata.values())


def test_a_person_who_reads_as_the_reader_did_finds_no_error(archive: Path, sheet: Path) -> None:  # noqa: F811
    fill(sheet, as_read(archive, sheet), codec="gb18030")
    found = score(archive, sheet)
    assert not found.wrong and (found.open, found.unclear) == (0, 0)
    assert all(line.errors == 0 and line.low == 0.0 and 0 < (line.high or 0) < 1 for line in found.lines)


def test_each_error_is_counted_where_it_belongs(archive: Path, sheet: Path) -> None:  # noqa: F811
    known, entries = read_values(archive), as_read(archive, sheet)
    stated = [cell for cell in entries if known[cell][0] is not None]
    empty = [cell for cell in entries if known[cell][1] in ("blank", "dash", "none_word")]
    wrong = {stated[0]: "987654", stated[1]: "空", empty[0]: "3", stated[2]: "?", stated[3]: ""}
    fill(sheet, entries | wrong)
    found = score(archive, sheet)
    assert {each.cell for each in found.wrong} == {stated[0], stated[1], empty[0]}
    lines = {line.group: line for line in found.lines if line.template == ALL}
    assert (lines["stated"].errors, lines["stated"].checked, lines["empty"].errors) == (2, len(stated) - 2, 1)
    assert (found.open, found.unclear) == (1, 1)


def test_a_sheet_of_another_reading_is_one_line(archive: Path, sheet: Path, tmp_path: Path) -> None:  # noqa: F811
    other = Path(shutil.copytree(archive, tmp_path / "other"))
    fill(sheet, as_read(archive, sheet))
    assert score(other, sheet).wrong == ()
    stated = next(cell for cell, value in as_read(archive, sheet).items() if value != "空")
    corpus = Corpus(other / "corpus.db")
    with corpus.database.transaction() as db:
        db.execute("UPDATE figures SET value = value + 1 WHERE report_id || '/' || indicator = ?", [stated])
    corpus.database.close()
    with pytest.raises(UsageError, match="not a sheet of"):
        score(other, sheet)
    lines = sheet.read_text("utf-8-sig").splitlines(keepends=True)
    sheet.write_text("".join(lines[:-1]), "utf-8-sig")
    with pytest.raises(UsageError, match="rows were lost"):
        score(archive, sheet)


@pytest.mark.parametrize(("entered", "value"), [
    ("4,381", 4381), ("4 381", 4381), ("４３８１", 4381), (" 12 件", 12), ("-1", -1), ("3.50", 3.5), ("空", None), ("—", None), ("/", None),
])  # fmt: skip
def test_entries_are_taken_as_people_write_them(sheet: Path, entered: str, value: float | None) -> None:
    cell = next(row["cell"] for row in rows_of(sheet) if row["unit"] == "件")
    fill(sheet, {cell: entered})
    (entry,) = [each for each in read_sheet(sheet) if each.told]
    assert entry.entered == (None if value is None else Decimal(str(value)))


@pytest.mark.parametrize("entered", ["12 13", "约5", "O", "1.2.3"])
def test_what_is_no_number_is_one_line_with_its_row(sheet: Path, entered: str) -> None:
    fill(sheet, {rows_of(sheet)[3]["cell"]: entered})
    with pytest.raises(BadInputError, match="row 5 holds"):
        read_sheet(sheet)


def test_the_command_draws_and_scores(archive: Path, tmp_path: Path) -> None:  # noqa: F811
    path = tmp_path / "s.csv"
    drawn = run("audit", "--sample", 20, "--seed", 3, path, "--archive", archive, "--json")
    assert drawn.returncode == 0, drawn.stderr
    assert json.loads(drawn.stdout)["cells"] == 20
    fill(path, as_read(archive, path))
    scored = run("audit", "--score", path, "--archive", archive, "--json")
    assert scored.returncode == 0, scored.stderr
    assert json.loads(scored.stdout)["lines"][0]["errors"] == 0
    assert "95 % interval" in run("audit", "--score", path, "--archive", archive).stdout
    for words, code, said in (
        (("--sample", 5, path), 2, "already there"), ((path,), 2, "--score"),
        (("--score", tmp_path / "no.csv"), 3, "No such file"), (("--score", archive / "ledger.db"), 3, "save the sheet as CSV"), (("--score", __file__), 3, "no sheet"),
    ):  # fmt: skip
        result = run("audit", *words, "--archive", archive)
        assert result.returncode == code and one_line(result, said), result.stderr


LISTED = st.builds(
    Listed, st.uuids().map(str), st.just("x"), st.sampled_from(["t2019", "t2021"]), st.sampled_from(["html", "pdf"]),
    st.sampled_from([STATED, EMPTY, FLAGGED]),
)  # fmt: skip


@given(st.lists(LISTED, unique=True, max_size=60), st.integers(1, 40), st.randoms(use_true_random=False))
def test_a_sample_does_not_depend_on_the_order_and_leaves_no_stratum_out(cells: list[Listed], size: int, chance: object) -> None:
    shuffled = list(cells)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    found = draw(cells, size, 1)
    assert found == draw(shuffled, size, 1) and len(found) == len(set(found)) == min(size, len(cells))
    counts = Counter((cell.group, cell.template, cell.media) for cell in found)
    strata = {(cell.group, cell.template, cell.media) for cell in cells}
    assert size < 4 * len(strata) or counts.keys() == strata


@given(st.integers(0, 300), st.integers(1, 300))
def test_the_interval_holds_the_share_and_is_the_known_one(errors: int, checked: int) -> None:
    errors = min(errors, checked)
    low, high = wilson(errors, checked)
    assert 0 <= low <= errors / checked <= high <= 1
    assert wilson(2, 100) == pytest.approx((0.005502, 0.070012), abs=1e-5)
    assert wilson(0, 200) == pytest.approx((0.0, 0.018846), abs=1e-5)


def test_a_release_ships_a_filled_sheet_with_its_score(archive: Path, sheet: Path, tmp_path: Path) -> None:  # noqa: F811
    entries = as_read(archive, sheet)
    stated = next(cell for cell, entered in entries.items() if entered != "空")
    fill(sheet, entries | {stated: "987654"})
    told = run("release", tmp_path / "r", "--audit", sheet, "--archive", archive)
    assert told.returncode == 0, told.stderr
    cells, scores = frame(tmp_path / "r", "audit.csv"), frame(tmp_path / "r", "audit_score.csv")
    assert list(cells[cells.error == 1].cell) == [stated] and len(cells) == 60
    (line,) = scores[(scores.group == STATED) & (scores.template == "all")].itertuples()
    assert (line.errors, line.checked) == (1, int((cells.group == STATED).sum()))
    assert f"read {line.checked} cells with a value again" in (tmp_path / "r" / "README.md").read_text("utf-8")


def test_a_sheet_of_another_day_or_archive_is_not_shipped(archive: Path, sheet: Path, tmp_path: Path) -> None:  # noqa: F811
    result = run("release", tmp_path / "r", "--audit", sheet, "--as-of", "2026-05-05", "--archive", archive)
    assert result.returncode == 2 and one_line(result, "--audit", "--as-of")
    sheet.write_text("".join(sheet.read_text("utf-8-sig").splitlines(keepends=True)[:-1]), "utf-8-sig")
    result = run("release", tmp_path / "r", "--audit", sheet, "--archive", archive)
    assert result.returncode == 2 and one_line(result, "sheet.csv") and not (tmp_path / "r").exists()
